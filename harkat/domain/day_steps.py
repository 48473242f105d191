"""What ends a business day: its steps, the days still to be closed, and who is reminded when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_DAYS_AT_ONCE = 31
"""How many missed days one run makes up for; what fell due before them is booked with the first."""


class DayStep(StrEnum):
    """The steps of a day's end, in their order."""

    INTEREST = "interest"
    CREDITS = "credits"
    GRADES = "grades"
    SNAPSHOT = "snapshot"
    REMINDERS = "reminders"
    EXPIRY = "expiry"


class ReminderKind(StrEnum):
    """What a message about an instalment says; its word names the message's sentence."""

    DUE_SOON = "instalment_due_soon"
    DUE_TODAY = "instalment_due_today"
    LATE = "instalment_late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """The message that those get who have not paid what falls due, or fell due, on a day."""

    kind: ReminderKind
    due_on: date


def days_to_close(*, last_closed: date | None, until: date) -> tuple[date, ...]:
    """Return the days to be closed up to a day, in their order.

    The first run of all closes one day only: there is nothing to make up for. So does a run for a
    day that was left out.
    """
    if last_closed is None or until < last_closed:
        return (until,)
    first = max(last_closed + timedelta(days=1), until - timedelta(days=MOST_DAYS_AT_ONCE - 1))
    return tuple(first + timedelta(days=count) for count in range((until - first).days + 1))


def reminders(*, day: date, until: date, offsets: Collection[int]) -> tuple[Reminder, ...]:
    """Return the reminders of a day; `offsets` are days after the due date, less than 0 before it.

    When missed days are made up for until a later day, only the newest reminder of an instalment
    goes out: nobody hears in one night that something falls due soon, today, and is late.
    """
    missed = (until - day).days
    return tuple(
        Reminder(kind=_kind_of(offset), due_on=day - timedelta(days=offset))
        for offset in sorted(offsets)
        if not any(offset < other <= offset + missed for other in offsets)
    )


def _kind_of(offset: int) -> ReminderKind:
    if offset < 0:
        return ReminderKind.DUE_SOON
    return ReminderKind.LATE if offset else ReminderKind.DUE_TODAY
