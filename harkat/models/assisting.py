"""Helping sessions: who filled in pages for whom, what was done in them, and the owner's yes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.extensions import Base, constrained
from harkat.models.columns import Id, KelurahanCode, PublicId, UserId
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent

_IS_RUNNING = "ended_at IS NULL"


class AssistantDesk(Base):
    """The kelurahan whose desk an assistant sits at."""

    __tablename__ = "assistant_desk"

    account_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kelurahan_code: Mapped[KelurahanCode]


class Assistance(Base):
    """One helping session of one assistant with one owner, whose own phone allowed it by a code.

    It is over at `ends_at` at the latest, and for each assistant one at a time may run.
    """

    __tablename__ = "assistance"
    __table_args__ = constrained(
        Index("ix_assistance_owner", "owner_id", "id"),
        Index("ix_assistance_assistant", "assistant_id", "started_at"),
        Index("ix_assistance_started", "started_at"),
        Index(
            "uq_assistance_one_running",
            "assistant_id",
            unique=True,
            sqlite_where=text(_IS_RUNNING),
            postgresql_where=text(_IS_RUNNING),
        ),
        CheckConstraint("owner_id <> assistant_id", name="of_somebody_else"),
        CheckConstraint("started_at < ends_at", name="lasts"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    owner_id: Mapped[UserId]
    assistant_id: Mapped[UserId]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    owner: Mapped[UserAccount] = relationship(foreign_keys="Assistance.owner_id")
    assistant: Mapped[UserAccount] = relationship(foreign_keys="Assistance.assistant_id")


class AssistedAct(Base):
    """One deed done for the owner in a helping session, by the audit row that tells of it."""

    __tablename__ = "assisted_act"
    __table_args__ = constrained(Index("ix_assisted_act_assistance", "assistance_id"))

    audit_event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    assistance_id: Mapped[int] = mapped_column(ForeignKey("assistance.id"))
    audit_event: Mapped[AuditEvent] = relationship()


class AssistedSending(Base):
    """The owner's own yes, by a code to the own phone, to sending what stood in an application."""

    __tablename__ = "assisted_sending"
    __table_args__ = constrained(
        Index("ix_assisted_sending_application", "application_id", "id"),
        Index("ix_assisted_sending_assistance", "assistance_id"),
    )

    id: Mapped[Id]
    assistance_id: Mapped[int] = mapped_column(ForeignKey("assistance.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    confirmed_at: Mapped[datetime]
