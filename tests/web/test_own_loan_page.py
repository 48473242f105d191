"""The own loan: what comes next, what is left, what was paid, and the papers about it."""

import sys
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.loan_events import EventKind
from harkat.extensions import db
from harkat.models.loan import Paper
from harkat.services import repayment
from tests import given
from tests.members import change
from tests.moments import NOON, TODAY
from tests.pages import hidden_fields, sign_in, submit, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

NOWHERE = "x" * 22


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def loan(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.running_loan(desk, siti, amount=10_000_000)


@pytest.fixture
def page(loan: str) -> str:
    return f"/pinjaman/{loan}"


@pytest.fixture
def at_work(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


class TestLoanPage:
    def test_says_first_what_is_to_be_paid_next(self, at_work: FlaskClient, page: str):
        shown = words_of(at_work.get(page).text)

        assert "Rp846.937 cicilan ke-1, paling lambat dibayar Rabu, 23 Desember 2026" in shown
        assert "Rp10.000.000 sisa pinjaman, tanpa bunga" in shown
        assert "Belum ada pembayaran." in shown
        assert "Menurut catatan sampai 23 November 2026, 12.00 WIB." in shown

    def test_shows_what_was_paid_with_its_receipt(
        self, at_work: FlaskClient, desk: given.BankDesk, loan: str, page: str
    ):
        given.repay(desk, loan, 846_937, at=NOON)

        shown = words_of(at_work.get(page).text)

        assert "23 Nov 2026 Rp846.937 KW26-0001" in shown
        assert "Rp9.178.063 sisa pinjaman" in shown
        assert "Cicilan ke-1 23 Des 2026 Rp846.937 Rp846.937 Lunas" in shown
        assert "Rp846.937 cicilan ke-2, paling lambat dibayar Sabtu, 23 Januari 2027" in shown

    def test_never_calls_a_debt_written_off_or_forgiven_paid(
        self, at_work: FlaskClient, desk: given.BankDesk, loan: str, page: str
    ):
        change(desk, loan, EventKind.WRITTEN_OFF, on=TODAY)
        owed = words_of(at_work.get(page).text)
        assert "Belum lunas" in owed
        assert "Masih harus dibayar Rp10.000.000" in owed
        assert "Tidak lewat jadwal lagi" in owed
        assert "Cara bayar" in owed
        assert "Semua cicilan sudah dibayar" not in owed
        assert "Hapus buku" not in words_of(at_work.get("/saya").text)

        change(desk, loan, EventKind.FORGIVEN, on=TODAY)
        forgiven = words_of(at_work.get(page).text)
        assert "Utang dihapus Bank menghapus sisa utang ini." in forgiven
        assert "Semua cicilan sudah dibayar" not in forgiven
        application = given.loan(loan).application_line.application.public_id
        told = words_of(at_work.get(f"/pengajuan/{application}").text)
        assert "Tidak ada lagi yang harus dibayar." in told

    def test_shows_a_payment_that_was_taken_back_as_such(
        self, at_work: FlaskClient, desk: given.BankDesk, loan: str, page: str
    ):
        given.repay(desk, loan, 846_937, at=NOON)
        repayment.reverse_event(
            actor_id=desk.checker.id,
            loan_public_id=loan,
            seq=2,
            reason_note="Salah nomor.",
            key=given.key(),
            at=NOON,
        )

        shown = words_of(at_work.get(page).text)

        assert "Dibatalkan 23 Nov 2026" in shown
        assert "Rp10.000.000 sisa pinjaman" in shown

    def test_says_kindly_that_an_instalment_is_late(
        self, client: FlaskClient, siti: given.Somebody, page: str, noon: Traveller
    ):
        noon.move_to(NOON.replace(month=12, day=30))
        sign_in(client, siti)

        shown = words_of(client.get(page).text)

        assert "Telat 7 hari Cicilan yang belum dibayar Rp846.937." in shown
        assert "Sedang sulit? Minta keringanan , atau hubungi Bantuan di bawah." in shown

    def test_says_that_it_is_paid_off(
        self, at_work: FlaskClient, desk: given.BankDesk, loan: str, page: str
    ):
        given.repay(desk, loan, 10_200_000, at=NOON)

        shown = words_of(at_work.get(page).text)

        assert "Lunas Semua cicilan sudah dibayar." in shown
        assert "Kelebihan bayar Rp36.756" in shown

    def test_is_found_on_the_first_page(self, at_work: FlaskClient, page: str):
        home = at_work.get("/saya").text

        assert page in home
        assert "Rp846.937 cicilan ke-1, paling lambat Rabu, 23 Desember 2026" in words_of(home)

    @pytest.mark.parametrize("public_id", [NOWHERE, "abc", "1 or 1=1", "9" * 300, "%00" * 22])
    def test_is_not_made_by_an_id_that_is_none(self, at_work: FlaskClient, public_id: str):
        assert at_work.get(f"/pinjaman/{public_id}").status_code == 404
        assert at_work.get(f"/bukti-bayar/{public_id}.pdf").status_code == 404
        assert at_work.get(f"/kartu-jadwal/{public_id}.pdf").status_code == 404


class TestPapers:
    def test_of_a_payment_opens_as_a_pdf(
        self, at_work: FlaskClient, desk: given.BankDesk, loan: str, page: str
    ):
        receipt = given.repay(desk, loan, 846_937, at=NOON)

        answer = at_work.get(f"/bukti-bayar/{receipt}.pdf")

        assert f"/bukti-bayar/{receipt}.pdf" in at_work.get(page).text
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
        assert answer.headers["Content-Disposition"].startswith('inline; filename="KW26-0001-')
        assert answer.headers["Cache-Control"] == "no-store"

    def test_of_the_schedule_gets_its_number_once(self, at_work: FlaskClient, page: str):
        addresses = [submit(at_work, page, to=f"{page}/kartu").location for _ in range(2)]

        assert addresses[0] == addresses[1]
        assert at_work.get(addresses[0]).data[:5] == b"%PDF-"
        assert len(db.session.scalars(db.select(Paper)).all()) == 1

    def test_carries_the_official_address_and_not_that_of_the_request(
        self, app: Flask, at_work: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch
    ):
        seen = []
        monkeypatch.setattr(
            sys.modules["harkat.web.paper_answers"],
            "schedule_card_pdf",
            lambda _facts, *, verify_url, **_: seen.append(verify_url) or b"%PDF-",
        )
        app.config["BASE_URL"] = "http://harkat.contoh.id"
        address = submit(at_work, page, to=f"{page}/kartu").location

        at_work.get(address)

        assert [url.startswith("http://harkat.contoh.id/") for url in seen] == [True]


class TestForeignLoans:
    def test_are_not_there(self, client: FlaskClient, desk: given.BankDesk, loan: str, page: str):
        receipt = given.repay(desk, loan, 846_937, at=NOON)
        sign_in(client, given.owner("Tono Contoh"))
        form = hidden_fields(client.get("/saya").text)

        answers = [
            client.get(page),
            client.get(f"/bukti-bayar/{receipt}.pdf"),
            client.post(f"{page}/kartu", data=form),
        ]

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert [answer for answer in answers if b"Siti" in answer.data] == []

    def test_are_not_there_for_another_member_of_the_group(
        self, client: FlaskClient, desk: given.BankDesk
    ):
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 5_000_000)
        approved = given.approve(
            desk, given.propose(desk, given.submitted(desk, parts, product_code="kelompok"))
        )
        loans = given.disburse(desk, given.consent_all(approved))
        sign_in(client, kelompok.leader)

        found = [client.get(f"/pinjaman/{loan}").status_code for loan in loans]

        assert found == [200, 404, 404]


class TestDates:
    def test_are_those_of_jambi(self, client: FlaskClient, desk: given.BankDesk, noon: Traveller):
        late_evening = NOON.replace(hour=17)  # midnight has passed in Jambi
        noon.move_to(late_evening)
        rina = given.owner("Rina Contoh", is_trained=True)
        loan = given.running_loan(desk, rina, amount=1_000_000)
        given.repay(
            desk, loan, 84_694, paid_on=date(2026, 11, 24), at=late_evening + timedelta(minutes=1)
        )
        sign_in(client, rina)

        shown = words_of(client.get(f"/pinjaman/{loan}").text)

        assert "24 Nov 2026 Rp84.694" in shown
        assert "Menurut catatan sampai 24 November 2026, 00.00 WIB." in shown
