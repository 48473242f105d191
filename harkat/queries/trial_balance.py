"""The trial balance of a day: what each account was debited and credited, and that both agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from harkat.domain.calendar import business_day
from harkat.domain.ledger import CHART, AccountCode, Block, Side
from harkat.domain.money import Rupiah, total
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting


@dataclass(frozen=True, kw_only=True)
class TrialRow:
    """What was booked on the accounts of one code and bank (rupiah, all kecamatan and holders).

    For example ``TrialRow(code=CLEARING, bank_id=1, debit=Rupiah(846_937),
    ledger_credit=Rupiah(10_000_000))``.
    """

    code: AccountCode
    bank_id: int | None
    debit: Rupiah
    ledger_credit: Rupiah

    @property
    def block(self) -> Block:
        """The block of the chart, which balances by itself."""
        return CHART[self.code].block

    @property
    def balance(self) -> Rupiah:
        """The balance, in the sign of the side on which it normally stands."""
        more_debit = self.debit - self.ledger_credit
        return more_debit if CHART[self.code].normal_side is Side.DEBIT else -more_debit


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """The rows in the order of the chart; `shown_at` None means as known now."""

    on: date
    shown_at: datetime | None
    rows: Sequence[TrialRow]

    @property
    def debit(self) -> Rupiah:
        """The sum of all debits."""
        return total(row.debit for row in self.rows)

    @property
    def ledger_credit(self) -> Rupiah:
        """The sum of all credits, equal to the debits."""
        return total(row.ledger_credit for row in self.rows)


def trial_balance(*, on: date, bank_id: int | None = None) -> TrialBalance:
    """Return the trial balance of a day as known now, late entries at their true date included."""
    return _read(on=on, shown_at=None, bank_id=bank_id)


def trial_balance_as_shown(
    *, shown_at: datetime, on: date | None = None, bank_id: int | None = None
) -> TrialBalance:
    """Return the trial balance as it was shown at a moment: nothing recorded later is in it.

    It is that of the moment's own day, or of an earlier day `on` as it was known then.
    """
    return _read(on=on or business_day(shown_at), shown_at=shown_at, bank_id=bank_id)


def _read(*, on: date, shown_at: datetime | None, bank_id: int | None) -> TrialBalance:
    statement = (
        select(
            LedgerAccount.code,
            LedgerAccount.bank_id,
            func.sum(case((Posting.amount > 0, Posting.amount), else_=0)),
            func.sum(case((Posting.amount < 0, -Posting.amount), else_=0)),
        )
        .join(Posting, Posting.account_id == LedgerAccount.id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(JournalEntry.value_on <= on)
        .group_by(LedgerAccount.code, LedgerAccount.bank_id)
    )
    if shown_at is not None:
        statement = statement.where(JournalEntry.recorded_at <= shown_at)
    if bank_id is not None:
        statement = statement.where(LedgerAccount.bank_id == bank_id)
    rows = [
        TrialRow(code=code, bank_id=owner, debit=Rupiah(int(debit)), ledger_credit=Rupiah(int(out)))
        for code, owner, debit, out in db.session.execute(statement)
    ]
    order = list(AccountCode)
    rows.sort(key=lambda row: (order.index(row.code), row.bank_id or 0))
    return TrialBalance(on=on, shown_at=shown_at, rows=rows)
