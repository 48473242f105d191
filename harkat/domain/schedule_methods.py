"""How each method spreads principal and interest over rows, in whole rupiah.

The rules are written out with worked examples in docs/algorithms/schedule.md. Nothing here is ever
a decimal: a rate is a numerator over a denominator, and an amount is rounded once, by division.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from harkat.domain.day_count import PeriodRates
from harkat.domain.level_instalment import level_fraction, with_first_interest
from harkat.domain.margin import annuity_shares, flat_shares
from harkat.domain.money import Rounding, rounded_quotient
from harkat.domain.product import InterestMethod


class RowWithoutPrincipal(Exception):
    """The rounded parts pay the principal off before the last row, or never."""


@dataclass(kw_only=True, slots=True, eq=False)
class Task:
    """Principal to be spread over periods, of which the first `grace` pay none of it.

    `rates` are the periods' rates; `first_interest`, where it is given, is the first row's
    interest; `level`, where it is given, is what a row pays, and there may be fewer rows then.
    `margin` is a price in rupiah, spread evenly, or as an annuity over the given `year_parts`.
    """

    principal: int
    rates: PeriodRates
    grace: int = 0
    rounding: Rounding
    multiple: int
    first_interest: int | None = None
    level: int | None = None
    margin: int = 0
    year_parts: PeriodRates | None = None


Columns = tuple[list[int], list[int]]
"""The principals and the interests of the rows."""


def _declining_annuity(task: Task) -> Columns:
    level = task.level
    if level is None:
        level = _to_multiple(level_fraction(task.principal, _rates(task), grace=task.grace), task)
    interests = _interests_on_the_balance(task, level)
    paying = interests[task.grace :] if task.grace else interests
    principals = [level - interest for interest in paying]
    principals.pop()
    return _closed(task, principals, interests)


def _declining_equal_principal(task: Task) -> Columns:
    numerators, denominator, _ = task.rates
    count = len(numerators) - task.grace
    share = task.level
    if share is None:
        share = _to_multiple((task.principal, count), task)
    balances = chain(
        repeat(task.principal, task.grace), (task.principal - share * paid for paid in range(count))
    )
    interests = [
        rounded_quotient(balance * numerator, denominator, task.rounding)
        for balance, numerator in zip(balances, numerators, strict=True)
    ]
    if task.first_interest is not None:
        interests[0] = task.first_interest
    return _closed(task, [share] * (count - 1), interests)


def _flat(task: Task) -> Columns:
    level = task.level
    if level is None:
        numerators, denominator, _ = _rates(task)
        paying = numerators[task.grace :]
        whole = (sum(paying) + denominator) * task.principal
        level = _to_multiple((whole, len(paying) * denominator), task)
    interests = _interests_of_the_whole(task)
    return _closed(task, [level - interest for interest in interests[task.grace : -1]], interests)


def _profit_share(task: Task) -> Columns:
    count = len(task.rates.numerators)
    if task.year_parts is None:
        interests = flat_shares(
            task.margin, count=count, rounding=task.rounding, first_share=task.first_interest
        )
    else:
        shares = annuity_shares(
            task.margin,
            principal=task.principal,
            year_parts=task.year_parts,
            grace=task.grace,
            rounding=task.rounding,
            first_share=task.first_interest,
        )
        interests = list(shares)
    to_pay = task.principal + sum(interests[task.grace :])
    level = _to_multiple((to_pay, count - task.grace), task)
    return _closed(task, [level - interest for interest in interests[task.grace : -1]], interests)


def _bullet(task: Task) -> Columns:
    interests = _interests_of_the_whole(task)
    return [0] * (len(interests) - 1) + [task.principal], interests


SCHEDULERS: Mapping[InterestMethod, Callable[[Task], Columns]] = {
    InterestMethod.DECLINING_ANNUITY: _declining_annuity,
    InterestMethod.DECLINING_EQUAL_PRINCIPAL: _declining_equal_principal,
    InterestMethod.FLAT: _flat,
    InterestMethod.PROFIT_SHARE: _profit_share,
    InterestMethod.BULLET: _bullet,
}


def _rates(task: Task) -> PeriodRates:
    if task.first_interest is None:
        return task.rates
    return with_first_interest(task.rates, principal=task.principal, interest=task.first_interest)


def _to_multiple(amount: tuple[int, int], task: Task) -> int:
    numerator, denominator = amount
    return rounded_quotient(numerator, denominator * task.multiple, task.rounding) * task.multiple


def _interests_of_the_whole(task: Task, *, rows: int | None = None) -> list[int]:
    """Return the interest of the first rows, or of all, as if all principal were owed in them."""
    numerators, denominator, _ = task.rates
    interests = [
        rounded_quotient(task.principal * numerator, denominator, task.rounding)
        for numerator in numerators[:rows]
    ]
    if task.first_interest is not None:
        interests[0] = task.first_interest
    return interests


def _interests_on_the_balance(task: Task, level: int) -> list[int]:
    """Return the interest of each row on what is owed when each row pays a level amount."""
    numerators, denominator, are_equal = task.rates
    grace, rounding, balance = task.grace, task.rounding, task.principal
    interests = _interests_of_the_whole(task, rows=grace) if grace else []
    if task.first_interest is not None and not grace:
        interests.append(task.first_interest)
        balance += task.first_interest - level
    left = numerators[len(interests) :]
    if are_equal and rounding is not Rounding.HALF_EVEN:
        twice, double = 2 * numerators[0], 2 * denominator
        addend = double - 1 if rounding is Rounding.UP else denominator
        # Here the time of a schedule is spent. Doubled, with a half or nearly one added, a rounding
        # is a division that cuts off.
        for _ in left:
            interest = (balance * twice + addend) // double
            interests.append(interest)
            balance += interest - level
        return interests
    for numerator in left:
        interest = rounded_quotient(balance * numerator, denominator, rounding)
        interests.append(interest)
        balance += interest - level
    return interests


def _closed(task: Task, principals: list[int], interests: list[int]) -> Columns:
    """Return the columns with the grace before and, as the last row, what is left.

    Rows that keep the level of an older schedule may pay all off earlier, and then end there.

    :raises RowWithoutPrincipal: if a row would pay off nothing
    """
    if principals and min(principals) < 1:
        raise RowWithoutPrincipal
    left = task.principal - sum(principals)
    if left < 1:
        if task.level is None:
            raise RowWithoutPrincipal
        while left < 1:
            left += principals.pop()
        interests = interests[: task.grace + len(principals) + 1]
    principals.append(left)
    return ([0] * task.grace + principals if task.grace else principals), interests
