"""The chart of accounts and what a balanced entry is; which account a fact moves.

Every amount is whole rupiah; in a line a debit is positive, a credit negative.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class AccountCode(StrEnum):
    """The accounts of the programme's books."""

    CEILING = "ceiling"
    UNALLOCATED = "unallocated"
    ALLOCATED = "allocated"
    SLICE = "slice"
    AVAILABLE = "available"
    COMMITTED = "committed"
    DISBURSED = "disbursed"
    REPAID = "repaid"
    RETIRED = "retired"
    SHORTFALL = "shortfall"
    CLEARING = "clearing"
    PRINCIPAL = "principal"
    INTEREST_DUE = "interest_due"
    INTEREST_AHEAD = "interest_ahead"
    SUSPENSE = "suspense"
    INTEREST_INCOME = "interest_income"


class Block(StrEnum):
    """Each block balances by itself."""

    PROGRAMME = "P"
    FACILITY = "F"
    LOANS = "L"


class Owner(StrEnum):
    """Of what there is one account each."""

    PROGRAMME = "programme"
    BANK = "bank"
    BANK_AND_KECAMATAN = "bank_and_kecamatan"


class Side(StrEnum):
    """The side on which a balance normally stands."""

    DEBIT = "debit"
    CREDIT = "credit"


class EntryKind(StrEnum):
    """What a journal entry records."""

    CEILING_SET = "ceiling_set"
    CEILING_LOWERED = "ceiling_lowered"
    SLICE_ALLOCATED = "slice_allocated"
    SLICE_REDUCED = "slice_reduced"
    COMMITTED = "committed"
    COMMITMENT_RELEASED = "commitment_released"
    DISBURSED = "disbursed"
    INTEREST_FELL_DUE = "interest_fell_due"
    REPAID = "repaid"
    REALLOCATED = "reallocated"
    REVERSED = "reversed"


@dataclass(frozen=True, kw_only=True)
class AccountRule:
    """Where an account stands in the chart and whether it may fall below zero."""

    block: Block
    owner: Owner
    normal_side: Side
    is_bounded: bool


def _rule(block: Block, owner: Owner, side: Side, *, bounded: bool = True) -> AccountRule:
    return AccountRule(block=block, owner=owner, normal_side=side, is_bounded=bounded)


CHART: Mapping[AccountCode, AccountRule] = {
    AccountCode.CEILING: _rule(Block.PROGRAMME, Owner.PROGRAMME, Side.CREDIT),
    AccountCode.UNALLOCATED: _rule(Block.PROGRAMME, Owner.PROGRAMME, Side.DEBIT),
    AccountCode.ALLOCATED: _rule(Block.PROGRAMME, Owner.PROGRAMME, Side.DEBIT),
    AccountCode.SLICE: _rule(Block.FACILITY, Owner.BANK, Side.CREDIT),
    AccountCode.AVAILABLE: _rule(Block.FACILITY, Owner.BANK, Side.DEBIT),
    AccountCode.COMMITTED: _rule(Block.FACILITY, Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.DISBURSED: _rule(Block.FACILITY, Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.REPAID: _rule(Block.FACILITY, Owner.BANK_AND_KECAMATAN, Side.CREDIT),
    AccountCode.RETIRED: _rule(Block.FACILITY, Owner.BANK, Side.DEBIT),
    AccountCode.SHORTFALL: _rule(Block.FACILITY, Owner.BANK, Side.CREDIT),
    AccountCode.CLEARING: _rule(Block.LOANS, Owner.BANK, Side.DEBIT, bounded=False),
    AccountCode.PRINCIPAL: _rule(Block.LOANS, Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.INTEREST_DUE: _rule(Block.LOANS, Owner.BANK, Side.DEBIT),
    AccountCode.INTEREST_AHEAD: _rule(Block.LOANS, Owner.BANK, Side.CREDIT),
    AccountCode.SUSPENSE: _rule(Block.LOANS, Owner.BANK, Side.CREDIT),
    AccountCode.INTEREST_INCOME: _rule(Block.LOANS, Owner.BANK, Side.CREDIT, bounded=False),
}


@dataclass(frozen=True, kw_only=True, order=True)
class Account:
    """One account: its code and whose it is."""

    code: AccountCode
    bank_id: int | None = None
    kecamatan_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an entry: `amount` is rupiah, debit positive, credit negative, never zero."""

    account: Account
    amount: int
    loan_id: int | None = None
    application_line_id: int | None = None
    suspense_item_id: int | None = None


class UnbalancedEntry(ValueError):
    """The lines of an entry do not sum to zero within a block and bank."""


def accounts_of(*, bank_id: int, kecamatan_codes: Iterable[str]) -> tuple[Account, ...]:
    """Return every account a bank needs, one per kecamatan where the chart says so."""
    codes = tuple(kecamatan_codes)
    accounts: list[Account] = []
    for code, rule in CHART.items():
        if rule.owner is Owner.BANK:
            accounts.append(Account(code=code, bank_id=bank_id))
        elif rule.owner is Owner.BANK_AND_KECAMATAN:
            accounts += [Account(code=code, bank_id=bank_id, kecamatan_code=k) for k in codes]
    return tuple(accounts)


def programme_accounts() -> tuple[Account, ...]:
    """Return the accounts that belong to the programme as a whole."""
    return tuple(
        Account(code=code) for code, rule in CHART.items() if rule.owner is Owner.PROGRAMME
    )


def balance_change(line: Line) -> int:
    """Return by how much the line changes its account's balance, in the normal side's sign."""
    is_debit = CHART[line.account.code].normal_side is Side.DEBIT
    return line.amount if is_debit else -line.amount


def check_balanced(lines: Iterable[Line]) -> None:
    """Let only an entry pass whose lines sum to zero in each block and bank, none of them zero.

    :raises UnbalancedEntry: otherwise, or if there is no line at all
    """
    sums: dict[tuple[Block, int | None], int] = defaultdict(int)
    for line in lines:
        if line.amount == 0:
            raise UnbalancedEntry(f"a line of zero on {line.account.code}")
        sums[CHART[line.account.code].block, line.account.bank_id] += line.amount
    if not sums:
        raise UnbalancedEntry("an entry without lines")
    for (block, bank_id), total in sums.items():
        if total:
            raise UnbalancedEntry(f"block {block} of bank {bank_id} is off by {total}")


def mirror(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines with the signs turned, as a reversal posts them."""
    return tuple(
        Line(
            account=line.account,
            amount=-line.amount,
            loan_id=line.loan_id,
            application_line_id=line.application_line_id,
            suspense_item_id=line.suspense_item_id,
        )
        for line in lines
    )
