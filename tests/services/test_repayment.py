"""What is paid is split by the fold, booked, receipted, and undone only by a reversal."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harkat.domain.ledger import AccountCode
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import AgreementStatus, LoanStatus
from harkat.extensions import db
from harkat.models.bank import DatedSetting
from harkat.models.days import BusinessDay, BusinessDayStep
from harkat.models.ledger import JournalEntry, SuspenseItem
from harkat.models.loan import Paper
from harkat.services import end_of_day, repayment
from harkat.services.disbursement import DateOutOfRange
from harkat.services.files import NotFound
from harkat.services.loan_credit import SuspenseSpent
from harkat.services.repayment import ImpossibleRepayment, LoanEnded, ReversedAlready
from tests import given as having
from tests.books import balances, offences
from tests.threads import at_once

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
LEVEL = 846_937


def ten_million(*, slice_amount: int = 40_000_000_000) -> tuple[having.BankDesk, str]:
    desk = having.bank(slice_amount=slice_amount, at=START)
    somebody = having.owner(is_trained=True, at=START)
    return desk, having.running_loan(desk, somebody, at=START)


def take_back(desk: having.BankDesk, loan: str, seq: int, *, at: datetime) -> int:
    return repayment.reverse_event(
        actor_id=desk.checker.id,
        loan_public_id=loan,
        seq=seq,
        reason_note="Tercatat dua kali.",
        key=having.key(),
        at=at,
    )


@pytest.mark.usefixtures("app")
class TestWorkedExampleOfTheLedger:
    """The table of the ledger rules, line by line: Rp10,000,000, 3 %, 12 months, not revolving."""

    def test_first_due_date_books_the_interest(self):
        desk, _loan = ten_million()
        end_of_day.close_day(on=FIRST_DUE.date(), at=FIRST_DUE)
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 40_000_000_000,
            AccountCode.AVAILABLE: 39_990_000_000,
            AccountCode.DISBURSED: 10_000_000,
            AccountCode.PRINCIPAL: 10_000_000,
            AccountCode.INTEREST_DUE: 25_000,
            AccountCode.INTEREST_INCOME: 25_000,
            AccountCode.CLEARING: -10_000_000,
        }

    def test_payment_of_the_first_instalment(self):
        desk, loan = ten_million()
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 40_000_000_000,
            AccountCode.AVAILABLE: 39_990_000_000,
            AccountCode.DISBURSED: 10_000_000,
            AccountCode.REPAID: 821_937,
            AccountCode.RETIRED: 821_937,
            AccountCode.PRINCIPAL: 9_178_063,
            AccountCode.INTEREST_INCOME: 25_000,
            AccountCode.CLEARING: -9_153_063,
        }
        assert offences() == []

    def test_its_reversal_leaves_everything_as_before(self):
        desk, loan = ten_million()
        end_of_day.close_day(on=FIRST_DUE.date(), at=FIRST_DUE)
        before = balances(desk.bank_id)
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        take_back(desk, loan, 2, at=FIRST_DUE)
        assert balances(desk.bank_id) == before
        assert offences() == []

    def test_of_a_revolving_facility_makes_room_again(self):
        desk, loan = ten_million()
        db.session.add(
            DatedSetting(
                name="is_revolving",
                value="yes",
                valid_from=START.date(),
                proposed_at=START,
                confirmed_at=START,
            )
        )
        db.session.commit()

        having.repay(desk, loan, LEVEL, at=FIRST_DUE)

        found = balances(desk.bank_id)
        assert found[AccountCode.AVAILABLE] == 39_990_821_937
        assert AccountCode.RETIRED not in found
        assert offences() == []


@pytest.mark.usefixtures("app")
class TestRepayment:
    def test_gets_a_numbered_receipt(self):
        desk, loan = ten_million()
        receipt = having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        paper = db.session.scalars(db.select(Paper).filter_by(public_id=receipt)).one()
        assert paper.number.startswith("KW26-")

    def test_sent_twice_with_one_key_is_recorded_once(self):
        desk, loan = ten_million()
        record = partial(
            repayment.record_repayment,
            actor_id=desk.cashier.id,
            loan_public_id=loan,
            amount=having.Rupiah(LEVEL),
            paid_on=FIRST_DUE.date(),
            key="kunci-formulir",
            at=FIRST_DUE,
        )
        assert record() == record()
        assert len(having.loan(loan).events) == 2

    def test_of_the_same_sum_twice_on_a_day_is_two_payments(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 100_000, at=FIRST_DUE)
        having.repay(desk, loan, 100_000, at=FIRST_DUE)
        assert len(having.loan(loan).events) == 3
        assert offences() == []

    def test_beyond_what_is_owed_is_kept_as_titipan_and_closes_the_loan(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 10_263_244, at=FIRST_DUE)
        stored = having.loan(loan)
        item = db.session.scalars(db.select(SuspenseItem)).one()
        assert stored.status is LoanStatus.PAID_OFF
        assert stored.next_due_on is None
        assert stored.agreement.status is AgreementStatus.CLOSED
        assert (item.amount, item.open_amount) == (10_263_244, 100_000)
        assert offences() == []

    def test_ahead_of_time_becomes_income_as_the_dates_pass(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 10_163_244, at=FIRST_DUE)
        ends = START + timedelta(days=400)
        end_of_day.close_day(on=ends.date(), at=ends)
        found = balances(desk.bank_id)
        assert found[AccountCode.INTEREST_INCOME] == 163_244
        assert AccountCode.INTEREST_AHEAD not in found
        assert offences() == []

    def test_of_a_loan_paid_off_is_refused(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 10_163_244, at=FIRST_DUE)
        with pytest.raises(LoanEnded):
            having.repay(desk, loan, 1, at=FIRST_DUE)

    @pytest.mark.parametrize("amount", [0, -1, 1_000_000_001])
    def test_of_an_impossible_sum_is_refused(self, amount: int):
        desk, loan = ten_million()
        with pytest.raises(ImpossibleRepayment):
            having.repay(desk, loan, amount, at=FIRST_DUE)

    @pytest.mark.parametrize("days", [-29, 1])
    def test_dated_before_the_disbursement_or_tomorrow_is_refused(self, days: int):
        desk, loan = ten_million()
        day = FIRST_DUE.date() + timedelta(days=days)
        with pytest.raises(DateOutOfRange):
            having.repay(desk, loan, LEVEL, paid_on=day, at=FIRST_DUE)

    def test_is_recorded_by_the_own_banks_cashier_only(self):
        desk, loan = ten_million()
        with pytest.raises(NotFound):
            having.repay(having.bank(at=START), loan, LEVEL, at=FIRST_DUE)
        with pytest.raises(NotPermitted):
            repayment.record_repayment(
                actor_id=desk.maker.id,
                loan_public_id=loan,
                amount=having.Rupiah(LEVEL),
                paid_on=FIRST_DUE.date(),
                key=having.key(),
                at=FIRST_DUE,
            )


@pytest.mark.usefixtures("app")
class TestReversal:
    def test_lets_later_payments_pay_the_older_rows(self):
        desk, loan = ten_million()
        second_due = FIRST_DUE + timedelta(days=31)
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        having.repay(desk, loan, LEVEL, at=second_due)

        take_back(desk, loan, 2, at=second_due)

        kinds = db.session.scalars(db.select(JournalEntry.kind).order_by(JournalEntry.id)).all()
        assert [str(kind) for kind in kinds[-2:]] == ["reversed", "reallocated"]
        assert having.loan(loan).next_due_on == second_due.date()
        assert offences() == []

    def test_reopens_a_loan_that_was_paid_off(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 10_163_244, at=FIRST_DUE)
        take_back(desk, loan, 2, at=FIRST_DUE)
        stored = having.loan(loan)
        assert stored.status is LoanStatus.ACTIVE
        assert stored.agreement.status is AgreementStatus.IN_FORCE
        assert stored.next_due_on == FIRST_DUE.date()
        assert offences() == []

    def test_happens_once(self):
        desk, loan = ten_million()
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        take_back(desk, loan, 2, at=FIRST_DUE)
        with pytest.raises(ReversedAlready):
            take_back(desk, loan, 2, at=FIRST_DUE)

    def test_is_not_for_a_disbursement_or_another_reversal(self):
        desk, loan = ten_million()
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        reversal = take_back(desk, loan, 2, at=FIRST_DUE)
        for seq in (1, reversal, 99):
            with pytest.raises(NotFound):
                take_back(desk, loan, seq, at=FIRST_DUE)

    def test_is_refused_when_the_titipan_it_made_is_spent(self):
        desk, loan = ten_million()
        having.repay(desk, loan, 10_263_244, at=FIRST_DUE)
        db.session.query(SuspenseItem).update({"open_amount": 0})
        db.session.commit()
        with pytest.raises(SuspenseSpent):
            take_back(desk, loan, 2, at=FIRST_DUE)
        assert having.loan(loan).status is LoanStatus.PAID_OFF

    def test_of_a_revolving_facility_after_lending_again_shows_the_shortfall(self):
        desk = having.bank(slice_amount=10_000_000, at=START)
        db.session.add(
            DatedSetting(
                name="is_revolving",
                value="yes",
                valid_from=START.date(),
                proposed_at=START,
                confirmed_at=START,
            )
        )
        db.session.commit()
        loan = having.running_loan(desk, having.owner(is_trained=True, at=START), at=START)
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        again = having.submitted(
            desk, {having.owner("Rina Contoh", is_trained=True, at=START): 821_937}, at=FIRST_DUE
        )
        having.approve(desk, having.propose(desk, again, at=FIRST_DUE), at=FIRST_DUE)

        take_back(desk, loan, 2, at=FIRST_DUE)

        found = balances(desk.bank_id)
        assert found[AccountCode.SHORTFALL] == 821_937
        assert AccountCode.AVAILABLE not in found
        assert [offence[:3] for offence in offences()] == ["E11"]


@pytest.mark.usefixtures("app")
class TestInTheSameMoment:
    def test_payment_and_reversal_end_in_sound_books(self, app: Flask):
        desk, loan = ten_million()
        having.repay(desk, loan, LEVEL, at=FIRST_DUE)
        db.session.rollback()

        at_once(
            app,
            [partial(having.repay, desk, loan, LEVEL, at=FIRST_DUE) for _ in range(5)]
            + [partial(take_back, desk, loan, 2, at=FIRST_DUE) for _ in range(3)],
        )

        kinds = [str(event.kind) for event in having.loan(loan).events]
        assert (kinds.count("repaid"), kinds.count("reversed")) == (6, 1)
        assert offences() == []


def forget_nights() -> None:
    """Let time begin again for another story on the same database."""
    for table in (BusinessDayStep, BusinessDay):
        db.session.execute(db.delete(table))
    db.session.commit()


class TestAnyStory:
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.one_of(
                st.tuples(st.just("pay"), st.integers(1, 4_000_000)),
                st.tuples(st.just("take_back"), st.integers(2, 9)),
                st.tuples(st.just("wait"), st.integers(1, 70)),
                st.tuples(st.just("pay_late"), st.integers(1, 2_000_000)),
            ),
            max_size=14,
        )
    )
    @pytest.mark.usefixtures("app")
    def test_of_payments_and_reversals_keeps_every_invariant(self, story: list[tuple[str, int]]):
        forget_nights()
        desk, loan = ten_million(slice_amount=10_000_000)
        at = FIRST_DUE
        for deed, size in story:
            try:
                match deed:
                    case "pay":
                        having.repay(desk, loan, size, at=at)
                    case "pay_late":
                        having.repay(
                            desk, loan, size, paid_on=at.date() - timedelta(days=20), at=at
                        )
                    case "take_back":
                        take_back(desk, loan, size, at=at)
                    case _:
                        at += timedelta(days=size)
                        end_of_day.close_day(on=at.date(), at=at)
            except (LoanEnded, NotFound, ReversedAlready):
                continue
        assert offences() == []
