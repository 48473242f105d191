"""What a night changes, as plain values, and twin databases on which two nights are compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from unittest.mock import patch

from harkat.domain.calendar import WIB
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.days import BusinessDay, BusinessDayStep, DayFailure, PortfolioSnapshot
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting, SuspenseItem
from harkat.models.loan import InstalmentRow, Loan, LoanEventRow
from harkat.models.record import OutboxMessage
from tests.apps import build_app, close_connections, forget_database
from tests.databases import Databases

State = dict[str, list[tuple[Any, ...]]]

_LOAN = (
    Loan.id,
    Loan.status,
    Loan.interest_booked_on,
    Loan.unbooked_due_on,
    Loan.next_due_on,
    Loan.outstanding,
    Loan.grade,
    Loan.grade_floor,
)
_ENTRY = (
    JournalEntry.idempotency_key,
    JournalEntry.kind,
    JournalEntry.value_on,
    JournalEntry.business_date,
    LedgerAccount.code,
    Posting.amount,
    Posting.loan_id,
)


def evening(day: date) -> datetime:
    """Return ten o'clock in the evening of a day in Jambi."""
    return datetime.combine(day, time(22), tzinfo=WIB)


def state() -> State:
    """Return everything a night may change, but for numbers that the database gives out."""
    db.session.rollback()
    account = LedgerAccount
    return {
        "balances": _rows(account.code, account.bank_id, account.kecamatan_code, account.balance),
        "entries": _sorted(
            db.select(*_ENTRY)
            .join(Posting, Posting.entry_id == JournalEntry.id)
            .join(LedgerAccount, LedgerAccount.id == Posting.account_id)
        ),
        "loans": _rows(*_LOAN),
        "events": _rows(LoanEventRow.loan_id, LoanEventRow.idempotency_key, LoanEventRow.amount),
        "titipan": _rows(SuspenseItem.bank_id, SuspenseItem.amount, SuspenseItem.open_amount),
        "instalments": _rows(*InstalmentRow.__table__.c),
        "applications": _rows(LoanApplication.id, LoanApplication.status),
        "snapshot": snapshot(),
        "days": _rows(BusinessDay.day, BusinessDay.closed_at),
        "steps": _rows(
            BusinessDayStep.day,
            BusinessDayStep.step,
            BusinessDayStep.rows,
            BusinessDayStep.started_at,
            BusinessDayStep.finished_at,
        ),
        "failures": _rows(DayFailure.step, DayFailure.loan_id, DayFailure.resolved_at),
        "messages": messages(),
    }


def differences(found: State, expected: State) -> list[str]:
    """Return what is in one state only, part by part; nothing when they are equal."""
    told = []
    for part in expected:
        told += [f"{part}: too much {row}" for row in found[part] if row not in expected[part]]
        told += [f"{part}: missing {row}" for row in expected[part] if row not in found[part]]
        if not told and found[part] != expected[part]:
            told.append(f"{part}: as often as it should not be")
    return told


def snapshot() -> list[tuple[Any, ...]]:
    """Return the snapshots of all days."""
    return _rows(*PortfolioSnapshot.__table__.c)


def messages() -> list[tuple[Any, ...]]:
    """Return what is in the outbox, without its moments."""
    return sorted(
        (message.recipient_id or 0, message.template, str(sorted(message.details.items())))
        for message in db.session.scalars(db.select(OutboxMessage))
    )


def _rows(*columns: Any) -> list[tuple[Any, ...]]:
    return _sorted(db.select(*columns))


def _sorted(statement: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in db.session.execute(statement)), key=repr)


@contextmanager
def twin_of(database_url: str, databases: Databases) -> Iterator[None]:
    """Work on a copy of a database as it is now."""
    close_connections()
    url = databases.create(template=database_url)
    with build_app(url).app_context():
        yield
        forget_database()
    databases.drop(url)


class Killed(BaseException):
    """The process was killed."""


@contextmanager
def killed(*, at_commit: int) -> Iterator[list[int]]:
    """Kill the work at one of its commits, with everything done and not yet stored.

    The list given out counts the commits that were come to.
    """
    session = db.session()
    commit, seen = session.commit, [0]

    def commit_or_die() -> None:
        seen[0] += 1
        if seen[0] == at_commit:
            raise Killed
        commit()

    try:
        with patch.object(session, "commit", commit_or_die):
            yield seen
    except Killed:
        session.rollback()
