"""Money that passes a bank without being a borrower's payment: fees, the city's subsidy, cash."""

from datetime import date, datetime

from sqlalchemy import func, select

from harkat.domain.calendar import business_day
from harkat.domain.ledger import Account, AccountCode, EntryKind, pair
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.roles import NotPermitted, Permission, Viewer
from harkat.extensions import db
from harkat.models.ledger import LedgerAccount, Posting
from harkat.models.people import UserAccount
from harkat.queries.loan_history import terms_of
from harkat.services import posting
from harkat.services.authority import acting
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case

HIGHEST_AMOUNT = Rupiah(1_000_000_000)
HIGHEST_SUBSIDY = Rupiah(110_000_000_000)


class ImpossibleAmount(ValueError):
    """The amount is not above zero, or beyond anything that could have been received."""


class DayOutOfRange(ValueError):
    """The day is yet to come, or lies before what must come first."""


class FeeNotAgreed(ValueError):
    """The loan's contract has no such fee, or not so much is left of it; `left` says how much."""

    def __init__(self, left: Rupiah) -> None:
        super().__init__(f"only {int(left)} is left of the fee")
        self.left = left


@keyed_use_case
def receive_fee(
    *,
    actor_id: int,
    loan_public_id: str,
    amount: Rupiah,
    received_on: date,
    key: str,
    at: datetime,
) -> int:
    """Record a fee the borrower paid beside the loan; return the number of the journal entry.

    :raises NotFound: if the loan is another bank's
    :raises ImpossibleAmount: if the amount cannot be
    :raises FeeNotAgreed: if that much was not agreed, or is paid
    :raises DayOutOfRange: if the day is yet to come
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    loan = loan_for(viewer, loan_public_id)
    check_amount(amount)
    check_day(received_on, at=at)
    left = terms_of(loan).fee - _fees_received(loan.id)
    if amount > left:
        raise FeeNotAgreed(max(left, ZERO))
    entry = posting.post(
        posting.Draft(
            kind=EntryKind.FEE_RECEIVED,
            lines=pair(
                debit=Account(code=AccountCode.CLEARING, bank_id=loan.bank_id),
                ledger_credit=Account(code=AccountCode.FEE_INCOME, bank_id=loan.bank_id),
                amount=amount,
                loan_id=loan.id,
            ),
            value_on=received_on,
            reference=loan.reference_no,
            key=f"fee:{actor_id}:{key}",
        ),
        actor_id=actor_id,
        at=at,
    )
    return entry.id


@keyed_use_case
def deposit_cash(
    *,
    actor_id: int,
    officer_public_id: str,
    amount: Rupiah,
    deposited_on: date,
    bank_reference: str,
    key: str,
    at: datetime,
) -> int:
    """Record cash an officer brings to the bank, counted by another; return the journal entry.

    :raises NotFound: if the officer is not of the same bank
    :raises NotPermitted: if the actor is the officer: another person counts
    :raises ImpossibleAmount: if the amount cannot be
    :raises DayOutOfRange: if the day is yet to come
    :raises BoundReached: if the officer holds less
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    bank_id = own_bank(viewer)
    officer_id = db.session.scalar(
        select(UserAccount.id).filter_by(public_id=officer_public_id, bank_id=bank_id)
    )
    if officer_id is None:
        raise NotFound(officer_public_id)
    if officer_id == actor_id:
        raise NotPermitted("another person counts the cash")
    check_amount(amount)
    check_day(deposited_on, at=at)
    cash = Account(code=AccountCode.CASH_IN_HAND, bank_id=bank_id, holder_id=officer_id)
    entry = posting.post(
        posting.Draft(
            kind=EntryKind.CASH_DEPOSITED,
            lines=pair(
                debit=Account(code=AccountCode.CLEARING, bank_id=bank_id),
                ledger_credit=cash,
                amount=amount,
            ),
            value_on=deposited_on,
            reference=bank_reference,
            key=f"cash-deposit:{actor_id}:{key}",
        ),
        actor_id=actor_id,
        at=at,
    )
    return entry.id


@keyed_use_case
def receive_subsidy(
    *,
    actor_id: int,
    amount: Rupiah,
    received_on: date,
    bank_reference: str,
    key: str,
    at: datetime,
) -> int:
    """Record what the city paid the bank of the subsidy that fell due; return the journal entry.

    :raises ImpossibleAmount: if the amount cannot be
    :raises DayOutOfRange: if the day is yet to come
    :raises BoundReached: if the city owes less
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    bank_id = own_bank(viewer)
    check_amount(amount, highest=HIGHEST_SUBSIDY)
    check_day(received_on, at=at)
    entry = posting.post(
        posting.Draft(
            kind=EntryKind.SUBSIDY_RECEIVED,
            lines=pair(
                debit=Account(code=AccountCode.CLEARING, bank_id=bank_id),
                ledger_credit=Account(code=AccountCode.SUBSIDY_DUE, bank_id=bank_id),
                amount=amount,
            ),
            value_on=received_on,
            reference=bank_reference,
            key=f"subsidy:{actor_id}:{key}",
        ),
        actor_id=actor_id,
        at=at,
    )
    return entry.id


def check_amount(amount: Rupiah, *, highest: Rupiah = HIGHEST_AMOUNT) -> None:
    """Let only an amount pass that can have been received.

    :raises ImpossibleAmount: otherwise
    """
    if not ZERO < amount <= highest:
        raise ImpossibleAmount(amount)


def check_day(day: date, *, since: date = date.min, at: datetime) -> None:
    """Let only a day pass that has come, and not before another one.

    :raises DayOutOfRange: otherwise
    """
    if not since <= day <= business_day(at):
        raise DayOutOfRange(day)


def own_bank(viewer: Viewer) -> int:
    """Return the bank the viewer acts for.

    :raises NotPermitted: if the viewer acts for none
    """
    if viewer.bank_id is None:
        raise NotPermitted("no bank behind this account")
    return viewer.bank_id


def _fees_received(loan_id: int) -> Rupiah:
    total = db.session.scalar(
        select(func.coalesce(func.sum(Posting.amount), 0))
        .join(LedgerAccount, LedgerAccount.id == Posting.account_id)
        .where(Posting.loan_id == loan_id, LedgerAccount.code == AccountCode.FEE_INCOME)
    )
    return Rupiah(-int(total or 0))
