"""The bank's loans, payments at the desk, and how a mistake is taken back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from harkat.domain.money import Rupiah
from harkat.domain.position import EventKind
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import LoanEventRow, Paper
from harkat.queries import bank_loans
from tests import given
from tests.moments import NOON
from tests.officers import at_desk, everybody, form_of
from tests.pages import submit

LOANS = "/petugas/pinjaman"
START = datetime(2026, 9, 20, 5, tzinfo=UTC)
"""Two instalments have fallen due by NOON: on 20 October and 20 November."""


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank(at=START)


@pytest.fixture
def loan(desk: given.BankDesk) -> str:
    return given.running_loan(desk, owner("Siti Contoh"), at=START)


def owner(name: str) -> given.Somebody:
    return given.owner(name, is_trained=True, at=START - timedelta(days=60))


def pay(client: FlaskClient, loan: str, amount: str, paid_on: str = "2026-11-23") -> TestResponse:
    return submit(
        client,
        f"{LOANS}/{loan}",
        {"amount": amount, "paid_on": paid_on},
        to=f"{LOANS}/{loan}/bayar",
    )


def payments() -> int:
    rows = select(func.count()).where(LoanEventRow.kind == EventKind.REPAID)
    return db.session.scalar(rows) or 0


class TestLoanList:
    def test_shows_where_each_loan_stands(self, app: Flask, desk: given.BankDesk, loan: str):
        given.repay(desk, loan, 846_937, paid_on=date(2026, 10, 20), at=NOON)

        page = at_desk(app, desk.cashier).get(LOANS).text

        for words in (
            given.loan(loan).reference_no,
            "Siti Contoh",
            "Rp10.000.000",
            "Rp9.178.063",
            "Rp846.937",
            "20 Nov 2026",
            "3 hari",
            "2 Dalam Perhatian Khusus",
        ):
            assert words in page, words

    def test_is_filtered_by_how_loans_stand(self, app: Flask, desk: given.BankDesk, loan: str):
        fresh = given.running_loan(desk, owner("Rina Contoh"), at=NOON)
        paid_off = given.running_loan(desk, owner("Tono Contoh"), amount=1_000_000, at=START)
        given.repay(desk, paid_off, 1_100_000, at=NOON)
        client = at_desk(app, desk.maker)

        shown = {
            view: {
                name
                for name, public_id in (("late", loan), ("fresh", fresh), ("paid_off", paid_off))
                if public_id in client.get(f"{LOANS}?lihat={view}").text
            }
            for view in ("berjalan", "telat", "lunas", "semua", "entah")
        }

        assert shown == {
            "berjalan": {"late", "fresh"},
            "telat": {"late"},
            "lunas": {"paid_off"},
            "semua": {"late", "fresh", "paid_off"},
            "entah": {"late", "fresh"},
        }

    def test_finds_by_number_and_name(self, app: Flask, desk: given.BankDesk, loan: str):
        other = given.running_loan(desk, owner("Rina Contoh"), at=START)
        client = at_desk(app, desk.cashier)

        for text in (given.loan(loan).reference_no, "siti"):
            page = client.get(f"{LOANS}?lihat=semua&cari={text}").text
            assert loan in page
            assert other not in page

    def test_folds_only_the_loans_of_one_page(
        self, app: Flask, desk: given.BankDesk, loan: str, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(bank_loans, "PAGE_SIZE", 1)
        second = given.running_loan(desk, owner("Rina Contoh"), at=NOON)
        folded = []
        real = bank_loans.position_of
        monkeypatch.setattr(
            bank_loans, "position_of", lambda row, on: folded.append(row.id) or real(row, on=on)
        )

        page = at_desk(app, desk.cashier).get(f"{LOANS}?halaman=2").text

        assert second in page
        assert loan not in page
        assert folded == [given.loan(second).id]

    def test_shows_no_other_bank(self, app: Flask, loan: str):
        stranger = given.bank()

        for officer in everybody(stranger).values():
            page = at_desk(app, officer).get(f"{LOANS}?lihat=semua&cari=Siti").text
            assert loan not in page
            assert "Siti Contoh" not in page


class TestLoanPage:
    def test_shows_schedule_position_and_events(self, app: Flask, desk: given.BankDesk, loan: str):
        given.repay(desk, loan, 900_000, paid_on=date(2026, 10, 20), at=NOON)

        page = at_desk(app, desk.cashier).get(f"{LOANS}/{loan}").text

        for words in ("Rp10.163.244", "telat 3 hari", "Kol 2", "sampai 2", "Eka Setoran"):
            assert words in page, words
        assert "telat, kurang Rp793.874" in page

    def test_offers_what_is_due_to_the_cashier_alone(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        pages = {
            who: at_desk(app, officer).get(f"{LOANS}/{loan}").text
            for who, officer in everybody(desk).items()
        }

        assert 'value="1.693.874"' in pages["cashier"]
        assert {who for who, page in pages.items() if "Catat pembayaran" in page} == {"cashier"}

    def test_offers_the_next_instalment_when_nothing_is_due(self, app: Flask, desk: given.BankDesk):
        loan = given.running_loan(desk, owner("Rina Contoh"), at=NOON)

        assert 'value="846.937"' in at_desk(app, desk.cashier).get(f"{LOANS}/{loan}").text

    def test_exists_only_for_the_own_bank(self, app: Flask, loan: str):
        stranger = given.bank()
        for officer in everybody(stranger).values():
            client = at_desk(app, officer)
            token = form_of(client, LOANS)
            for address in (loan, "x" * 22, "abc", "9" * 5000, "%00"):
                for step in ("", "/koreksi/2"):
                    assert client.get(f"{LOANS}/{address}{step}").status_code == 404
                for step in ("/bayar", "/kartu-jadwal", "/koreksi/2"):
                    answer = client.post(f"{LOANS}/{address}{step}", data=token)
                    assert answer.status_code == 404
        assert payments() == 0


class TestPayment:
    def test_leads_to_its_receipt(self, app: Flask, desk: given.BankDesk, loan: str):
        client = at_desk(app, desk.cashier)

        answer = pay(client, loan, "846.937")
        receipt = client.get(answer.location)

        assert answer.status_code == 303
        for words in ("Pembayaran tercatat", "KW26-", "Rp846.937", "Rp9.178.063", "Eka Setoran"):
            assert words in receipt.text, words

    def test_is_recorded_once_however_often_it_is_sent(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        client = at_desk(app, desk.cashier)
        form = form_of(client, f"{LOANS}/{loan}") | {"amount": "846937", "paid_on": "2026-11-23"}

        answers = [client.post(f"{LOANS}/{loan}/bayar", data=form) for _ in range(2)]

        assert answers[0].location == answers[1].location
        assert payments() == 1

    def test_is_refused_when_its_key_comes_with_another_amount(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        client = at_desk(app, desk.cashier)
        form = form_of(client, f"{LOANS}/{loan}") | {"paid_on": "2026-11-23"}
        client.post(f"{LOANS}/{loan}/bayar", data=form | {"amount": "846937"})

        answer = client.post(f"{LOANS}/{loan}/bayar", data=form | {"amount": "900000"})

        assert answer.status_code == 409
        assert payments() == 1

    def test_twice_the_same_amount_on_a_day_is_two_payments(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        client = at_desk(app, desk.cashier)

        for _ in range(2):
            pay(client, loan, "100.000")

        assert payments() == 2

    def test_keeps_what_is_too_much_as_titipan(self, app: Flask, desk: given.BankDesk, loan: str):
        client = at_desk(app, desk.cashier)

        answer = pay(client, loan, "11.000.000")

        assert "Rp836.756, disimpan sebagai titipan" in client.get(answer.location).text
        assert given.loan(loan).status is LoanStatus.PAID_OFF
        assert "Catat pembayaran" not in client.get(f"{LOANS}/{loan}").text

    @pytest.mark.parametrize(
        ("amount", "sentence"),
        [
            ("", "Isi jumlah dalam rupiah."),
            ("0", "Isi jumlah di atas Rp0"),
            ("-100000", "tanpa tanda kurang"),
            ("1.000.000.001", "paling banyak Rp1.000.000.000"),
            ("5.000,50", "tanpa koma"),
            ("1e9", "Tulis jumlah dengan angka"),
            ("NaN", "Tulis jumlah dengan angka"),
            ("٨٤٦٩٣٧", "angka 0 sampai 9"),
            ("9" * 40, "Periksa lagi nolnya"),
        ],
    )
    def test_is_refused_with_a_sentence(
        self, app: Flask, desk: given.BankDesk, loan: str, amount: str, sentence: str
    ):
        answer = pay(at_desk(app, desk.cashier), loan, amount)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{amount}"' in answer.text
        assert payments() == 0

    @pytest.mark.parametrize("paid_on", ["2026-11-24", "2026-09-19", "31/2/2026", "kemarin", ""])
    def test_keeps_to_days_that_can_be(
        self, app: Flask, desk: given.BankDesk, loan: str, paid_on: str
    ):
        answer = pay(at_desk(app, desk.cashier), loan, "846937", paid_on)

        assert answer.status_code == 422
        assert f'value="{paid_on}"' in answer.text
        assert payments() == 0

    def test_is_refused_on_a_loan_that_was_paid_off(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        client = at_desk(app, desk.cashier)
        form = form_of(client, f"{LOANS}/{loan}")
        given.repay(desk, loan, 11_000_000, at=NOON)

        answer = client.post(
            f"{LOANS}/{loan}/bayar", data=form | {"amount": "1000", "paid_on": "2026-11-23"}
        )

        assert answer.status_code == 409
        assert "Tidak ada lagi yang dibayar pada pinjaman ini." in answer.text

    def test_is_the_cashiers_alone(self, app: Flask, desk: given.BankDesk, loan: str):
        for who in ("maker", "checker", "disburser"):
            client = at_desk(app, everybody(desk)[who])
            form = form_of(client, LOANS) | {"amount": "846937", "paid_on": "2026-11-23"}
            assert client.post(f"{LOANS}/{loan}/bayar", data=form).status_code == 404
        assert payments() == 0


class TestReversal:
    def test_takes_a_payment_back_and_keeps_it_visible(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        given.repay(desk, loan, 846_937, at=NOON)
        client = at_desk(app, desk.checker)

        answer = submit(
            client, f"{LOANS}/{loan}/koreksi/2", {"reason_note": "Salah nomor pinjaman"}
        )
        page = client.get(answer.location).text

        assert answer.status_code == 303
        for words in ("Koreksi nomor 2", "Salah nomor pinjaman", "dikoreksi 23 Nov 2026"):
            assert words in page, words
        assert "Dulu pokok Rp821.937, bunga Rp25.000 (cicilan ke-1)" in page
        assert "Rp10.000.000" in page

    def test_shows_how_later_payments_were_split_and_are_now(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        given.repay(desk, loan, 500_000, at=NOON - timedelta(days=1))
        given.repay(desk, loan, 300_000, at=NOON)
        client = at_desk(app, desk.checker)

        submit(client, f"{LOANS}/{loan}/koreksi/2", {"reason_note": "Salah catat"})
        page = client.get(f"{LOANS}/{loan}").text

        assert "Sekarang pokok Rp275.000, bunga Rp25.000 (cicilan ke-1)" in page
        assert "Dulu pokok Rp300.000, bunga Rp0 (cicilan ke-1)" in page

    def test_marks_the_receipt(self, app: Flask, desk: given.BankDesk, loan: str):
        receipt = given.repay(desk, loan, 846_937, at=NOON)
        client = at_desk(app, desk.checker)

        submit(client, f"{LOANS}/{loan}/koreksi/2", {"reason_note": "Salah catat"})
        page = client.get(f"/petugas/kuitansi/{receipt}").text

        assert "Kuitansi tidak berlaku lagi." in page
        assert "Pembayaran tercatat" not in page

    def test_happens_once(self, app: Flask, desk: given.BankDesk, loan: str):
        given.repay(desk, loan, 846_937, at=NOON)
        client = at_desk(app, desk.checker)
        form = form_of(client, f"{LOANS}/{loan}/koreksi/2") | {"reason_note": "Salah catat"}

        for _ in range(2):
            client.post(f"{LOANS}/{loan}/koreksi/2", data=form)
        again = submit(client, f"{LOANS}/{loan}/koreksi/2", {"reason_note": "Sekali lagi"})

        assert "sudah dikoreksi sebelumnya" in client.get(again.location).text
        reversals = select(func.count()).where(LoanEventRow.kind == EventKind.REVERSED)
        assert db.session.scalar(reversals) == 1

    def test_needs_a_reason(self, app: Flask, desk: given.BankDesk, loan: str):
        given.repay(desk, loan, 846_937, at=NOON)

        answer = submit(
            at_desk(app, desk.checker), f"{LOANS}/{loan}/koreksi/2", {"reason_note": "  "}
        )

        assert answer.status_code == 422
        assert "Tulis alasannya" in answer.text
        assert db.session.scalar(select(func.max(LoanEventRow.seq))) == 2

    @pytest.mark.parametrize("seq", ["1", "3", "0", "99999999999", "-1", "dua"])
    def test_concerns_payments_only(self, app: Flask, desk: given.BankDesk, loan: str, seq: str):
        given.repay(desk, loan, 846_937, at=NOON)

        answer = at_desk(app, desk.checker).get(f"{LOANS}/{loan}/koreksi/{seq}")

        assert answer.status_code == 404

    def test_is_the_checkers_alone(self, app: Flask, desk: given.BankDesk, loan: str):
        given.repay(desk, loan, 846_937, at=NOON)

        for who, officer in everybody(desk).items():
            client = at_desk(app, officer)
            is_offered = ">Koreksi<" in client.get(f"{LOANS}/{loan}").text
            code = client.get(f"{LOANS}/{loan}/koreksi/2").status_code
            assert (is_offered, code) == ((True, 200) if who == "checker" else (False, 404))


class TestBooks:
    def test_follow_what_the_pages_recorded(self, app: Flask, desk: given.BankDesk, loan: str):
        pay(at_desk(app, desk.cashier), loan, "846.937")

        event = db.session.scalars(
            select(LoanEventRow).where(LoanEventRow.kind == EventKind.REPAID)
        ).one()

        assert event.amount == Rupiah(846_937)
        assert event.actor_id == desk.cashier.id
        assert db.session.scalar(select(func.count()).select_from(Paper)) == 1
