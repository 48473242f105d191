"""Identities of the ledger: what must add up whatever happened."""

from collections.abc import Sequence

from sqlalchemy import case, func, select

from harkat.domain.ledger import CHART, AccountCode, Side
from harkat.domain.lifecycle import COMMITTED_LINES, SENT_DISBURSEMENTS
from harkat.domain.months import last_day_of
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.ledger import (
    JournalEntry,
    LedgerAccount,
    MonthClose,
    Posting,
    SuspenseItem,
)
from harkat.models.loan import Disbursement


def entries_sum_to_zero() -> Sequence[str]:
    """Each entry sums to zero in each block and bank (E1)."""
    block = case(
        {code: str(rule.block) for code, rule in CHART.items()}, value=LedgerAccount.code
    ).label("block")
    rows = db.session.execute(
        select(Posting.entry_id, block, LedgerAccount.bank_id, func.sum(Posting.amount))
        .join(Posting.account)
        .group_by(Posting.entry_id, block, LedgerAccount.bank_id)
        .having(func.sum(Posting.amount) != 0)
        .order_by(Posting.entry_id)
    )
    return [
        f"entry {entry} is off by {total} in block {name} of bank {bank}"
        for entry, name, bank, total in rows
    ]


def ceiling_is_divided() -> Sequence[str]:
    """Ceiling = unallocated + allocated, and allocated = the slices (E2, E3)."""
    of = _balances()
    ceiling, unallocated, allocated, slices = (
        sum(of[code].values())
        for code in (
            AccountCode.CEILING,
            AccountCode.UNALLOCATED,
            AccountCode.ALLOCATED,
            AccountCode.SLICE,
        )
    )
    found = []
    if ceiling != unallocated + allocated:
        found.append(f"ceiling {ceiling} is not {unallocated} + {allocated}")
    if allocated != slices:
        found.append(f"allocated {allocated} is not the slices {slices}")
    return found


def slices_are_kept() -> Sequence[str]:
    """Slice + repaid + shortfall = available + committed + disbursed + retired per bank (E4)."""
    of = _balances()
    found = []
    for bank_id in of[AccountCode.SLICE]:
        have = sum(
            of[code].get(bank_id, 0)
            for code in (AccountCode.SLICE, AccountCode.REPAID, AccountCode.SHORTFALL)
        )
        used = sum(
            of[code].get(bank_id, 0)
            for code in (
                AccountCode.AVAILABLE,
                AccountCode.COMMITTED,
                AccountCode.DISBURSED,
                AccountCode.RETIRED,
            )
        )
        if have != used:
            found.append(f"bank {bank_id}: {have} is not {used}")
    return found


def principal_is_what_is_left() -> Sequence[str]:
    """Principal = disbursed - repaid - written off - forgiven, per bank and kecamatan (E5)."""
    sign = case(
        (LedgerAccount.code == AccountCode.DISBURSED, LedgerAccount.balance),
        else_=-LedgerAccount.balance,
    )
    codes = (
        AccountCode.PRINCIPAL,
        AccountCode.DISBURSED,
        AccountCode.REPAID,
        AccountCode.LOSS_PRINCIPAL,
        AccountCode.FORGIVEN_PRINCIPAL,
    )
    rows = db.session.execute(
        select(LedgerAccount.bank_id, LedgerAccount.kecamatan_code, func.sum(sign))
        .where(LedgerAccount.code.in_(codes))
        .group_by(LedgerAccount.bank_id, LedgerAccount.kecamatan_code)
        .having(func.sum(sign) != 0)
    )
    return [f"bank {bank}, kecamatan {area}: off by {total}" for bank, area, total in rows]


def committed_is_live_lines() -> Sequence[str]:
    """Compare committed with the approved lines not yet disbursed, per bank and kecamatan (E7)."""
    sent = (
        select(
            Disbursement.application_line_id.label("line_id"),
            func.sum(Disbursement.amount).label("amount"),
        )
        .where(Disbursement.status.in_(SENT_DISBURSEMENTS))
        .group_by(Disbursement.application_line_id)
        .subquery()
    )
    lines = (
        select(
            LoanApplication.bank_id,
            ApplicationLine.kecamatan_code,
            func.sum(ApplicationLine.approved - func.coalesce(sent.c.amount, 0)),
        )
        .join(ApplicationLine.application)
        .outerjoin(sent, sent.c.line_id == ApplicationLine.id)
        .where(ApplicationLine.status.in_(COMMITTED_LINES | {LineStatus.DISBURSED}))
        .group_by(LoanApplication.bank_id, ApplicationLine.kecamatan_code)
    )
    live: dict[tuple[int | None, str | None], int] = {
        (bank, area): int(total or 0) for bank, area, total in db.session.execute(lines)
    }
    accounts = db.session.execute(
        select(LedgerAccount.bank_id, LedgerAccount.kecamatan_code, LedgerAccount.balance).where(
            LedgerAccount.code == AccountCode.COMMITTED
        )
    )
    return [
        f"bank {bank}, kecamatan {area}: {balance} is not {live.get((bank, area), 0)}"
        for bank, area, balance in accounts
        if balance != live.get((bank, area), 0)
    ]


def suspense_is_open_items() -> Sequence[str]:
    """Suspense = the sum of open items per bank, and an item = what is booked of it (E8)."""
    rows = db.session.execute(
        select(SuspenseItem.bank_id, func.sum(SuspenseItem.open_amount)).group_by(
            SuspenseItem.bank_id
        )
    )
    items: dict[int | None, int] = {bank: int(total) for bank, total in rows}
    return [
        f"bank {bank}: {balance} is not {items.get(bank, 0)}"
        for bank, balance in _balances()[AccountCode.SUSPENSE].items()
        if balance != items.get(bank, 0)
    ] + _items_unlike_their_postings()


def _items_unlike_their_postings() -> list[str]:
    booked = (
        select(Posting.suspense_item_id, func.sum(-Posting.amount).label("total"))
        .join(Posting.account)
        .where(LedgerAccount.code == AccountCode.SUSPENSE)
        .group_by(Posting.suspense_item_id)
        .subquery()
    )
    total = func.coalesce(booked.c.total, 0)
    rows = db.session.execute(
        select(SuspenseItem.id, SuspenseItem.open_amount, total)
        .outerjoin(booked, booked.c.suspense_item_id == SuspenseItem.id)
        .where(SuspenseItem.open_amount != total)
        .order_by(SuspenseItem.id)
    )
    return [f"item {id_}: {int(open_)} is not {total}" for id_, open_, total in rows]


def member_claims_cancel_out() -> Sequence[str]:
    """Claims between members are 0 per agreement, and each line of them names a person (E9)."""
    by_agreement = (
        select(LedgerAccount.holder_id, LedgerAccount.balance, func.sum(Posting.amount))
        .outerjoin(
            Posting,
            (Posting.account_id == LedgerAccount.id) & Posting.person_id.is_not(None),
        )
        .where(LedgerAccount.code == AccountCode.MEMBER_CLAIM)
        .group_by(LedgerAccount.id, LedgerAccount.holder_id, LedgerAccount.balance)
        .having((LedgerAccount.balance != 0) | (func.coalesce(func.sum(Posting.amount), 0) != 0))
        .order_by(LedgerAccount.holder_id)
    )
    found = [
        f"agreement {agreement}: {balance}, of its members {members or 0}"
        for agreement, balance, members in db.session.execute(by_agreement)
    ]
    nameless = (
        select(Posting.id)
        .join(Posting.account)
        .where(LedgerAccount.code == AccountCode.MEMBER_CLAIM, Posting.person_id.is_(None))
        .order_by(Posting.id)
    )
    return found + [f"posting {id_} names no member" for id_ in db.session.scalars(nameless)]


def claims_have_a_counter() -> Sequence[str]:
    """Compare what may still be claimed with its counter account, per bank (E12)."""
    of = _balances()
    counters = of[AccountCode.CLAIM_COUNTER]
    return [
        f"bank {bank}: {balance} is not {counters.get(bank, 0)}"
        for bank, balance in of[AccountCode.CLAIM].items()
        if balance != counters.get(bank, 0)
    ]


def closed_months_stay_closed() -> Sequence[str]:
    """No entry came into a month after it was closed and before it was opened again (E13)."""
    found: list[str] = []
    for closing in db.session.scalars(select(MonthClose).order_by(MonthClose.id)).all():
        late = (
            select(JournalEntry.id)
            .where(JournalEntry.business_date >= closing.month)
            .where(JournalEntry.business_date <= last_day_of(closing.month))
            .where(JournalEntry.id > (closing.last_entry_id or 0))
            .order_by(JournalEntry.id)
        )
        if closing.reopened_at is not None:
            late = late.where(JournalEntry.id <= (closing.reopened_after_id or 0))
        found += [f"entry {id_} is in {closing.month}, closed" for id_ in db.session.scalars(late)]
    return found


def balances_are_replayed() -> Sequence[str]:
    """Each stored balance is the sum of the account's postings from zero (E10, I15)."""
    replayed = (
        select(Posting.account_id, func.sum(Posting.amount).label("total"))
        .group_by(Posting.account_id)
        .subquery()
    )
    sign = case((LedgerAccount.normal_side == Side.DEBIT, 1), else_=-1)
    total = func.coalesce(replayed.c.total, 0) * sign
    rows = db.session.execute(
        select(LedgerAccount.id, LedgerAccount.code, LedgerAccount.balance, total)
        .outerjoin(replayed, replayed.c.account_id == LedgerAccount.id)
        .where(LedgerAccount.balance != total)
        .order_by(LedgerAccount.id)
    )
    return [f"account {id_} {code}: {have} is not {total}" for id_, code, have, total in rows]


def nothing_is_below_zero() -> Sequence[str]:
    """No bounded account is below zero: nothing was promised beyond what there is (I2)."""
    rows = db.session.execute(
        select(LedgerAccount.id, LedgerAccount.code, LedgerAccount.balance).where(
            LedgerAccount.is_bounded.is_(True), LedgerAccount.balance < 0
        )
    )
    return [f"account {id_} {code} is {balance}" for id_, code, balance in rows]


def no_shortfall() -> Sequence[str]:
    """No bank lent again what was taken back (E11)."""
    return [
        f"bank {bank} lacks {balance}"
        for bank, balance in _balances()[AccountCode.SHORTFALL].items()
        if balance
    ]


def _balances() -> dict[AccountCode, dict[int | None, int]]:
    rows = db.session.execute(
        select(LedgerAccount.code, LedgerAccount.bank_id, func.sum(LedgerAccount.balance))
        .group_by(LedgerAccount.code, LedgerAccount.bank_id)
        .order_by(LedgerAccount.code)
    )
    found: dict[AccountCode, dict[int | None, int]] = {code: {} for code in AccountCode}
    for code, bank_id, total in rows:
        found[code][bank_id] = int(total)
    return found
