"""How a margin fixed in rupiah is spread over the rows, so that it sums exactly."""

from decimal import Context, Decimal, localcontext
from functools import lru_cache
from operator import sub

from harkat.domain.day_count import PeriodRates
from harkat.domain.level_instalment import new_level_fraction, with_first_interest
from harkat.domain.money import Rounding, rounded_quotient

RATE_DECIMALS = 12
"""To how many decimals the yearly rate is found at which an annuity bears the margin."""

_ONE = 10**RATE_DECIMALS
_DIGITS, _NEAR = 28, Decimal("1e-13")


def equal_shares(amount: int, count: int, rounding: Rounding) -> list[int]:
    """Share an amount out evenly: each share rounded once, none more than what is left.

    The last one takes the difference.
    """
    share = rounded_quotient(amount, count, rounding)
    shares = []
    for _ in range(count - 1):
        shares.append(min(share, amount))
        amount -= shares[-1]
    return [*shares, amount]


def flat_shares(
    margin: int, *, count: int, rounding: Rounding, first_share: int | None
) -> list[int]:
    """Return a margin in equal shares; a first share that is given is taken as it is."""
    if first_share is None or count == 1:
        return equal_shares(margin, count, rounding)
    first = min(first_share, margin)
    return [first, *equal_shares(margin - first, count - 1, rounding)]


@lru_cache(maxsize=1024)
def annuity_shares(
    margin: int,
    *,
    principal: int,
    year_parts: PeriodRates,
    grace: int,
    rounding: Rounding,
    first_share: int | None,
) -> tuple[int, ...]:
    """Return a margin as the interest of the annuity that bears exactly so much.

    Its yearly rate is found to twelve decimals, from below. Rounded is what has been borne up to a
    row, so that a share is the difference of two such sums, never below zero, and they sum exactly.
    """
    if len(year_parts.numerators) == 1:
        return (margin,)
    if first_share is not None:
        first_share = min(first_share, margin)
    annuity = _Annuity(principal, year_parts, grace, first_share)
    rates = annuity.rates(_rate_of(annuity, margin))
    sums = _sums_borne(margin, principal=principal, rates=rates, grace=grace, rounding=rounding)
    return tuple(map(sub, [*sums, margin], [0, *sums]))


class _Annuity:
    """An annuity without a rate yet, of which some rates are tried."""

    def __init__(
        self, principal: int, year_parts: PeriodRates, grace: int, first_share: int | None
    ) -> None:
        self.principal, self.grace = principal, grace
        self._year_parts, self._first_share = year_parts, first_share

    def rates(self, yearly: int) -> PeriodRates:
        """Return the rates of the periods at a yearly rate in units of the last decimal."""
        parts, whole, are_equal = self._year_parts
        numerators = tuple(part * yearly for part in parts)
        rates = PeriodRates(numerators, whole * _ONE, are_equal=are_equal)
        if self._first_share is None:
            return rates
        return with_first_interest(rates, principal=self.principal, interest=self._first_share)

    def bears_at_most(self, margin: int, yearly: int) -> bool:
        """Tell whether all interest at a yearly rate is no more than the margin."""
        rates = self.rates(yearly)
        level, divisor = new_level_fraction(self.principal, rates, grace=self.grace)
        paying = len(rates.numerators) - self.grace
        of_grace = self.principal * sum(rates.numerators[: self.grace])
        to_come = (paying * level - (self.principal + margin) * divisor) * rates.denominator
        return to_come + of_grace * divisor <= 0

    def rate_near(self, margin: int) -> Decimal:
        """Return nearly the yearly rate that bears the margin.

        The level instalments are worth less the higher the rate, ever more slowly: Newton's steps
        from zero come nearer from below.
        """
        with localcontext(Context(prec=_DIGITS)):
            rate, step = Decimal(0), Decimal(1)
            while step >= _NEAR:
                excess, slope = self._worth(margin, rate)
                step = excess / slope
                rate += step
            return rate

    def _worth(self, margin: int, rate: Decimal) -> tuple[Decimal, Decimal]:
        """Return by what the instalments at a rate are worth more than the principal.

        And how fast that falls with the rate.
        """
        parts, whole, _ = self._year_parts
        years = [Decimal(part) / whole for part in parts]
        fixed = Decimal(0)
        if self._first_share is not None:
            years[0], fixed = Decimal(0), Decimal(self._first_share)
        grace_years = sum(years[: self.grace], Decimal(0))
        of_grace = grace_years * rate * self.principal + (fixed if self.grace else 0)
        count = len(years) - self.grace
        level = (self.principal + margin - of_grace) / count
        level_slope = grace_years * self.principal / count
        discount = Decimal(1) if self.grace else self.principal / (self.principal + fixed)
        worth = worth_slope = decay = Decimal(0)
        for part in years[self.grace :]:
            growth = 1 + rate * part
            discount /= growth
            decay += part / growth
            worth += discount
            worth_slope += discount * decay
        return level * worth - self.principal, level * worth_slope + level_slope * worth


def _rate_of(annuity: _Annuity, margin: int) -> int:
    """Return the highest rate, in units of the last decimal, that bears no more than the margin.

    A search in decimals comes so near that two exact tries mostly settle it.
    """
    low = high = int(annuity.rate_near(margin) * _ONE)
    step = 1
    while not annuity.bears_at_most(margin, low):
        low, high, step = max(low - step, 0), low, 2 * step
    while low == high or annuity.bears_at_most(margin, high):
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if annuity.bears_at_most(margin, middle):
            low = middle
        else:
            high = middle
    return low


def _sums_borne(
    margin: int, *, principal: int, rates: PeriodRates, grace: int, rounding: Rounding
) -> list[int]:
    """Return what has been borne up to each row but the last, each sum rounded once.

    With D the denominator, m the paying rows and N/(m·D) their exact level, the balance after the
    k-th of them is kept as a whole number, times m·D^(k+1).
    """
    numerators, denominator, _ = rates
    paying = len(numerators) - grace
    of_grace, sums = 0, []
    for numerator in numerators[:grace]:
        of_grace += principal * numerator
        sums.append(rounded_quotient(of_grace, denominator, rounding))
    level = (principal + margin) * denominator - of_grace
    balance, power = principal * paying * denominator, 1
    for number, numerator in enumerate(numerators[grace:-1], start=1):
        power *= denominator
        balance = balance * (denominator + numerator) - level * power
        paid = of_grace * paying + number * level - principal * paying * denominator
        borne = paid * power + balance
        sums.append(rounded_quotient(borne, paying * denominator * power, rounding))
    return sums
