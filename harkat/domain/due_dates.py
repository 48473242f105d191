"""The days on which instalments fall due."""

from calendar import monthrange
from datetime import date


def monthly_due_dates(
    *, disbursed_on: date, instalments: int, first_due_on: date | None = None
) -> tuple[date, ...]:
    """Return one due date a month, on the day of the first one, or of the disbursement.

    A day that a month does not have becomes the month's last, and comes back the month after:
    31 January, 28 February, 31 March. Without `first_due_on` the first is a month after the
    disbursement.
    """
    if first_due_on is None:
        start, skipped = disbursed_on, 1
    else:
        start, skipped = first_due_on, 0
    return tuple(_months_after(start, skipped + index) for index in range(instalments))


def _months_after(start: date, months: int) -> date:
    years, month_index = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month_index + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
