"""The fifteen invariants of money and where each is tested; here are those tested nowhere else.

1. A schedule sums to the loan, ends at zero, has no part below zero and the agreed rows:
   `tests/domain/test_schedule.py` TestSchedule; on a live database `harkat self-check` I7
   (`tests/queries/test_invariants.py`).
2. Postings of an entry sum to zero: TestPostings here, over any history; `tests/domain/
   test_ledger.py` TestEntry; E1 in `tests/queries/test_invariants.py`.
3. Balances = replay from zero: E10 in `tests/queries/test_invariants.py`, and after any story in
   `tests/services/test_reference_model.py`.
4. Nothing is promised beyond a slice or the ceiling at any instant: `tests/services/
   test_over_commitment.py`; a reversal after lending again is a listed shortfall:
   `tests/services/test_repayment.py` TestReversal and `test_reference_model.py`.
5. Ledger = fold = screen = PDF = CSV = API: ledger and fold against an independent reckoning in
   `tests/services/test_reference_model.py` and E6; the rows on screen and paper in
   `tests/reports/test_schedule_files.py`, `tests/reports/test_schedule_card.py` and
   `tests/web/test_own_loan_page.py`.
6. Do, then undo = nothing: `tests/domain/test_any_history.py` for a repayment; TestCancelled here
   for every kind; as entries of the books in `tests/services/test_loan_events.py`.
7. Late entry = in-order entry: `tests/domain/test_any_history.py`; cancelled in the middle = never
   made: TestCancelled here.
8. A payment = its allocations + rest: `tests/domain/test_any_history.py`; M8 in self-check.
9. A settlement quote closes at zero: `tests/domain/test_any_history.py`; through the services in
   `tests/services/test_reference_model.py`.
10. A payment split in two on a day gives the same state: `tests/domain/test_any_history.py`; in any
    number of parts: TestSplit here.
11. A higher rate never has a lower level nor costs less, a longer term never a higher level:
    `tests/domain/test_schedule.py` TestLevelInstalment.
12. Members' shares sum to the agreement: `tests/services/test_money_invariants.py`; claims sum to
    zero: `tests/domain/test_member_claims.py`, E9 in `tests/services/test_liability.py`.
13. One live approval per application, one disbursement per line and tranche, maker is not checker:
    `tests/services/test_money_invariants.py`, `test_underwriting.py`, `test_disbursement.py`,
    `test_loan_changes.py`; I3 and I8 in self-check.
14. Each command twice = once: `tests/services/test_transaction.py`; three times at once in
    `tests/services/test_reference_model.py`; an event twice is refused by the fold: TestTwice here.
15. All of these after a restore: `tests/services/test_money_invariants.py`.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harkat.domain.facility import Headroom, principal_returned
from harkat.domain.ledger import check_balanced
from harkat.domain.loan_components import components
from harkat.domain.loan_events import EventKind, ImpossibleHistory, LoanEvent, RepeatedSeq
from harkat.domain.loan_postings import Books, change_lines
from harkat.domain.money import Rupiah
from harkat.domain.position import Position, position
from tests.domain.histories import ONE_DAY, History, histories, state
from tests.domain.loans import loan_terms

any_history = histories(loan_terms)
later = st.integers(0, 400).map(lambda days: timedelta(days=days))
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BOOKS = Books(loan_id=1, bank_id=1, kecamatan_code="15.71.10")


def credit_changes(before: Position, after: Position) -> dict[int, int]:
    """Return how the credit of each event changes; here an item is named as its event."""
    seqs = before.credits.keys() | after.credits.keys()
    zero = Rupiah(0)
    changes = {
        seq: int(after.credits.get(seq, zero) - before.credits.get(seq, zero)) for seq in seqs
    }
    return {seq: change for seq, change in changes.items() if change}


class TestPostings:
    @thorough
    @given(any_history, st.integers(0, 20_000_000), st.integers(0, 5_000_000), st.data())
    def test_of_every_event_sum_to_zero_in_each_block(
        self, history: History, available: int, shortfall: int, data: st.DataObject
    ):
        is_revolving = data.draw(st.booleans())
        for count, event in enumerate(history.events, start=1):
            before, after = (
                position(terms=history.terms, events=events, on=event.value_on)
                for events in (history.events[: count - 1], history.events[:count])
            )
            change = components(after) - components(before)

            lines = change_lines(BOOKS, change, suspense_changes=credit_changes(before, after))
            returned = principal_returned(
                bank_id=1,
                kecamatan_code="15.71.10",
                loan_id=1,
                amount=int(change.repaid),
                is_revolving=is_revolving,
                headroom=Headroom(available=available, shortfall=shortfall),
            )

            for entry in (lines, returned):
                if entry:
                    check_balanced(entry)

    @thorough
    @given(any_history)
    def test_of_an_event_move_the_money_it_says(self, history: History):
        """What passes the bank is the event's own amount, once everything that is late is in."""
        day = history.last_day
        before = position(terms=history.terms, events=history.events[:-1], on=day)
        after, event = history.position(day), history.events[-1]
        signs = {
            **dict.fromkeys((EventKind.REPAID, EventKind.SETTLED, EventKind.RECOVERED), 1),
            **dict.fromkeys((EventKind.DISBURSED, EventKind.REFUNDED), -1),
        }
        target = next((each for each in history.events if each.seq == event.reverses), None)
        moved = event if target is None else target

        passed = (components(after) - components(before)).money

        sign = signs.get(moved.kind, 0) * (1 if target is None else -1)
        assert passed == int(moved.amount) * sign


class TestCancelled:
    @thorough
    @given(any_history, later, st.data())
    def test_in_the_middle_is_as_if_it_was_never_made(
        self, history: History, after: timedelta, data: st.DataObject
    ):
        undone = {event.reverses for event in history.events}
        candidates = [
            event
            for event in history.events
            if event.reverses is None and event.seq not in undone and event.seq != 1
        ]
        assume(candidates)
        mistake = data.draw(st.sampled_from(candidates))
        without = [event for event in history.events if event is not mistake]
        cancelled_on = data.draw(st.dates(mistake.value_on, history.last_day))
        reversal = LoanEvent(
            seq=99,
            kind=EventKind.REVERSED,
            value_on=cancelled_on,
            key="cancelled",
            reverses=mistake.seq,
        )
        on = history.last_day + after

        try:
            never = position(terms=history.terms, events=without, on=on)
        except ImpossibleHistory as refused:
            # Others build on it: taking it back is refused for the same event.
            with pytest.raises(type(refused)):
                position(terms=history.terms, events=[*history.events, reversal], on=on)
        else:
            assert never == position(terms=history.terms, events=[*history.events, reversal], on=on)

    @thorough
    @given(any_history, st.data())
    def test_still_counts_on_every_day_before(self, history: History, data: st.DataObject):
        mistake = data.draw(st.sampled_from(history.events))
        assume(mistake.reverses is None)
        assume(all(event.reverses != mistake.seq for event in history.events))
        reversal = LoanEvent(
            seq=99,
            kind=EventKind.REVERSED,
            value_on=history.last_day + ONE_DAY,
            key="cancelled",
            reverses=mistake.seq,
        )

        cancelled = position(
            terms=history.terms, events=[*history.events, reversal], on=history.last_day
        )

        assert cancelled == history.position(history.last_day)


class TestSplit:
    @thorough
    @given(any_history, later, st.lists(st.integers(1, 900_000), min_size=2, max_size=6))
    def test_in_any_number_of_parts_on_a_day_is_one_payment(
        self, history: History, after: timedelta, parts: list[int]
    ):
        assume(history.position(history.last_day).disbursed)
        day = history.last_day + after + ONE_DAY

        def paying(*amounts: int) -> Position:
            payments = [
                LoanEvent(
                    seq=80 + number,
                    kind=EventKind.REPAID,
                    value_on=day,
                    amount=Rupiah(amount),
                    key=f"part-{number}",
                )
                for number, amount in enumerate(amounts)
            ]
            return position(terms=history.terms, events=[*history.events, *payments], on=day)

        assert state(paying(*parts)) == state(paying(sum(parts)))


class TestTwice:
    @thorough
    @given(any_history, st.data())
    def test_the_same_event_is_refused(self, history: History, data: st.DataObject):
        again = data.draw(st.sampled_from(history.events))

        with pytest.raises(RepeatedSeq) as refused:
            position(
                terms=history.terms,
                events=[*history.events, replace(again)],
                on=history.last_day,
            )

        assert refused.value.seq == again.seq
