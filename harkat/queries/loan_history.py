"""A stored loan as the domain sees it: its terms, its events and the fold of them."""

from datetime import date

from harkat.domain.loan_events import LoanEvent
from harkat.domain.position import Position, position
from harkat.domain.product import LoanTerms
from harkat.models.loan import Loan, LoanEventRow


def terms_of(loan: Loan) -> LoanTerms:
    """Return the terms the loan was signed with."""
    return LoanTerms.from_json(loan.terms)


def event_of(row: LoanEventRow) -> LoanEvent:
    """Return one stored event as the fold takes it."""
    return LoanEvent(
        seq=row.seq,
        kind=row.kind,
        value_on=row.value_on,
        amount=row.amount,
        key=row.idempotency_key,
        reverses=row.reverses_seq,
    )


def events_of(loan: Loan) -> tuple[LoanEvent, ...]:
    """Return the loan's events in the order they were recorded."""
    return tuple(event_of(row) for row in loan.events)


def position_of(loan: Loan, *, on: date) -> Position:
    """Return where the loan stands on a day."""
    return position(terms=terms_of(loan), events=events_of(loan), on=on)
