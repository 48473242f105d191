"""What happened to a loan: events that are only added, and which of them count on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harkat.domain.money import Rupiah


class EventKind(StrEnum):
    """What can happen to a loan's money."""

    DISBURSED = "disbursed"
    REPAID = "repaid"
    REVERSED = "reversed"


class ImpossibleHistory(ValueError):
    """The events cannot all have happened to one loan; `seq` is the one that does not fit."""

    def __init__(self, message: str, *, seq: int) -> None:
        super().__init__(f"event {seq} {message}")
        self.seq = seq


class MalformedEvent(ImpossibleHistory):
    """Money moved without an amount, or only one of kind and `reverses` says it is a reversal."""


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


class DisbursedTwice(ImpossibleHistory):
    """The loan was already paid out."""


class DisbursementDiffersFromTerms(ImpossibleHistory):
    """The amount or the day paid out is not the one the schedule was made for."""


class PaymentBeforeDisbursement(ImpossibleHistory):
    """Money came in for a loan that was not paid out by then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoanEvent:
    """One thing that happened, on its value date.

    A reversal names what it takes back whole, so its own amount is only for show.

    :raises MalformedEvent: if money moved without an amount, or only one of kind and `reverses`
        says that this is a reversal
    """

    seq: int
    kind: EventKind
    value_on: date
    amount: Rupiah
    key: str
    reverses: int | None = None

    def __post_init__(self) -> None:
        is_reversal = self.kind is EventKind.REVERSED
        if self.amount <= 0 and not is_reversal:
            raise MalformedEvent("needs an amount above zero", seq=self.seq)
        if is_reversal != (self.reverses is not None):
            raise MalformedEvent("must say what it reverses, as a reversal only", seq=self.seq)


def live_events(*, events: Iterable[LoanEvent], on: date) -> tuple[LoanEvent, ...]:
    """Return what counts on a day in the order of value dates; what is reversed was never made.

    A reversal takes effect on its own value date: before it, the event still counts.

    :raises ImpossibleHistory: if a reversal does not fit
    """
    by_seq: dict[int, LoanEvent] = {}
    for event in events:
        if event.seq in by_seq:
            raise RepeatedSeq("comes twice", seq=event.seq)
        by_seq[event.seq] = event
    reversal_of = _reversals(by_seq)
    live = [
        event
        for event in by_seq.values()
        if event.value_on <= on
        and event.kind is not EventKind.REVERSED
        and not (event.seq in reversal_of and reversal_of[event.seq].value_on <= on)
    ]
    return tuple(sorted(live, key=lambda event: (event.value_on, event.seq)))


def _reversals(by_seq: Mapping[int, LoanEvent]) -> Mapping[int, LoanEvent]:
    """Return the reversal of each reversed event, by the sequence number of the latter."""
    reversal_of: dict[int, LoanEvent] = {}
    for reversal in by_seq.values():
        if reversal.reverses is None:
            continue
        target = by_seq.get(reversal.reverses)
        if target is None:
            raise UnknownEvent(f"reverses {reversal.reverses}, unknown", seq=reversal.seq)
        if target.kind is EventKind.REVERSED:
            raise CannotReverseReversal(f"reverses reversal {target.seq}", seq=reversal.seq)
        if target.seq in reversal_of:
            raise AlreadyReversed(f"reverses {target.seq} again", seq=reversal.seq)
        if reversal.value_on < target.value_on:
            raise ReversedBeforeItHappened(f"reverses a later {target.seq}", seq=reversal.seq)
        reversal_of[target.seq] = reversal
    return reversal_of
