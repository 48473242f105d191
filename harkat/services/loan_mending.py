"""Makes what is stored beside a loan's events anew from the events themselves."""

from datetime import date, datetime

from harkat.domain.calendar import business_day
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.queries.invariants import cache
from harkat.queries.loan_history import position_of
from harkat.services import loan_books, loan_cache
from harkat.services.transaction import use_case


def mend(loan_id: int, *, on: date, at: datetime) -> bool:
    """Book a loan's interest up to a day and make its cache anew; tell whether any fell due.

    This folds the loan: the night does it only where its statement over all loans cannot.
    """
    loan = db.session.get_one(Loan, loan_id, with_for_update=True, populate_existing=True)
    booked = loan_books.book_interest(loan, on=on, actor_id=None, at=at)
    _remember_anew(loan, at=at)
    return booked


def repair_caches(*, at: datetime) -> list[str]:
    """Make every cache anew that says something else than its loan's events; name the loans."""
    stale = cache.stale_loans()
    for loan_id in stale:
        _repair(loan_id=loan_id, at=at)
    return list(stale.values())


@use_case
def _repair(*, loan_id: int, at: datetime) -> None:
    _remember_anew(db.session.get_one(Loan, loan_id, with_for_update=True), at=at)


def _remember_anew(loan: Loan, *, at: datetime) -> None:
    loan_cache.remember(loan, position_of(loan, on=business_day(at)))
