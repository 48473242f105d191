"""Loans for the tests of the domain: the one of the worked examples, and any other."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import SCHEDULERS

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
loan_terms = st.builds(
    LoanTerms,
    principal=principals,
    annual_rate=rates,
    instalments=st.integers(1, 60),
    method=st.sampled_from(sorted(SCHEDULERS)),
    disbursed_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)


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
