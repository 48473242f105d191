"""Invariants of money that need the books: parties at once, shares of an agreement, a restore."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.money import Rupiah
from harkat.domain.roles import Role
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.days import PortfolioSnapshot
from harkat.models.ledger import JournalEntry
from harkat.models.loan import Loan
from harkat.queries import facility
from harkat.queries.loan_history import position_of
from harkat.services import end_of_day, repayment, underwriting
from harkat.services.repayment import LoanEnded
from harkat.services.underwriting import SamePerson
from tests import given
from tests.apps import build_app, close_connections, forget_database
from tests.books import balances, offences
from tests.databases import Databases
from tests.members import SIGNED_ON, Agreement, agreement, noon
from tests.threads import at_once

FIRST_DUE = date(2026, 3, 2)
ALL = 10_163_244
"""What the worked example's loan is paid off with."""


def pay(desk: given.BankDesk, loan: str, amount: int) -> str:
    return given.repay(desk, loan, amount, at=noon(FIRST_DUE))


@pytest.mark.usefixtures("app")
class TestTwoRepaymentsAtOnce:
    @pytest.fixture(name="desk")
    def desk_(self) -> given.BankDesk:
        return given.bank(at=noon(SIGNED_ON))

    @pytest.fixture(name="loan")
    def loan_(self, desk: given.BankDesk) -> str:
        siti = given.owner(is_trained=True, at=noon(SIGNED_ON))
        return given.running_loan(desk, siti, at=noon(SIGNED_ON))

    def test_are_both_taken_one_after_the_other(self, app: Flask, desk: given.BankDesk, loan: str):
        db.session.rollback()

        at_once(app, [partial(pay, desk, loan, amount) for amount in (846_937, 100_000)])

        stored = given.loan(loan)
        assert [event.seq for event in stored.events] == [1, 2, 3]
        now = position_of(stored, on=FIRST_DUE)
        assert (now.repaid, now.outstanding) == (946_937, 10_000_000 - 821_937 - 77_055)
        assert offences() == []

    def test_pay_a_loan_off_once(self, app: Flask, desk: given.BankDesk, loan: str):
        db.session.rollback()

        answers = at_once(app, [partial(pay, desk, loan, ALL) for _ in range(2)])

        assert sorted(isinstance(answer, LoanEnded) for answer in answers) == [False, True]
        assert given.loan(loan).status is LoanStatus.PAID_OFF
        assert offences() == []

    def test_and_a_settlement_leave_nothing_owed_twice(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        """Whichever comes second, the quote it was made for is no longer the right one."""
        settle = partial(
            repayment.settle,
            actor_id=desk.cashier.id,
            loan_public_id=loan,
            amount=Rupiah(10_025_000),
            paid_on=FIRST_DUE,
            key=given.key(),
            at=noon(FIRST_DUE),
        )
        db.session.rollback()

        settled, paid = at_once(app, [settle, partial(pay, desk, loan, 846_937)])

        assert isinstance(settled, Exception) != isinstance(paid, Exception)
        assert offences() == []


@pytest.mark.usefixtures("app")
class TestShares:
    def test_of_an_agreement_sum_to_it(self):
        deal = agreement(8_000_000, 6_000_000, 6_000_000)

        loans = [given.loan(borrower.loan) for borrower in deal.borrowers]

        approved = [line.approved for line in loans[0].agreement.application.lines]
        assert sum(loan.principal for loan in loans) == 20_000_000
        assert sorted(int(amount) for amount in approved if amount) == sorted(
            int(loan.principal) for loan in loans
        )


@pytest.mark.usefixtures("app")
class TestOneLiveApproval:
    def test_is_given_when_two_checkers_approve_at_once(self, app: Flask):
        desk = given.bank()
        colleague = given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id)
        siti = given.owner(is_trained=True)
        public_id = given.propose(desk, given.submitted(desk, {siti: 10_000_000}))
        version, amounts = given.application(public_id).version, given.amounts_of(public_id)
        db.session.rollback()

        answers = at_once(
            app,
            [
                partial(
                    underwriting.approve,
                    actor_id=officer.id,
                    application_public_id=public_id,
                    version=version,
                    amounts=amounts,
                    reasons={},
                    key=given.key(),
                    at=given.NOON,
                )
                for officer in (desk.checker, colleague)
            ],
        )

        assert sorted(isinstance(answer, Exception) for answer in answers) == [False, True]
        commits = db.session.scalars(db.select(JournalEntry).filter_by(kind="committed")).all()
        assert len(commits) == 1
        assert offences() == []

    def test_is_never_by_who_proposed_it_even_in_another_post(self):
        desk = given.bank()
        public_id = given.propose(
            desk, given.submitted(desk, {given.owner(is_trained=True): 10_000_000})
        )
        promoted = given.promote(desk.maker, Role.BANK_CHECKER)

        with pytest.raises(SamePerson):
            underwriting.approve(
                actor_id=promoted.id,
                application_public_id=public_id,
                version=given.application(public_id).version,
                amounts=given.amounts_of(public_id),
                reasons={},
                key=given.key(),
                at=given.NOON,
            )


@pytest.mark.usefixtures("app")
class TestSnapshotOfALateNight:
    def test_does_not_know_what_was_recorded_after_that_day(self):
        """Money that came in time but was recorded late is not in a figure that comes later still.

        So the figure is what it would have been, had the day been closed in its time.
        """
        desk = given.bank(at=noon(SIGNED_ON))
        siti = given.owner(is_trained=True, at=noon(SIGNED_ON))
        loan = given.running_loan(desk, siti, at=noon(SIGNED_ON))
        day, later = FIRST_DUE + timedelta(days=5), FIRST_DUE + timedelta(days=7)
        given.repay(desk, loan, 846_937, paid_on=FIRST_DUE, at=noon(later))

        end_of_day.close_day(on=day, at=noon(later))

        [row] = db.session.scalars(db.select(PortfolioSnapshot)).all()
        assert (int(row.outstanding), row.grade, row.first_day_late) == (10_000_000, 2, 1)


@pytest.mark.usefixtures("app")
class TestRestore:
    """A copy of the database is the same books, and goes on as the first would have."""

    @pytest.fixture(name="deal")
    def deal_(self) -> Agreement:
        deal = agreement(8_000_000, 6_000_000, 6_000_000)
        first, second, _ = (borrower.loan for borrower in deal.borrowers)
        pay(deal.desk, first, 1_000_000)
        receipt_seq = len(given.loan(first).events)
        repayment.reverse_event(
            actor_id=deal.desk.checker.id,
            loan_public_id=first,
            seq=receipt_seq,
            reason_note="Tercatat keliru.",
            key=given.key(),
            at=noon(FIRST_DUE),
        )
        pay(deal.desk, second, 7_000_000)
        end_of_day.close_day(on=FIRST_DUE, at=noon(FIRST_DUE))
        db.session.rollback()
        return deal

    def test_keeps_every_invariant_and_every_figure(
        self, databases: Databases, database_url: str, deal: Agreement
    ):
        before = seen(deal)
        close_connections()

        copy = databases.create(template=database_url)

        with build_app(copy).app_context():
            assert offences() == []
            assert seen(deal) == before
            self.go_on(deal)
            gone_on = seen(deal)
            assert offences() == []
            forget_database()
        databases.drop(copy)
        self.go_on(deal)
        assert seen(deal) == gone_on

    @staticmethod
    def go_on(deal: Agreement) -> None:
        """Let a month pass and somebody pay."""
        day = FIRST_DUE + timedelta(days=31)
        end_of_day.close_day(on=day, at=noon(day))
        given.repay(deal.desk, deal.borrowers[0].loan, 677_550, at=noon(day))


def seen(deal: Agreement) -> tuple[object, ...]:
    """Return what the books, the loans and the city's page say."""
    db.session.rollback()
    loans = db.session.scalars(db.select(Loan).order_by(Loan.id)).all()
    day = FIRST_DUE + timedelta(days=60)
    return (
        balances(deal.desk.bank_id),
        balances(None),
        [position_of(loan, on=day) for loan in loans],
        facility.overview(on=day),
    )
