"""Hands messages of the outbox to a sender, each at most once at a time and at least once in all.

A message is claimed in one transaction, sent outside any, and marked in another. A run that dies
between sending and marking leaves a claim that ends by itself: the message goes out once more, and
the attempt counts. Two runs at once never hold the same message.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from harkat.domain.calendar import business_day, start_of
from harkat.domain.messages import (
    HOLD,
    MOST_ATTEMPTS,
    MOST_REMINDERS_A_DAY,
    REMINDERS,
    MessageKind,
    MessageOutcome,
    held_templates,
    is_too_old,
    kind_of,
    next_try,
    tomorrow,
)
from harkat.domain.people import ConsentPurpose
from harkat.extensions import db
from harkat.models.people import DataConsent, Person, UserAccount
from harkat.models.record import OutboxMessage
from harkat.queries.due_messages import is_still_true
from harkat.queries.holidays import holidays_between
from harkat.services.transaction import quiet_use_case

_MOST_LETTERS = 80


class NotFailed(LookupError):
    """No message of this number was given up."""


@dataclass(frozen=True, kw_only=True)
class ClaimedMessage:
    """A message that belongs to this run now; phone and secret show themselves in no log."""

    id: int
    template: str
    details: dict[str, Any] = field(repr=False)
    phone: str = field(repr=False)
    secret: str | None = field(repr=False)


@quiet_use_case
def claim(*, message_id: int, at: datetime) -> ClaimedMessage | None:
    """Take a message for this run, or return None if it may not go out now.

    What became pointless is closed here: too old, not true any more, news without a consent, or to
    somebody without a phone.
    """
    message = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id, _is_due(at))
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    account = None
    if message.recipient_id is not None:
        # One's messages one by one, so that the day's reminders are counted right.
        account = db.session.get_one(
            UserAccount, message.recipient_id, with_for_update={"key_share": True}
        )
    pointless = _why_pointless(message, account, at=at)
    if pointless is not None:
        _close(message, pointless, at=at)
        return None
    if account and message.template in REMINDERS and _has_enough_today(account, at=at):
        message.next_try_at = tomorrow(at)
        return None
    phone = account.phone if account else message.phone
    assert phone is not None, "a message without a recipient has a phone"
    message.attempts += 1
    message.tried_at, message.next_try_at = at, at + HOLD
    return ClaimedMessage(
        id=message.id,
        template=message.template,
        details=message.details,
        phone=phone,
        secret=message.secret,
    )


@quiet_use_case
def mark_sent(*, message_id: int, at: datetime) -> None:
    """Note that a message is out; its code is forgotten."""
    message = _claimed(message_id)
    message.sent_at, message.problem = at, None
    _close(message, MessageOutcome.SENT, at=at)


@quiet_use_case
def mark_failed(*, message_id: int, problem: str, is_final: bool, at: datetime) -> None:
    """Note why a message did not go out, and when it is tried again; a final no is the last."""
    message = _claimed(message_id)
    message.problem = problem[:_MOST_LETTERS]
    again_at = None if is_final else next_try(message.attempts, at=at)
    if again_at is None:
        _close(message, MessageOutcome.GIVEN_UP, at=at)
    else:
        message.next_try_at = again_at


@quiet_use_case
def put_back(*, message_id: int, problem: str) -> None:
    """Return a message that no sender took, as if it had not been tried: the gateway was away."""
    message = _claimed(message_id)
    message.attempts -= 1
    message.problem = problem[:_MOST_LETTERS]
    message.tried_at = message.next_try_at = None


@quiet_use_case
def try_again(*, message_id: int, at: datetime) -> None:
    """Put a message that was given up into the outbox again.

    :raises NotFailed: if it was not given up
    """
    message = db.session.get(OutboxMessage, message_id, with_for_update=True)
    if message is None or message.outcome is not MessageOutcome.GIVEN_UP:
        raise NotFailed(message_id)
    message.closed_at = message.outcome = message.next_try_at = None
    message.attempts = 0


def due_messages(*, at: datetime, most: int) -> tuple[int, ...]:
    """Return the messages that may go out now, codes first, then the oldest."""
    day = business_day(at)
    held = held_templates(at=at, holidays=holidays_between(day, day))
    is_code = OutboxMessage.template.startswith("code_", autoescape=True)
    return tuple(
        db.session.scalars(
            select(OutboxMessage.id)
            .where(_is_due(at), OutboxMessage.template.not_in(held))
            .order_by(is_code.desc(), OutboxMessage.id)
            .limit(most)
        )
    )


def _is_due(at: datetime) -> ColumnElement[bool]:
    return OutboxMessage.closed_at.is_(None) & (
        OutboxMessage.next_try_at.is_(None) | (OutboxMessage.next_try_at <= at)
    )


def _why_pointless(
    message: OutboxMessage, account: UserAccount | None, *, at: datetime
) -> MessageOutcome | None:
    """Return why a message need not go out at all, or None if it should."""
    kind = kind_of(message.template)
    if is_too_old(kind, created_at=message.created_at, at=at):
        return MessageOutcome.TOO_OLD
    if message.attempts >= MOST_ATTEMPTS:
        return MessageOutcome.GIVEN_UP  # Each time the run died before it could say what happened.
    return None if account is None else _why_not_to(account, message, kind, at=at)


def _why_not_to(
    account: UserAccount, message: OutboxMessage, kind: MessageKind, *, at: datetime
) -> MessageOutcome | None:
    if account.phone is None:
        return MessageOutcome.NO_PHONE  # It stands in the inbox, read out at the desk.
    if kind is MessageKind.NEWS and not _agreed_to_messages(account):
        return MessageOutcome.NO_CONSENT
    if not account.is_active or not is_still_true(message.template, message.details, at=at):
        return MessageOutcome.NOT_TRUE_ANY_MORE
    return None


def _claimed(message_id: int) -> OutboxMessage:
    return db.session.get_one(OutboxMessage, message_id, with_for_update=True)


def _close(message: OutboxMessage, outcome: MessageOutcome, *, at: datetime) -> None:
    """Let nobody wait for the message any more; a code is of no use then."""
    message.closed_at, message.outcome, message.secret = at, outcome, None
    message.next_try_at = None


def _agreed_to_messages(account: UserAccount) -> bool:
    given = select(DataConsent.id).join(Person, Person.id == DataConsent.person_id)
    return (
        db.session.scalar(
            given.where(
                Person.account_id == account.id,
                DataConsent.purpose == ConsentPurpose.MESSAGES,
                DataConsent.withdrawn_at.is_(None),
            ).limit(1)
        )
        is not None
    )


def _has_enough_today(account: UserAccount, *, at: datetime) -> bool:
    """Tell whether enough reminders went to somebody today, or are on their way."""
    found = db.session.scalar(
        select(func.count(OutboxMessage.id)).where(
            OutboxMessage.recipient_id == account.id,
            OutboxMessage.template.in_(REMINDERS),
            OutboxMessage.tried_at >= start_of(business_day(at)),
        )
    )
    return (found or 0) >= MOST_REMINDERS_A_DAY
