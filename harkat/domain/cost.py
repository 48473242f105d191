"""What a loan costs the borrower: in rupiah, and as the one rate by which loans compare."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import Schedule, schedule

_SIX_PLACES = Decimal("0.000001")
_MOST_FLOWS_FOR_IRR = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What must be disclosed with every offer; the rate is a fraction, such as 0.054978.

    `total_to_pay` is everything the borrower pays: all instalments, and the fees at the start.
    """

    total_interest: Rupiah
    fees: Rupiah
    total_to_pay: Rupiah
    effective_rate: Decimal

    @property
    def total_cost(self) -> Rupiah:
        """What the loan costs beyond its principal."""
        return self.total_interest + self.fees


def cost(schedule: Schedule) -> Cost:
    """Return the cost of a schedule paid on time."""
    return Cost(
        total_interest=schedule.totals.interest,
        fees=schedule.terms.fee,
        total_to_pay=schedule.totals.total + schedule.terms.fee,
        effective_rate=effective_rate(schedule),
    )


@lru_cache(maxsize=1024)
def effective_rate(schedule: Schedule) -> Decimal:
    """Return the yearly rate of the real cash flows, to six places.

    It is their internal rate of return a period, times the periods of a year. The fee is paid when
    the money comes, which is as if so much less had come.
    """
    terms = schedule.terms
    if schedule.totals.interest + terms.fee == 0:
        return Decimal(0).quantize(_SIX_PLACES)  # a search would end near, not at, zero
    payments = [
        principal + interest
        for principal, interest in zip(schedule.principals, schedule.interests, strict=True)
    ]
    rate_of_a_period = _internal_rate(int(terms.principal - terms.fee), payments)
    yearly = Decimal(rate_of_a_period) * terms.every.periods_a_year
    return yearly.quantize(_SIX_PLACES, rounding=ROUND_HALF_UP)


def as_flat(terms: LoanTerms) -> Schedule:
    """Return the same loan at the same rate, taken of the whole amount all along.

    :raises ImpossibleTerms: if a row would pay off nothing
    """
    return schedule(replace(terms, method=InterestMethod.FLAT, margin=None))


def as_declining(terms: LoanTerms) -> Schedule:
    """Return the same loan at the same rate, taken of what is still owed, in level instalments.

    :raises ImpossibleTerms: if a row would pay off nothing
    """
    return schedule(replace(terms, method=InterestMethod.DECLINING_ANNUITY, margin=None))


def _internal_rate(received: int, payments: Sequence[int]) -> float:
    """Return the rate of a period at which the payments are worth what was received.

    `irr` looks for every root of a polynomial: that is sure for dozens of payments, but takes
    seconds for hundreds. These, and what it might not find, are searched for here.
    """
    if len(payments) < _MOST_FLOWS_FOR_IRR:
        import numpy_financial  # here, because it takes a third of a second

        rate = float(numpy_financial.irr([-received, *payments]))
        if isfinite(rate) and rate >= 0 and abs(_worth(payments, rate)[0] / received - 1) < 1e-9:
            return rate
    return _searched_rate(received, payments)


def _searched_rate(received: int, payments: Sequence[int]) -> float:
    """Return the same rate by Newton's steps.

    The worth of payments falls ever more slowly with the rate, so that steps from zero come nearer
    from below and never go past it.
    """
    rate, later = 0.0, _next_rate(received, payments, 0.0)
    while later > rate:
        rate, later = later, _next_rate(received, payments, later)
    return rate


def _next_rate(received: int, payments: Sequence[int], rate: float) -> float:
    worth, slope = _worth(payments, rate)
    return rate + (worth - received) / slope


def _worth(payments: Sequence[int], rate: float) -> tuple[float, float]:
    """Return what payments are worth a period before the first, and how fast that falls."""
    worth = slope = 0.0
    discount = growth = 1 + rate
    for number, payment in enumerate(payments, start=1):
        present = payment / discount
        worth += present
        slope += number * present
        discount *= growth
    return worth, slope / growth
