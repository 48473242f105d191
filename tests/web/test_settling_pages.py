"""A loan is paid off early at the desk for exactly the sum of the day."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from harkat.domain.statuses import LoanStatus
from tests import given
from tests.officers import at_desk
from tests.pages import hidden_fields, submit, words_of

pytestmark = pytest.mark.usefixtures("noon")

START = datetime(2026, 10, 23, 5, tzinfo=UTC)
"""NOON is the first due date: principal 10,000,000 and 25,000 of interest close the loan."""


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank(at=START)


@pytest.fixture
def loan(desk: given.BankDesk) -> str:
    return given.running_loan(desk, given.owner("Siti Contoh", is_trained=True, at=START), at=START)


class TestSettling:
    def test_shows_the_sum_of_the_day_and_its_parts(self, app: Flask, desk, loan):
        page = words_of(at_desk(app, desk.cashier).get(f"/petugas/pinjaman/{loan}/pelunasan").text)

        assert "Rp10.025.000 sepuluh juta dua puluh lima ribu rupiah" in page
        assert "Sisa pokok Rp10.000.000" in page

    def test_closes_the_loan_and_gives_a_receipt(self, app: Flask, desk, loan):
        client = at_desk(app, desk.cashier)

        answer = submit(client, f"/petugas/pinjaman/{loan}/pelunasan")

        assert answer.status_code == 303
        assert "/petugas/kuitansi/" in answer.location
        assert given.loan(loan).status is LoanStatus.PAID_OFF

    def test_sent_twice_is_one_payment(self, app: Flask, desk, loan):
        client = at_desk(app, desk.cashier)
        page = f"/petugas/pinjaman/{loan}/pelunasan"
        fields = hidden_fields(client.get(page).text)

        first = client.post(page, data=fields)
        client.post(page, data=fields)

        assert first.status_code == 303
        assert len(given.loan(loan).events) == 2

    def test_of_another_sum_than_today_says_the_right_one(self, app: Flask, desk, loan):
        client = at_desk(app, desk.cashier)

        answer = submit(client, f"/petugas/pinjaman/{loan}/pelunasan", {"shown": "10000000"})

        assert answer.status_code == 422
        assert "Jumlahnya sudah berubah, sekarang Rp10.025.000." in words_of(answer.text)
        assert given.loan(loan).status is LoanStatus.ACTIVE

    @pytest.mark.parametrize("shown", ["", "-1", "abc", "9" * 40, "1e9", "٥٠٠"])
    def test_without_a_sum_stores_nothing(self, app: Flask, desk, loan, shown: str):
        client = at_desk(app, desk.cashier)

        answer = submit(client, f"/petugas/pinjaman/{loan}/pelunasan", {"shown": shown})

        assert answer.status_code == 422
        assert given.loan(loan).status is LoanStatus.ACTIVE

    def test_is_the_cashiers_and_of_the_own_bank(self, app: Flask, desk, loan):
        page = f"/petugas/pinjaman/{loan}/pelunasan"

        assert at_desk(app, desk.checker).get(page).status_code == 404
        assert at_desk(app, given.bank(at=START).cashier).get(page).status_code == 404
