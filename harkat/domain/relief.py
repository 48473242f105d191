"""What would help a borrower who cannot pay now: each way with its effect, by the loan's own fold.

Nothing here decides: a way is what a bank may propose today, as the loan stands. Interest arrears
are put aside and never bear interest, since who is in trouble should not pay for being so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harkat.domain.loan_events import EventKind, ImpossibleHistory, LoanEvent
from harkat.domain.loan_life import CannotHappen, check_recordable
from harkat.domain.loan_state import ASIDE
from harkat.domain.money import ZERO, Rupiah, total
from harkat.domain.position import Position, position
from harkat.domain.product import MOST_INSTALMENTS, ImpossibleTerms, InterestGraceMode, LoanTerms
from harkat.domain.schedule_change import ScheduleChange

HOLIDAYS = (1, 3)
"""For how many instalments a holiday is offered."""

_MORE_ROWS = 12
_USUALLY_MORE = 6
_ASKED = "relief"
_REFUSALS = (CannotHappen, ImpossibleHistory, ImpossibleTerms)


class ReliefReason(StrEnum):
    """Why somebody cannot pay."""

    ILLNESS = "illness"
    SLOW_BUSINESS = "slow_business"
    DISASTER = "disaster"
    OTHER = "other"


class ReliefWish(StrEnum):
    """What would help: no instalments for a while, smaller ones, or a part of what is due now."""

    HOLIDAY = "holiday"
    LONGER = "longer"
    PART_NOW = "part_now"


class ReliefDecline(StrEnum):
    """Why a bank does not propose the relief that was asked for."""

    CAN_PAY = "can_pay"
    NOT_ENOUGH = "not_enough"
    TOO_OFTEN = "too_often"
    MORE_TO_SAY = "more_to_say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What is still to be paid on a loan from a day on.

    `instalment` is the largest row to come, from `next_due_on` on; `put_aside` falls due with the
    last row, `interest` is all interest still to come, and `due` what has fallen due unpaid.
    """

    instalment: Rupiah
    count: int
    next_due_on: date | None
    last_due_on: date | None
    interest: Rupiah
    put_aside: Rupiah
    due: Rupiah
    outstanding: Rupiah
    to_pay: Rupiah


@dataclass(frozen=True, kw_only=True, slots=True)
class Relief:
    """One way to help: how the bank would record it, and what it makes of the loan.

    `count` says for how many instalments a holiday is, or how many a longer schedule has; `pays`
    is paid before the change. `more_interest` is what the way costs beyond the loan as it stands.
    """

    wish: ReliefWish
    count: int
    pays: Rupiah
    kind: EventKind
    change: ScheduleChange
    before: Outlook
    after: Outlook

    @property
    def more_interest(self) -> Rupiah:
        """What the way costs in interest; what is paid first is no cost."""
        return self.after.to_pay + self.pays - self.before.to_pay


def outlook(found: Position) -> Outlook:
    """Return what is still to be paid from the position's day on."""
    to_come = [row for row in found.instalments if row.due_on > found.on and row.number != ASIDE]
    paying = [row for row in to_come if row.unpaid]
    aside = [row for row in found.instalments if row.number == ASIDE]
    due = [row for row in found.instalments if row.due_on <= found.on and row.number != ASIDE]
    return Outlook(
        instalment=max((row.unpaid for row in paying), default=ZERO),
        count=len(paying),
        next_due_on=paying[0].due_on if paying else None,
        last_due_on=max((row.due_on for row in (*paying, *aside) if row.unpaid), default=None),
        interest=total(row.interest_unpaid for row in found.instalments),
        put_aside=total(row.unpaid + row.penalty_due for row in aside),
        due=total(row.unpaid + row.penalty_due for row in due),
        outstanding=found.outstanding,
        to_pay=total(row.unpaid for row in found.instalments) + found.penalty_due,
    )


def outlook_with(
    *, terms: LoanTerms, known: Sequence[LoanEvent], event: LoanEvent, on: date
) -> Outlook:
    """Return what would still be to pay on a day if the event were recorded.

    :raises ImpossibleHistory: if it does not fit what happened to the loan
    """
    return outlook(position(terms=terms, events=[*known, event], on=on))


def reliefs(
    *,
    terms: LoanTerms,
    known: Sequence[LoanEvent],
    on: date,
    can_pay: Rupiah = ZERO,
    pays: Rupiah = ZERO,
) -> tuple[Relief, ...]:
    """Return the ways that could be recorded today, the smallest change first.

    `can_pay` is what the borrower can pay each time: the longer schedule is the shortest one whose
    instalments are all within it, or the longest suggested. `pays` can be paid now of what is due.
    """
    part = relief(terms=terms, known=known, on=on, wish=ReliefWish.PART_NOW, pays=pays)
    asked = [
        part if pays else None,
        *(
            relief(terms=terms, known=known, on=on, wish=ReliefWish.HOLIDAY, count=count)
            for count in HOLIDAYS
        ),
        _longer(terms, known, on=on, can_pay=can_pay),
    ]
    return tuple(each for each in asked if each is not None)


def relief(
    *,
    terms: LoanTerms,
    known: Sequence[LoanEvent],
    on: date,
    wish: ReliefWish,
    count: int = 0,
    pays: Rupiah = ZERO,
) -> Relief | None:
    """Return one way as the loan stands on a day, or None if it cannot be recorded then.

    A part that was paid by now leaves nothing to pay first; the rest is planned anew all the same.
    """
    now = position(terms=terms, events=known, on=on)
    before = outlook(now)
    is_late = before.due > 0
    pays = pays if wish is ReliefWish.PART_NOW else ZERO
    if wish is ReliefWish.PART_NOW and before.due <= pays:
        return None
    seq = max((event.seq for event in known), default=0)
    first = [_event(seq + 1, EventKind.REPAID, on, amount=pays)] if pays else []
    try:
        kind, change = _change(wish, count, left=_rows_left(now), is_late=is_late)
        event = _event(seq + 2, kind, on, change=change)
        check_recordable(terms=terms, known=[*known, *first], event=event, today=on)
    except _REFUSALS:
        return None
    return Relief(
        wish=wish,
        count=count,
        pays=pays,
        kind=kind,
        change=change,
        before=before,
        after=outlook_with(terms=terms, known=[*known, *first], event=event, on=on),
    )


def _change(
    wish: ReliefWish, count: int, *, left: int, is_late: bool
) -> tuple[EventKind, ScheduleChange]:
    """Return how a way is recorded; what is late is taken along into the new schedule."""
    match wish:
        case ReliefWish.HOLIDAY if is_late:
            return EventKind.RESTRUCTURED, ScheduleChange(
                instalments=min(max(left, 1) + count, MOST_INSTALMENTS),
                interest_grace=count,
                interest_grace_mode=InterestGraceMode.SPREAD,
            )
        case ReliefWish.HOLIDAY:
            return EventKind.PAYMENT_HOLIDAY, ScheduleChange(
                periods=count, interest_grace_mode=InterestGraceMode.SPREAD
            )
        case ReliefWish.LONGER:
            return EventKind.RESTRUCTURED, ScheduleChange(instalments=count)
    return EventKind.RESTRUCTURED, ScheduleChange()


def _longer(
    terms: LoanTerms, known: Sequence[LoanEvent], *, on: date, can_pay: Rupiah
) -> Relief | None:
    """Return the shortest schedule within what can be paid, else the longest that is suggested."""
    left = _rows_left(position(terms=terms, events=known, on=on))
    longest = min(2 * left + _MORE_ROWS, MOST_INSTALMENTS)
    shortest = left + 1 if can_pay else left + _USUALLY_MORE
    found = None
    for count in range(shortest, longest + 1):
        longer = relief(terms=terms, known=known, on=on, wish=ReliefWish.LONGER, count=count)
        found = longer or found
        if longer and (not can_pay or longer.after.instalment <= can_pay):
            break
    return found


def _rows_left(now: Position) -> int:
    return sum(row.due_on > now.on and row.number != ASIDE for row in now.instalments)


def _event(
    seq: int,
    kind: EventKind,
    on: date,
    *,
    amount: Rupiah = ZERO,
    change: ScheduleChange | None = None,
) -> LoanEvent:
    return LoanEvent(
        seq=seq, kind=kind, value_on=on, amount=amount, key=f"{_ASKED}-{seq}", change=change
    )
