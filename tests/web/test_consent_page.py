"""The approved terms before they bind: everything they cost, and the borrower's own yes or no."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import Traveller
from werkzeug.test import TestResponse

from harkat import clock
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.services import consent, origination
from harkat.web.agreed_texts import JOINT_LIABILITY
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app", "noon")

READ = {"has_read": "y"}


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


def ask_code(client: FlaskClient, page: str) -> str:
    """Ask for the code on the page and return what the phone shows."""
    answer = submit(client, page, to=f"{page}/kode")
    assert (answer.status_code, answer.location) == (303, f"{page}?kode=terkirim#jawaban")
    return sent_codes()[-1]


def sent_codes() -> list[str]:
    return list(
        db.session.scalars(
            db.select(OutboxMessage.secret)
            .filter_by(template="code_consent")
            .order_by(OutboxMessage.id)
        )
    )


def agree(client: FlaskClient, page: str, **fields: object) -> TestResponse:
    """Type the code that was sent, tick and agree."""
    filled = {**READ, "code": fields.pop("code", None) or ask_code(client, page), **fields}
    return submit(client, f"{page}?kode=terkirim", filled, to=page)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def is_told_that_nothing_is_asked(
    client: FlaskClient, answer: TestResponse, public_id: str
) -> bool:
    """Tell whether an answer leads to the application, which says that nothing is asked."""
    own_page = f"/pengajuan/{public_id}"
    is_led = (answer.status_code, answer.location) == (303, own_page)
    return is_led and "Tidak ada yang perlu dijawab sekarang." in words_of(
        client.get(own_page).text
    )


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
            "Tidak ada denda telat.",
            "Lapor itu gratis.",
        ):
            assert words in shown

    def test_says_how_often_the_instalment_is_paid(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        set_rule("every", "two_weeks", product_code="perorangan")
        sent = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, sent))

        page = words_of(sign_in(client, siti).get(f"/pengajuan/{sent}/persetujuan").text)

        assert "cicilan tiap dua minggu, 12 kali" in page
        assert "cicilan sebulan" not in page

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

    def test_asks_nothing_of_a_member_without_a_part(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        sign_in(client, kelompok.people[4])

        answer = client.get(f"/pengajuan/{approved_together}/persetujuan")

        assert is_told_that_nothing_is_asked(client, answer, approved_together)

    def test_asks_nothing_before_the_bank_decided(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        sent = given.submitted(desk, {siti: 5_000_000})

        answer = at_work.get(f"/pengajuan/{sent}/persetujuan")

        assert is_told_that_nothing_is_asked(at_work, answer, sent)

    def test_asks_nothing_any_more_once_the_approval_was_taken_back(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        set_rule("party_changes_max", "0")
        page = f"/pengajuan/{approved_together}/persetujuan"
        sign_in(client, kelompok.leader)
        opened, refusal = (hidden_fields(client.get(page + to).text) for to in ("", "/tidak"))
        consent.refuse(
            actor_id=kelompok.people[3].id,
            application_public_id=approved_together,
            version=given.application(approved_together).version,
            key=given.key(),
            at=NOON,
        )
        assert line_statuses(approved_together)[0] is LineStatus.READY

        for address in (page, f"{page}/tidak"):
            answer = client.get(address)
            assert is_told_that_nothing_is_asked(client, answer, approved_together), address
        for address, form in (
            (page, {**opened, **READ, "code": "123456"}),
            (f"{page}/kode", opened),
            (f"{page}/tidak", refusal),
            (f"/pengajuan/{approved_together}/ringkasan", opened),
        ):
            answer = client.post(address, data=form)
            assert is_told_that_nothing_is_asked(client, answer, approved_together), address
        assert line_statuses(approved_together)[0] is LineStatus.READY

    def test_stays_to_be_read_after_the_answer(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        given.consent_all(approved)

        shown = words_of(at_work.get(page).text)

        assert "Anda setuju pada 23 November 2026, 12.00 WIB." in shown
        assert "Jawaban Anda" not in shown


class TestAgree:
    def test_takes_two_taps_and_the_code_from_the_phone(
        self, at_work: FlaskClient, siti: given.Somebody, approved: str, page: str
    ):
        before = words_of(at_work.get(page).text)
        code = ask_code(at_work, page)
        asked = words_of(at_work.get(f"{page}?kode=terkirim").text)
        answer = agree(at_work, page, code=code)

        assert "Kirim kode" in before
        assert "Kode 6 angka" not in before
        assert f"Kode terkirim ke 0812••••{siti.phone[-3:]}." in asked
        assert "Kode 6 angka" in asked
        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{approved}")
        assert given.application(approved).status is ApplicationStatus.CONSENTED
        assert "Persetujuan Anda sudah tercatat." in words_of(at_work.get(answer.location).text)

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("has_read", "", "Baca ringkasannya, lalu ketuk kotak ini."),
            ("code", " ", "Isi kode yang kami kirim."),
            ("code", "12345", "Kode harus 6 angka. Anda mengisi 5."),
            ("code", "abcdef", "Kode hanya angka."),
            ("code", "\0" * 6, "Kode hanya angka."),
            ("code", "9" * 4000, "Kode harus 6 angka. Anda mengisi 4000."),
        ],
    )
    def test_asks_for_the_tick_and_a_code_that_can_be_one(
        self, at_work: FlaskClient, page: str, name: str, value: str, said: str
    ):
        answer = agree(at_work, page, **{"code": ask_code(at_work, page), name: value})

        assert (answer.status_code, beside(answer.text, name)) == (422, said)
        assert given.application(page.split("/")[2]).status is ApplicationStatus.APPROVED

    def test_counts_wrong_codes_down_until_the_code_is_dead(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        code = ask_code(at_work, page)

        said = [beside(agree(at_work, page, code=other_than(code)).text, "code") for _ in range(5)]
        even_the_right_one = agree(at_work, page, code=code)

        assert said[0] == "Kode tidak cocok. Cek SMS terakhir. Sisa 4 kali."
        assert said[3] == "Kode tidak cocok. Cek SMS terakhir. Sisa 1 kali."
        assert said[4].startswith("Kode sudah lima kali tidak cocok.")
        assert even_the_right_one.status_code == 422
        assert line_statuses(approved) == [LineStatus.APPROVED]

    def test_sends_a_new_code_after_an_old_one(
        self, at_work: FlaskClient, approved: str, page: str, noon: Traveller
    ):
        old = ask_code(at_work, page)
        noon.shift(timedelta(minutes=6))

        answer = agree(at_work, page, code=old)

        assert answer.status_code == 422
        assert beside(answer.text, "code") == "Kode sudah lewat 5 menit. Kami kirim yang baru."
        assert agree(at_work, page, code=sent_codes()[-1]).status_code == 303
        assert line_statuses(approved) == [LineStatus.CONSENTED]

    def test_sends_one_code_when_the_button_is_tapped_twice(self, at_work: FlaskClient, page: str):
        form = hidden_fields(at_work.get(page).text)

        answers = [at_work.post(f"{page}/kode", data=form).status_code for _ in range(2)]
        shown = words_of(at_work.get(f"{page}?kode=terkirim").text)

        assert answers == [303, 303]
        assert len(sent_codes()) == 1
        assert "Kode baru bisa dikirim lagi pukul 12.01 WIB." in shown

    def test_happens_once_when_it_is_sent_twice(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        code = ask_code(at_work, page)
        form = {**hidden_fields(at_work.get(page).text), **READ, "code": code}

        answers = [at_work.post(page, data=form) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert line_statuses(approved) == [LineStatus.CONSENTED]
        said = words_of(at_work.get(answers[1].location).text)
        assert said.count("Persetujuan Anda sudah tercatat.") == 2  # one thanks for each tap

    def test_shows_the_terms_again_when_they_changed_meanwhile(
        self,
        client: FlaskClient,
        kelompok: given.Kelompok,
        approved_together: str,
        noon: Traveller,
    ):
        page = f"/pengajuan/{approved_together}/persetujuan"
        sign_in(client, kelompok.leader)
        assert agree(client, page).status_code == 303
        submit(client, "/saya", to="/keluar")
        sign_in(client, kelompok.people[2])
        noon.shift(timedelta(minutes=2))
        code = ask_code(client, page)
        form = {**hidden_fields(client.get(page).text), **READ, "code": code}
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
        assert "Jumlah, tanggal, atau daftar peminjam berubah." in shown
        assert "Rina Contoh 2 tidak ikut meminjam lagi (Rp6.000.000)." in shown
        assert "Yang ditanggung bersama sekarang Rp14.000.000." in shown
        assert agree(client, page, code=code).status_code == 422  # the old code is worthless now
        noon.shift(timedelta(minutes=2))
        assert agree(client, page).status_code == 303
        submit(client, "/saya", to="/keluar")
        sign_in(client, kelompok.leader)
        again = words_of(client.get(page).text)
        assert "Persetujuan Anda yang dulu tidak berlaku lagi." in again

    def test_comes_too_late_after_the_last_day(
        self, client: FlaskClient, siti: given.Somebody, approved: str, noon: Traveller
    ):
        page = f"/pengajuan/{approved}/persetujuan"
        noon.shift(timedelta(days=8))
        sign_in(client, siti)

        answer = submit(client, page, to=f"{page}/kode")

        assert answer.status_code == 422
        assert "Waktu untuk menjawab sudah lewat." in words_of(answer.text)
        assert agree(client, page, code="123456").status_code == 422
        assert sent_codes() == []
        assert line_statuses(approved) == [LineStatus.APPROVED]

    @pytest.mark.parametrize(
        "hidden",
        [
            {"version": ""},
            {"version": "abc"},
            {"version": "9" * 40},
            {"version": "0"},
            {"digest": ""},
            {"digest": "0" * 64},
            {"digest": "'; DROP TABLE key_facts_sheet"},
        ],
    )
    def test_needs_what_was_shown(
        self, at_work: FlaskClient, approved: str, page: str, hidden: dict
    ):
        answer = agree(at_work, page, **hidden)

        assert answer.status_code == 422
        assert line_statuses(approved) == [LineStatus.APPROVED]

    def test_is_nobody_elses(self, client: FlaskClient, approved: str, page: str):
        sign_in(client, given.owner("Tono Contoh"))
        form = hidden_fields(client.get("/saya").text)
        sent = {**form, **READ, "version": "5", "code": "123456", "idem_key": given.key()}

        for address in (page, f"{page}/kode", f"/pengajuan/{approved}/ringkasan"):
            assert client.post(address, data=sent).status_code == 404
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

    def test_happens_once_when_it_is_sent_twice(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        form = hidden_fields(at_work.get(f"{page}/tidak").text)

        answers = [at_work.post(f"{page}/tidak", data=form) for _ in range(2)]

        assert [answer.location for answer in answers] == [f"/pengajuan/{approved}"] * 2
        said = words_of(at_work.get(answers[1].location).text)
        assert said.count("Anda sudah menjawab tidak. Uangnya tidak dikirim.") == 2

    @pytest.mark.parametrize("before", ["", "/tidak"])
    def test_leads_on_from_the_pages_before_it(
        self, at_work: FlaskClient, approved: str, page: str, before: str
    ):
        submit(at_work, f"{page}/tidak")

        back = at_work.get(page + before)

        assert (back.status_code, back.location) == (303, f"/pengajuan/{approved}")

    def test_is_told_from_an_answer_that_never_came(
        self, client: FlaskClient, siti: given.Somebody, approved: str, page: str, noon: Traveller
    ):
        noon.shift(timedelta(days=8))
        consent.lapse(application_id=given.application(approved).id, at=clock.now())
        sign_in(client, siti)

        late = client.get(page)

        assert (late.status_code, late.location) == (303, f"/pengajuan/{approved}")
        said = words_of(client.get(late.location).text)
        assert "Waktu untuk menjawab sudah lewat. Hubungi bank, atau ajukan lagi." in said

    def test_is_told_from_an_approval_that_the_leader_withdrew(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        page = f"/pengajuan/{approved_together}"
        origination.withdraw(
            actor_id=kelompok.leader.id, application_public_id=approved_together, at=NOON
        )
        sign_in(client, kelompok.people[1])

        back = client.get(f"{page}/persetujuan")

        assert (back.status_code, back.location) == (303, page)
        said, home = words_of(client.get(page).text), words_of(client.get("/saya").text)
        assert "Bagian Anda di pengajuan ini sudah berakhir." in said
        assert "lewat" not in said.lower()
        number = given.application(approved_together).reference_no
        assert f"Pengajuan {number} Dibatalkan pemohon" in said
        assert f"Pengajuan {number} Dibatalkan pemohon" in home

    def test_is_not_asked_of_whoever_has_agreed(
        self, at_work: FlaskClient, approved: str, page: str
    ):
        given.consent_all(approved)

        answer = at_work.get(f"{page}/tidak")

        assert answer.location == f"/pengajuan/{approved}"

    def test_is_called_so_on_the_first_page(
        self, client: FlaskClient, kelompok: given.Kelompok, approved_together: str
    ):
        wati = kelompok.people[3]
        consent.refuse(
            actor_id=wati.id,
            application_public_id=approved_together,
            version=given.application(approved_together).version,
            key=given.key(),
            at=NOON,
        )

        shown = words_of(sign_in(client, wati).get("/saya").text)

        number = given.application(approved_together).reference_no
        assert f"Pengajuan {number} Tidak jadi" in shown

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
