"""The months of the books: a closed one takes no entry any more, whatever its true date is."""

from collections.abc import Container
from datetime import date, timedelta


def month_of(day: date) -> date:
    """Return the first day of the month in which a day lies."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return month_of(month + timedelta(days=31))


def last_day_of(month: date) -> date:
    """Return the last day of the month that begins on the given day."""
    return month_after(month) - timedelta(days=1)


def booking_day(*, value_on: date, closed: Container[date]) -> date:
    """Return the day on which an entry is booked: its true date, or the next open month's first.

    `closed` are the first days of the closed months.
    """
    month = month_of(value_on)
    if month not in closed:
        return value_on
    while month in closed:
        month = month_after(month)
    return month
