"""Visits to a business: on which days one can be planned, and how often its owner may move it."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from harkat.domain.business_days import business_days_after, is_business_day
from harkat.domain.indonesian import long_date
from harkat.domain.statuses import ApplicationStatus

MOST_CHANGES = 2
"""How often an owner may ask for another time of one visit."""

DAYS_OFFERED = 5
"""Among how many working days an owner chooses."""

LATEST_DAYS = 30
"""How many days ahead a visit can be planned."""

VISITED_IN = frozenset({ApplicationStatus.IN_VERIFICATION, ApplicationStatus.NEEDS_FIX})
"""While an application stands so, its businesses are visited; before and after nobody comes."""


class DayPart(StrEnum):
    """The part of a day in which an officer comes, in their order."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"


class VisitStatus(StrEnum):
    """Where a visit stands; `ASKED` is not planned yet, whoever asks for it."""

    ASKED = "asked"
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"


class VisitEvent(StrEnum):
    """What can happen to a visit."""

    WISHED = "wished"
    PLANNED = "planned"
    MOVED = "moved"
    TOOK_PLACE = "took_place"
    NOBODY_THERE = "nobody_there"


class Unfit(StrEnum):
    """Why no visit can be planned for a day."""

    TOO_SOON = "too_soon"
    NO_WORKDAY = "no_workday"
    TOO_LATE = "too_late"


_PART_WORDS: Mapping[DayPart, str] = {
    DayPart.MORNING: "pagi",
    DayPart.MIDDAY: "siang",
    DayPart.AFTERNOON: "sore",
}


def unfit(day: date, *, today: date, holidays: Collection[date]) -> Unfit | None:
    """Return why no visit can be planned for a day, or None: a workday from tomorrow on is fit."""
    if day <= today:
        return Unfit.TOO_SOON
    if day > today + timedelta(days=LATEST_DAYS):
        return Unfit.TOO_LATE
    return None if is_business_day(day, holidays) else Unfit.NO_WORKDAY


def days_offered(*, today: date, holidays: Collection[date]) -> tuple[date, ...]:
    """Return the working days among which an owner chooses, from tomorrow on."""
    return tuple(
        business_days_after(today, number, holidays) for number in range(1, DAYS_OFFERED + 1)
    )


def is_ahead(status: VisitStatus, *, visit_on: date | None, wish_on: date | None, on: date) -> bool:
    """Tell whether on a day an officer still comes, that day included, or is asked to come."""
    if status is not VisitStatus.PLANNED:
        return status is VisitStatus.ASKED
    return any(day is not None and day >= on for day in (visit_on, wish_on))


def visit_in_words(day: date, part: DayPart) -> str:
    """Return when a visit is, as ``Selasa, 10 Maret 2026, pagi``."""
    return f"{long_date(day)}, {_PART_WORDS[part]}"
