"""What an owner's business leaves over, and which instalment that can carry.

People say what they take in and spend in the unit they know; from here on all figures are whole
rupiah a month. A month is a twelfth of 52 weeks, so that six open days a week make 26 a month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from harkat.domain.money import ZERO, Rupiah, round_half_up
from harkat.domain.product import Every
from harkat.domain.programme_rules import Rules

MOST_OPEN_DAYS = 7
_WEEKS_A_MONTH = Fraction(52, 12)
_INSTALMENTS_A_MONTH = {
    Every.DAY: Fraction(365, 12),
    Every.WEEK: _WEEKS_A_MONTH,
    Every.TWO_WEEKS: _WEEKS_A_MONTH / 2,
    Every.MONTH: Fraction(1),
}


class MoneyUnit(StrEnum):
    """In what sales and purchases are told: an open day, or a week."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True)
class MonthlyMoney:
    """What comes in and goes out in a month, in rupiah, none of it below zero."""

    sales: Rupiah
    purchases: Rupiah
    other_costs: Rupiah
    household: Rupiah
    other_instalments: Rupiah

    @property
    def business_net(self) -> Rupiah:
        """What the business leaves before household and instalments; it may be below zero."""
        return self.sales - self.purchases - self.other_costs

    @property
    def left(self) -> Rupiah:
        """What is left when everything is paid; it may be below zero."""
        return self.business_net - self.household - self.other_instalments


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The programme's two limits as shares of one, zero and one included.

    `capacity_share` is how much of what is left may become an instalment; `debt_service_limit` how
    much of what the business leaves all instalments together may take.
    """

    capacity_share: Decimal
    debt_service_limit: Decimal


@dataclass(frozen=True, kw_only=True)
class Affordability:
    """One instalment a month held against both limits.

    `debt_service` is None when the business leaves nothing that a share could be taken of.
    """

    instalment: Rupiah
    capacity: Rupiah
    debt_service: Fraction | None
    left_after: Rupiah
    is_within_capacity: bool
    is_within_debt_service: bool

    @property
    def is_within_both(self) -> bool:
        """Tell whether the instalment keeps both limits."""
        return self.is_within_capacity and self.is_within_debt_service

    @property
    def missing(self) -> Rupiah:
        """What the business lacks for the instalment; zero if something is left."""
        return max(-self.left_after, ZERO)


def limits_of(rules: Rules) -> Limits:
    """Return the two limits of the rules in force."""
    return Limits(capacity_share=rules.capacity_share, debt_service_limit=rules.debt_service_limit)


def a_month(amount: Rupiah, *, unit: MoneyUnit, open_days: int) -> Rupiah:
    """Return what an amount of one open day, or of one week, comes to in a month.

    `open_days` are the open days of a week; a week's amount has them in it already.
    """
    times = open_days if unit is MoneyUnit.DAY else 1
    return round_half_up(_WEEKS_A_MONTH * int(amount) * times)


def instalment_a_month(instalment: Rupiah, *, every: Every) -> Rupiah:
    """Return what an instalment comes to in a month, whatever its rhythm."""
    return round_half_up(_INSTALMENTS_A_MONTH[every] * int(instalment))


def capacity(money: MonthlyMoney, limits: Limits) -> Rupiah:
    """Return the highest instalment a month that what is left can carry (repayment capacity).

    It is the share of what is left, cut down to whole rupiah, and never below zero.
    """
    share = Fraction(limits.capacity_share)
    return Rupiah(max(int(money.left), 0) * share.numerator // share.denominator)


def affordability(money: MonthlyMoney, instalment: Rupiah, limits: Limits) -> Affordability:
    """Return how an instalment a month stands against both limits."""
    highest = capacity(money, limits)
    debt_service = _debt_service(money, instalment)
    return Affordability(
        instalment=instalment,
        capacity=highest,
        debt_service=debt_service,
        left_after=money.left - instalment,
        is_within_capacity=instalment <= highest,
        is_within_debt_service=(
            debt_service is not None and debt_service <= Fraction(limits.debt_service_limit)
        ),
    )


def highest_amount(
    *, step: Rupiah, most: Rupiah, is_affordable: Callable[[Rupiah], bool]
) -> Rupiah:
    """Return the highest multiple of a step, up to the most, that is affordable; zero if none is.

    A larger amount is never more affordable than a smaller one, so that halving finds it.
    """
    low, high = 0, int(most) // int(step)
    while low < high:
        middle = (low + high + 1) // 2
        if is_affordable(step * middle):
            low = middle
        else:
            high = middle - 1
    return step * low


def _debt_service(money: MonthlyMoney, instalment: Rupiah) -> Fraction | None:
    """Return all instalments as a share of what the business leaves (debt-service ratio)."""
    if money.business_net <= ZERO:
        return None
    return Fraction(int(money.other_instalments + instalment), int(money.business_net))
