"""Which days people work: Monday to Friday, without national holidays and collective leave.

Due dates follow another rule of their own, in which a Saturday counts (`due_dates`).
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

_SATURDAY = 5
_SUNDAY = 6


class HolidayKind(StrEnum):
    """Why nobody works: a national holiday, or leave that the government takes collectively."""

    PUBLIC = "public"
    COLLECTIVE_LEAVE = "collective_leave"


def is_sunday(day: date) -> bool:
    """Tell whether a day is a Sunday."""
    return day.weekday() == _SUNDAY


def is_business_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether offices work on a day."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_business_days(day: date, number: int, holidays: Collection[date]) -> date:
    """Return the day on which so many working days have passed; the first day does not count."""
    for _ in range(number):
        day = next_business_day(day + timedelta(days=1), holidays)
    return day


def next_business_day(day: date, holidays: Collection[date]) -> date:
    """Return the day itself if offices work on it, else the first later one on which they do."""
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return day
