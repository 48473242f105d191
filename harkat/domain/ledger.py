"""The chart of accounts and what a balanced entry is; which account a fact moves.

Every amount is whole rupiah; in a line a debit is positive, a credit negative.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from harkat.domain.money import Rupiah


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
    CASH_IN_HAND = "cash_in_hand"
    PRINCIPAL = "principal"
    CAPITALISED = "capitalised"
    INTEREST_DUE = "interest_due"
    INTEREST_AHEAD = "interest_ahead"
    SUSPENSE = "suspense"
    SUBSIDY_DUE = "subsidy_due"
    INTEREST_INCOME = "interest_income"
    PENALTY_INCOME = "penalty_income"
    FEE_INCOME = "fee_income"
    SUBSIDY_INCOME = "subsidy_income"
    RECOVERED = "recovered"
    LOSS_PRINCIPAL = "loss_principal"
    LOSS_INTEREST = "loss_interest"
    FORGIVEN_PRINCIPAL = "forgiven_principal"
    FORGIVEN_INTEREST = "forgiven_interest"
    CLAIM = "claim"
    CLAIM_COUNTER = "claim_counter"
    MEMBER_CLAIM = "member_claim"


class Block(StrEnum):
    """Each block balances by itself."""

    PROGRAMME = "P"
    FACILITY = "F"
    LOANS = "L"
    MEMORANDUM = "M"


class Owner(StrEnum):
    """Of what there is one account each; an officer and an agreement are of one bank."""

    PROGRAMME = "programme"
    BANK = "bank"
    BANK_AND_KECAMATAN = "bank_and_kecamatan"
    OFFICER = "officer"
    AGREEMENT = "agreement"


HOLDERS = frozenset({Owner.OFFICER, Owner.AGREEMENT})
"""Owners whose account is opened when something is first booked on it."""


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
    DISBURSEMENT_VOIDED = "disbursement_voided"
    INTEREST_FELL_DUE = "interest_fell_due"
    SUBSIDY_FELL_DUE = "subsidy_fell_due"
    SUBSIDY_RECEIVED = "subsidy_received"
    REPAID = "repaid"
    CASH_DEPOSITED = "cash_deposited"
    FEE_RECEIVED = "fee_received"
    RECEIVED_UNKNOWN = "received_unknown"
    SUSPENSE_APPLIED = "suspense_applied"
    REFUNDED = "refunded"
    SETTLED = "settled"
    INTEREST_WAIVED = "interest_waived"
    RESTRUCTURED = "restructured"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"
    FORGIVEN = "forgiven"
    REPAID_FOR_MEMBER = "repaid_for_member"
    MEMBER_CLAIM_SETTLED = "member_claim_settled"
    REVOLVING_STARTED = "revolving_started"
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


def _result(owner: Owner, side: Side) -> AccountRule:
    """Return the rule of an account that collects what was earned or lost."""
    return _rule(Block.LOANS, owner, side, bounded=False)


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
    AccountCode.CASH_IN_HAND: _rule(Block.LOANS, Owner.OFFICER, Side.DEBIT),
    AccountCode.PRINCIPAL: _rule(Block.LOANS, Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.CAPITALISED: _rule(Block.LOANS, Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.INTEREST_DUE: _rule(Block.LOANS, Owner.BANK, Side.DEBIT),
    AccountCode.INTEREST_AHEAD: _rule(Block.LOANS, Owner.BANK, Side.CREDIT),
    AccountCode.SUSPENSE: _rule(Block.LOANS, Owner.BANK, Side.CREDIT),
    AccountCode.SUBSIDY_DUE: _rule(Block.LOANS, Owner.BANK, Side.DEBIT),
    AccountCode.INTEREST_INCOME: _result(Owner.BANK, Side.CREDIT),
    AccountCode.PENALTY_INCOME: _result(Owner.BANK, Side.CREDIT),
    AccountCode.FEE_INCOME: _result(Owner.BANK, Side.CREDIT),
    AccountCode.SUBSIDY_INCOME: _result(Owner.BANK, Side.CREDIT),
    AccountCode.RECOVERED: _result(Owner.BANK, Side.CREDIT),
    AccountCode.LOSS_PRINCIPAL: _result(Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.LOSS_INTEREST: _result(Owner.BANK, Side.DEBIT),
    AccountCode.FORGIVEN_PRINCIPAL: _result(Owner.BANK_AND_KECAMATAN, Side.DEBIT),
    AccountCode.FORGIVEN_INTEREST: _result(Owner.BANK, Side.DEBIT),
    AccountCode.CLAIM: _rule(Block.MEMORANDUM, Owner.BANK, Side.DEBIT),
    AccountCode.CLAIM_COUNTER: _rule(Block.MEMORANDUM, Owner.BANK, Side.CREDIT),
    AccountCode.MEMBER_CLAIM: _rule(Block.MEMORANDUM, Owner.AGREEMENT, Side.DEBIT, bounded=False),
}


@dataclass(frozen=True, kw_only=True, order=True)
class Account:
    """One account: its code and whose it is.

    The holder of cash in hand is an officer, that of a claim between members their agreement;
    both belong to a bank, too.
    """

    code: AccountCode
    bank_id: int | None = None
    kecamatan_code: str | None = None
    holder_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an entry: `amount` is rupiah, debit positive, credit negative, never zero."""

    account: Account
    amount: int
    loan_id: int | None = None
    application_line_id: int | None = None
    suspense_item_id: int | None = None
    person_id: int | None = None


class UnbalancedEntry(ValueError):
    """The lines of an entry do not sum to zero within a block and bank, or among members."""


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


def pair(
    *,
    debit: Account,
    ledger_credit: Account,
    amount: Rupiah,
    loan_id: int | None = None,
) -> tuple[Line, Line]:
    """Return the two lines by which an amount goes from one account to another."""
    return (
        Line(account=debit, amount=int(amount), loan_id=loan_id),
        Line(account=ledger_credit, amount=-int(amount), loan_id=loan_id),
    )


def check_balanced(lines: Iterable[Line]) -> None:
    """Let only an entry pass whose lines sum to zero in each block and bank, none of them zero.

    What members of an agreement owe each other sums to zero by itself, and each line names one.

    :raises UnbalancedEntry: otherwise, or if there is no line at all
    """
    sums: dict[tuple[Block, int | None, int | None], int] = defaultdict(int)
    for line in lines:
        if line.amount == 0:
            raise UnbalancedEntry(f"a line of zero on {line.account.code}")
        sums[_circle(line)] += line.amount
    if not sums:
        raise UnbalancedEntry("an entry without lines")
    for (block, bank_id, agreement_id), total in sums.items():
        if total:
            of = f"agreement {agreement_id}" if agreement_id else f"bank {bank_id}"
            raise UnbalancedEntry(f"block {block} of {of} is off by {total}")


def _circle(line: Line) -> tuple[Block, int | None, int | None]:
    """Return among which lines this one sums to zero: a block of a bank, or an agreement."""
    account = line.account
    if account.code is not AccountCode.MEMBER_CLAIM:
        return CHART[account.code].block, account.bank_id, None
    if line.person_id is None:
        raise UnbalancedEntry("a claim between members that names nobody")
    return Block.MEMORANDUM, account.bank_id, account.holder_id


def mirror(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines with the signs turned, as a reversal posts them."""
    return tuple(replace(line, amount=-line.amount) for line in lines)
