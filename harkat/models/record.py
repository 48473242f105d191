"""What the system writes beside the business itself: audit, idempotency, outbox, counters."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.messages import MessageOutcome
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, UserId
from harkat.models.types import Sealed, Word

_WAITS = "closed_at IS NULL"
_HAS_NO_PHONE = "outcome = 'no_phone'"
_IS_GIVEN_UP = "outcome = 'given_up'"
_IS_UNREAD = "read_at IS NULL AND recipient_id IS NOT NULL"


class AuditEvent(Base):
    """Who did what when, in the transaction of the deed; `prev_hash` chains the rows later."""

    __tablename__ = "audit_event"
    __table_args__ = constrained(Index("ix_audit_event_actor", "actor_id", "at"))

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UserId | None]
    action: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[dict[str, Any]]
    prev_hash: Mapped[str | None]


class IdempotencyRecord(Base):
    """The answer once given to a form's key, so that sending it twice has one effect."""

    __tablename__ = "idempotency_record"
    __table_args__ = constrained(UniqueConstraint("actor_id", "action", "key"))

    id: Mapped[Id]
    actor_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class OutboxMessage(Base):
    """A message waiting to be sent; it exists only if the deed it tells of does.

    It goes to an account, or to a phone that need not have one. `secret` is a code that only the
    phone may show. While `closed_at` is empty the phone still waits for it; `outcome` then says
    what came of it. `next_try_at` also keeps a message for the run that is sending it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = constrained(
        Index("ix_outbox_message_recipient", "recipient_id", "id"),
        Index("ix_outbox_message_phone", "phone_lookup", "id"),
        Index(
            "ix_outbox_message_waiting",
            "id",
            sqlite_where=text(_WAITS),
            postgresql_where=text(_WAITS),
        ),
        Index(
            "ix_outbox_message_given_up",
            "id",
            sqlite_where=text(_IS_GIVEN_UP),
            postgresql_where=text(_IS_GIVEN_UP),
        ),
        Index(
            "ix_outbox_message_no_phone",
            "id",
            sqlite_where=text(_HAS_NO_PHONE),
            postgresql_where=text(_HAS_NO_PHONE),
        ),
        Index(
            "ix_outbox_message_unread",
            "recipient_id",
            sqlite_where=text(_IS_UNREAD),
            postgresql_where=text(_IS_UNREAD),
        ),
        CheckConstraint("(recipient_id IS NULL) <> (phone_lookup IS NULL)", name="has_one_address"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
    )

    id: Mapped[Id]
    recipient_id: Mapped[UserId | None]
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str | None]
    secret: Mapped[str | None] = mapped_column(Sealed("code"))
    template: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    read_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    tried_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[MessageOutcome | None] = mapped_column(Word(MessageOutcome))
    problem: Mapped[str | None] = mapped_column(String(80))


class ReferenceCounter(Base):
    """The last number given out of one kind in one year."""

    __tablename__ = "reference_counter"

    kind: Mapped[str] = mapped_column(String(2), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]
