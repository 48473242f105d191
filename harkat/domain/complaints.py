"""Complaints that go past the bank: what kinds there are, when one must be answered, who may try.

Bank staff never see one. What smells of fraud or of money cut off is due sooner, and the auditor
sees it beside the Dinas.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from harkat.domain.business_days import business_days_after

MOST_FROM_ONE = 3
MOST_ANONYMOUS = 60
MOST_WRONG_TRIES = 5
PERIOD = timedelta(days=1)
"""In a day so many complaints come from one phone, account or browser, and so many in all from
people without an account; so many wrong tries may be made to read one."""

_DIGITS = re.compile(r"[0-9]{4}")


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    DEDUCTED = "deducted"
    FRAUD = "fraud"
    SLOW = "slow"
    TREATMENT = "treatment"
    DATA = "data"
    OTHER = "other"


class ComplaintProblem(StrEnum):
    """Why somebody may not complain again just now."""

    TOO_MANY_FROM_ONE = "too_many_from_one"
    TOO_MANY_IN_ALL = "too_many_in_all"


URGENT_KINDS = frozenset({ComplaintKind.DEDUCTED, ComplaintKind.FRAUD})
"""Kinds that are due sooner and that the auditor sees, too."""


def answer_due_on(
    kind: ComplaintKind,
    *,
    received_on: date,
    workdays: int,
    urgent_workdays: int,
    holidays: Collection[date],
) -> date:
    """Return the working day by the end of which a complaint must be answered."""
    days = urgent_workdays if kind in URGENT_KINDS else workdays
    return business_days_after(received_on, days, holidays)


def complaint_problem(
    *, from_one: Sequence[datetime], anonymous: int, is_anonymous: bool, at: datetime
) -> ComplaintProblem | None:
    """Return why one more complaint is not taken now; `from_one` are the times of the same hand's.

    People without an account share one limit, so that nobody can flood the Dinas.
    """
    recent = [when for when in from_one if when > at - PERIOD]
    if len(recent) >= MOST_FROM_ONE:
        return ComplaintProblem.TOO_MANY_FROM_ONE
    if is_anonymous and anonymous >= MOST_ANONYMOUS:
        return ComplaintProblem.TOO_MANY_IN_ALL
    return None


def is_same_phone_end(phone: str | None, digits: str) -> bool:
    """Tell whether the digits are the last ones of a phone number."""
    return bool(phone and _DIGITS.fullmatch(digits) and phone.endswith(digits))
