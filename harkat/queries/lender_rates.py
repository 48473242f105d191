"""The same amount for the same time, here and at other lenders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from harkat.domain.cost import as_declining, as_flat, effective_rate
from harkat.domain.lender_rates import (
    BorrowedFor,
    LenderKind,
    LenderRate,
    RateBasis,
    RatePer,
    months_of,
    terms_at,
)
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms, RefusedTerms
from harkat.domain.schedule import schedule
from harkat.extensions import db
from harkat.models.lender_rates import LenderRateRow

_MOST_RATES = 50
_ON_THE_BALANCE = frozenset(
    {InterestMethod.DECLINING_ANNUITY, InterestMethod.DECLINING_EQUAL_PRINCIPAL}
)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a loan costs at one lender; `lender` is None for the programme's own terms.

    `instalment` is the first one; `cost` is interest and fees. For example ``Compared(lender=
    LenderRate(code="kur_mikro", ...), terms=..., instalment=Rupiah(860_664),
    cost=Rupiah(327_973), effective_rate=Decimal("0.060000"))``.
    """

    lender: LenderRate | None
    terms: LoanTerms
    instalment: Rupiah
    cost: Rupiah
    effective_rate: Decimal


@dataclass(frozen=True, kw_only=True)
class LoanComparison:
    """The programme's terms, the other way to count its rate, and others from cheap to dear.

    `counted_otherwise` is the same rate on what is still owed where the programme takes it of the
    whole amount, and the reverse; it is None for other methods.
    """

    own: Compared
    counted_otherwise: Compared | None
    others: Sequence[Compared]


def lender_rates(*, on: date) -> Sequence[LenderRate]:
    """Return the rates that hold on a day, by their codes; expired ones are gone."""
    rows = db.session.scalars(
        select(LenderRateRow)
        .where(LenderRateRow.valid_from <= on)
        .where(LenderRateRow.valid_until.is_(None) | (LenderRateRow.valid_until >= on))
        .order_by(LenderRateRow.code, LenderRateRow.valid_from.desc())
        .limit(_MOST_RATES)
    )
    latest = {row.code: row for row in reversed(list(rows))}
    return [_rate(latest[code]) for code in sorted(latest)]


def compare(
    own: LoanTerms,
    *,
    on: date,
    purpose: BorrowedFor = BorrowedFor.BUSINESS,
    monthly_offer: Decimal | None = None,
) -> LoanComparison:
    """Return what the loan costs here and what the same amount and time cost elsewhere.

    `monthly_offer` is what somebody was asked for, a month and of the whole amount; it takes the
    place of the example of a moneylender. A lender that does not lend so much, so long or for this
    purpose, or whose terms cannot be computed, is left out.

    :raises RefusedTerms: if the programme's own terms cannot be computed
    """
    months = months_of(instalments=own.instalments, every=own.every)
    others = [
        _compared(lender, terms)
        for lender in _offers(on=on, monthly_offer=monthly_offer)
        if lender.lends(principal=own.principal, months=months, purpose=purpose)
        for terms in _possible_terms(lender, own, months)
    ]
    otherwise = _counted_otherwise(own)
    return LoanComparison(
        own=_compared(None, own),
        counted_otherwise=_compared(None, otherwise) if otherwise else None,
        others=sorted(others, key=lambda compared: compared.cost),
    )


def _offers(*, on: date, monthly_offer: Decimal | None) -> Sequence[LenderRate]:
    found = lender_rates(on=on)
    if monthly_offer is None:
        return found
    offered = LenderRate(
        code="offer",
        name="",
        kind=LenderKind.MONEYLENDER,
        basis=RateBasis.FLAT,
        rate=monthly_offer,
        rate_per=RatePer.MONTH,
        valid_from=on,
        source="",
        noted_on=on,
    )
    return [*(lender for lender in found if not lender.is_example), offered]


def _possible_terms(lender: LenderRate, own: LoanTerms, months: int) -> Iterator[LoanTerms]:
    try:
        terms = terms_at(
            lender, principal=own.principal, months=months, disbursed_on=own.disbursed_on
        )
        schedule(terms)
    except RefusedTerms:
        return
    yield terms


def _counted_otherwise(own: LoanTerms) -> LoanTerms | None:
    """Return the terms of the same loan by the other way to count its rate, if there is one."""
    try:
        if own.method in _ON_THE_BALANCE:
            return as_flat(own).terms
        if own.method is InterestMethod.FLAT:
            return as_declining(own).terms
    except RefusedTerms:
        return None
    return None


def _compared(lender: LenderRate | None, terms: LoanTerms) -> Compared:
    plan = schedule(terms)
    return Compared(
        lender=lender,
        terms=terms,
        instalment=plan.rows[0].total,
        cost=plan.totals.interest + terms.fee,
        effective_rate=effective_rate(plan),
    )


def _rate(row: LenderRateRow) -> LenderRate:
    return LenderRate(
        code=row.code,
        name=row.name,
        kind=row.kind,
        purpose=row.purpose,
        basis=row.basis,
        rate=Decimal(row.rate),
        rate_per=row.rate_per,
        fee_share=Decimal(row.fee_share),
        total_cap=None if row.total_cap is None else Decimal(row.total_cap),
        least=row.least,
        most=row.most,
        months_min=row.months_min,
        months_max=row.months_max,
        is_limit=row.is_limit,
        is_example=row.is_example,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        source_url=row.source_url,
        noted_on=row.noted_on,
    )
