"""What borrowers in trouble ask for; it becomes a change of the loan only through the bank."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.money import Rupiah
from harkat.domain.relief import ReliefDecline, ReliefReason, ReliefWish
from harkat.domain.statuses import ReliefStatus
from harkat.extensions import Base, constrained
from harkat.models.columns import BankId, Id, PublicId, UserId
from harkat.models.loan import Loan, LoanChange
from harkat.models.types import Word

_WAITING = "status IN ('open', 'proposed')"


class ReliefRequest(Base):
    """One borrower's wish for relief of one loan, with its answer.

    `count` says for how many instalments a holiday is, or how many a longer schedule has. `pays`
    can be paid at once, `can_pay` each time. The note is for the bank alone.
    """

    __tablename__ = "relief_request"
    __table_args__ = constrained(
        Index(
            "uq_relief_request_one_waiting",
            "loan_id",
            unique=True,
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index("ix_relief_request_bank_status", "bank_id", "status", "id"),
        CheckConstraint("can_pay >= 0 AND pays >= 0", name="amounts_not_negative"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    bank_id: Mapped[BankId]
    status: Mapped[ReliefStatus] = mapped_column(Word(ReliefStatus), default=ReliefStatus.OPEN)
    reason: Mapped[ReliefReason] = mapped_column(Word(ReliefReason))
    wish: Mapped[ReliefWish] = mapped_column(Word(ReliefWish))
    count: Mapped[int]
    can_pay: Mapped[Rupiah]
    pays: Mapped[Rupiah]
    note: Mapped[str | None]
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[UserId | None]
    answered_at: Mapped[datetime | None]
    decline_code: Mapped[ReliefDecline | None] = mapped_column(Word(ReliefDecline))
    decline_note: Mapped[str | None]
    next_step: Mapped[str | None]
    loan_change_id: Mapped[int | None] = mapped_column(ForeignKey("loan_change.id"), index=True)
    loan: Mapped[Loan] = relationship()
    loan_change: Mapped[LoanChange | None] = relationship()
