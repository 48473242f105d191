"""Closing a month of the books, and opening it again, which takes two people."""

from datetime import date, datetime

from sqlalchemy import func, select, text

from harkat.domain.calendar import business_day
from harkat.domain.months import last_day_of, month_after, month_of
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, MonthClose
from harkat.services.authority import acting
from harkat.services.transaction import use_case


class MonthClosed(ValueError):
    """The month is closed: nothing is dated into it by hand, and it is not closed twice."""


class MonthNotOver(ValueError):
    """A month is closed after its last day."""


class MonthNotClosed(ValueError):
    """Only a closed month is opened again."""


class NothingInMonth(ValueError):
    """The books begin later than this month."""


class EarlierMonthOpen(ValueError):
    """Months are closed in their order; `month` is the first day of the one that comes first."""

    def __init__(self, month: date) -> None:
        super().__init__(f"{month} is open")
        self.month = month


class ReopeningKnown(ValueError):
    """Somebody proposed already to open this month again."""


class OwnProposal(NotPermitted):
    """Another person agrees to what one has proposed."""


class ReopeningNotProposed(ValueError):
    """Nobody proposed to open this month again, so there is nothing to agree to."""


def require_open(day: date) -> None:
    """Let only a day pass whose month is open.

    :raises MonthClosed: otherwise
    """
    if _closing_of(day) is not None:
        raise MonthClosed(day)


@use_case
def close_month(*, actor_id: int, month: date, at: datetime) -> int:
    """Close a month for every bank; what is dated into it from now on is booked in the next one.

    :raises MonthNotOver: if its last day has not passed
    :raises MonthClosed: if it is closed
    :raises NothingInMonth: if the books begin later
    :raises EarlierMonthOpen: if an earlier month of the books is open
    """
    acting(actor_id=actor_id, permission=Permission.MONTH_CLOSE)
    first = month_of(month)
    if business_day(at) <= last_day_of(first):
        raise MonthNotOver(first)
    _wait_for_entries_under_way()
    _check_order(first)
    closing = MonthClose(
        month=first, last_entry_id=_last_entry_id(), closed_by_id=actor_id, closed_at=at
    )
    db.session.add(closing)
    db.session.flush()
    return closing.id


@use_case
def propose_reopening(*, actor_id: int, month: date, reason: str, at: datetime) -> None:
    """Propose to open a closed month again; it stays closed until a second person agrees.

    :raises MonthNotClosed: if it is open
    :raises ReopeningKnown: if that was proposed already
    """
    acting(actor_id=actor_id, permission=Permission.MONTH_CLOSE)
    closing = _closing_locked(month)
    if closing.reopening_proposed_by_id is not None:
        raise ReopeningKnown(month)
    closing.reason = reason
    closing.reopening_proposed_by_id, closing.reopening_proposed_at = actor_id, at


@use_case
def confirm_reopening(*, actor_id: int, month: date, at: datetime) -> None:
    """Open a closed month again.

    :raises MonthNotClosed: if it is open
    :raises ReopeningNotProposed: if nobody proposed it
    :raises OwnProposal: if the actor proposed it
    """
    acting(actor_id=actor_id, permission=Permission.MONTH_CLOSE)
    _wait_for_entries_under_way()
    closing = _closing_locked(month)
    if closing.reopening_proposed_by_id is None:
        raise ReopeningNotProposed(month)
    if closing.reopening_proposed_by_id == actor_id:
        raise OwnProposal(month)
    closing.reopened_by_id, closing.reopened_at = actor_id, at
    closing.reopened_after_id = _last_entry_id()


def _check_order(first: date) -> None:
    begun_on = db.session.scalar(select(func.min(JournalEntry.business_date)))
    if begun_on is None or first < month_of(begun_on):
        raise NothingInMonth(first)
    closed = MonthClose.closed_months(since=begun_on)
    earlier = month_of(begun_on)
    while earlier < first:
        if earlier not in closed:
            raise EarlierMonthOpen(earlier)
        earlier = month_after(earlier)
    if first in closed:
        raise MonthClosed(first)


def _closing_of(day: date) -> MonthClose | None:
    return db.session.scalar(select(MonthClose).filter_by(month=month_of(day), reopened_at=None))


def _closing_locked(month: date) -> MonthClose:
    closing = db.session.scalar(
        select(MonthClose).filter_by(month=month_of(month), reopened_at=None).with_for_update()
    )
    if closing is None:
        raise MonthNotClosed(month)
    return closing


def _last_entry_id() -> int | None:
    return db.session.scalar(select(func.max(JournalEntry.id)))


def _wait_for_entries_under_way() -> None:
    """Wait until no entry is being booked; those that come after see the month as it is then.

    The trigger on the journal takes the same lock together with others. SQLite has one writer.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext('month_close'))"))
