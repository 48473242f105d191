"""The days on which instalments fall due.

The grid runs from the disbursement, or from the agreed first due date, in the loan's rhythm. Only
where the contract says so does a date move off Sundays and holidays, always forward; a Saturday is
a day like any other.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, count, islice

from harkat.domain.business_days import is_sunday
from harkat.domain.calendar import months_after
from harkat.domain.product import DueDayShift, Every, LoanTerms

_DAY = timedelta(days=1)
_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.TWO_WEEKS: 14}


def due_dates(terms: LoanTerms, *, instalments: int | None = None) -> tuple[date, ...]:
    """Return the due dates of the agreed number of instalments, or of any other.

    A day that a month does not have becomes the month's last, and comes back the month after:
    31 January, 28 February, 31 March. Without an agreed first due date the first is a period after
    the disbursement. Asking for more instalments only appends dates.
    """
    return _due_dates(
        terms.first_due_on or terms.disbursed_on,
        0 if terms.first_due_on else 1,
        terms.every,
        terms.holidays if terms.shift is DueDayShift.FORWARD else None,
        terms.instalments if instalments is None else instalments,
    )


@lru_cache(maxsize=4096)
def _due_dates(
    start: date,
    skipped: int,
    every: Every,
    holidays: tuple[date, ...] | None,
    instalments: int,
) -> tuple[date, ...]:
    if holidays is None:
        return tuple(islice(_grid(start, every, first=skipped), instalments))
    return tuple(islice(_moved(start, skipped, every, frozenset(holidays)), instalments))


def _grid(start: date, every: Every, *, first: int) -> Iterator[date]:
    if every is Every.MONTH:
        return (months_after(start, months) for months in count(first))
    return (start + timedelta(days=_DAYS[every] * periods) for periods in count(first))


def _moved(start: date, skipped: int, every: Every, holidays: Collection[date]) -> Iterator[date]:
    """Return the grid moved to open days, each later than the one before.

    A daily loan has its instalments on open days only, so its grid is those days themselves; in
    the other rhythms a long row of holidays may push two dates together, and the later moves on.
    """
    if every is Every.DAY:
        return _open_days(start + skipped * _DAY, holidays)

    def open_day_after(last: date, day: date) -> date:
        return next(_open_days(max(day, last + _DAY), holidays))

    grid = _grid(start, every, first=skipped)
    return islice(accumulate(grid, open_day_after, initial=date.min), 1, None)


def _open_days(start: date, holidays: Collection[date]) -> Iterator[date]:
    days = (start + timedelta(days=passed) for passed in count())
    return (day for day in days if not is_sunday(day) and day not in holidays)
