"""Applications, their lines (one per borrowing person) and every change of a status."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.money import Rupiah
from harkat.domain.people import LoanPurpose
from harkat.domain.product import Every
from harkat.domain.reasons import ReasonCode
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import Base, constrained, db
from harkat.models.bank import Bank, LoanProduct
from harkat.models.columns import BankId, Id, PersonId, PublicId, UserId
from harkat.models.group import LoanGroup
from harkat.models.people import Person
from harkat.models.types import Word

_OPEN = "status NOT IN ('rejected', 'withdrawn', 'expired', 'disbursed')"
_DRAFT = "status = 'draft'"
_LIVE_LINE = "status IN ('open', 'ready', 'cleared', 'blocked', 'approved', 'consented')"


class LoanApplication(Base):
    """A request to one bank for one product, by a group or by one person.

    `every` is the rhythm in which `instalments` were chosen; a change of the product leaves it.
    `touched_at` is when something was last saved for a draft.
    """

    __tablename__ = "application"
    __table_args__ = constrained(
        Index(
            "uq_application_one_open_per_group",
            "group_id",
            unique=True,
            sqlite_where=db.text(_OPEN),
            postgresql_where=db.text(_OPEN),
        ),
        Index(
            "ix_application_draft_touched",
            "touched_at",
            sqlite_where=db.text(_DRAFT),
            postgresql_where=db.text(_DRAFT),
        ),
        Index("ix_application_queue", "bank_id", "status", "submitted_at"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    reference_no: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("loan_product.id"), index=True)
    bank_id: Mapped[BankId]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("loan_group.id"), index=True)
    applicant_id: Mapped[PersonId]
    instalments: Mapped[int]
    every: Mapped[Every] = mapped_column(Word(Every), default=Every.MONTH)
    status: Mapped[ApplicationStatus] = mapped_column(
        Word(ApplicationStatus), default=ApplicationStatus.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)
    party_changes: Mapped[int] = mapped_column(default=0)
    terms: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    consent_by_on: Mapped[date | None] = mapped_column(index=True)
    product: Mapped[LoanProduct] = relationship()
    bank: Mapped[Bank] = relationship()
    group: Mapped[LoanGroup | None] = relationship()
    applicant: Mapped[Person] = relationship()
    lines: Mapped[list["ApplicationLine"]] = relationship(
        back_populates="application", order_by="ApplicationLine.id"
    )


class ApplicationLine(Base):
    """One borrowing person's part; amounts are what was asked, proposed and approved."""

    __tablename__ = "application_line"
    __table_args__ = constrained(
        CheckConstraint("requested IS NULL OR requested > 0", name="requested_positive"),
        CheckConstraint("proposed IS NULL OR proposed >= 0", name="proposed_not_negative"),
        CheckConstraint("approved IS NULL OR approved >= 0", name="approved_not_negative"),
        Index(
            "uq_application_line_one_live_per_person",
            "person_id",
            unique=True,
            sqlite_where=db.text(_LIVE_LINE),
            postgresql_where=db.text(_LIVE_LINE),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[PersonId]
    status: Mapped[LineStatus] = mapped_column(Word(LineStatus), default=LineStatus.OPEN)
    requested: Mapped[Rupiah | None]
    proposed: Mapped[Rupiah | None]
    approved: Mapped[Rupiah | None]
    purpose: Mapped[str | None]
    purpose_kind: Mapped[LoanPurpose | None] = mapped_column(Word(LoanPurpose))
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("kelurahan.code"), index=True)
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"), index=True)
    sector: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    application: Mapped[LoanApplication] = relationship(back_populates="lines")
    person: Mapped[Person] = relationship()


class StatusChange(Base):
    """One step of anything that has a life; written by `services.transitions` alone.

    `about_line_id` is the part of an application its reason is about, if it is not about all.
    """

    __tablename__ = "status_change"
    __table_args__ = constrained(Index("ix_status_change_subject", "subject", "subject_id", "id"))

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    event: Mapped[str] = mapped_column(String(40))
    from_status: Mapped[str] = mapped_column(String(40))
    to_status: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[UserId | None] = mapped_column(index=True)
    at: Mapped[datetime]
    reason_code: Mapped[ReasonCode | None] = mapped_column(Word(ReasonCode))
    reason_note: Mapped[str | None]
    next_step: Mapped[str | None]
    about_line_id: Mapped[int | None]
