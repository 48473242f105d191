"""What happened to a loan: events that are only added, and which of them count on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harkat.domain.money import ZERO, Rupiah
from harkat.domain.schedule_change import ScheduleChange


class EventKind(StrEnum):
    """What can happen to a loan's money."""

    DISBURSED = "disbursed"
    REPAID = "repaid"
    SETTLED = "settled"
    CREDIT_APPLIED = "credit_applied"
    REFUNDED = "refunded"
    CHARGED = "charged"
    INTEREST_WAIVED = "interest_waived"
    PENALTY_WAIVED = "penalty_waived"
    RESTRUCTURED = "restructured"
    RATE_CHANGED = "rate_changed"
    PAYMENT_HOLIDAY = "payment_holiday"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"
    FORGIVEN = "forgiven"
    REVERSED = "reversed"


MONEY_KINDS = frozenset(
    {
        EventKind.DISBURSED,
        EventKind.REPAID,
        EventKind.SETTLED,
        EventKind.CREDIT_APPLIED,
        EventKind.REFUNDED,
        EventKind.CHARGED,
        EventKind.INTEREST_WAIVED,
        EventKind.PENALTY_WAIVED,
        EventKind.RECOVERED,
    }
)
"""Kinds that say how much; of the others the amount is only for show."""

CHANGE_KINDS = frozenset(
    {EventKind.RESTRUCTURED, EventKind.RATE_CHANGED, EventKind.PAYMENT_HOLIDAY}
)
"""Kinds that say how the schedule changes."""

RECEIVED_KINDS = frozenset({EventKind.REPAID, EventKind.SETTLED, EventKind.RECOVERED})
"""Kinds by which money comes in from a borrower."""


class ImpossibleHistory(ValueError):
    """The events cannot all have happened to one loan; `seq` is the one that does not fit."""

    def __init__(self, message: str, *, seq: int) -> None:
        super().__init__(f"event {seq} {message}")
        self.seq = seq


class MalformedEvent(ImpossibleHistory):
    """Something an event of its kind must say is missing, or it says what it must not."""


class RepeatedSeq(ImpossibleHistory):
    """Another event has the same sequence number."""


class UnknownEvent(ImpossibleHistory):
    """The event to be reversed is not among the events."""


class CannotReverseReversal(ImpossibleHistory):
    """A reversal is not undone: what it took back is recorded anew."""


class AlreadyReversed(ImpossibleHistory):
    """Another reversal took the same event back."""


class ReversedBeforeItHappened(ImpossibleHistory):
    """The reversal has an earlier value date than what it takes back."""


class TooMuchDisbursed(ImpossibleHistory):
    """More was paid out than the loan is."""


class DisbursementDiffersFromTerms(ImpossibleHistory):
    """The first tranche was paid out on another day than the one the schedule was made for."""


class NotInTranches(ImpossibleHistory):
    """A margin fixed at signing is for the whole sum: it is paid out at once."""


class EventBeforeDisbursement(ImpossibleHistory):
    """Something happened to a loan that was not paid out by then."""


class CreditSpent(ImpossibleHistory):
    """More of the borrower's credit is used or given back than there is."""


class MarginIsFixed(ImpossibleHistory):
    """A margin fixed in rupiah at signing has no rate that could change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoanEvent:
    """One thing that happened, on its value date.

    A reversal names what it takes back whole, so its own amount is only for show.

    :raises MalformedEvent: if money moved without an amount, if only one of kind and `reverses`
        says that this is a reversal, or only one of kind and `change` that the schedule changes
    """

    seq: int
    kind: EventKind
    value_on: date
    amount: Rupiah = ZERO
    key: str
    reverses: int | None = None
    change: ScheduleChange | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.amount == 0 and self.kind in MONEY_KINDS):
            raise MalformedEvent("needs an amount above zero", seq=self.seq)
        if (self.kind is EventKind.REVERSED) != (self.reverses is not None):
            raise MalformedEvent("must say what it reverses, as a reversal only", seq=self.seq)
        if (self.kind in CHANGE_KINDS) != (self.change is not None):
            raise MalformedEvent("must say how the schedule changes, or not at all", seq=self.seq)


def live_events(*, events: Iterable[LoanEvent], on: date) -> tuple[LoanEvent, ...]:
    """Return what counts on a day in the order of value dates; what is reversed was never made.

    A reversal takes effect on its own value date: before it, the event still counts.

    :raises ImpossibleHistory: if a reversal does not fit
    """
    by_seq: dict[int, LoanEvent] = {}
    reversals: list[LoanEvent] = []
    for event in events:
        if event.seq in by_seq:
            raise RepeatedSeq("comes twice", seq=event.seq)
        by_seq[event.seq] = event
        if event.reverses is not None:
            reversals.append(event)
    gone = _taken_back(reversals, by_seq, on=on)
    live = [
        event
        for event in by_seq.values()
        if event.value_on <= on and event.reverses is None and event.seq not in gone
    ]
    live.sort(key=_order)
    return tuple(live)


def _order(event: LoanEvent) -> tuple[date, bool, int]:
    """Let a day begin with what is paid out, in whatever order it was recorded."""
    return event.value_on, event.kind is not EventKind.DISBURSED, event.seq


def _taken_back(
    reversals: Iterable[LoanEvent], by_seq: Mapping[int, LoanEvent], *, on: date
) -> set[int]:
    """Return the sequence numbers of what is taken back by a day."""
    seen: set[int] = set()
    gone: set[int] = set()
    for reversal in reversals:
        assert reversal.reverses is not None
        target = by_seq.get(reversal.reverses)
        if target is None:
            raise UnknownEvent(f"reverses {reversal.reverses}, unknown", seq=reversal.seq)
        if target.reverses is not None:
            raise CannotReverseReversal(f"reverses reversal {target.seq}", seq=reversal.seq)
        if target.seq in seen:
            raise AlreadyReversed(f"reverses {target.seq} again", seq=reversal.seq)
        if reversal.value_on < target.value_on:
            raise ReversedBeforeItHappened(f"reverses a later {target.seq}", seq=reversal.seq)
        seen.add(target.seq)
        if reversal.value_on <= on:
            gone.add(target.seq)
    return gone
