"""Complaints that go past the bank, and what borrowers say about money that was sent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.arrivals import Arrival
from harkat.domain.complaints import ComplaintKind
from harkat.domain.money import Rupiah
from harkat.domain.statuses import ComplaintStatus
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, PublicId, UserId
from harkat.models.types import Sealed, Word


class Complaint(Base):
    """What somebody complained of, to be answered by the Dinas; its words are sealed.

    It has an account or a phone to answer to. `sender_lookup` is the browser it came from, only to
    count how many do; `wrong_tries` were made to read it since `tries_since`.
    """

    __tablename__ = "complaint"
    __table_args__ = constrained(
        Index("ix_complaint_status_due", "status", "due_on", "id"),
        Index("ix_complaint_complainant", "complainant_id", "id"),
        Index("ix_complaint_phone", "phone_lookup", "received_at"),
        Index("ix_complaint_sender", "sender_lookup", "received_at"),
        CheckConstraint(
            "complainant_id IS NOT NULL OR phone_lookup IS NOT NULL", name="has_an_address"
        ),
        CheckConstraint("wrong_tries >= 0", name="tries_not_negative"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    reference_no: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ComplaintKind] = mapped_column(Word(ComplaintKind))
    status: Mapped[ComplaintStatus] = mapped_column(
        Word(ComplaintStatus), default=ComplaintStatus.RECEIVED
    )
    words: Mapped[str] = mapped_column(Sealed("complaint"))
    about_whom: Mapped[str | None] = mapped_column(Sealed("complaint"))
    amount: Mapped[Rupiah | None]
    complainant_id: Mapped[UserId | None]
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str | None]
    sender_lookup: Mapped[str | None]
    disbursement_id: Mapped[int | None] = mapped_column(ForeignKey("disbursement.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    due_on: Mapped[date]
    taken_up_by_id: Mapped[UserId | None]
    answer: Mapped[str | None] = mapped_column(Sealed("complaint"))
    answered_by_id: Mapped[UserId | None]
    answered_at: Mapped[datetime | None]
    reopening: Mapped[str | None] = mapped_column(Sealed("complaint"))
    second_answer: Mapped[str | None] = mapped_column(Sealed("complaint"))
    closed_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    tries_since: Mapped[datetime | None]


class ArrivalReport(Base):
    """One answer of a borrower to whether money arrived; a `SHORT` one is for the Dinas alone."""

    __tablename__ = "arrival_report"
    __table_args__ = constrained(
        Index("ix_arrival_report_disbursement", "disbursement_id", "id"),
        Index("ix_arrival_report_answer", "answer", "disbursement_id"),
    )

    id: Mapped[Id]
    disbursement_id: Mapped[int] = mapped_column(ForeignKey("disbursement.id"))
    answer: Mapped[Arrival] = mapped_column(Word(Arrival))
    answered_at: Mapped[datetime]
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), unique=True)
