"""Calls on the members who answer for each other, and what they settle between themselves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.money import Rupiah
from harkat.domain.statuses import LiabilityCallStatus
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, PersonId, PublicId
from harkat.models.loan import Loan, LoanAgreement
from harkat.models.people import Person
from harkat.models.types import Word

_OPEN = "status = 'open'"


class LiabilityCall(Base):
    """A request to the other parties of an agreement to cover what is missing on one loan."""

    __tablename__ = "liability_call"
    __table_args__ = constrained(
        Index(
            "uq_liability_call_one_open_per_loan",
            "loan_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_liability_call_agreement_status", "agreement_id", "status"),
        CheckConstraint("missing > 0", name="missing_positive"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("loan_agreement.id"))
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    opened_on: Mapped[date]
    missing: Mapped[Rupiah]
    status: Mapped[LiabilityCallStatus] = mapped_column(
        Word(LiabilityCallStatus), default=LiabilityCallStatus.OPEN
    )
    agreement: Mapped[LoanAgreement] = relationship()
    loan: Mapped[Loan] = relationship()
    shares: Mapped[list["LiabilityShare"]] = relationship(
        back_populates="call", order_by="LiabilityShare.person_id"
    )


class LiabilityShare(Base):
    """What one party was asked for in a call; who is asked for nothing has no row."""

    __tablename__ = "liability_share"
    __table_args__ = constrained(
        UniqueConstraint("call_id", "person_id"),
        CheckConstraint("asked > 0", name="asked_positive"),
    )

    id: Mapped[Id]
    call_id: Mapped[int] = mapped_column(ForeignKey("liability_call.id"))
    person_id: Mapped[PersonId]
    asked: Mapped[Rupiah]
    call: Mapped[LiabilityCall] = relationship(back_populates="shares")
    person: Mapped[Person] = relationship()


class MemberSettlement(Base):
    """Money one member says to have given another; it counts once the receiver confirms.

    Until then the receiver may deny it and the giver take it back; it stays, and never counts.
    """

    __tablename__ = "member_settlement"
    __table_args__ = constrained(
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debtor_id <> creditor_id", name="two_persons"),
        CheckConstraint(
            "entry_id IS NULL OR confirmed_at IS NOT NULL", name="booked_only_if_confirmed"
        ),
        CheckConstraint("confirmed_at IS NULL OR refused_at IS NULL", name="confirmed_or_refused"),
        CheckConstraint(
            "(refused_at IS NULL) = (refused_by_id IS NULL)"
            " AND (refused_by_id IS NULL OR refused_by_id IN (debtor_id, creditor_id))",
            name="refused_by_one_of_two",
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("loan_agreement.id"), index=True)
    debtor_id: Mapped[PersonId]
    creditor_id: Mapped[PersonId]
    amount: Mapped[Rupiah]
    paid_on: Mapped[date]
    proposed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[PersonId | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    agreement: Mapped[LoanAgreement] = relationship()
    debtor: Mapped[Person] = relationship(foreign_keys="MemberSettlement.debtor_id")
    creditor: Mapped[Person] = relationship(foreign_keys="MemberSettlement.creditor_id")
