"""Testimonies: what a second member of staff confirmed for an owner without a phone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.witnessing import DeclineReason, WitnessedStep
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, PublicId, UserId
from harkat.models.people import UserAccount
from harkat.models.types import Sealed, Word

_WAITS = "answered_at IS NULL"
_IS_UNCHECKED = "used_at IS NOT NULL AND checked_at IS NULL"


class Testimony(Base):
    """One step of one owner, asked for by whoever helps and answered by a witness.

    `told` is what the witness reads out, as JSON; `subject` is its keyed mark, so that it stands
    for exactly that. `owner_id` is empty while it is not known whether the NIK has an account.
    The Dinas checks each one that was used.
    """

    __tablename__ = "testimony"
    __table_args__ = constrained(
        Index(
            "ix_testimony_waiting",
            "ends_at",
            sqlite_where=text(_WAITS),
            postgresql_where=text(_WAITS),
        ),
        Index("ix_testimony_asked_by", "asked_by_id", "asked_at"),
        Index("ix_testimony_owner", "owner_id", "used_at"),
        Index("ix_testimony_application", "application_id"),
        Index("ix_testimony_used", "used_at"),
        Index(
            "ix_testimony_unchecked",
            "used_at",
            sqlite_where=text(_IS_UNCHECKED),
            postgresql_where=text(_IS_UNCHECKED),
        ),
        CheckConstraint("witness_id <> asked_by_id", name="two_people"),
        CheckConstraint("witness_id <> owner_id", name="not_the_owner"),
        CheckConstraint(
            "(answered_at IS NULL) = (witness_id IS NULL)"
            " AND (answered_at IS NULL) = (is_confirmed IS NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "used_at IS NULL OR (is_confirmed IS NOT NULL AND is_confirmed)", name="used_if_true"
        ),
        CheckConstraint("checked_by_id NOT IN (asked_by_id, witness_id)", name="checked_by_others"),
        CheckConstraint("wrong_niks >= 0", name="tries_not_negative"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    step: Mapped[WitnessedStep] = mapped_column(Word(WitnessedStep))
    asked_by_id: Mapped[UserId]
    owner_id: Mapped[UserId | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    nik_lookup: Mapped[str]
    subject: Mapped[str]
    told: Mapped[str] = mapped_column(Sealed("testimony"))
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    wrong_niks: Mapped[int] = mapped_column(default=0)
    witness_id: Mapped[UserId | None]
    answered_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool | None]
    reason_code: Mapped[DeclineReason | None] = mapped_column(Word(DeclineReason))
    reason_note: Mapped[str | None]
    used_at: Mapped[datetime | None]
    checked_by_id: Mapped[UserId | None]
    checked_at: Mapped[datetime | None]
    is_true: Mapped[bool | None]
    check_note: Mapped[str | None]
    asked_by: Mapped[UserAccount] = relationship(foreign_keys="Testimony.asked_by_id")
    owner: Mapped[UserAccount | None] = relationship(foreign_keys="Testimony.owner_id")
    witness: Mapped[UserAccount | None] = relationship(foreign_keys="Testimony.witness_id")
