"""Loans for the tests of the domain: the one of the worked examples, and any other."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.money import Rupiah
from harkat.domain.product import (
    MULTIPLES,
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    LoanTerms,
    MarginSpread,
    PenaltyPer,
    Rounding,
    SettlementRule,
    Surplus,
)
from harkat.domain.schedule import schedule

PAID_OUT_ON = date(2026, 2, 2)
TERMS = LoanTerms(
    principal=Rupiah(10_000_000),
    annual_rate=Decimal("0.03"),
    instalments=12,
    method=InterestMethod.DECLINING_ANNUITY,
    disbursed_on=PAID_OUT_ON,
)


def given_terms(**changes: Any) -> LoanTerms:
    """Return the terms of the worked example with some of them changed."""
    return replace(TERMS, **changes)


def disbursed(*, terms: LoanTerms = TERMS, seq: int = 1) -> LoanEvent:
    return LoanEvent(
        seq=seq,
        kind=EventKind.DISBURSED,
        value_on=terms.disbursed_on,
        amount=terms.principal,
        key=f"event-{seq}",
    )


def repaid(amount: int, *, on: date, seq: int = 2) -> LoanEvent:
    return LoanEvent(
        seq=seq, kind=EventKind.REPAID, value_on=on, amount=Rupiah(amount), key=f"event-{seq}"
    )


def reversed_(event: LoanEvent, *, on: date | None = None, seq: int = 99) -> LoanEvent:
    return LoanEvent(
        seq=seq,
        kind=EventKind.REVERSED,
        value_on=on or event.value_on,
        amount=event.amount,
        key=f"event-{seq}",
        reverses=event.seq,
    )


principals = st.integers(250_000, 100_000_000).map(Rupiah)
rates = st.integers(0, 10_000).map(lambda basis_points: Decimal(basis_points).scaleb(-4))
shares = st.integers(0, 100).map(lambda hundredths: Decimal(hundredths).scaleb(-2))


@st.composite
def any_terms(draw: st.DrawFn) -> LoanTerms:
    """Return terms with every term drawn, whether or not so many rows can be made of them."""
    principal, annual_rate = draw(principals), draw(rates)
    instalments = draw(st.integers(1, 60))
    interest_grace = draw(st.just(0) | st.integers(0, instalments - 1))
    method = draw(st.sampled_from(InterestMethod))
    disbursed_on = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    margins = st.none() | st.integers(0, int(principal)).map(Rupiah)
    days_later = st.integers(1, 60).map(lambda days: disbursed_on + timedelta(days=days))
    holidays = st.lists(st.integers(1, 200), max_size=20).map(
        lambda days: tuple(disbursed_on + timedelta(days=day) for day in days)
    )
    return LoanTerms(
        principal=principal,
        annual_rate=annual_rate,
        instalments=instalments,
        every=draw(st.sampled_from(Every)),
        method=method,
        day_count=draw(st.sampled_from(DayCount)),
        rounding=draw(st.sampled_from(Rounding)),
        multiple=draw(st.sampled_from(MULTIPLES)),
        disbursed_on=disbursed_on,
        first_due_on=draw(st.none() | days_later),
        principal_grace=draw(st.just(0) | st.integers(0, instalments - 1 - interest_grace)),
        interest_grace=interest_grace,
        interest_grace_mode=draw(st.sampled_from(InterestGraceMode)),
        margin=draw(margins) if method is InterestMethod.PROFIT_SHARE else None,
        margin_spread=draw(st.sampled_from(MarginSpread)),
        fee=Rupiah(draw(st.integers(0, 200_000))),
        shift=draw(st.sampled_from(DueDayShift)),
        holidays=draw(holidays),
        bank_rate=draw(st.none() | rates.map(lambda rate: max(rate, annual_rate))),
        allocation_order=draw(st.sampled_from(AllocationOrder)),
        surplus=draw(st.sampled_from(Surplus)),
        settlement=draw(st.sampled_from(SettlementRule)),
        settlement_rebate=draw(shares),
        penalty_rate=draw(shares),
        penalty_per=draw(st.sampled_from(PenaltyPer)),
        penalty_grace_days=draw(st.integers(0, 30)),
        penalty_cap=draw(st.none() | shares),
    )


def is_possible(terms: LoanTerms) -> bool:
    """Tell whether the rounded rows of these terms all pay something off."""
    try:
        schedule(terms)
    except ImpossibleTerms:
        return False
    return True


loan_terms = any_terms().filter(is_possible)
level_terms = st.builds(
    LoanTerms,
    principal=principals,
    annual_rate=rates,
    instalments=st.integers(1, 60),
    method=st.sampled_from(
        [
            InterestMethod.DECLINING_ANNUITY,
            InterestMethod.DECLINING_EQUAL_PRINCIPAL,
            InterestMethod.FLAT,
        ]
    ),
    disbursed_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
"""The usual loans: every month under 30/360, to the rupiah, without grace."""


@st.composite
def repayments(draw: st.DrawFn, *, first_seq: int = 2, most: int = 12) -> list[LoanEvent]:
    """Return repayments of the worked example's loan, in the order they were recorded."""
    days_and_amounts = st.tuples(st.integers(0, 420), st.integers(1, 2_500_000))
    return [
        repaid(amount, on=PAID_OUT_ON + timedelta(days=days), seq=seq)
        for seq, (days, amount) in enumerate(
            draw(st.lists(days_and_amounts, max_size=most)), start=first_seq
        )
    ]
