"""Objections of owners to a refusal, and the reasons beside the first of a step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.reasons import ReasonCode
from harkat.domain.statuses import AppealStatus
from harkat.extensions import Base, constrained
from harkat.models.application import ApplicationLine, StatusChange
from harkat.models.columns import Id, PublicId, UserId
from harkat.models.types import Word


class Appeal(Base):
    """One owner's objection to one refusal of the own part, and what the bank answered.

    `refusal_id` is the step that refused; `decided_by_id` took it, and never answers.
    """

    __tablename__ = "appeal"
    __table_args__ = constrained(
        Index("ix_appeal_waiting", "status", "answer_by_on", "id"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"
        ),
        CheckConstraint("answered_by_id <> decided_by_id", name="answered_by_another"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    application_line_id: Mapped[int] = mapped_column(ForeignKey("application_line.id"), index=True)
    refusal_id: Mapped[int] = mapped_column(ForeignKey("status_change.id"), unique=True)
    decided_by_id: Mapped[UserId | None] = mapped_column(index=True)
    proposed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    status: Mapped[AppealStatus] = mapped_column(Word(AppealStatus), default=AppealStatus.OPEN)
    words: Mapped[str]
    made_at: Mapped[datetime]
    answer_by_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UserId | None] = mapped_column(index=True)
    line: Mapped[ApplicationLine] = relationship()
    refusal: Mapped[StatusChange] = relationship()


class FurtherReason(Base):
    """A reason given with a step beside the first, which stands in the step itself."""

    __tablename__ = "further_reason"

    id: Mapped[Id]
    status_change_id: Mapped[int] = mapped_column(ForeignKey("status_change.id"), index=True)
    reason_code: Mapped[ReasonCode] = mapped_column(Word(ReasonCode))
    reason_note: Mapped[str]
    next_step: Mapped[str]
    about_line_id: Mapped[int | None]
