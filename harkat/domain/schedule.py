"""The plan of payments of a loan: each amount rounded once, the last row takes the difference.

The rules are written out with a worked example in docs/algorithms/schedule.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from harkat.domain.due_dates import monthly_due_dates
from harkat.domain.money import Rupiah, half_up_quotient, round_half_up, total
from harkat.domain.product import Impossible, ImpossibleTerms, InterestMethod, LoanTerms


@dataclass(frozen=True, kw_only=True, slots=True)
class Instalment:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """The agreed plan of payments; its principal sums to the loan, its last balance is zero."""

    terms: LoanTerms
    rows: tuple[Instalment, ...]
    totals: Totals


Part = tuple[Rupiah, Rupiah]
"""Principal and interest of one row."""


def schedule(terms: LoanTerms) -> Schedule:
    """Return the plan of payments for the agreed terms.

    :raises ImpossibleTerms: if a row would pay off nothing; then `highest` instalments do work
    """
    try:
        return _schedule(terms)
    except _RowWithoutPrincipal:
        raise ImpossibleTerms(
            field="instalments",
            reason=Impossible.ROW_WITHOUT_PRINCIPAL,
            value=terms.instalments,
            highest=_most_instalments(terms),
        ) from None


def _declining_annuity(terms: LoanTerms) -> Iterator[Part]:
    level = _level_instalment(
        terms.principal, terms.annual_rate, terms.every.periods_a_year, terms.instalments
    )
    return _on_the_balance(terms, principal_beside=lambda interest: level - interest)


def _declining_equal_principal(terms: LoanTerms) -> Iterator[Part]:
    share = round_half_up(Fraction(terms.principal, terms.instalments))
    return _on_the_balance(terms, principal_beside=lambda _interest: share)


def _flat(terms: LoanTerms) -> Iterator[Part]:
    interest = round_half_up(terms.period_rate * terms.principal)
    level = round_half_up((terms.period_rate + Fraction(1, terms.instalments)) * terms.principal)
    principal = level - interest
    for _ in range(terms.instalments - 1):
        yield principal, interest
    yield terms.principal - principal * (terms.instalments - 1), interest


SCHEDULERS: Mapping[InterestMethod, Callable[[LoanTerms], Iterator[Part]]] = {
    InterestMethod.DECLINING_ANNUITY: _declining_annuity,
    InterestMethod.DECLINING_EQUAL_PRINCIPAL: _declining_equal_principal,
    InterestMethod.FLAT: _flat,
}


def _on_the_balance(
    terms: LoanTerms, *, principal_beside: Callable[[Rupiah], Rupiah]
) -> Iterator[Part]:
    numerator, denominator = terms.period_rate.as_integer_ratio()
    balance = terms.principal
    for _ in range(terms.instalments - 1):
        interest = half_up_quotient(balance * numerator, denominator)
        principal = principal_beside(interest)
        yield principal, interest
        balance -= principal
    yield balance, half_up_quotient(balance * numerator, denominator)


@lru_cache(maxsize=1024)
def _level_instalment(
    principal: Rupiah, annual_rate: Decimal, periods_a_year: int, instalments: int
) -> Rupiah:
    """Return the equal instalment of an annuity, rounded once."""
    if annual_rate == 0:
        return round_half_up(Fraction(principal, instalments))
    import numpy_financial  # here, because it takes a third of a second

    with localcontext(Context(prec=60)):
        rate = annual_rate / periods_a_year
        exact: Decimal = numpy_financial.pmt(rate, instalments, -Decimal(principal))
        # A repeating rate such as 7 % / 12 leaves an exact half as 0.4999…; twenty decimals
        # give it back, and sixty digits keep them right.
        return round_half_up(exact.quantize(Decimal("1e-20")))


class _RowWithoutPrincipal(Exception):
    """The rounded parts pay the principal off before the last row, or never."""


@lru_cache(maxsize=256)
def _schedule(terms: LoanTerms) -> Schedule:
    due_dates = monthly_due_dates(
        disbursed_on=terms.disbursed_on,
        instalments=terms.instalments,
        first_due_on=terms.first_due_on,
    )
    rows = []
    balance = terms.principal
    for number, (principal, interest) in enumerate(SCHEDULERS[terms.method](terms), start=1):
        balance -= principal
        if principal < 1 or balance < 0:
            raise _RowWithoutPrincipal
        rows.append(
            Instalment(
                number=number,
                due_on=due_dates[number - 1],
                principal=principal,
                interest=interest,
                total=principal + interest,
                balance=balance,
            )
        )
    interest = total(row.interest for row in rows)
    return Schedule(
        terms=terms,
        rows=tuple(rows),
        totals=Totals(
            principal=terms.principal, interest=interest, total=terms.principal + interest
        ),
    )


def _most_instalments(terms: LoanTerms) -> int:
    """Return the largest smaller number of instalments that works; one always does."""
    for instalments in range(terms.instalments - 1, 1, -1):
        try:
            _schedule(replace(terms, instalments=instalments))
        except _RowWithoutPrincipal:
            continue
        return instalments
    return 1
