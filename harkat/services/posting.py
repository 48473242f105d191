"""The one door to the ledger: balanced lines in, journal entry and balances changed together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.ledger import (
    CHART,
    HOLDERS,
    Account,
    AccountCode,
    EntryKind,
    Line,
    balance_change,
    check_balanced,
    mirror,
)
from harkat.domain.months import booking_day
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, LedgerAccount, MonthClose, Posting
from harkat.queries.rules import rules_on


class BoundReached(ValueError):
    """A bounded account would fall below zero, or cash in hand grow beyond what may be held.

    Nothing was booked.
    """

    def __init__(self, account: Account, change: int) -> None:
        super().__init__(f"{account} cannot change by {change}")
        self.account, self.change = account, change


class NoSuchAccount(LookupError):
    """Nobody opened this account: a line names an owner that the chart does not know."""


def open_accounts(accounts: Iterable[Account]) -> None:
    """Open the accounts with a balance of zero."""
    db.session.add_all(map(_empty, accounts))
    db.session.flush()


def open_holder_account(account: Account) -> None:
    """Open the account of an officer or an agreement, unless somebody did a moment earlier.

    :raises NoSuchAccount: if the chart gives this account no holder
    """
    is_held = CHART[account.code].owner in HOLDERS
    if not is_held or account.holder_id is None or account.bank_id is None:
        raise NoSuchAccount(account)
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(_empty(account))


def open_cash_account(*, bank_id: int, holder_id: int) -> None:
    """Open the account of the cash an officer holds, unless it is open."""
    cash = Account(code=AccountCode.CASH_IN_HAND, bank_id=bank_id, holder_id=holder_id)
    _opened_ids_of({cash})


def _empty(account: Account) -> LedgerAccount:
    return LedgerAccount(
        code=account.code,
        bank_id=account.bank_id,
        kecamatan_code=account.kecamatan_code,
        holder_id=account.holder_id,
        normal_side=CHART[account.code].normal_side,
        is_bounded=CHART[account.code].is_bounded,
    )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One entry to be booked: `value_on` is its true date, `key` books it at most once.

    The business date is the true date while its month is open, else the next open month's first.
    """

    kind: EntryKind
    lines: Sequence[Line]
    value_on: date
    reference: str
    key: str
    reverses: JournalEntry | None = None


def post(draft: Draft, *, actor_id: int | None, at: datetime) -> JournalEntry:
    """Book one entry and change the balances of its accounts.

    :raises UnbalancedEntry: if the lines do not sum to zero in each block and bank
    :raises BoundReached: if a bounded account would fall below zero or grow beyond its limit
    """
    return post_together([draft], actor_id=actor_id, at=at)[0]


def post_together(
    drafts: Sequence[Draft], *, actor_id: int | None, at: datetime
) -> list[JournalEntry]:
    """Book several entries of one fact; their accounts change once, by the sum of all.

    The balances are changed last, by a relative UPDATE in ascending order of account, and only
    the database's CHECK decides whether there is enough. Accounts of officers and agreements are
    opened by the first entry on them.

    :raises UnbalancedEntry: if an entry's lines do not sum to zero in each block and bank
    :raises BoundReached: if a bounded account would fall below zero or grow beyond its limit
    """
    for draft in drafts:
        check_balanced(draft.lines)
    all_lines = [line for draft in drafts for line in draft.lines]
    account_ids = _opened_ids_of({line.account for line in all_lines})
    closed = MonthClose.closed_months(since=min(draft.value_on for draft in drafts))
    entries = [
        _entry(
            draft,
            account_ids,
            business_date=booking_day(value_on=draft.value_on, closed=closed),
            actor_id=actor_id,
            at=at,
        )
        for draft in drafts
    ]
    db.session.add_all(entries)
    db.session.flush()
    _change_balances(all_lines, account_ids, on=business_day(at))
    return entries


@dataclass(frozen=True, kw_only=True)
class SetLines:
    """The lines of one account that a statement finds: a loan and its amount in each row.

    The amounts are as in `Line`, none of them zero.
    """

    account: Account
    rows: Select[int, int]


def post_sets(
    found: Sequence[tuple[Draft, Sequence[SetLines]]], *, actor_id: int | None, at: datetime
) -> None:
    """Book entries whose lines are found by statements, all loans at once; the drafts have none.

    Their accounts change once, by the sum of all.

    :raises UnbalancedEntry: if the lines do not sum to zero in each block and bank, or are none
    :raises BoundReached: if a bounded account would fall below zero or grow beyond its limit
    """
    if not found:
        return
    account_ids = _opened_ids_of({lines.account for _draft, sets in found for lines in sets})
    totals: list[Line] = []
    for draft, sets in found:
        own = _post_set(draft, sets, account_ids, actor_id=actor_id, at=at)
        check_balanced(own)
        totals += own
    _change_balances(totals, account_ids, on=business_day(at))


def _post_set(
    draft: Draft,
    sets: Sequence[SetLines],
    account_ids: dict[Account, int],
    *,
    actor_id: int | None,
    at: datetime,
) -> list[Line]:
    """Write one entry down and return what it comes to on each account."""
    closed = MonthClose.closed_months(since=draft.value_on)
    business_date = booking_day(value_on=draft.value_on, closed=closed)
    entry = _entry(draft, account_ids, business_date=business_date, actor_id=actor_id, at=at)
    db.session.add(entry)
    db.session.flush()
    count = 0
    for lines in sets:
        count += _insert_lines(entry.id, account_ids[lines.account], lines.rows, after=count)
    return [
        Line(account=account, amount=total)
        for account, total in _totals_of(entry.id, account_ids).items()
        if total
    ]


def _insert_lines(entry_id: int, account_id: int, rows: Select[int, int], *, after: int) -> int:
    found = rows.subquery()
    loan_id, amount = found.c
    numbered = select(
        literal(entry_id),
        func.row_number().over(order_by=loan_id) + after,
        literal(account_id),
        amount,
        loan_id,
    )
    columns = ["entry_id", "line_no", "account_id", "amount", "loan_id"]
    result = db.session.execute(
        insert(Posting).from_select(columns, numbered, include_defaults=False),
        execution_options={"preserve_rowcount": True},
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it


def _totals_of(entry_id: int, account_ids: dict[Account, int]) -> dict[Account, int]:
    rows = db.session.execute(
        select(Posting.account_id, func.sum(Posting.amount))
        .where(Posting.entry_id == entry_id)
        .group_by(Posting.account_id)
    )
    totals = {account_id: int(total) for account_id, total in rows}
    return {account: totals.get(id_, 0) for account, id_ in account_ids.items()}


def _entry(
    draft: Draft,
    account_ids: dict[Account, int],
    *,
    business_date: date,
    actor_id: int | None,
    at: datetime,
) -> JournalEntry:
    return JournalEntry(
        kind=draft.kind,
        business_date=business_date,
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
                person_id=line.person_id,
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
                holder_id=posting.account.holder_id,
            ),
            amount=posting.amount,
            loan_id=posting.loan_id,
            application_line_id=posting.application_line_id,
            suspense_item_id=posting.suspense_item_id,
            person_id=posting.person_id,
        )
        for posting in entry.postings
    )


def mirrored(entry: JournalEntry) -> tuple[Line, ...]:
    """Return the lines that undo an entry."""
    return mirror(lines_of(entry))


def _is(account: Account) -> ColumnElement[bool]:
    """Return the condition that picks one account, in the words of the partial unique indexes."""
    return and_(
        LedgerAccount.code == account.code,
        LedgerAccount.bank_id == account.bank_id,
        LedgerAccount.kecamatan_code == account.kecamatan_code,
        LedgerAccount.holder_id == account.holder_id,
    )


def _opened_ids_of(accounts: set[Account]) -> dict[Account, int]:
    """Return the ids of accounts; those of holders are opened where they are missing."""
    found = _ids_of(accounts)
    missing = accounts - found.keys()
    for account in sorted(missing, key=lambda account: (account.code, account.holder_id or 0)):
        open_holder_account(account)
    return found | _ids_of(missing) if missing else found


def _ids_of(accounts: set[Account]) -> dict[Account, int]:
    rows = db.session.execute(
        select(
            LedgerAccount.id,
            LedgerAccount.code,
            LedgerAccount.bank_id,
            LedgerAccount.kecamatan_code,
            LedgerAccount.holder_id,
        ).where(or_(*(_is(account) for account in accounts)))
    )
    return {
        Account(
            code=row.code,
            bank_id=row.bank_id,
            kecamatan_code=row.kecamatan_code,
            holder_id=row.holder_id,
        ): row.id
        for row in rows
    }


def _change_balances(lines: Sequence[Line], account_ids: dict[Account, int], *, on: date) -> None:
    changes: dict[Account, int] = defaultdict(int)
    for line in lines:
        changes[line.account] += balance_change(line)
    for account in sorted(changes, key=account_ids.__getitem__):
        change = changes[account]
        if not change:
            continue
        values: dict[str, object] = {"balance": LedgerAccount.balance + change}
        if account.code is AccountCode.CASH_IN_HAND and change > 0:
            # The limit of today counts when cash comes in; giving cash up is never refused by it.
            values["upper_bound"] = int(rules_on(product_id=None, on=on).cash_in_hand_max)
        try:
            db.session.execute(
                update(LedgerAccount)
                .where(LedgerAccount.id == account_ids[account])
                .values(values)
                .execution_options(synchronize_session=False)
            )
        except IntegrityError as error:
            raise BoundReached(account, change) from error
