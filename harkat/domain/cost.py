"""What a loan costs the borrower: in rupiah, and as the one rate by which loans compare."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from harkat.domain.money import Rupiah
from harkat.domain.schedule import Schedule

_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What must be disclosed with every offer; the rate is a fraction, such as 0.054978."""

    total_interest: Rupiah
    total_to_pay: Rupiah
    effective_rate: Decimal


def cost(schedule: Schedule) -> Cost:
    """Return the cost of a schedule paid on time."""
    return Cost(
        total_interest=schedule.totals.interest,
        total_to_pay=schedule.totals.total,
        effective_rate=effective_rate(schedule),
    )


def effective_rate(schedule: Schedule) -> Decimal:
    """Return the yearly rate of the real cash flows, to six places.

    It is their internal rate of return a period, times the periods of a year.
    """
    if schedule.totals.interest == 0:
        return Decimal(0).quantize(_SIX_PLACES)  # the search would end near, not at, zero
    import numpy_financial  # here, because it takes a third of a second

    flows = [-int(schedule.terms.principal), *(int(row.total) for row in schedule.rows)]
    rate_of_a_period = float(numpy_financial.irr(flows))
    yearly = Decimal(rate_of_a_period) * schedule.terms.every.periods_a_year
    return yearly.quantize(_SIX_PLACES, rounding=ROUND_HALF_UP)
