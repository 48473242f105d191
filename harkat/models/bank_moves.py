"""A group takes its application to another bank, if every borrower says yes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.statuses import BankMoveStatus
from harkat.extensions import Base, constrained, db
from harkat.models.application import LoanApplication
from harkat.models.bank import Bank
from harkat.models.columns import Id, PersonId, PublicId
from harkat.models.types import Word


class BankMove(Base):
    """A proposal to take one application to another bank; one at a time."""

    __tablename__ = "bank_move"
    __table_args__ = constrained(
        Index(
            "uq_bank_move_one_open",
            "application_id",
            unique=True,
            sqlite_where=db.text("status = 'open'"),
            postgresql_where=db.text("status = 'open'"),
        )
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    from_bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    to_bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    proposed_by_id: Mapped[PersonId]
    status: Mapped[BankMoveStatus] = mapped_column(
        Word(BankMoveStatus), default=BankMoveStatus.OPEN
    )
    proposed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    application: Mapped[LoanApplication] = relationship()
    to_bank: Mapped[Bank] = relationship(foreign_keys=[to_bank_id])


class BankMoveYes(Base):
    """One borrower's yes to a move, given on the own account."""

    __tablename__ = "bank_move_yes"
    __table_args__ = constrained(UniqueConstraint("move_id", "person_id"))

    id: Mapped[Id]
    move_id: Mapped[int] = mapped_column(ForeignKey("bank_move.id"))
    person_id: Mapped[PersonId]
    said_at: Mapped[datetime]
