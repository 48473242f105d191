"""The position of a loan: worked figures, and what holds for any history."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.loan_components import LedgerComponents, components
from harkat.domain.loan_events import (
    DisbursementDiffersFromTerms,
    EventBeforeDisbursement,
    ImpossibleHistory,
    LoanEvent,
    TooMuchDisbursed,
)
from harkat.domain.money import Rupiah
from harkat.domain.position import Position, position
from harkat.domain.schedule import schedule
from tests.domain.loans import PAID_OUT_ON, TERMS, disbursed, repaid, repayments, reversed_

FIRST_DUE, SECOND_DUE, LAST_DUE = date(2026, 3, 2), date(2026, 4, 2), date(2027, 2, 2)
LEVEL = 846_937
ONE_DAY = timedelta(days=1)
days = st.integers(0, 450).map(lambda after: PAID_OUT_ON + timedelta(days=after))


def position_on(on: date, *events: LoanEvent) -> Position:
    return position(terms=TERMS, events=[disbursed(), *events], on=on)


def state(found: Position) -> Position:
    """Return a position without the story of how it came about."""
    return replace(found, allocations=(), credits={})


class TestPosition:
    def test_is_empty_before_the_disbursement(self):
        found = position_on(PAID_OUT_ON - ONE_DAY)

        assert components(found) == LedgerComponents()
        assert (found.instalments, found.next_instalment) == ((), None)
        assert (found.is_paid_off, found.days_past_maturity) == (False, 0)

    def test_owes_the_principal_from_the_disbursement_on(self):
        found = position_on(PAID_OUT_ON)

        assert (found.disbursed, found.principal_outstanding) == (10_000_000, 10_000_000)
        assert found.schedule == schedule(TERMS)
        assert found.next_instalment == found.instalments[0]
        assert found.interest_due == found.arrears == found.days_past_due == 0

    def test_has_interest_due_on_the_due_date_and_arrears_the_day_after(self):
        due, late = position_on(FIRST_DUE), position_on(FIRST_DUE + ONE_DAY)

        assert (due.interest_due, due.interest_fallen_due) == (25_000, 25_000)
        assert (due.arrears, due.days_past_due) == (0, 0)
        assert (late.arrears_principal, late.arrears_interest) == (821_937, 25_000)
        assert (late.arrears, late.days_past_due) == (LEVEL, 1)

    def test_counts_days_from_the_oldest_unpaid_due_date(self):
        found = position_on(
            date(2026, 5, 10), repaid(LEVEL, on=FIRST_DUE), repaid(1, on=FIRST_DUE, seq=3)
        )

        assert found.days_past_due == (date(2026, 5, 10) - SECOND_DUE).days
        assert found.arrears == 2 * LEVEL - 1

    def test_shows_what_was_paid_on_an_instalment(self):
        row = position_on(FIRST_DUE, repaid(30_000, on=FIRST_DUE)).instalments[0]

        assert (row.interest_paid, row.principal_paid) == (25_000, 5_000)
        assert (row.interest_unpaid, row.principal_unpaid) == (0, 816_937)
        assert (row.total, row.paid, row.unpaid, row.is_paid) == (LEVEL, 30_000, 816_937, False)

    def test_keeps_the_split_of_each_repayment(self):
        first, second = position_on(
            SECOND_DUE, repaid(LEVEL + 10_000, on=FIRST_DUE), repaid(500_000, on=SECOND_DUE, seq=3)
        ).allocations

        assert (first.seq, first.value_on, first.amount) == (2, FIRST_DUE, LEVEL + 10_000)
        assert (first.interest, first.principal, first.overpaid) == (35_000, 821_937, 0)
        assert [part.number for part in first.parts] == [1, 2]
        assert (second.interest, second.principal) == (12_945, 487_055)

    def test_is_paid_off_by_every_instalment_and_keeps_the_rest(self):
        total = int(schedule(TERMS).totals.total)

        found = position_on(FIRST_DUE, repaid(total + 7, on=FIRST_DUE))

        assert found.is_paid_off
        assert (found.principal_outstanding, found.overpaid) == (0, 7)
        assert found.interest_ahead == 163_244 - 25_000
        assert (found.next_instalment, found.days_past_maturity) == (None, 0)

    def test_counts_the_days_after_the_last_due_date(self):
        assert position_on(LAST_DUE).days_past_maturity == 0
        assert position_on(LAST_DUE + 20 * ONE_DAY).days_past_maturity == 20

    def test_is_empty_again_once_the_disbursement_is_reversed(self):
        found = position_on(FIRST_DUE, reversed_(disbursed()))

        assert state(found) == state(replace(position_on(PAID_OUT_ON - ONE_DAY), on=FIRST_DUE))

    def test_allows_a_repayment_on_the_day_of_disbursement_recorded_first(self):
        found = position(
            terms=TERMS,
            events=[repaid(1_000, on=PAID_OUT_ON, seq=1), disbursed(seq=2)],
            on=FIRST_DUE,
        )

        assert found.repaid == 1_000

    @pytest.mark.parametrize(
        ("events", "problem", "seq"),
        [
            ([repaid(1, on=FIRST_DUE)], EventBeforeDisbursement, 2),
            ([disbursed(), repaid(1, on=date(2026, 2, 1))], EventBeforeDisbursement, 2),
            (
                [disbursed(), repaid(1, on=FIRST_DUE), reversed_(disbursed())],
                EventBeforeDisbursement,
                2,
            ),
            ([disbursed(), disbursed(seq=2)], TooMuchDisbursed, 2),
            ([replace(disbursed(), amount=Rupiah(10_000_001))], TooMuchDisbursed, 1),
            ([replace(disbursed(), value_on=FIRST_DUE)], DisbursementDiffersFromTerms, 1),
        ],
    )
    def test_refuses_a_history_that_cannot_be(
        self, events: list[LoanEvent], problem: type[ImpossibleHistory], seq: int
    ):
        with pytest.raises(ImpossibleHistory) as refused:
            position(terms=TERMS, events=events, on=SECOND_DUE)

        assert (type(refused.value), refused.value.seq) == (problem, seq)


class TestAnyHistory:
    @given(repayments(), days)
    def test_allocates_each_repayment_once_and_whole(self, events: list[LoanEvent], on: date):
        found = position_on(on, *events)

        counted = [event for event in events if event.value_on <= on]
        assert found.repaid == sum(event.amount for event in counted)
        assert found.repaid == found.principal_paid + found.interest_paid + found.overpaid
        assert {part.seq: part.amount for part in found.allocations} == {
            event.seq: event.amount for event in counted
        }
        for split in found.allocations:
            assert split.interest + split.principal + split.overpaid == split.amount
        for row in found.instalments:
            parts = [
                part
                for split in found.allocations
                for part in split.parts
                if part.number == row.number
            ]
            assert sum(part.interest for part in parts) == row.interest_paid <= row.interest
            assert sum(part.principal for part in parts) == row.principal_paid <= row.principal

    @given(repayments(), days)
    def test_is_where_the_sum_of_repayments_ends_in_the_row_of_dues(
        self, events: list[LoanEvent], on: date
    ):
        found = position_on(on, *events)

        dues = [
            due for row in schedule(TERMS).rows for due in (int(row.interest), int(row.principal))
        ]
        before = [0, *accumulate(dues)]
        paid = [
            min(max(int(found.repaid) - start, 0), due)
            for start, due in zip(before, dues, strict=False)
        ]
        assert paid == [
            int(amount)
            for row in found.instalments
            for amount in (row.interest_paid, row.principal_paid)
        ]
        assert found.overpaid == max(int(found.repaid) - before[-1], 0)

    @given(repayments(), st.integers(1, 2_500_000), days, days)
    def test_is_untouched_by_what_is_done_and_undone(
        self, events: list[LoanEvent], amount: int, paid_on: date, on: date
    ):
        mistake = repaid(amount, on=paid_on, seq=98)

        assert position_on(on, *events, mistake, reversed_(mistake)) == position_on(on, *events)

    @given(repayments(), days, st.data())
    def test_cancelled_in_the_middle_is_never_made(
        self, events: list[LoanEvent], on: date, data: st.DataObject
    ):
        mistake = data.draw(st.sampled_from([*events, repaid(5, on=FIRST_DUE, seq=98)]))
        others = [event for event in events if event.seq != mistake.seq]

        assert position_on(on, *others, mistake, reversed_(mistake)) == position_on(on, *others)

    @given(repayments(), days, st.data())
    def test_is_the_same_for_late_entries(
        self, events: list[LoanEvent], on: date, data: st.DataObject
    ):
        recorded_late = [
            replace(event, seq=seq)
            for seq, event in enumerate(data.draw(st.permutations(events)), start=2)
        ]

        assert state(position_on(on, *recorded_late)) == state(position_on(on, *events))

    @given(repayments(), st.integers(2, 2_500_000), days, days, st.data())
    def test_is_the_same_for_a_repayment_split_in_two_on_a_day(
        self, events: list[LoanEvent], amount: int, paid_on: date, on: date, data: st.DataObject
    ):
        part = data.draw(st.integers(1, amount - 1))
        whole = [repaid(amount, on=paid_on, seq=50)]
        halves = [repaid(part, on=paid_on, seq=51), repaid(amount - part, on=paid_on, seq=52)]

        assert state(position_on(on, *events, *halves)) == state(position_on(on, *events, *whole))

    @given(repayments(), days)
    def test_owes_no_less_than_its_arrears(self, events: list[LoanEvent], on: date):
        found = position_on(on, *events)

        assert 0 <= found.arrears_principal <= found.principal_outstanding
        assert 0 <= found.arrears_interest <= found.interest_due <= found.interest_fallen_due
        assert (found.days_past_due > 0) == (found.arrears > 0)
        assert found.is_paid_off == all(row.is_paid for row in found.instalments)


class TestComponents:
    @given(repayments(), days)
    def test_balance_with_the_money_that_passed(self, events: list[LoanEvent], on: date):
        found = position_on(on, *events)
        held = components(found)

        assets = held.principal + held.interest_due
        claims = held.interest_ahead + held.interest_income + held.suspense
        assert assets - claims == found.disbursed - found.repaid

    def test_change_by_what_is_posted(self):
        payment = repaid(LEVEL, on=FIRST_DUE)

        posted = components(position_on(FIRST_DUE, payment)) - components(position_on(FIRST_DUE))

        assert posted == LedgerComponents(
            principal=Rupiah(-821_937), repaid=Rupiah(821_937), interest_due=Rupiah(-25_000)
        )

    def test_turn_interest_paid_ahead_into_income_when_it_falls_due(self):
        payment = repaid(LEVEL, on=PAID_OUT_ON)

        fell_due = components(position_on(FIRST_DUE, payment)) - components(
            position_on(FIRST_DUE - ONE_DAY, payment)
        )

        assert (fell_due.interest_ahead, fell_due.interest_income) == (-25_000, 25_000)
        assert fell_due.principal == fell_due.interest_due == fell_due.suspense == 0
