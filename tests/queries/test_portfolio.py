"""Every figure the Dinas sees is the sum of the list behind it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah, total
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.queries import portfolio
from harkat.queries.areas import kecamatan_list
from harkat.queries.banks import bank_list
from harkat.queries.facility import Figure, figure_balance
from harkat.services import end_of_day, facility, origination, repayment
from tests import given
from tests.moments import NOON

DINAS = Viewer(user_id=1, role=Role.DINAS_VIEWER)
PAAL_MERAH = "15.71.11.1001"
LATER = NOON + timedelta(days=61)


@pytest.fixture
def moved(app: Flask) -> Flask:
    """A programme in which every kind of entry was booked, at two banks, in two kecamatan."""
    here, there = given.bank(), given.bank(slice_amount=500_000_000)
    given.running_loan(here, given.owner("Wati Contoh", is_trained=True))
    repaid = given.running_loan(here, given.owner("Rina Contoh", is_trained=True))
    elsewhere = given.owner("Joko Contoh", kelurahan_code=PAAL_MERAH, is_trained=True)
    given.running_loan(there, elsewhere, amount=4_000_000)
    release(here)
    end_of_day.close_day(on=LATER.date(), at=LATER)
    given.repay(here, repaid, 2_000_000, at=LATER)
    given.repay(here, repaid, 1_000_000, at=LATER)
    reverse(here, repaid)
    approve(here, "Lina Contoh", 3_000_000)
    approve(there, "Agus Contoh", 2_500_000)
    take_back_slice(there)
    return app


def approve(desk: given.BankDesk, name: str, amount: int) -> None:
    somebody = given.owner(name, is_trained=True)
    public_id = given.submitted(desk, {somebody: amount}, at=LATER)
    given.approve(desk, given.propose(desk, public_id, at=LATER), at=LATER)


def release(desk: given.BankDesk) -> None:
    """Commit an amount and give it back, as when somebody withdraws."""
    somebody = given.owner("Tono Contoh", is_trained=True)
    public_id = given.submitted(desk, {somebody: 5_000_000})
    given.approve(desk, given.propose(desk, public_id))
    origination.withdraw(actor_id=somebody.id, application_public_id=public_id, at=NOON)


def reverse(desk: given.BankDesk, loan_public_id: str) -> None:
    repayment.reverse_event(
        actor_id=desk.checker.id,
        loan_public_id=loan_public_id,
        seq=2,
        reason_note="Salah pinjaman",
        key=given.key(),
        at=LATER,
    )


def take_back_slice(desk: given.BankDesk) -> None:
    proposer, confirmer = (given.staff(Role.PROGRAM_ADMIN) for _ in range(2))
    change = facility.propose_change(
        actor_id=proposer.id,
        kind=EntryKind.SLICE_REDUCED,
        bank_id=desk.bank_id,
        amount=Rupiah(100_000_000),
        effective_on=date(2026, 11, 23),
        note="Pagu dikembalikan",
        key=given.key(),
        at=NOON,
    )
    facility.confirm_change(actor_id=confirmer.id, change_public_id=change, at=NOON)


class TestFigureList:
    @pytest.mark.usefixtures("moved")
    def test_adds_up_to_its_figure_for_every_bank_and_kecamatan(self):
        banks = [None, *(bank.id for bank in bank_list())]
        places = [None, *(kecamatan.code for kecamatan in kecamatan_list())]

        sums = {
            (figure, bank_id, place): summed(figure, bank_id, place)
            for figure in Figure
            for bank_id in banks
            for place in places
        }

        assert sums == {
            (figure, bank_id, place): figure_balance(figure, bank_id=bank_id, kecamatan_code=place)
            for figure, bank_id, place in sums
        }
        assert all(sums[figure, None, None] for figure in Figure)

    @pytest.mark.usefixtures("moved")
    def test_drops_what_came_to_nothing(self):
        committed = portfolio.figure_list(viewer=DINAS, figure=Figure.COMMITTED)
        repaid = portfolio.figure_list(viewer=DINAS, figure=Figure.REPAID)

        assert [int(row.amount) for row in committed.rows] == [2_500_000, 3_000_000]
        assert len(repaid.rows) == 1

    @pytest.mark.usefixtures("moved")
    def test_says_number_bank_kecamatan_amount_and_day(self):
        disbursed = portfolio.figure_list(viewer=DINAS, figure=Figure.DISBURSED)

        newest = disbursed.rows[0]
        assert newest.reference_no is not None
        assert newest.reference_no.startswith("PJ26-")
        assert newest.kecamatan_name == "Paal Merah"
        assert newest.amount == Rupiah(4_000_000)
        assert newest.on == NOON.date()

    @pytest.mark.usefixtures("moved")
    def test_is_cut_into_pages_that_hold_each_part_once(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(portfolio, "PAGE_SIZE", 2)
        pages = [
            portfolio.figure_list(viewer=DINAS, figure=Figure.DISBURSED, page=page)
            for page in (1, 2)
        ]

        assert [page.pages for page in pages] == [2, 2]
        references = [row.reference_no for page in pages for row in page.rows]
        assert len(set(references)) == 3

    @pytest.mark.usefixtures("moved")
    def test_answers_a_page_beyond_the_last_with_the_last(self):
        beyond = portfolio.figure_list(viewer=DINAS, figure=Figure.DISBURSED, page=10**30)

        assert beyond.page == 1
        assert len(beyond.rows) == 3

    @pytest.mark.usefixtures("app")
    def test_is_empty_before_anything_happened(self):
        nothing = portfolio.figure_list(viewer=DINAS, figure=Figure.DISBURSED)

        assert (nothing.rows, nothing.count, nothing.total) == ([], 0, Rupiah(0))

    @pytest.mark.usefixtures("app")
    @pytest.mark.parametrize("role", [Role.BUSINESS_OWNER, Role.BANK_MAKER, Role.TRAINING_STAFF])
    def test_is_not_for_others(self, role: Role):
        with pytest.raises(NotPermitted):
            portfolio.figure_list(viewer=Viewer(user_id=1, role=role), figure=Figure.DISBURSED)


def summed(figure: Figure, bank_id: int | None, place: str | None) -> Rupiah:
    """Add up the rows of all pages and compare with the total the list tells."""
    first = portfolio.figure_list(
        viewer=DINAS, figure=figure, bank_id=bank_id, kecamatan_code=place
    )
    assert first.pages == 1
    assert first.total == total(row.amount for row in first.rows)
    assert first.count == len(first.rows)
    return first.total
