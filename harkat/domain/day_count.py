"""Which part of a year a period is, and so what rate it bears, as exact fractions."""

from calendar import isleap
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from harkat.domain.product import DayCount, LoanTerms

_USUAL_YEAR, _LEAP_YEAR, _BANKERS_YEAR = 365, 366, 360


class PeriodRates(NamedTuple):
    """The rate of each period over one denominator; `are_equal` says that all are the same."""

    numerators: tuple[int, ...]
    denominator: int
    are_equal: bool


def period_fraction(terms: LoanTerms, *, starts_on: date, due_on: date) -> Fraction:
    """Return the part of a year between two due dates of a loan.

    Under 30/360 every period is the same, whatever its days. Otherwise its days are counted with
    the first and without the last, over 365 or 360; actual/actual (ISDA) counts the days in leap
    years over 366 and the others over 365.
    """
    if terms.day_count is DayCount.THIRTY_360:
        return Fraction(1, terms.every.periods_a_year)
    parts, whole = _actual_parts(terms.day_count, starts_on, due_on)
    return Fraction(parts, whole)


def period_rates(
    terms: LoanTerms, *, annual_rate: Decimal, starts_on: date, due_on: tuple[date, ...]
) -> PeriodRates:
    """Return the rates of the periods that end on the due dates."""
    if terms.day_count is DayCount.THIRTY_360:
        numerator, denominator = _equal_rate(annual_rate, terms.every.periods_a_year)
        return PeriodRates((numerator,) * len(due_on), denominator, are_equal=True)
    rate, per = annual_rate.as_integer_ratio()
    parts, whole = [], 1
    for earlier, later in pairwise((starts_on, *due_on)):
        part, whole = _actual_parts(terms.day_count, earlier, later)
        parts.append(part * rate)
    return PeriodRates(tuple(parts), whole * per, are_equal=False)


@lru_cache(maxsize=1024)
def _equal_rate(annual_rate: Decimal, periods_a_year: int) -> tuple[int, int]:
    return (Fraction(annual_rate) / periods_a_year).as_integer_ratio()


def _actual_parts(day_count: DayCount, starts_on: date, due_on: date) -> tuple[int, int]:
    """Return how many parts of a year lie between two days, and how many parts a year has."""
    days = (due_on - starts_on).days
    if day_count is DayCount.ACTUAL_365:
        return days, _USUAL_YEAR
    if day_count is DayCount.ACTUAL_360:
        return days, _BANKERS_YEAR
    leap_days = sum(
        (min(due_on, date(year + 1, 1, 1)) - max(starts_on, date(year, 1, 1))).days
        for year in range(starts_on.year, due_on.year + 1)
        if isleap(year)
    )
    return days * _LEAP_YEAR - leap_days, _USUAL_YEAR * _LEAP_YEAR
