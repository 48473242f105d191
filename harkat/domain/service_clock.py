"""How long the bank may take for its part of an application, counted in working days.

The clock of a duty runs while the application stands in a status of that duty, and stands still
while the applicant is waited for or another duty is at work. When a decision is taken back the
work begins anew, and so does its clock.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from harkat.domain.business_days import business_days_after, business_days_between
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus


class Duty(StrEnum):
    """What the bank has to do with an application within its time."""

    VERIFY = "verify"
    DECIDE = "decide"
    DISBURSE = "disburse"


DUTIES: Mapping[ApplicationStatus, Duty] = {
    ApplicationStatus.SUBMITTED: Duty.VERIFY,
    ApplicationStatus.IN_VERIFICATION: Duty.VERIFY,
    ApplicationStatus.IN_DECISION: Duty.DECIDE,
    ApplicationStatus.DISBURSING: Duty.DISBURSE,
}
"""Whose turn a status is; in all others nobody at the bank is waited for.

Signing is not among them: it needs the borrowers at the bank.
"""

_BEGINS_ANEW = frozenset({ApplicationEvent.REOPENED, ApplicationEvent.APPEAL_UPHELD})


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step of an application: on which day it came to stand in which status, and why."""

    on: date
    event: ApplicationEvent
    status: ApplicationStatus


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Until when a duty is to be done, and by how many working days it is late."""

    duty: Duty
    due_on: date
    late_days: int


def deadline(
    moves: Sequence[Move],
    *,
    limits: Mapping[Duty, int],
    holidays: Collection[date],
    on: date,
) -> Deadline | None:
    """Return what the bank has to do now and until when, or None if nobody there is waited for.

    `moves` are all steps of one application in their order.
    """
    if not moves or moves[-1].status not in DUTIES:
        return None
    duty = DUTIES[moves[-1].status]
    since, used = moves[-1].on, 0
    counted = moves[_last_beginning(moves) :]
    for move, following in pairwise(counted):
        if DUTIES.get(move.status) is duty:
            used += business_days_between(move.on, following.on, holidays)
    left = limits[duty] - used
    running = business_days_between(since, on, holidays)
    return Deadline(
        duty=duty,
        due_on=business_days_after(since, max(left, 0), holidays),
        late_days=max(running - left, 0),
    )


def _last_beginning(moves: Sequence[Move]) -> int:
    """Return where the steps begin that count: at the start, or where the work began anew."""
    return max(
        (number for number, move in enumerate(moves) if move.event in _BEGINS_ANEW), default=0
    )
