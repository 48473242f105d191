"""Rules of Balikat's classes: how many places one may hold, times of day, and reminders."""

import re
from datetime import date, timedelta
from enum import StrEnum

MOST_LIVE_ENROLMENTS = 3
"""How many classes somebody may hold a place in at once, so that others find one."""

MOST_INTERESTS = 5
"""How many kinds of class somebody may ask to be told of."""

MOST_TOLD_OF_A_CLASS = 200
"""How many people are told of one new class; those who asked first come first."""

REMINDER_DAYS = (3, 1)
"""How many days before a class its people are reminded, the earlier reminder first."""

_TIME_OF_DAY = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?", re.ASCII)


class UnclearTime(ValueError):
    """The text is no time of day."""


class ClaimRefusal(StrEnum):
    """Why Balikat cannot confirm that somebody was trained."""

    NOT_ON_LIST = "not_on_list"
    NOT_FINISHED = "not_finished"
    NOT_BALIKAT = "not_balikat"
    UNREADABLE = "unreadable"


def time_of_day(text: str) -> str:
    """Read a time as people write it, ``8``, ``8.30`` or ``08:30``, and return it as ``08.30``.

    :raises UnclearTime: if there is no such time
    """
    found = _TIME_OF_DAY.fullmatch(text.strip())
    if found is None:
        raise UnclearTime(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise UnclearTime(text)
    return f"{hour:02d}.{minute:02d}"


def classes_to_remind_of(*, day: date, until: date) -> tuple[date, ...]:
    """Return the first days of the classes whose people are reminded at the end of a day.

    When missed days are made up for until a later day, a class that has begun by then is not
    announced any more, and of two reminders only the newest goes out.
    """
    missed = (until - day).days
    found = []
    for ahead in REMINDER_DAYS:
        comes_again = any(other < ahead <= other + missed for other in REMINDER_DAYS)
        starts_on = day + timedelta(days=ahead)
        if starts_on > until and not comes_again:
            found.append(starts_on)
    return tuple(found)
