"""Accounts with their running balances, and the journal they follow from."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.ledger import AccountCode, EntryKind, Side
from harkat.domain.money import Rupiah
from harkat.extensions import Base, constrained
from harkat.models.columns import BankId, Id, PublicId, UserId
from harkat.models.types import Word


class LedgerAccount(Base):
    """One account; `balance` is in the sign of its normal side (rupiah).

    The CHECK on a bounded balance is the one guard of the facility: what would promise more than
    there is does not commit.
    """

    __tablename__ = "ledger_account"
    __table_args__ = constrained(
        CheckConstraint("NOT is_bounded OR balance >= 0", name="balance_bounded"),
        CheckConstraint("upper_bound IS NULL OR balance <= upper_bound", name="balance_capped"),
        # Each owner has an account once; in one index the NULLs would not be equal.
        Index(
            "uq_ledger_account_programme",
            "code",
            unique=True,
            sqlite_where=text("bank_id IS NULL"),
            postgresql_where=text("bank_id IS NULL"),
        ),
        Index(
            "uq_ledger_account_bank",
            "code",
            "bank_id",
            unique=True,
            sqlite_where=text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
            postgresql_where=text("bank_id IS NOT NULL AND kecamatan_code IS NULL"),
        ),
        Index(
            "uq_ledger_account_kecamatan",
            "code",
            "bank_id",
            "kecamatan_code",
            unique=True,
            sqlite_where=text("kecamatan_code IS NOT NULL"),
            postgresql_where=text("kecamatan_code IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[AccountCode] = mapped_column(Word(AccountCode))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"), index=True)
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"))
    normal_side: Mapped[Side] = mapped_column(Word(Side))
    is_bounded: Mapped[bool]
    upper_bound: Mapped[int | None]
    balance: Mapped[int] = mapped_column(default=0)


class JournalEntry(Base):
    """One fact in the books; its postings sum to zero. Never changed, never removed."""

    __tablename__ = "journal_entry"

    id: Mapped[Id]
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    business_date: Mapped[date] = mapped_column(index=True)
    value_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    reference: Mapped[str]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    actor_id: Mapped[UserId | None] = mapped_column(index=True)
    postings: Mapped[list["Posting"]] = relationship(
        back_populates="entry", order_by="Posting.line_no"
    )


class Posting(Base):
    """One line of an entry: debit positive, credit negative, never zero (rupiah)."""

    __tablename__ = "posting"
    __table_args__ = constrained(
        UniqueConstraint("entry_id", "line_no"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    line_no: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    amount: Mapped[int]
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("loan.id"), index=True)
    application_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("application_line.id"), index=True
    )
    suspense_item_id: Mapped[int | None] = mapped_column(ForeignKey("suspense_item.id"), index=True)
    entry: Mapped[JournalEntry] = relationship(back_populates="postings")
    account: Mapped[LedgerAccount] = relationship()


class SuspenseItem(Base):
    """Money received beyond what was owed, one item per receipt, until it is given back or used."""

    __tablename__ = "suspense_item"
    __table_args__ = constrained(
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("open_amount >= 0 AND open_amount <= amount", name="open_amount_bounded"),
    )

    id: Mapped[Id]
    bank_id: Mapped[BankId]
    loan_event_id: Mapped[int] = mapped_column(ForeignKey("loan_event.id"), unique=True)
    amount: Mapped[Rupiah]
    open_amount: Mapped[Rupiah]
    received_on: Mapped[date]


class FacilityChange(Base):
    """A proposed change of the ceiling or of a bank's slice; booked when a second person agrees."""

    __tablename__ = "facility_change"
    __table_args__ = constrained(CheckConstraint("amount > 0", name="amount_positive"))

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"), index=True)
    amount: Mapped[Rupiah]
    effective_on: Mapped[date]
    note: Mapped[str]
    proposed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
