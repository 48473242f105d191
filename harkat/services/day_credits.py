"""The night's second step: what a borrower left as credit pays what fell due, if so agreed."""

from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.day_steps import DayStep
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah, total
from harkat.domain.position import Position
from harkat.domain.product import Surplus
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.models.loan import Loan, LoanEventRow
from harkat.queries.loan_history import position_of, terms_of
from harkat.services import day_steps, loan_books
from harkat.services.day_steps import Night, Subject


def apply_all(night: Night) -> None:
    """Let credit pay, loan by loan: only loans with credit and something due are looked at."""
    for loan_id in _loans_with_credit(night.day):
        subject = Subject(loan_id=loan_id)
        day_steps.try_for(night, DayStep.CREDITS, subject, partial(apply, subject, night))
    day_steps.finish(night, DayStep.CREDITS)


def apply(subject: Subject, night: Night) -> int:
    """Let one loan's credit pay what has fallen due; return how many events it took."""
    assert subject.loan_id is not None
    return _apply_credit(subject.loan_id, on=night.day, at=night.at)


def _apply_credit(loan_id: int, *, on: date, at: datetime) -> int:
    """Pay what has fallen due by a day with the loan's own credit; return how many events it took.

    Nothing happens where the contract puts credit to another use.
    """
    loan = db.session.get_one(Loan, loan_id, with_for_update=True, populate_existing=True)
    key = f"credit:{loan.id}:{on.isoformat()}"
    is_applied = any(event.idempotency_key == key for event in loan.events)
    if is_applied or terms_of(loan).surplus is not Surplus.CREDIT:
        return 0
    then, now = position_of(loan, on=on), position_of(loan, on=business_day(at))
    amount = min(then.overpaid, now.overpaid, _owed(then))
    if not amount:
        return 0
    row = loan_books.new_event(
        loan,
        EventKind.CREDIT_APPLIED,
        value_on=on,
        amount=amount,
        key=key,
        actor_id=None,
        at=at,
    )
    deed = loan_books.Deed(row=row, kind=EntryKind.SUSPENSE_APPLIED)
    loan_books.record(loan, deed, actor_id=None, at=at)
    return 1


def _owed(then: Position) -> Rupiah:
    """Return what has fallen due, with its penalties."""
    return total(row.unpaid + row.penalty_due for row in then.instalments if row.due_on <= then.on)


def _loans_with_credit(on: date) -> list[int]:
    return list(
        db.session.scalars(
            select(Loan.id)
            .join(LoanEventRow, LoanEventRow.loan_id == Loan.id)
            .join(SuspenseItem, SuspenseItem.loan_event_id == LoanEventRow.id)
            .where(SuspenseItem.open_amount > 0)
            .where(Loan.status == LoanStatus.ACTIVE, Loan.next_due_on <= on)
            .distinct()
            .order_by(Loan.id)
        )
    )
