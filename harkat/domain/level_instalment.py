"""The level instalment of an annuity, as the exact fraction that is then rounded once."""

from functools import lru_cache

from harkat.domain.day_count import PeriodRates


def level_fraction(principal: int, rates: PeriodRates, *, grace: int = 0) -> tuple[int, int]:
    """Return numerator and denominator of what each row after the grace pays, the last included.

    Equal periods: P·r·(1+r)^n ÷ ((1+r)^n - 1). Others, the progressive level: P·Π(1+f_i) ÷ F_n with
    F_1 = 1 and F_k = 1 + F_(k-1)·(1+f_k).
    """
    numerators, denominator, are_equal = rates
    if are_equal:
        level = _known_level(numerators[0], denominator, len(numerators) - grace)
    else:
        level = _progressive_level(numerators[grace:], denominator)
    return principal * level[0], level[1]


def new_level_fraction(principal: int, rates: PeriodRates, *, grace: int = 0) -> tuple[int, int]:
    """Return the same, for a rate that is only tried: nothing of it is remembered."""
    numerators, denominator, are_equal = rates
    if are_equal:
        level = _equal_level(numerators[0], denominator, len(numerators) - grace)
    else:
        level = _progressive_level(numerators[grace:], denominator)
    return principal * level[0], level[1]


def with_first_interest(rates: PeriodRates, *, principal: int, interest: int) -> PeriodRates:
    """Return the rates with the first one such that the principal bears exactly that interest."""
    first = interest * rates.denominator
    others = (numerator * principal for numerator in rates.numerators[1:])
    return PeriodRates((first, *others), rates.denominator * principal, are_equal=False)


def _equal_level(numerator: int, denominator: int, periods: int) -> tuple[int, int]:
    if not numerator:
        return 1, periods
    growth, one = (denominator + numerator) ** periods, denominator**periods
    return numerator * growth, denominator * (growth - one)


_known_level = lru_cache(maxsize=4096)(_equal_level)


def _progressive_level(numerators: tuple[int, ...], denominator: int) -> tuple[int, int]:
    """Return Π(1+f_i) ÷ F_n; every step is multiplied by the denominator to stay whole."""
    growth, future, one = denominator + numerators[0], 1, 1
    for numerator in numerators[1:]:
        one *= denominator
        grown = denominator + numerator
        growth *= grown
        future = one + future * grown
    return growth, denominator * future
