"""Reading a date as people write it: day first, or as a browser's date box sends it."""

import re
from calendar import monthrange
from datetime import MAXYEAR, date
from enum import StrEnum

from harkat.domain.indonesian import MONTHS

EARLIEST_YEAR = 1900
LATEST_YEAR = 2199

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<apart>[/.\- ])(?P<month>\d{1,2})(?P=apart)(?P<year>\d{1,4})", re.ASCII
)
_NAMED = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[a-z]{3,9})\.?\s+(?P<year>\d{1,4})", re.ASCII)
_OLD_SPELLINGS = {"peb": 2, "pebruari": 2, "agt": 8, "ags": 8, "nop": 11, "nopember": 11}
_MONTH_NUMBERS = {
    **{month.lower(): number for number, month in enumerate(MONTHS, start=1)},
    **{month.lower()[:3]: number for number, month in enumerate(MONTHS, start=1)},
    **_OLD_SPELLINGS,
}


class DateProblem(StrEnum):
    """Why a text is not a date."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    SHORT_YEAR = "short_year"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class UnclearDate(ValueError):
    """The text cannot be read as one day."""

    def __init__(self, reason: DateProblem, *, first_of_month: date | None = None) -> None:
        """Keep the reason; `first_of_month` says which month does not have the day."""
        super().__init__(reason.value)
        self.reason = reason
        self.first_of_month = first_of_month

    @property
    def last_day(self) -> int:
        """Return the last day of the month that was meant; 31 when no month was."""
        if self.first_of_month is None:
            return 31
        return monthrange(self.first_of_month.year, self.first_of_month.month)[1]


def parse_date(text: str) -> date:
    """Read a day such as ``2026-04-04``, ``4/4/2026``, ``04.04.2026`` or ``4 April 2026``.

    :raises UnclearDate: if it is not one, or its year has fewer than four digits
    """
    written = text.strip().lower()
    if not written:
        raise UnclearDate(DateProblem.EMPTY)
    found = _ISO.fullmatch(written) or _DAY_FIRST.fullmatch(written) or _NAMED.fullmatch(written)
    if found is None:
        raise UnclearDate(DateProblem.UNREADABLE)
    if len(found["year"]) < len(str(MAXYEAR)):
        raise UnclearDate(DateProblem.SHORT_YEAR)
    return _day(year=int(found["year"]), month=_month(found["month"]), day=int(found["day"]))


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written not in _MONTH_NUMBERS:
        raise UnclearDate(DateProblem.UNREADABLE)
    return _MONTH_NUMBERS[written]


def _day(*, year: int, month: int, day: int) -> date:
    if not 1 <= month <= len(MONTHS):
        raise UnclearDate(DateProblem.MONTH)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise UnclearDate(DateProblem.YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        first_of_month = date(year, month, 1)
        raise UnclearDate(DateProblem.DAY, first_of_month=first_of_month) from None
