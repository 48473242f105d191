"""Agreements, disbursements, loans, what happened to them, and the receipts given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.loan_events import EventKind
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.papers import PaperKind
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
    """The payment of one line: reserved on a list, then sent under the bank's reference.

    `account_end` is how the account ended it was sent to; the person may have another by now.
    """

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
    account_end: Mapped[str | None]
    application_line: Mapped[ApplicationLine] = relationship()


class Loan(Base):
    """One borrower's loan with the terms as signed; every figure is folded from its events.

    From `next_due_on` to `computed_on` stands a cache of the fold, for lists and the end of day;
    the grade in it is the one of `computed_on`. `harkat self-check` compares it with the fold.
    `grade_floor` is the best grade a restructured loan may have until `grade_floor_until`.
    `unbooked_due_on` is the first due date whose interest is not in the books yet.
    """

    __tablename__ = "loan"
    __table_args__ = constrained(
        Index("ix_loan_bank_status", "bank_id", "status", "id"),
        Index("ix_loan_bank_unbooked", "bank_id", "unbooked_due_on"),
        Index(
            "ix_loan_grade_floor_until",
            "grade_floor_until",
            sqlite_where=text("grade_floor_until IS NOT NULL"),
            postgresql_where=text("grade_floor_until IS NOT NULL"),
        ),
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
    unbooked_due_on: Mapped[date | None]
    final_due_on: Mapped[date] = mapped_column(index=True)
    next_due_on: Mapped[date | None] = mapped_column(index=True)
    outstanding: Mapped[Rupiah] = mapped_column(default=ZERO)
    schedule_no: Mapped[int] = mapped_column(default=1)
    grade: Mapped[int] = mapped_column(default=1)
    grade_floor: Mapped[int | None]
    grade_floor_until: Mapped[date | None]
    computed_on: Mapped[date | None]
    person: Mapped[Person] = relationship()
    bank: Mapped[Bank] = relationship()
    agreement: Mapped[LoanAgreement] = relationship()
    application_line: Mapped[ApplicationLine] = relationship()
    events: Mapped[list["LoanEventRow"]] = relationship(
        back_populates="loan", order_by="LoanEventRow.seq"
    )


class LoanEventRow(Base):
    """One thing that happened to a loan; only ever added.

    `payer_id` is the member who paid for the borrower, `source_item_id` the titipan it was paid
    from, `change` how the schedule changes.
    """

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
    change: Mapped[dict[str, Any] | None]
    payer_id: Mapped[PersonId | None]
    # Titipan stand on events and events are paid from titipan: one key is added afterwards.
    source_item_id: Mapped[int | None] = mapped_column(
        ForeignKey(
            "suspense_item.id", use_alter=True, name="fk_loan_event_source_item_id_suspense_item"
        ),
        index=True,
    )
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    reason_note: Mapped[str | None]
    actor_id: Mapped[UserId | None] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    loan: Mapped[Loan] = relationship(back_populates="events")


class LoanChange(Base):
    """A change of a running loan that one officer proposes and another decides.

    Once every consent it needs is there and it is confirmed, it becomes an event of the loan.
    """

    __tablename__ = "loan_change"
    __table_args__ = constrained(
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        Index(
            "uq_loan_change_one_waiting",
            "loan_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(Word(EventKind))
    amount: Mapped[Rupiah]
    change: Mapped[dict[str, Any] | None]
    value_on: Mapped[date]
    reason_note: Mapped[str]
    proposed_by_id: Mapped[UserId]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UserId | None]
    decided_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    decision_note: Mapped[str | None]
    loan_event_id: Mapped[int | None] = mapped_column(ForeignKey("loan_event.id"), unique=True)
    loan: Mapped[Loan] = relationship()
    consents: Mapped[list["LoanChangeConsent"]] = relationship(
        order_by="LoanChangeConsent.person_id"
    )


class LoanChangeConsent(Base):
    """The yes of one person whose risk the change touches; empty until it is given."""

    __tablename__ = "loan_change_consent"

    loan_change_id: Mapped[int] = mapped_column(ForeignKey("loan_change.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True
    )
    consented_at: Mapped[datetime | None]


class InstalmentRow(Base):
    """One row of the schedule in force and what was paid on it: a cache of the fold.

    The end of day books from it what falls due without folding every loan. The row that a
    restructuring puts aside is not among them: it was income already.
    """

    __tablename__ = "instalment"
    __table_args__ = constrained(
        Index("ix_instalment_due_on", "due_on", "loan_id"),
        CheckConstraint("interest_paid <= interest", name="interest_paid_bounded"),
    )

    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date]
    principal: Mapped[Rupiah]
    interest: Mapped[Rupiah]
    subsidy: Mapped[Rupiah]
    principal_paid: Mapped[Rupiah]
    interest_paid: Mapped[Rupiah]


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
