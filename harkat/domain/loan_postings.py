"""What a change of a loan's position posts on the loan accounts; nothing else computes a split.

Postings = components(fold after) - components(fold before), so that ledger and fold agree by
construction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from harkat.domain.ledger import Account, AccountCode, Line
from harkat.domain.loan_components import LedgerComponents

_BY_KECAMATAN = frozenset(
    {
        AccountCode.PRINCIPAL,
        AccountCode.CAPITALISED,
        AccountCode.LOSS_PRINCIPAL,
        AccountCode.FORGIVEN_PRINCIPAL,
    }
)


@dataclass(frozen=True, kw_only=True)
class Books:
    """Whose accounts a loan is booked on."""

    loan_id: int
    bank_id: int
    kecamatan_code: str


@dataclass(frozen=True, kw_only=True)
class Money:
    """Where the money of an event is: by default it passed the bank's clearing.

    Cash is in the hand of the officer `holder_id`; titipan is the item it is taken from.
    """

    code: AccountCode = AccountCode.CLEARING
    holder_id: int | None = None
    suspense_item_id: int | None = None


CLEARED = Money()


def change_lines(
    books: Books,
    change: LedgerComponents,
    *,
    suspense_changes: Mapping[int, int],
    money: Money = CLEARED,
) -> tuple[Line, ...]:
    """Return the lines of a change of the loan's components; `money` takes what passed.

    `suspense_changes` says by item how the borrower's credit changes; it sums to the component.
    """
    amounts = {
        AccountCode.INTEREST_DUE: int(change.interest_due),
        AccountCode.INTEREST_AHEAD: -int(change.interest_ahead),
        AccountCode.INTEREST_INCOME: -int(change.interest_income),
        AccountCode.PRINCIPAL: int(change.principal),
        AccountCode.CAPITALISED: int(change.capitalised),
        AccountCode.PENALTY_INCOME: -int(change.penalty_income),
        AccountCode.SUBSIDY_DUE: int(change.subsidy_income),
        AccountCode.SUBSIDY_INCOME: -int(change.subsidy_income),
        AccountCode.LOSS_PRINCIPAL: int(change.loss_principal),
        AccountCode.LOSS_INTEREST: int(change.loss_interest),
        AccountCode.FORGIVEN_PRINCIPAL: int(change.forgiven_principal),
        AccountCode.FORGIVEN_INTEREST: int(change.forgiven_interest),
        AccountCode.RECOVERED: -int(change.recovered),
        AccountCode.CLAIM: int(change.claim),
        AccountCode.CLAIM_COUNTER: -int(change.claim),
    }
    passed = Line(
        account=replace(_account(books, money.code), holder_id=money.holder_id),
        amount=int(change.money),
        loan_id=books.loan_id,
        suspense_item_id=money.suspense_item_id,
    )
    lines = [
        passed,
        *(
            Line(account=_account(books, code), amount=amount, loan_id=books.loan_id)
            for code, amount in amounts.items()
        ),
        *(
            Line(
                account=_account(books, AccountCode.SUSPENSE),
                amount=-amount,
                loan_id=books.loan_id,
                suspense_item_id=item_id,
            )
            for item_id, amount in suspense_changes.items()
        ),
    ]
    return tuple(line for line in lines if line.amount)


def member_claim_lines(
    *, agreement_id: int, bank_id: int, creditor_id: int, debtor_id: int, amount: int
) -> tuple[Line, ...]:
    """Return the lines by which one member of an agreement comes to owe another (rupiah)."""
    account = Account(code=AccountCode.MEMBER_CLAIM, bank_id=bank_id, holder_id=agreement_id)
    return (
        Line(account=account, amount=amount, person_id=creditor_id),
        Line(account=account, amount=-amount, person_id=debtor_id),
    )


def claims_settled_lines(
    *,
    agreement_id: int,
    bank_id: int,
    debtor_id: int,
    shares: Mapping[int, int],
    items: Mapping[int, int],
    money: Money = CLEARED,
) -> tuple[Line, ...]:
    """Return the lines by which a debtor pays creditors through the bank.

    `shares` is what each creditor gets (rupiah), `items` the titipan in which it waits, both by
    person.
    """
    claims = Account(code=AccountCode.MEMBER_CLAIM, bank_id=bank_id, holder_id=agreement_id)
    waiting = Account(code=AccountCode.SUSPENSE, bank_id=bank_id)
    passed = Account(code=money.code, bank_id=bank_id, holder_id=money.holder_id)
    whole = sum(shares.values())
    return (
        Line(account=passed, amount=whole),
        Line(account=claims, amount=whole, person_id=debtor_id),
        *(
            line
            for person_id, share in shares.items()
            for line in (
                Line(
                    account=waiting,
                    amount=-share,
                    suspense_item_id=items[person_id],
                    person_id=person_id,
                ),
                Line(account=claims, amount=-share, person_id=person_id),
            )
        ),
    )


def without(lines: Iterable[Line], others: Iterable[Line]) -> tuple[Line, ...]:
    """Return what is left of an entry's lines when the others are taken off, account by account."""
    left: Counter[Line] = Counter()
    for line in lines:
        left[replace(line, amount=1)] += line.amount
    for line in others:
        left[replace(line, amount=1)] -= line.amount
    return tuple(replace(line, amount=amount) for line, amount in left.items() if amount)


def _account(books: Books, code: AccountCode) -> Account:
    return Account(
        code=code,
        bank_id=books.bank_id,
        kecamatan_code=books.kecamatan_code if code in _BY_KECAMATAN else None,
    )
