"""Accounts with their running balances, and the journal they follow from."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.ledger import AccountCode, EntryKind, Side
from harkat.domain.money import Rupiah
from harkat.domain.suspense import SuspenseOrigin
from harkat.extensions import Base, constrained, db
from harkat.models.columns import BankId, Id, PublicId, UserId
from harkat.models.types import Word

_OF_THE_BANK = "bank_id IS NOT NULL AND kecamatan_code IS NULL AND holder_id IS NULL"
_IS_OPEN = "open_amount > 0"
_IS_IN_FORCE = "reopened_at IS NULL"
_WAITS = "resolved_at IS NULL"


class LedgerAccount(Base):
    """One account; `balance` is in the sign of its normal side (rupiah).

    The CHECK on a bounded balance is the one guard of the facility: what would promise more than
    there is does not commit. `holder_id` is an officer's account (cash in hand) or an agreement
    (claims between its members).
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
            sqlite_where=text(_OF_THE_BANK),
            postgresql_where=text(_OF_THE_BANK),
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
        Index(
            "uq_ledger_account_holder",
            "code",
            "bank_id",
            "holder_id",
            unique=True,
            sqlite_where=text("holder_id IS NOT NULL"),
            postgresql_where=text("holder_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[AccountCode] = mapped_column(Word(AccountCode))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"), index=True)
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"))
    holder_id: Mapped[int | None]
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
        Index(
            "ix_posting_person_id",
            "person_id",
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
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
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entry: Mapped[JournalEntry] = relationship(back_populates="postings")
    account: Mapped[LedgerAccount] = relationship()


class SuspenseItem(Base):
    """Money received that no debt took up, one item per receipt, until it is given back or used.

    What a payment of a loan left over names that payment; anything else names who recorded it.
    """

    __tablename__ = "suspense_item"
    __table_args__ = constrained(
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("open_amount >= 0 AND open_amount <= amount", name="open_amount_bounded"),
        Index(
            "ix_suspense_item_open",
            "bank_id",
            "received_on",
            sqlite_where=text(_IS_OPEN),
            postgresql_where=text(_IS_OPEN),
        ),
        # One transfer is recorded once; what settles claims of several members shares one.
        Index(
            "uq_suspense_item_transfer",
            "bank_id",
            "bank_reference",
            unique=True,
            sqlite_where=text("origin = 'unknown_payer'"),
            postgresql_where=text("origin = 'unknown_payer'"),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    bank_id: Mapped[BankId]
    origin: Mapped[SuspenseOrigin] = mapped_column(
        Word(SuspenseOrigin), default=SuspenseOrigin.OVERPAYMENT
    )
    loan_event_id: Mapped[int | None] = mapped_column(ForeignKey("loan_event.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    amount: Mapped[Rupiah]
    open_amount: Mapped[Rupiah]
    received_on: Mapped[date]
    receipt_no: Mapped[str | None] = mapped_column(unique=True)
    bank_reference: Mapped[str | None]
    note: Mapped[str | None]
    recorded_by_id: Mapped[UserId | None] = mapped_column(index=True)


class MonthClose(Base):
    """One closing of a month of the books, for all banks; opened again by two people.

    `last_entry_id` is the journal's last entry when it was closed: a later one booked in the month
    is an offence, until the month was opened after `reopened_after_id`.
    """

    __tablename__ = "month_close"
    __table_args__ = constrained(
        Index(
            "uq_month_close_in_force",
            "month",
            unique=True,
            sqlite_where=text(_IS_IN_FORCE),
            postgresql_where=text(_IS_IN_FORCE),
        ),
    )

    id: Mapped[Id]
    month: Mapped[date]
    last_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    closed_by_id: Mapped[UserId] = mapped_column(index=True)
    closed_at: Mapped[datetime]
    reason: Mapped[str | None]
    reopening_proposed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    reopening_proposed_at: Mapped[datetime | None]
    reopened_by_id: Mapped[UserId | None] = mapped_column(index=True)
    reopened_at: Mapped[datetime | None]
    reopened_after_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    @classmethod
    def closed_months(cls, *, since: date) -> set[date]:
        """Return the first days of the months that are closed now, from a day's month on."""
        return set(
            db.session.scalars(
                select(cls.month).where(
                    cls.reopened_at.is_(None), cls.month >= since.replace(day=1)
                )
            )
        )


class ClearingStatement(Base):
    """The bank's own total of a day beside the books': a difference is a case until it is resolved.

    Totals are what came in less what went out under the programme up to the day's end (rupiah).
    """

    __tablename__ = "clearing_statement"
    __table_args__ = constrained(
        CheckConstraint("difference = stated_total - our_total", name="difference_counted"),
        Index(
            "uq_clearing_statement_waiting",
            "bank_id",
            "stated_on",
            unique=True,
            sqlite_where=text(_WAITS),
            postgresql_where=text(_WAITS),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    bank_id: Mapped[BankId]
    stated_on: Mapped[date]
    stated_total: Mapped[Rupiah]
    our_total: Mapped[Rupiah]
    difference: Mapped[Rupiah]
    noted_by_id: Mapped[UserId] = mapped_column(index=True)
    noted_at: Mapped[datetime]
    resolved_by_id: Mapped[UserId | None] = mapped_column(index=True)
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str | None]


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
