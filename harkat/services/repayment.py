"""Money of borrowers at the desk, each with a receipt; a mistake is reversed, never edited."""

from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.ledger import AccountCode, EntryKind
from harkat.domain.loan_events import RECEIVED_KINDS, EventKind
from harkat.domain.loan_life import CannotHappen, OutOfLife
from harkat.domain.loan_postings import CLEARED, Money
from harkat.domain.money import Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.models.loan import Loan, LoanEventRow, Paper
from harkat.services import loan_books, loan_cache, months, numbering, outbox, posting, suspense
from harkat.services.authority import acting
from harkat.services.disbursement import DateOutOfRange
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case

HIGHEST_REPAYMENT = Rupiah(1_000_000_000)
PAYABLE = frozenset({LoanStatus.ACTIVE, LoanStatus.WRITTEN_OFF})
"""Statuses of a loan on which money is still owed."""


class LoanEnded(ValueError):
    """Nothing is owed on this loan any more."""


class ImpossibleRepayment(ValueError):
    """The amount is not above zero, or beyond anything a micro loan could owe."""


class NotTheBorrowers(ValueError):
    """The titipan belongs to somebody else, or nobody has said yet whose it is."""


class ReversedAlready(ValueError):
    """This event was taken back before."""


@keyed_use_case
def record_repayment(
    *,
    actor_id: int,
    loan_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
    is_cash: bool = False,
) -> str:
    """Record money paid at the desk, or in cash to the officer; return its receipt's public id.

    What is more than the loan owes is kept as titipan, never lost. On a loan written off it is a
    recovery.

    :raises NotFound: if the loan is another bank's
    :raises LoanEnded: if nothing is owed on it any more
    :raises ImpossibleRepayment: if the amount cannot be
    :raises DateOutOfRange: if the day lies in the future or before the disbursement
    :raises MonthClosed: if the day lies in a month that is closed
    :raises BoundReached: if the officer would hold more cash than allowed
    """
    loan = loan_to_pay(actor_id, loan_public_id, amount=amount, paid_on=paid_on, at=at)
    kind = received_as(loan)
    row = loan_books.new_event(
        loan,
        kind,
        value_on=paid_on,
        amount=amount,
        key=f"repay:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
    )
    deed = loan_books.Deed(
        row=row,
        kind=EntryKind.RECOVERED if kind is EventKind.RECOVERED else EntryKind.REPAID,
        money=cash_of(loan, actor_id) if is_cash else CLEARED,
    )
    return receive(loan, deed, actor_id=actor_id, at=at).public_id


@keyed_use_case
def settle(
    *,
    actor_id: int,
    loan_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
) -> str:
    """Record that a loan was paid off early with exactly the quote of the day; return the receipt.

    :raises CannotHappen: if the amount is not the quote; `right` says what it is
    :raises NotFound, LoanEnded, ImpossibleRepayment, DateOutOfRange, MonthClosed: as a repayment
    """
    loan = loan_to_pay(actor_id, loan_public_id, amount=amount, paid_on=paid_on, at=at)
    row = loan_books.new_event(
        loan,
        EventKind.SETTLED,
        value_on=paid_on,
        amount=amount,
        key=f"settle:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
    )
    deed = loan_books.Deed(row=row, kind=EntryKind.SETTLED)
    return receive(loan, deed, actor_id=actor_id, at=at).public_id


@keyed_use_case
def apply_suspense(
    *,
    actor_id: int,
    loan_public_id: str,
    item_public_id: str,
    amount: Rupiah,
    key: str,
    at: datetime,
) -> str:
    """Pay a loan from a titipan whose payer is known by now; return the receipt's public id.

    :raises NotFound: if loan or titipan are another bank's
    :raises NotTheBorrowers: if it is not known to be the borrower's money
    :raises BelongsToLoan: if a loan's payment left it over: that is used by `apply_credit`
    :raises LoanEnded: if nothing is owed on it any more
    :raises SuspenseShort: if the titipan has not so much left
    """
    today = business_day(at)
    loan = loan_to_pay(actor_id, loan_public_id, amount=amount, paid_on=today, at=at)
    item = db.session.scalar(
        select(SuspenseItem).filter_by(public_id=item_public_id, bank_id=loan.bank_id)
    )
    if item is None:
        raise NotFound(item_public_id)
    if item.loan_event_id is not None:
        raise suspense.BelongsToLoan(item.public_id)
    if item.person_id != loan.person_id:
        raise NotTheBorrowers(item.public_id)
    suspense.take(item.id, amount)
    row = loan_books.new_event(
        loan,
        received_as(loan),
        value_on=today,
        amount=amount,
        key=f"apply:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
        source_item_id=item.id,
    )
    deed = loan_books.Deed(
        row=row,
        kind=EntryKind.SUSPENSE_APPLIED,
        money=Money(code=AccountCode.SUSPENSE, suspense_item_id=item.id),
    )
    return receive(loan, deed, actor_id=actor_id, at=at).public_id


@keyed_use_case
def apply_credit(
    *, actor_id: int, loan_public_id: str, amount: Rupiah, key: str, at: datetime
) -> int:
    """Pay what has fallen due with the borrower's own titipan; return the event's number.

    :raises NotFound: if the loan is another bank's
    :raises CannotHappen: if there is not so much titipan
    """
    return _use_credit(
        EventKind.CREDIT_APPLIED,
        EntryKind.SUSPENSE_APPLIED,
        actor_id=actor_id,
        permission=Permission.REPAYMENT_RECORD,
        loan_public_id=loan_public_id,
        amount=amount,
        key=key,
        at=at,
    )


@keyed_use_case
def refund_credit(
    *, actor_id: int, loan_public_id: str, amount: Rupiah, key: str, at: datetime
) -> int:
    """Give titipan of the loan back to the borrower; return the event's number.

    :raises NotFound: if the loan is another bank's
    :raises CannotHappen: if there is not so much titipan
    """
    return _use_credit(
        EventKind.REFUNDED,
        EntryKind.REFUNDED,
        actor_id=actor_id,
        permission=Permission.REPAYMENT_REVERSE,
        loan_public_id=loan_public_id,
        amount=amount,
        key=key,
        at=at,
    )


@keyed_use_case
def reverse_event(
    *,
    actor_id: int,
    loan_public_id: str,
    seq: int,
    reason_note: str,
    key: str,
    at: datetime,
) -> int:
    """Take back what was recorded by mistake; return the reversal's sequence number.

    A disbursement is not taken back here: that voids the transfer, too (`disbursement.void`).

    :raises NotFound: if the loan is another bank's, or has no such event
    :raises ReversedAlready: if it was taken back before
    :raises SuspenseSpent: if what it overpaid is used already
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_REVERSE)
    loan = loan_for(viewer, loan_public_id)
    undone = next((row for row in loan.events if row.seq == seq), None)
    if undone is None or undone.kind in {EventKind.REVERSED, EventKind.DISBURSED}:
        raise NotFound(seq)
    row = loan_books.new_event(
        loan,
        EventKind.REVERSED,
        value_on=business_day(at),
        amount=undone.amount,
        key=f"reverse:{actor_id}:{key}",
        reason_note=reason_note,
        reverses_seq=seq,
        actor_id=actor_id,
        at=at,
    )
    try:
        loan_books.record_reversal(loan, row, undone, actor_id=actor_id, at=at)
    except CannotHappen as refused:
        if refused.reason is OutOfLife.REVERSED_ALREADY:
            raise ReversedAlready(seq) from None
        raise
    if undone.kind in RECEIVED_KINDS:
        _tell(loan, "repayment_reversed", at=at)
    return row.seq


def loan_to_pay(
    actor_id: int, loan_public_id: str, *, amount: Rupiah, paid_on: date, at: datetime
) -> Loan:
    """Return a loan of the cashier's bank on which so much can have been paid on the day.

    :raises NotFound, LoanEnded, ImpossibleRepayment, DateOutOfRange, MonthClosed: as a repayment
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    loan = loan_for(viewer, loan_public_id)
    if loan.status not in PAYABLE:
        raise LoanEnded(loan.reference_no)
    check_payment(loan, amount=amount, paid_on=paid_on, at=at)
    return loan


def received_as(loan: Loan) -> EventKind:
    """Return what money from the borrower, or for the borrower, is on the loan as it stands."""
    is_claimed = loan.status is LoanStatus.WRITTEN_OFF
    return EventKind.RECOVERED if is_claimed else EventKind.REPAID


def check_payment(loan: Loan, *, amount: Rupiah, paid_on: date, at: datetime) -> None:
    """Let only a sum and a day pass that a borrower's payment can have.

    :raises ImpossibleRepayment, DateOutOfRange, MonthClosed: as a repayment
    """
    if not Rupiah(0) < amount <= HIGHEST_REPAYMENT:
        raise ImpossibleRepayment(amount)
    if not loan.disbursed_on <= paid_on <= business_day(at):
        raise DateOutOfRange(paid_on)
    months.require_open(paid_on)


def cash_of(loan: Loan, actor_id: int) -> Money:
    """Return the money that an officer of the loan's bank takes in cash."""
    posting.open_cash_account(bank_id=loan.bank_id, holder_id=actor_id)
    return Money(code=AccountCode.CASH_IN_HAND, holder_id=actor_id)


def receive(loan: Loan, deed: loan_books.Deed, *, actor_id: int, at: datetime) -> Paper:
    """Record money that came in and return the receipt for it."""
    loan_cache.locked_agreement(loan.agreement_id)  # which the payment may end
    number = numbering.next_reference(ReferenceKind.RECEIPT, at=at)
    loan_books.record(loan, deed, actor_id=actor_id, at=at)
    receipt = Paper(
        kind=PaperKind.RECEIPT,
        number=number,
        loan_id=loan.id,
        loan_event_id=deed.row.id,
        issued_at=at,
    )
    db.session.add(receipt)
    _tell(loan, "repaid", at=at, receipt=receipt.number)
    db.session.flush()
    return receipt


def _use_credit(
    kind: EventKind,
    entry: EntryKind,
    *,
    actor_id: int,
    permission: Permission,
    loan_public_id: str,
    amount: Rupiah,
    key: str,
    at: datetime,
) -> int:
    viewer = acting(actor_id=actor_id, permission=permission)
    loan = loan_for(viewer, loan_public_id)
    row: LoanEventRow = loan_books.new_event(
        loan,
        kind,
        value_on=business_day(at),
        amount=amount,
        key=f"{kind}:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
    )
    loan_books.record(loan, loan_books.Deed(row=row, kind=entry), actor_id=actor_id, at=at)
    return row.seq


def _tell(loan: Loan, template: str, *, at: datetime, **details: str) -> None:
    outbox.put(
        recipient_id=loan.person.account_id,
        template=template,
        at=at,
        loan=loan.reference_no,
        **details,
    )
