"""Whether a message that waited is still true, and which messages could not be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from harkat.domain.calendar import business_day
from harkat.domain.day_steps import ReminderKind
from harkat.domain.identity import phone_masked
from harkat.domain.indonesian import plain_date
from harkat.domain.messages import MessageOutcome
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage

_MOST_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class FailedMessage:
    """A message that was given up; its phone is masked."""

    id: int
    template: str
    phone_masked: str
    created_at: datetime
    attempts: int
    problem: str | None


def is_still_true(template: str, details: Mapping[str, object], *, at: datetime) -> bool:
    """Tell whether what a reminder says about an instalment still holds: it may be paid by now."""
    if template not in set(ReminderKind):
        return True
    loan = db.session.scalar(select(Loan).filter_by(reference_no=details.get("loan")))
    if loan is None or loan.status is not LoanStatus.ACTIVE or loan.next_due_on is None:
        return False
    today, due_on = business_day(at), details.get("due_on")
    if template == ReminderKind.DUE_TODAY and due_on != plain_date(today):
        return False
    is_oldest_due = plain_date(loan.next_due_on) == due_on
    if template == ReminderKind.LATE:
        return is_oldest_due and loan.next_due_on < today
    return is_oldest_due or loan.next_due_on < today


def failed_messages() -> Sequence[FailedMessage]:
    """Return the messages that were given up, the latest first."""
    rows = db.session.execute(
        select(OutboxMessage, UserAccount)
        .outerjoin(UserAccount, UserAccount.id == OutboxMessage.recipient_id)
        .where(OutboxMessage.outcome == MessageOutcome.GIVEN_UP)
        .order_by(OutboxMessage.id.desc())
        .limit(_MOST_ROWS)
    )
    return [
        FailedMessage(
            id=message.id,
            template=message.template,
            phone_masked=phone_masked(account.phone if account else message.phone),
            created_at=message.created_at,
            attempts=message.attempts,
            problem=message.problem,
        )
        for message, account in rows
    ]


def waiting_count() -> int:
    """Return how many messages wait to be sent."""
    return _count(OutboxMessage.closed_at.is_(None))


def no_phone_count() -> int:
    """Return how many messages stand in an inbox only, since their owner has no phone."""
    return _count(OutboxMessage.outcome == MessageOutcome.NO_PHONE)


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalars(select(func.count(OutboxMessage.id)).where(condition)).one()
