"""The one door to the ledger: balanced lines in, journal entry and balances changed together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from harkat.domain.ledger import (
    CHART,
    Account,
    EntryKind,
    Line,
    balance_change,
    check_balanced,
    mirror,
)
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting


class BoundReached(ValueError):
    """A bounded account would fall below zero: there is not enough; nothing was booked."""

    def __init__(self, account: Account, change: int) -> None:
        super().__init__(f"{account} cannot change by {change}")
        self.account, self.change = account, change


def open_accounts(accounts: Iterable[Account]) -> None:
    """Open the accounts with a balance of zero."""
    db.session.add_all(
        LedgerAccount(
            code=account.code,
            bank_id=account.bank_id,
            kecamatan_code=account.kecamatan_code,
            normal_side=CHART[account.code].normal_side,
            is_bounded=CHART[account.code].is_bounded,
        )
        for account in accounts
    )
    db.session.flush()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One entry to be booked: `value_on` is its true date, `key` books it at most once."""

    kind: EntryKind
    lines: Sequence[Line]
    value_on: date
    reference: str
    key: str
    reverses: JournalEntry | None = None


def post(draft: Draft, *, actor_id: int | None, at: datetime) -> JournalEntry:
    """Book one entry and change the balances of its accounts.

    :raises UnbalancedEntry: if the lines do not sum to zero in each block and bank
    :raises BoundReached: if a bounded account would fall below zero
    """
    return post_together([draft], actor_id=actor_id, at=at)[0]


def post_together(
    drafts: Sequence[Draft], *, actor_id: int | None, at: datetime
) -> list[JournalEntry]:
    """Book several entries of one fact; their accounts change once, by the sum of all.

    The balances are changed last, by a relative UPDATE in ascending order of account, and only
    the database's CHECK decides whether there is enough.

    :raises UnbalancedEntry: if an entry's lines do not sum to zero in each block and bank
    :raises BoundReached: if a bounded account would fall below zero
    """
    for draft in drafts:
        check_balanced(draft.lines)
    all_lines = [line for draft in drafts for line in draft.lines]
    account_ids = _ids_of({line.account for line in all_lines})
    entries = [_entry(draft, account_ids, actor_id=actor_id, at=at) for draft in drafts]
    db.session.add_all(entries)
    db.session.flush()
    _change_balances(all_lines, account_ids)
    return entries


def _entry(
    draft: Draft, account_ids: dict[Account, int], *, actor_id: int | None, at: datetime
) -> JournalEntry:
    return JournalEntry(
        kind=draft.kind,
        business_date=draft.value_on,
        value_on=draft.value_on,
        recorded_at=at,
        reference=draft.reference,
        idempotency_key=draft.key,
        reverses_id=draft.reverses.id if draft.reverses else None,
        actor_id=actor_id,
        postings=[
            Posting(
                line_no=number,
                account_id=account_ids[line.account],
                amount=line.amount,
                loan_id=line.loan_id,
                application_line_id=line.application_line_id,
                suspense_item_id=line.suspense_item_id,
            )
            for number, line in enumerate(draft.lines, start=1)
        ],
    )


def lines_of(entry: JournalEntry) -> tuple[Line, ...]:
    """Return the lines an entry was booked with."""
    return tuple(
        Line(
            account=Account(
                code=posting.account.code,
                bank_id=posting.account.bank_id,
                kecamatan_code=posting.account.kecamatan_code,
            ),
            amount=posting.amount,
            loan_id=posting.loan_id,
            application_line_id=posting.application_line_id,
            suspense_item_id=posting.suspense_item_id,
        )
        for posting in entry.postings
    )


def mirrored(entry: JournalEntry) -> tuple[Line, ...]:
    """Return the lines that undo an entry."""
    return mirror(lines_of(entry))


def balance(account: Account) -> int:
    """Return an account's balance (rupiah, in its normal side's sign)."""
    return db.session.scalars(select(LedgerAccount.balance).where(_is(account))).one()


def balance_locked(account: Account) -> int:
    """Return an account's balance and keep others from changing it until this transaction ends."""
    return db.session.scalars(
        select(LedgerAccount.balance).where(_is(account)).with_for_update()
    ).one()


def _is(account: Account) -> ColumnElement[bool]:
    return and_(
        LedgerAccount.code == account.code,
        func.coalesce(LedgerAccount.bank_id, 0) == (account.bank_id or 0),
        func.coalesce(LedgerAccount.kecamatan_code, "") == (account.kecamatan_code or ""),
    )


def _ids_of(accounts: set[Account]) -> dict[Account, int]:
    rows = db.session.execute(
        select(
            LedgerAccount.id,
            LedgerAccount.code,
            LedgerAccount.bank_id,
            LedgerAccount.kecamatan_code,
        ).where(or_(*(_is(account) for account in accounts)))
    )
    return {
        Account(code=row.code, bank_id=row.bank_id, kecamatan_code=row.kecamatan_code): row.id
        for row in rows
    }


def _change_balances(lines: Sequence[Line], account_ids: dict[Account, int]) -> None:
    changes: dict[Account, int] = defaultdict(int)
    for line in lines:
        changes[line.account] += balance_change(line)
    for account in sorted(changes, key=account_ids.__getitem__):
        change = changes[account]
        if not change:
            continue
        try:
            db.session.execute(
                update(LedgerAccount)
                .where(LedgerAccount.id == account_ids[account])
                .values(balance=LedgerAccount.balance + change)
                .execution_options(synchronize_session=False)
            )
        except IntegrityError as error:
            raise BoundReached(account, change) from error
