"""What a change of a loan's position posts on the loan accounts; nothing else computes a split.

Postings = components(fold after) - components(fold before), so that ledger and fold agree by
construction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from harkat.domain.ledger import Account, AccountCode, Line
from harkat.domain.position import LedgerComponents


@dataclass(frozen=True, kw_only=True)
class Books:
    """Whose accounts a loan is booked on."""

    loan_id: int
    bank_id: int
    kecamatan_code: str


def change_lines(
    books: Books, change: LedgerComponents, *, suspense_changes: Mapping[int, int]
) -> tuple[Line, ...]:
    """Return the lines of a change of the loan's components; clearing takes the money.

    `suspense_changes` says by item how the overpaid part changes; it sums to the component.
    """
    money = (
        -change.principal
        - change.interest_due
        + change.interest_ahead
        + change.suspense
        + change.interest_income
    )
    amounts = {
        AccountCode.CLEARING: int(money),
        AccountCode.INTEREST_DUE: int(change.interest_due),
        AccountCode.INTEREST_AHEAD: -int(change.interest_ahead),
        AccountCode.INTEREST_INCOME: -int(change.interest_income),
        AccountCode.PRINCIPAL: int(change.principal),
    }
    lines = [
        Line(account=_account(books, code), amount=amount, loan_id=books.loan_id)
        for code, amount in amounts.items()
        if amount
    ]
    lines += [
        Line(
            account=_account(books, AccountCode.SUSPENSE),
            amount=-amount,
            loan_id=books.loan_id,
            suspense_item_id=item_id,
        )
        for item_id, amount in suspense_changes.items()
        if amount
    ]
    return tuple(lines)


def without(lines: Iterable[Line], others: Iterable[Line]) -> tuple[Line, ...]:
    """Return what is left of an entry's lines when the others are taken off, account by account."""
    left: Counter[Line] = Counter()
    for line in lines:
        left[replace(line, amount=1)] += line.amount
    for line in others:
        left[replace(line, amount=1)] -= line.amount
    return tuple(replace(line, amount=amount) for line, amount in left.items() if amount)


def _account(books: Books, code: AccountCode) -> Account:
    by_kecamatan = code is AccountCode.PRINCIPAL
    return Account(
        code=code,
        bank_id=books.bank_id,
        kecamatan_code=books.kecamatan_code if by_kecamatan else None,
    )
