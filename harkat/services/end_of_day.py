"""What a day's end does by itself: interest falls due, unanswered approvals lapse.

Safe to run twice and to stop halfway: every loan and application is a transaction of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.loan import Loan
from harkat.services import consent, loan_books
from harkat.services.transaction import use_case

_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class DayClosed:
    """How much a run did: loans whose interest was booked, and applications that lapsed."""

    loans: int
    applications: int


def close_day(*, on: date, at: datetime) -> DayClosed:
    """Book what fell due up to a business day and let overdue approvals lapse."""
    loans = sum(_book_interest(loan_id=loan_id, on=on, at=at) for loan_id in _loans_due(on))
    overdue = list(
        db.session.scalars(
            select(LoanApplication.id)
            .where(LoanApplication.status == ApplicationStatus.APPROVED)
            .where(LoanApplication.consent_by_on < on)
            .order_by(LoanApplication.id)
        )
    )
    for application_id in overdue:
        consent.lapse(application_id=application_id, at=at)
    return DayClosed(loans=loans, applications=len(overdue))


@use_case
def _book_interest(*, loan_id: int, on: date, at: datetime) -> bool:
    """Book one loan's interest; tell whether anything was booked."""
    loan = db.session.get_one(Loan, loan_id, with_for_update=True)
    return loan_books.book_interest(loan, on=on, actor_id=None, at=at) > 0


def _loans_due(on: date) -> Iterator[int]:
    """Yield the loans with interest to come; a loan paid ahead still earns it date by date."""
    last_id = 0
    while True:
        batch = list(
            db.session.scalars(
                select(Loan.id)
                .where(Loan.id > last_id)
                .where(Loan.interest_booked_on < on, Loan.interest_booked_on < Loan.final_due_on)
                .order_by(Loan.id)
                .limit(_BATCH)
            )
        )
        if not batch:
            return
        yield from batch
        last_id = batch[-1]
