"""A stored loan as the domain sees it: its terms, its events and the fold of them."""

from datetime import date

from harkat.domain.loan_events import LoanEvent
from harkat.domain.position import Position, position
from harkat.domain.product import LoanTerms
from harkat.domain.schedule_change import ScheduleChange
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
        change=None if row.change is None else ScheduleChange.from_json(row.change),
    )


def events_of(loan: Loan) -> tuple[LoanEvent, ...]:
    """Return the loan's events in the order they were recorded."""
    return tuple(event_of(row) for row in loan.events)


def first_unbooked(loan: Loan, now: Position) -> date | None:
    """Return the first due date whose interest is not in the books yet, if any is to come."""
    return min(
        (
            row.due_on
            for row in now.instalments
            if row.number and row.due_on > loan.interest_booked_on
        ),
        default=None,
    )


def position_of(loan: Loan, *, on: date) -> Position:
    """Return where the loan stands on a day."""
    return position(terms=terms_of(loan), events=events_of(loan), on=on)
