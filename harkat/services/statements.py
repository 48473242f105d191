"""The bank's own daily total beside the books': a difference is a case that people resolve."""

from datetime import date, datetime

from sqlalchemy import func, select

from harkat.domain.ledger import Account, AccountCode
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.ledger import ClearingStatement, JournalEntry, LedgerAccount, Posting
from harkat.services.authority import acting
from harkat.services.bank_money import check_day, own_bank
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class StatementWaiting(ValueError):
    """The day's difference is listed already: it is resolved before a new total is stated."""


@keyed_use_case
def record_statement(
    *, actor_id: int, stated_on: date, stated_total: Rupiah, key: str, at: datetime
) -> str:
    """Compare the bank's own total with the books' clearing; return the statement's public id.

    The total is what came in less what went out under the programme up to the day's end, below
    zero while more was lent than came back. Equal totals need nobody's attention any more.

    :raises DayOutOfRange: if the day is yet to come
    :raises StatementWaiting: if a difference of the day waits to be resolved
    """
    viewer = acting(actor_id=actor_id, permission=Permission.STATEMENT_RECORD)
    bank_id = own_bank(viewer)
    check_day(stated_on, at=at)
    waiting = select(ClearingStatement.id).filter_by(
        bank_id=bank_id, stated_on=stated_on, resolved_at=None
    )
    if db.session.scalar(waiting) is not None:
        raise StatementWaiting(stated_on)
    our_total = _clearing_on(bank_id, stated_on)
    statement = ClearingStatement(
        bank_id=bank_id,
        stated_on=stated_on,
        stated_total=stated_total,
        our_total=our_total,
        difference=stated_total - our_total,
        noted_by_id=actor_id,
        noted_at=at,
        resolved_at=at if stated_total == our_total else None,
    )
    db.session.add(statement)
    db.session.flush()
    return statement.public_id


@use_case
def resolve_difference(
    *, actor_id: int, statement_public_id: str, resolution: str, at: datetime
) -> None:
    """Say why the totals differed and what was done; the stated figures stay as they were.

    :raises NotFound: if the statement is another bank's
    :raises NotPermitted: if the actor stated it, or it does not wait
    """
    viewer = acting(actor_id=actor_id, permission=Permission.STATEMENT_RESOLVE)
    statement = db.session.scalar(
        select(ClearingStatement)
        .filter_by(public_id=statement_public_id, bank_id=own_bank(viewer))
        .with_for_update()
    )
    if statement is None:
        raise NotFound(statement_public_id)
    if statement.resolved_at is not None or statement.noted_by_id == actor_id:
        raise NotPermitted("another person resolves it, and only once")
    statement.resolved_by_id, statement.resolved_at = actor_id, at
    statement.resolution = resolution


def _clearing_on(bank_id: int, day: date) -> Rupiah:
    """Return the clearing's total at a day's end: today's balance less what is dated later.

    One statement, so that nothing is booked between the two.
    """
    account = Account(code=AccountCode.CLEARING, bank_id=bank_id)
    later = (
        select(func.coalesce(func.sum(Posting.amount), 0))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Posting.account_id == LedgerAccount.id, JournalEntry.value_on > day)
        .correlate(LedgerAccount)
        .scalar_subquery()
    )
    total = db.session.scalar(
        select(LedgerAccount.balance - later).filter_by(code=account.code, bank_id=bank_id)
    )
    return Rupiah(int(total or 0))
