"""Business days: a day is a date in Asia/Jakarta, whatever the server's own zone is."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")  # Sumatra keeps UTC+7 the whole year.


def business_day(at: datetime) -> date:
    """Return the business day in which the aware moment `at` falls.

    :raises ValueError: if `at` has no time zone, since its day would be a guess
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(WIB).date()


def start_of(day: date) -> datetime:
    """Return the first moment of a business day."""
    return datetime.combine(day, time.min, tzinfo=WIB)


def full_months_between(earlier: date, later: date) -> int:
    """Return how many whole months lie between two days; 0 when `later` is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if later.day < earlier.day:
        months -= 1
    return max(months, 0)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later or earlier, or the last of a month that has it not."""
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def complete_on(start: date, *, months: int) -> date:
    """Return the first day on which that many whole months lie between it and the start.

    A day the month does not have becomes the first of the next: from 31 August to 1 March.
    """
    day = months_after(start, months)
    return day if day.day == start.day else day + timedelta(days=1)


def latest_start(on: date, *, months: int) -> date:
    """Return the latest start from which that many whole months have passed on a day."""
    return months_after(on, -months)


def full_years_between(earlier: date, later: date) -> int:
    """Return how many whole years lie between two days, as an age is counted."""
    return full_months_between(earlier, later) // 12
