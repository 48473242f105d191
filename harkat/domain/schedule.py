"""The plan of payments of a loan: each amount rounded once, the last row takes the difference.

The rules are written out with worked examples in docs/algorithms/schedule.md.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate, count, islice
from operator import add, sub
from typing import NamedTuple

from harkat.domain.day_count import PeriodRates, period_fraction, period_rates
from harkat.domain.due_dates import due_dates
from harkat.domain.margin import equal_shares
from harkat.domain.money import Rupiah, all_known, known
from harkat.domain.product import (
    MULTIPLES,
    Impossible,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    LoanTerms,
    MarginSpread,
    Rounding,
)
from harkat.domain.schedule_methods import SCHEDULERS, Columns, RowWithoutPrincipal, Task

__all__ = [
    "Instalment",
    "Remainder",
    "Schedule",
    "Totals",
    "period_fraction",
    "planned",
    "schedule",
]


class Instalment(NamedTuple):
    """One row of a schedule; `balance` is the principal still owed once it is paid."""

    number: int
    due_on: date
    principal: Rupiah
    interest: Rupiah
    total: Rupiah
    balance: Rupiah


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What the rows of a schedule add up to."""

    principal: Rupiah
    interest: Rupiah
    total: Rupiah


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The agreed plan of payments; its principal sums to the loan, its last balance is zero.

    It is kept as columns of whole rupiah; the rows are made when somebody looks at them.
    """

    terms: LoanTerms
    due_on: tuple[date, ...]
    principals: tuple[int, ...]
    interests: tuple[int, ...]

    @cached_property
    def rows(self) -> tuple[Instalment, ...]:
        """The plan row by row."""
        balances = accumulate(self.principals, sub, initial=int(self.terms.principal))
        columns = (
            self.principals,
            self.interests,
            map(add, self.principals, self.interests),
            islice(balances, 1, None),
        )
        rows = zip(count(1), self.due_on, *map(all_known, columns), strict=False)
        return tuple(map(Instalment._make, rows))

    @cached_property
    def totals(self) -> Totals:
        """What the rows add up to."""
        principal, interest = int(self.terms.principal), sum(self.interests)
        return Totals(
            principal=known(principal),
            interest=known(interest),
            total=known(principal + interest),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Remainder:
    """What is left to be planned: principal over the due dates, from a day and at a rate.

    `first_interest` is given where the first period is mixed of two rates or balances; `level` is
    what a row shall go on to pay, and then there may be fewer rows than due dates; `margin` is
    what a price in rupiah still brings, all of it, whatever grace is left. Grace of nothing comes
    before grace of principal.
    """

    principal: int
    starts_on: date
    due_on: tuple[date, ...]
    annual_rate: Decimal
    first_interest: int | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    interest_grace_mode: InterestGraceMode = InterestGraceMode.COLLECTED
    level: int | None = None
    margin: int | None = None


@lru_cache(maxsize=4096)
def schedule(terms: LoanTerms) -> Schedule:
    """Return the plan of payments for the agreed terms.

    :raises ImpossibleTerms: if a row would pay off nothing; then `highest` is a multiple, or a
        number of instalments, that does work
    """
    whole = _whole(terms)
    try:
        principals, interests = _columns(terms, whole)
    except RowWithoutPrincipal:
        raise _refusal(terms) from None
    return Schedule(
        terms=terms,
        due_on=whole.due_on,
        principals=tuple(principals),
        interests=tuple(interests),
    )


@lru_cache(maxsize=4096)
def planned(terms: LoanTerms, remainder: Remainder) -> tuple[tuple[int, int], ...]:
    """Return principal and interest of each row that is left, by the loan's own method.

    :raises ImpossibleTerms: if a row would pay off nothing
    """
    try:
        return tuple(zip(*_columns(terms, remainder), strict=True))
    except RowWithoutPrincipal:
        raise ImpossibleTerms(
            field="instalments",
            reason=Impossible.ROW_WITHOUT_PRINCIPAL,
            value=len(remainder.due_on),
        ) from None


def _whole(terms: LoanTerms) -> Remainder:
    return Remainder(
        principal=int(terms.principal),
        starts_on=terms.disbursed_on,
        due_on=due_dates(terms),
        annual_rate=terms.annual_rate,
        principal_grace=terms.principal_grace,
        interest_grace=terms.interest_grace,
        interest_grace_mode=terms.interest_grace_mode,
    )


def _columns(terms: LoanTerms, left: Remainder) -> Columns:
    margin, year_parts = 0, None
    if terms.method is InterestMethod.PROFIT_SHARE:
        margin = int(terms.agreed_margin) if left.margin is None else left.margin
        if terms.margin_spread is MarginSpread.ANNUITY:
            year_parts = _rates(terms, left, Decimal(1))
    task = Task(
        principal=left.principal,
        rates=_rates(terms, left, left.annual_rate),
        grace=left.interest_grace + left.principal_grace,
        rounding=terms.rounding,
        multiple=terms.multiple,
        first_interest=left.first_interest,
        level=left.level,
        margin=margin,
        year_parts=year_parts,
    )
    principals, interests = SCHEDULERS[terms.method](task)
    if left.interest_grace:
        mode = left.interest_grace_mode
        if left.margin is not None and mode is InterestGraceMode.WAIVED:
            mode = InterestGraceMode.SPREAD  # what was waived of it is not still to come
        _after_grace(interests, left.interest_grace, mode, terms.rounding)
    return principals, interests


def _rates(terms: LoanTerms, left: Remainder, annual_rate: Decimal) -> PeriodRates:
    return period_rates(
        terms, annual_rate=annual_rate, starts_on=left.starts_on, due_on=left.due_on
    )


def _after_grace(
    interests: list[int], grace: int, mode: InterestGraceMode, rounding: Rounding
) -> None:
    """Take the interest out of the rows of nothing, and put it where the contract says."""
    deferred = sum(interests[:grace])
    interests[:grace] = [0] * grace
    if mode is InterestGraceMode.COLLECTED:
        interests[grace] += deferred
    elif mode is InterestGraceMode.SPREAD:
        shares = equal_shares(deferred, len(interests) - grace, rounding)
        for number, share in enumerate(shares, start=grace):
            interests[number] += share


def _refusal(terms: LoanTerms) -> ImpossibleTerms:
    """Name a smaller multiple that works, or else the largest smaller number of instalments."""
    multiple = next(
        (
            multiple
            for multiple in reversed(MULTIPLES)
            if multiple < terms.multiple and _works(replace(terms, multiple=multiple))
        ),
        None,
    )
    if multiple is not None:
        return ImpossibleTerms(
            field="multiple",
            reason=Impossible.ROW_WITHOUT_PRINCIPAL,
            value=terms.multiple,
            highest=multiple,
        )
    least = terms.principal_grace + terms.interest_grace + 1
    instalments = next(
        number
        for number in range(terms.instalments - 1, least - 1, -1)
        if number == least or _works(replace(terms, instalments=number))
    )
    return ImpossibleTerms(
        field="instalments",
        reason=Impossible.ROW_WITHOUT_PRINCIPAL,
        value=terms.instalments,
        highest=instalments,
    )


def _works(terms: LoanTerms) -> bool:
    try:
        _columns(terms, _whole(terms))
    except RowWithoutPrincipal:
        return False
    return True
