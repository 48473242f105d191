"""The approved terms before they bind: everything they cost, and the borrower's own yes or no."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.services import consent
from harkat.services.grouping import LIABILITY_TEXT_VERSION
from harkat.web.agreed_texts import JOINT_LIABILITY
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

YES = {"has_read": "y", "password": given.PASSWORD}


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def approved(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.approve(desk, given.propose(desk, given.submitted(desk, {siti: 10_000_000})))


@pytest.fixture
def page(approved: str) -> str:
    return f"/pengajuan/{approved}/persetujuan"


@pytest.fixture
def at_work(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


@pytest.fixture
def kelompok() -> given.Kelompok:
    return given.group(5)


@pytest.fixture
def approved_together(desk: given.BankDesk, kelompok: given.Kelompok) -> str:
    parts = dict(
        zip(kelompok.people[:4], (8_000_000, 6_000_000, 3_000_000, 3_000_000), strict=True)
    )
    sent = given.submitted(desk, parts, product_code="kelompok")
    return given.approve(desk, given.propose(desk, sent))


def line_statuses(public_id: str) -> list[LineStatus]:
    return [line.status for line in given.application(public_id).lines]


class TestOffer:
    def test_shows_everything_the_loan_costs(self, at_work: FlaskClient, page: str):
        shown = words_of(at_work.get(page).text)

        for words in (
            "Rp10.000.000 jumlah yang disetujui (sepuluh juta rupiah)",
            "Rp846.937 cicilan sebulan, 12 kali",
            "Bunga efektif setahun 3%",
            "Seluruh bunga Rp163.244",
            "Biaya lain Tidak ada",
            "Seluruh yang dibayar Rp10.163.244",
            "Dihitung seandainya uang dikirim hari ini.",
            "ke-1 23 Des 2026 Rp821.937 Rp25.000 Rp846.937",
            "ke-12 23 Nov 2027",
            "Jawab paling lambat Senin, 30 November 2026.",
        ):
            assert words in shown

    def test_names_everybody_who_answers_for_it(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        sign_in(client, kelompok.people[1])

        shown = words_of(client.get(f"/pengajuan/{approved_together}/persetujuan").text)

        assert "Siti Contoh 1 Rp8.000.000" in shown
        assert "Rina Contoh 2 (Anda) Rp6.000.000" in shown
        assert "Jumlah Rp20.000.000" in shown
        sentences = JOINT_LIABILITY[LIABILITY_TEXT_VERSION]
        assert [sentence for sentence in sentences if sentence not in shown] == []

    def test_is_not_there_for_a_member_without_a_part(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        sign_in(client, kelompok.people[4])

        assert client.get(f"/pengajuan/{approved_together}/persetujuan").status_code == 404

    def test_is_not_there_before_the_bank_decided(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        sent = given.submitted(desk, {siti: 5_000_000})

        assert at_work.get(f"/pengajuan/{sent}/persetujuan").status_code == 404

    def test_stays_to_be_read_after_the_answer(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        given.consent_all(approved)

        shown = words_of(at_work.get(page).text)

        assert "Anda setuju pada 23 November 2026, 12.00 WIB." in shown
        assert "Jawaban Anda" not in shown


class TestAgree:
    def test_records_the_yes(self, at_work: FlaskClient, approved: str, page: str):
        answer = submit(at_work, page, YES)

        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{approved}")
        assert given.application(approved).status is ApplicationStatus.CONSENTED
        assert "Persetujuan Anda sudah tercatat." in words_of(at_work.get(answer.location).text)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            (
                {"password": given.PASSWORD},
                ("has_read", "Baca ringkasannya, lalu ketuk kotak ini."),
            ),
            ({"has_read": "y"}, ("password", "Isi kata sandi Anda.")),
            (
                {"has_read": "y", "password": "perahu kayu biru"},
                ("password", "Kata sandi tidak cocok."),
            ),
        ],
    )
    def test_asks_for_the_tick_and_the_own_password(
        self, at_work: FlaskClient, approved: str, fields: dict, said: tuple[str, str]
    ):
        page = f"/pengajuan/{approved}/persetujuan"

        answer = submit(at_work, page, fields)

        assert (answer.status_code, beside(answer.text, said[0])) == (422, said[1])
        assert line_statuses(approved) == [LineStatus.APPROVED]

    def test_happens_once_when_it_is_sent_twice(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        form = {**hidden_fields(at_work.get(page).text), **YES}

        answers = [at_work.post(page, data=form).status_code for _ in range(2)]

        assert answers == [303, 303]
        assert line_statuses(approved) == [LineStatus.CONSENTED]

    def test_says_that_it_was_answered_before(self, at_work: FlaskClient, approved: str, page: str):
        form = {**hidden_fields(at_work.get(page).text), **YES}
        given.consent_all(approved)

        answer = at_work.post(page, data=form)

        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{approved}")
        assert "Anda sudah menjawab sebelumnya." in words_of(at_work.get(answer.location).text)

    def test_shows_the_terms_again_when_they_changed_meanwhile(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        page = f"/pengajuan/{approved_together}/persetujuan"
        sign_in(client, kelompok.leader)
        form = {**hidden_fields(client.get(page).text), **YES}
        consent.refuse(
            actor_id=kelompok.people[1].id,
            application_public_id=approved_together,
            version=given.application(approved_together).version,
            key=given.key(),
            at=NOON,
        )

        answer = client.post(page, data=form)

        shown = words_of(answer.text)
        assert answer.status_code == 422
        assert "Jumlah atau daftar peminjam baru saja berubah." in shown
        assert "Rina Contoh" not in shown
        assert "Jumlah Rp14.000.000" in shown
        again = client.post(page, data={**hidden_fields(answer.text), **YES})
        assert again.status_code == 303

    def test_comes_too_late_after_the_last_day(
        self, client: FlaskClient, siti: given.Somebody, approved: str, noon: Traveller
    ):
        page = f"/pengajuan/{approved}/persetujuan"
        noon.shift(timedelta(days=8))
        sign_in(client, siti)

        answer = submit(client, page, YES)

        assert answer.status_code == 422
        assert "Waktu untuk menjawab sudah lewat." in words_of(answer.text)
        assert line_statuses(approved) == [LineStatus.APPROVED]

    @pytest.mark.parametrize("version", ["", "abc", "-1", "1.5", "9" * 40, "0"])
    def test_needs_the_version_that_was_shown(
        self, at_work: FlaskClient, approved: str, page: str, version: str
    ):
        answer = submit(at_work, page, {**YES, "version": version})

        assert answer.status_code == 422
        assert line_statuses(approved) == [LineStatus.APPROVED]

    def test_is_nobody_elses(self, client: FlaskClient, approved: str, page: str):
        sign_in(client, given.owner("Tono Contoh"))
        form = hidden_fields(client.get("/saya").text)

        answer = client.post(page, data={**form, **YES, "version": "5", "idem_key": given.key()})

        assert answer.status_code == 404
        assert line_statuses(approved) == [LineStatus.APPROVED]


class TestRefuse:
    def test_asks_once_more_and_then_ends_the_part(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        asked = words_of(at_work.get(f"{page}/tidak").text)

        answer = submit(at_work, f"{page}/tidak")

        assert "Tidak jadi meminjam Rp10.000.000?" in asked
        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{approved}")
        assert line_statuses(approved) == [LineStatus.REFUSED]
        assert given.application(approved).status is ApplicationStatus.EXPIRED

    def test_is_not_asked_of_whoever_has_agreed(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        given.consent_all(approved)

        answer = at_work.get(f"{page}/tidak")

        assert answer.location == f"/pengajuan/{approved}"

    def test_is_about_the_terms_shown(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        page = f"/pengajuan/{approved_together}/persetujuan/tidak"
        sign_in(client, kelompok.leader)
        form = hidden_fields(client.get(page).text)
        consent.refuse(
            actor_id=kelompok.people[3].id,
            application_public_id=approved_together,
            version=given.application(approved_together).version,
            key=given.key(),
            at=NOON,
        )

        answer = client.post(page, data=form)

        assert answer.status_code == 422
        assert line_statuses(approved_together)[0] is LineStatus.APPROVED
