"""What holds for any loan under any history: the invariants of money, over all kinds of events."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harkat.domain.loan_components import LedgerComponents, components
from harkat.domain.loan_events import EventKind, ImpossibleHistory, LoanEvent
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import Position, position, settlement_quote
from harkat.domain.product import Surplus
from tests.domain.histories import ONE_DAY, History, histories, state
from tests.domain.loans import loan_terms

any_history = histories(loan_terms)
later = st.integers(0, 400).map(lambda days: timedelta(days=days))
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def owed(found: Position) -> int:
    return int(found.outstanding) + int(found.interest_due) + int(found.penalty_due)


class TestAnyHistory:
    @thorough
    @given(any_history, later)
    def test_balances_with_the_money_that_passed(self, history: History, after: timedelta):
        found = history.position(history.last_day + after)

        passed = found.repaid - found.refunded - found.disbursed
        assert components(found).money == passed

    @thorough
    @given(any_history, later)
    def test_owes_in_its_rows_what_stands_in_the_books(self, history: History, after: timedelta):
        found = history.position(history.last_day + after)

        assert sum(row.principal_unpaid for row in found.instalments) == found.outstanding
        earned = [row for row in found.instalments if row.due_on <= found.on or row.number == 0]
        assert sum(row.interest_unpaid for row in earned) == found.interest_due
        assert found.principal_paid + found.principal_outstanding == (
            found.disbursed - found.loss_principal - found.forgiven_principal
        )

    @thorough
    @given(any_history, later)
    def test_has_no_amount_below_zero(self, history: History, after: timedelta):
        found = history.position(history.last_day + after)

        held = components(found)
        assert min(getattr(held, name) for name in LedgerComponents.__slots__) >= 0
        for row in found.instalments:
            assert min(row.principal_unpaid, row.interest_unpaid, row.penalty_due) >= 0
            assert min(row.principal, row.interest, row.principal_paid, row.interest_paid) >= 0
        assert found.arrears_principal <= found.outstanding
        assert found.arrears_interest <= found.interest_due
        assert (found.days_past_due > 0) == (found.arrears > 0)

    @thorough
    @given(any_history, later)
    def test_allocates_each_receipt_once_and_whole(self, history: History, after: timedelta):
        found = history.position(history.last_day + after)

        received = ZERO
        for split in found.allocations:
            assert split.amount == (
                split.interest + split.principal + split.penalty + split.overpaid + split.recovered
            )
            received += split.amount
        used = sum(
            split.amount
            for split in found.allocations
            if any(
                event.seq == split.seq and event.kind is EventKind.CREDIT_APPLIED
                for event in history.events
            )
        )
        assert received - used == found.repaid
        for row in found.instalments:
            parts = [
                part
                for split in found.allocations
                for part in split.parts
                if part.number == row.number
            ]
            assert sum(part.interest for part in parts) == row.interest_paid
            assert sum(part.principal for part in parts) == row.principal_paid

    @thorough
    @given(any_history, st.integers(1, 2_000_000), later, st.data())
    def test_is_untouched_by_what_is_done_and_undone(
        self, history: History, amount: int, after: timedelta, data: st.DataObject
    ):
        assume(history.position(history.last_day).disbursed)
        day = data.draw(st.dates(history.terms.disbursed_on, history.last_day + after))
        mistake = LoanEvent(
            seq=90, kind=EventKind.REPAID, value_on=day, amount=Rupiah(amount), key="mistake"
        )
        undone = LoanEvent(seq=91, kind=EventKind.REVERSED, value_on=day, key="undone", reverses=90)

        with_both = replace(history, events=(*history.events, mistake, undone))

        assert with_both.position(history.last_day + after) == history.position(
            history.last_day + after
        )

    @thorough
    @given(any_history, later, st.data())
    def test_is_the_same_for_late_entries(
        self, history: History, after: timedelta, data: st.DataObject
    ):
        on = history.last_day + after
        seqs = data.draw(st.permutations([event.seq for event in history.events]))
        new_seq = dict(zip([event.seq for event in history.events], seqs, strict=True))
        shuffled = [
            replace(
                event,
                seq=new_seq[event.seq],
                reverses=None if event.reverses is None else new_seq[event.reverses],
            )
            for event in history.events
        ]

        assert state(position(terms=history.terms, events=shuffled, on=on)) == state(
            history.position(on)
        )

    @thorough
    @given(any_history, later, st.integers(2, 3_000_000), later, st.data())
    def test_is_the_same_for_a_repayment_split_in_two_on_a_day(
        self,
        history: History,
        after: timedelta,
        amount: int,
        later_on: timedelta,
        data: st.DataObject,
    ):
        assume(history.position(history.last_day).disbursed)
        day = history.last_day + after + ONE_DAY
        part = data.draw(st.integers(1, amount - 1))

        def paying(*amounts: int) -> Position:
            payments = [
                LoanEvent(
                    seq=80 + number,
                    kind=EventKind.REPAID,
                    value_on=day,
                    amount=Rupiah(one),
                    key=f"part-{number}",
                )
                for number, one in enumerate(amounts)
            ]
            return position(
                terms=history.terms, events=[*history.events, *payments], on=day + later_on
            )

        assert state(paying(part, amount - part)) == state(paying(amount))

    @thorough
    @given(any_history, later)
    def test_is_closed_at_zero_by_the_quote_of_its_day(self, history: History, after: timedelta):
        day = history.last_day + after + ONE_DAY
        before = history.position(day)
        assume(before.ended is None and not before.is_paid_off)
        quote = settlement_quote(terms=history.terms, events=history.events, on=day).total
        assume(quote > 0)

        settlement = LoanEvent(
            seq=95, kind=EventKind.SETTLED, value_on=day, amount=quote, key="settlement"
        )
        found = position(terms=history.terms, events=[*history.events, settlement], on=day)

        assert found.is_paid_off
        assert owed(found) == 0
        assert found.overpaid == before.overpaid
        assert components(found).interest_ahead == 0

    @thorough
    @given(any_history, later)
    def test_changes_nothing_but_interest_and_penalty_as_time_passes(
        self, history: History, after: timedelta
    ):
        day = history.last_day + after
        before, today = history.position(day), history.position(day + ONE_DAY)

        moved = components(today) - components(before)
        assert moved == LedgerComponents(
            interest_due=moved.interest_due,
            interest_ahead=moved.interest_ahead,
            interest_income=moved.interest_income,
            subsidy_income=moved.subsidy_income,
        )
        assert moved.interest_income == moved.interest_due - moved.interest_ahead
        assert today.penalty_due >= before.penalty_due

    @thorough
    @given(any_history, st.integers(0, 500))
    def test_asks_for_exactly_what_is_left_of_the_principal(self, history: History, days: int):
        day = history.terms.disbursed_on + timedelta(days=days)

        found = history.position(day)

        for plan in found.plans:
            assert min((row.principal for row in plan.rows), default=0) >= 0
            assert min((row.interest for row in plan.rows), default=0) >= 0
        assert [plan.number for plan in found.plans] == list(range(1, len(found.plans) + 1))

    @thorough
    @given(any_history)
    def test_can_be_taken_back_from_its_end_to_its_beginning(self, history: History):
        undone = {event.reverses for event in history.events}
        reversals = [
            LoanEvent(
                seq=len(history.events) + 100 - event.seq,
                kind=EventKind.REVERSED,
                value_on=history.last_day,
                key=f"undo-{event.seq}",
                reverses=event.seq,
            )
            for event in reversed(history.events)
            if event.reverses is None and event.seq not in undone
        ]
        events = [*history.events, *reversals]
        found = position(terms=history.terms, events=events, on=history.last_day)

        assert components(found) == LedgerComponents()


class TestRecast:
    @thorough
    @given(
        histories(loan_terms.map(lambda terms: replace(terms, surplus=Surplus.RECAST_LOWER))),
        later,
    )
    def test_never_loses_a_rupiah_of_principal(self, history: History, after: timedelta):
        found = history.position(history.last_day + after)

        lent = found.disbursed + found.capitalised_total
        gone = found.loss_principal + found.forgiven_principal
        assert found.outstanding <= lent - gone


class TestImpossibleHistory:
    @thorough
    @given(any_history)
    def test_spends_no_credit_twice(self, history: History):
        day = history.last_day + ONE_DAY
        assume(history.position(day).disbursed)
        credit = history.position(day).overpaid
        refund = LoanEvent(
            seq=97, kind=EventKind.REFUNDED, value_on=day, amount=credit + 1, key="refund"
        )

        with pytest.raises(ImpossibleHistory) as refused:
            position(terms=history.terms, events=[*history.events, refund], on=day)

        assert refused.value.seq == 97


def test_the_first_day_of_a_period_owes_only_the_principal():
    """A period runs from the day after its first day, so nothing is owed for it on that day."""
    from tests.domain.loans import PAID_OUT_ON, TERMS, disbursed

    quote = settlement_quote(terms=TERMS, events=[disbursed()], on=PAID_OUT_ON)

    assert (quote.total, quote.interest) == (10_000_000, 0)
    first_due = date(2026, 3, 2)
    assert settlement_quote(terms=TERMS, events=[disbursed()], on=first_due).total == 10_025_000
