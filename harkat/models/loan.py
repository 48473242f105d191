"""Agreements, disbursements, loans, what happened to them, and the receipts given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.money import Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.position import EventKind
from harkat.domain.statuses import AgreementStatus, DisbursementStatus, LoanStatus
from harkat.extensions import Base, constrained
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.bank import Bank
from harkat.models.columns import BankId, Id, KecamatanCode, PersonId, PublicId, UserId
from harkat.models.people import Person
from harkat.models.types import Word


class LoanAgreement(Base):
    """The contract of one application; its parties are the lines approved above zero."""

    __tablename__ = "loan_agreement"

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    reference_no: Mapped[str] = mapped_column(unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    status: Mapped[AgreementStatus] = mapped_column(
        Word(AgreementStatus), default=AgreementStatus.DRAFTED
    )
    signed_on: Mapped[date | None]
    application: Mapped[LoanApplication] = relationship()


class Disbursement(Base):
    """The payment of one line: reserved on a list, then sent under the bank's reference."""

    __tablename__ = "disbursement"
    __table_args__ = constrained(
        UniqueConstraint("application_line_id", "tranche"),
        UniqueConstraint("bank_id", "bank_reference"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    bank_id: Mapped[BankId]
    application_line_id: Mapped[int] = mapped_column(ForeignKey("application_line.id"))
    tranche: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Rupiah]
    status: Mapped[DisbursementStatus] = mapped_column(
        Word(DisbursementStatus), default=DisbursementStatus.RESERVED
    )
    bank_reference: Mapped[str | None]
    sent_on: Mapped[date | None]
    application_line: Mapped[ApplicationLine] = relationship()


class Loan(Base):
    """One borrower's loan with the terms as signed; every figure is folded from its events."""

    __tablename__ = "loan"
    __table_args__ = constrained(
        Index("ix_loan_bank_status", "bank_id", "status", "id"),
        CheckConstraint("principal > 0", name="principal_positive"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    reference_no: Mapped[str] = mapped_column(unique=True)
    application_line_id: Mapped[int] = mapped_column(ForeignKey("application_line.id"), unique=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("loan_agreement.id"), index=True)
    person_id: Mapped[PersonId]
    bank_id: Mapped[BankId]
    kecamatan_code: Mapped[KecamatanCode]
    principal: Mapped[Rupiah]
    terms: Mapped[dict[str, Any]]
    status: Mapped[LoanStatus] = mapped_column(Word(LoanStatus), default=LoanStatus.ACTIVE)
    disbursed_on: Mapped[date]
    interest_booked_on: Mapped[date]
    final_due_on: Mapped[date]
    next_due_on: Mapped[date | None] = mapped_column(index=True)
    person: Mapped[Person] = relationship()
    bank: Mapped[Bank] = relationship()
    agreement: Mapped[LoanAgreement] = relationship()
    application_line: Mapped[ApplicationLine] = relationship()
    events: Mapped[list["LoanEventRow"]] = relationship(
        back_populates="loan", order_by="LoanEventRow.seq"
    )


class LoanEventRow(Base):
    """One thing that happened to a loan; only ever added."""

    __tablename__ = "loan_event"
    __table_args__ = constrained(
        UniqueConstraint("loan_id", "seq"),
        UniqueConstraint("loan_id", "reverses_seq"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    id: Mapped[Id]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    seq: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(Word(EventKind))
    value_on: Mapped[date]
    amount: Mapped[Rupiah]
    reverses_seq: Mapped[int | None]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    reason_note: Mapped[str | None]
    actor_id: Mapped[UserId | None] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    loan: Mapped[Loan] = relationship(back_populates="events")


class Paper(Base):
    """A numbered paper that was given out, found again by the code in its QR."""

    __tablename__ = "paper"
    __table_args__ = constrained(UniqueConstraint("kind", "loan_event_id"))

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind))
    number: Mapped[str] = mapped_column(unique=True)
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    loan_event_id: Mapped[int | None] = mapped_column(ForeignKey("loan_event.id"), index=True)
    issued_at: Mapped[datetime]
    loan: Mapped[Loan] = relationship()
    loan_event: Mapped[LoanEventRow | None] = relationship()
