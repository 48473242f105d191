"""Any history of a loan: terms, and events that could each be recorded when they happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from harkat.domain.loan_events import CHANGE_KINDS, EventKind, ImpossibleHistory, LoanEvent
from harkat.domain.loan_life import CannotHappen, check_recordable
from harkat.domain.money import Rupiah
from harkat.domain.position import Position, position, settlement_quote
from harkat.domain.product import (
    AllocationOrder,
    InterestGraceMode,
    LoanTerms,
    PenaltyPer,
    Surplus,
)
from harkat.domain.schedule_change import ScheduleChange

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class History:
    """A loan and what happened to it, in the order in which it was recorded."""

    terms: LoanTerms
    events: tuple[LoanEvent, ...]

    def position(self, on: date) -> Position:
        return position(terms=self.terms, events=self.events, on=on)

    @property
    def last_day(self) -> date:
        return max(event.value_on for event in self.events)


def state(found: Position) -> Position:
    """Return a position without the story of how it came about."""
    return replace(found, allocations=(), plans=(), credits={})


contract_terms = st.fixed_dictionaries(
    {
        "surplus": st.sampled_from(Surplus),
        "allocation_order": st.sampled_from(AllocationOrder),
        "penalty_rate": st.sampled_from([Decimal(0), Decimal("0.001"), Decimal("0.02")]),
        "penalty_per": st.sampled_from(PenaltyPer),
        "penalty_grace_days": st.integers(0, 10),
        "penalty_cap": st.sampled_from([None, Decimal("0.05")]),
    }
)

_KINDS = [
    *([EventKind.REPAID] * 6),
    EventKind.SETTLED,
    EventKind.CREDIT_APPLIED,
    EventKind.REFUNDED,
    EventKind.CHARGED,
    EventKind.INTEREST_WAIVED,
    EventKind.PENALTY_WAIVED,
    EventKind.RESTRUCTURED,
    EventKind.RATE_CHANGED,
    EventKind.PAYMENT_HOLIDAY,
    EventKind.WRITTEN_OFF,
    EventKind.RECOVERED,
    EventKind.FORGIVEN,
    EventKind.REVERSED,
    EventKind.DISBURSED,
]


@st.composite
def histories(draw: st.DrawFn, terms: st.SearchStrategy[LoanTerms], *, most: int = 8) -> History:
    """Draw terms, and events on days of their own, each of which fits when it is recorded."""
    agreed = replace(draw(terms), **draw(contract_terms))
    first = draw(st.sampled_from([agreed.principal, Rupiah(int(agreed.principal) // 2 + 1)]))
    day = agreed.disbursed_on
    events = [LoanEvent(seq=1, kind=EventKind.DISBURSED, value_on=day, amount=first, key="event-1")]
    if not _fits(agreed, [], events[0]):
        events = [replace(events[0], amount=agreed.principal)]
    for _ in range(draw(st.integers(0, most))):
        day += timedelta(days=draw(st.integers(1, 45)))
        event = draw(_event(agreed, events, day))
        if event is not None and _fits(agreed, events, event):
            events.append(event)
    return History(agreed, tuple(events))


@st.composite
def _event(
    draw: st.DrawFn, terms: LoanTerms, events: Sequence[LoanEvent], day: date
) -> LoanEvent | None:
    kind = draw(st.sampled_from(_KINDS))
    seq = events[-1].seq + 1
    details: dict[str, Any] = {"seq": seq, "kind": kind, "value_on": day, "key": f"event-{seq}"}
    if kind is EventKind.REVERSED:
        details["reverses"] = draw(st.sampled_from(events)).seq
    elif kind in CHANGE_KINDS:
        details["change"] = draw(_change(kind))
    elif kind is EventKind.SETTLED:
        details["amount"] = settlement_quote(terms=terms, events=events, on=day).total
        if not details["amount"]:
            return None
    elif kind not in {EventKind.WRITTEN_OFF, EventKind.FORGIVEN}:
        most = max(int(terms.principal) // draw(st.sampled_from([1, 4, 12, 100])), 1)
        details["amount"] = Rupiah(draw(st.integers(1, most)))
    return LoanEvent(**details)


def _change(kind: EventKind) -> st.SearchStrategy[ScheduleChange]:
    rates = st.sampled_from([Decimal(0), Decimal("0.02"), Decimal("0.06"), Decimal("0.2")])
    if kind is EventKind.RATE_CHANGED:
        return st.builds(ScheduleChange, annual_rate=rates)
    if kind is EventKind.PAYMENT_HOLIDAY:
        return st.builds(
            ScheduleChange,
            periods=st.integers(1, 4),
            interest_grace_mode=st.sampled_from(InterestGraceMode),
        )
    return st.builds(
        ScheduleChange,
        annual_rate=st.none() | rates,
        instalments=st.none() | st.integers(4, 24),
        principal_grace=st.integers(0, 1),
        interest_grace=st.integers(0, 2),
        interest_grace_mode=st.sampled_from(InterestGraceMode),
        capitalises_interest=st.booleans(),
        waives_penalties=st.booleans(),
    )


def _fits(terms: LoanTerms, events: Sequence[LoanEvent], event: LoanEvent) -> bool:
    try:
        check_recordable(terms=terms, known=events, event=event, today=event.value_on)
        position(terms=terms, events=[*events, event], on=event.value_on)
    except (CannotHappen, ImpossibleHistory):
        return False
    return True
