"""Objecting to a refusal on the pages: the owner's words, and the answer of another checker."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.appeals import LONGEST_WORDS
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.appeals import Appeal
from harkat.services import underwriting
from tests import given
from tests.moments import NOON
from tests.officers import at_desk
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

WORDS = "Sisa uang saya cukup. Lihat buku kas saya."


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def refused(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = given.propose(desk, given.submitted(desk, {siti: 5_000_000}))
    underwriting.reject(
        actor_id=desk.checker.id,
        application_public_id=public_id,
        reason=Reason(code=ReasonCode.MAMPU_1, next_step="Coba Rp3.000.000."),
        at=NOON,
    )
    return public_id


@pytest.fixture
def at_home(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


def appeal_of(client: FlaskClient, public_id: str) -> str:
    """Object through the page; return the objection's public id."""
    answer = submit(client, f"/pengajuan/{public_id}/keberatan", {"words": WORDS})
    assert (answer.status_code, answer.location) == (303, f"/pengajuan/{public_id}")
    return db.session.scalars(db.select(Appeal.public_id)).one()


class TestOwner:
    def test_is_told_why_what_next_and_how_to_object(self, at_home: FlaskClient, refused: str):
        before = words_of(at_home.get(f"/pengajuan/{refused}").text)
        appeal_of(at_home, refused)
        after = words_of(at_home.get(f"/pengajuan/{refused}").text)

        for words in (
            "Alasan: Cicilan terlalu besar dibanding sisa uang usaha.",
            "Yang bisa Anda lakukan: Coba Rp3.000.000.",
            "Ajukan keberatan",
            "Paling lambat Senin, 7 Desember 2026.",
        ):
            assert words in before
        assert f"“{WORDS}”" in after
        assert "Bank menjawab paling lambat Senin, 7 Desember 2026." in after
        assert "Ajukan keberatan" not in after

    def test_objects_once_even_when_it_is_sent_twice_or_from_two_tabs(
        self, at_home: FlaskClient, refused: str
    ):
        page = f"/pengajuan/{refused}/keberatan"
        tabs = [{**hidden_fields(at_home.get(page).text), "words": WORDS} for _ in range(2)]

        answers = [at_home.post(page, data=tab).status_code for tab in (tabs[0], *tabs)]

        assert answers == [303, 303, 422]
        assert len(db.session.scalars(db.select(Appeal)).all()) == 1
        assert at_home.get(page).location == f"/pengajuan/{refused}"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("", "Tulis kenapa Anda tidak setuju."),
            (" \u3164 ", "Tulis kenapa Anda tidak setuju."),
            ("a" * 1001, "Paling banyak 1.000 huruf. Anda menulis 1.001."),
        ],
    )
    def test_must_say_why_in_so_many_letters(
        self, at_home: FlaskClient, refused: str, words: str, said: str
    ):
        answer = submit(at_home, f"/pengajuan/{refused}/keberatan", {"words": words})

        assert (answer.status_code, beside(answer.text, "words")) == (422, said)
        assert typed(answer.text, "words").strip() == words.strip()
        assert db.session.scalars(db.select(Appeal)).all() == []

    def test_may_write_what_people_and_attackers_write(self, at_home: FlaskClient, refused: str):
        page = f"/pengajuan/{refused}/keberatan"
        refused_texts = [
            row
            for row in TEXTS
            if outcome_expected(row, limit=LONGEST_WORDS, takes_lines=True) is None
        ]
        for row in refused_texts:
            assert send_raw(at_home, page, {"words": row.text}).status_code == 422, row
        kept = next(text for text in TEXTS if text.number == 32)

        send_raw(at_home, page, {"words": kept.text})

        assert refused_texts
        assert db.session.scalars(db.select(Appeal.words)).one() == kept.stored
        assert "<script>alert(1)" not in at_home.get(f"/pengajuan/{refused}").text

    def test_is_told_that_the_time_is_over_and_where_else_to_go(
        self, client: FlaskClient, siti: given.Somebody, refused: str, noon: Traveller
    ):
        noon.shift(timedelta(days=15))
        sign_in(client, siti)

        shown = words_of(client.get(f"/pengajuan/{refused}").text)

        assert "Waktu untuk keberatan ke bank sudah lewat" in shown
        assert "ke Dinas Koperasi Kota Jambi." in shown
        assert client.get(f"/pengajuan/{refused}/keberatan").location == f"/pengajuan/{refused}"

    def test_sees_that_the_bank_is_late(
        self, client: FlaskClient, siti: given.Somebody, refused: str, noon: Traveller
    ):
        appeal_of(sign_in(client, siti), refused)
        noon.shift(timedelta(days=16))
        again = sign_in(client.application.test_client(), siti)

        shown = words_of(again.get(f"/pengajuan/{refused}").text)

        assert "Terlambat 2 hari kerja." in shown

    def test_of_others_finds_no_such_page(self, client: FlaskClient, refused: str):
        sign_in(client, given.owner("Tono Contoh"))
        form = hidden_fields(client.get("/saya").text)

        page = f"/pengajuan/{refused}/keberatan"

        assert client.get(page).status_code == 404
        assert client.post(page, data={**form, "words": WORDS}).status_code == 404


class TestBank:
    def test_answers_by_another_checker_than_the_one_who_decided(
        self, app: Flask, at_home: FlaskClient, desk: given.BankDesk, refused: str
    ):
        page = f"/petugas/keberatan/{appeal_of(at_home, refused)}"
        other = given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id, name="Gita Pemutus")

        decider, gita = at_desk(app, desk.checker), at_desk(app, other)
        form = hidden_fields(decider.get("/petugas/antrean").text)
        same = decider.post(f"{page}/terima", data={**form, "idem_key": given.key() + "-x"})
        told_apart = words_of(decider.get(page).text)
        listed = words_of(gita.get("/petugas/keberatan").text)
        shown = gita.get(page)
        no_reason = submit(gita, page, {"reason_code": ""}, to=f"{page}/tetap")
        answer = submit(
            gita,
            page,
            {"reason_code": "MAMPU-1", "next_step": "Coba 18 bulan.", "note": "Sudah dihitung."},
            to=f"{page}/tetap",
        )

        assert "jadi orang lain yang harus menjawab." in told_apart
        assert same.status_code == 422
        assert "1 menunggu jawaban." in listed
        assert WORDS in shown.text
        assert no_reason.status_code == 422
        assert "Pilih alasan dari daftar." in no_reason.text
        assert answer.location == "/petugas/keberatan"
        told = words_of(at_home.get(f"/pengajuan/{refused}").text)
        assert "Keputusan tetap" in told
        assert "Yang bisa Anda lakukan: Coba 18 bulan." in told
        assert "ke Dinas Koperasi Kota Jambi." in told

    def test_that_agrees_opens_the_file_again_once(
        self, app: Flask, at_home: FlaskClient, desk: given.BankDesk, refused: str
    ):
        page = f"/petugas/keberatan/{appeal_of(at_home, refused)}"
        gita = at_desk(app, given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id))
        form = hidden_fields(gita.get(page).text)

        answers = [gita.post(f"{page}/terima", data=form).status_code for _ in range(2)]
        late = submit(gita, "/petugas/antrean", to=f"{page}/terima")

        assert answers == [303, 303]
        assert late.status_code == 422
        assert given.application(refused).status is ApplicationStatus.IN_VERIFICATION
        told = words_of(at_home.get(f"/pengajuan/{refused}").text)
        assert "Bank setuju dengan Anda. Pengajuan diperiksa kembali." in told
        assert "Diperiksa (sekarang)" in told

    def test_is_told_why_it_cannot_agree_now(
        self,
        app: Flask,
        at_home: FlaskClient,
        desk: given.BankDesk,
        siti: given.Somebody,
        refused: str,
    ):
        page = f"/petugas/keberatan/{appeal_of(at_home, refused)}"
        given.submitted(desk, {siti: 2_000_000})
        gita = at_desk(app, given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id))

        answer = submit(gita, page, to=f"{page}/terima")

        assert answer.status_code == 422
        assert "sudah punya pengajuan lain yang berjalan." in words_of(answer.text)

    def test_elsewhere_or_of_another_task_finds_nothing(
        self, app: Flask, at_home: FlaskClient, desk: given.BankDesk, refused: str
    ):
        page = f"/petugas/keberatan/{appeal_of(at_home, refused)}"

        for officer in (desk.maker, given.bank().checker):
            assert at_desk(app, officer).get(page).status_code == 404
