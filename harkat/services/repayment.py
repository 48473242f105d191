"""Repayments at the desk, each with a receipt; a mistake is reversed, never edited."""

from datetime import date, datetime

from harkat.domain.calendar import business_day
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import Loan, LoanEventRow, Paper
from harkat.services import loan_books, numbering, outbox
from harkat.services.authority import acting
from harkat.services.disbursement import DateOutOfRange
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case

HIGHEST_REPAYMENT = Rupiah(1_000_000_000)


class LoanEnded(ValueError):
    """Nothing is owed on this loan any more."""


class ImpossibleRepayment(ValueError):
    """The amount is not above zero, or beyond anything a micro loan could owe."""


class ReversedAlready(ValueError):
    """This repayment was taken back before."""


@keyed_use_case
def record_repayment(
    *,
    actor_id: int,
    loan_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
) -> str:
    """Record money paid at the desk; return the public id of its receipt.

    What is more than the loan owes is kept as titipan, never lost.

    :raises NotFound: if the loan is another bank's
    :raises LoanEnded: if the loan is paid off
    :raises ImpossibleRepayment: if the amount cannot be
    :raises DateOutOfRange: if the day lies in the future or before the disbursement
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    loan = loan_for(viewer, loan_public_id)
    if loan.status is not LoanStatus.ACTIVE:
        raise LoanEnded(loan.reference_no)
    if not Rupiah(0) < amount <= HIGHEST_REPAYMENT:
        raise ImpossibleRepayment(amount)
    if not loan.disbursed_on <= paid_on <= business_day(at):
        raise DateOutOfRange(paid_on)
    event = LoanEventRow(
        loan_id=loan.id,
        seq=loan_books.next_seq(loan),
        kind=EventKind.REPAID,
        value_on=paid_on,
        amount=amount,
        idempotency_key=f"repay:{actor_id}:{key}",
        actor_id=actor_id,
        recorded_at=at,
    )
    loan_books.record_repayment(loan, event, actor_id=actor_id, at=at)
    receipt = Paper(
        kind=PaperKind.RECEIPT,
        number=numbering.next_reference(ReferenceKind.RECEIPT, at=at),
        loan_id=loan.id,
        loan_event_id=event.id,
        issued_at=at,
    )
    db.session.add(receipt)
    _tell(loan, "repaid", at=at, receipt=receipt.number)
    db.session.flush()
    return receipt.public_id


@keyed_use_case
def reverse_repayment(
    *,
    actor_id: int,
    loan_public_id: str,
    seq: int,
    reason_note: str,
    key: str,
    at: datetime,
) -> int:
    """Take back a repayment that was recorded by mistake; return the reversal's sequence number.

    :raises NotFound: if the loan is another bank's, or has no such repayment
    :raises ReversedAlready: if it was taken back before
    :raises SuspenseSpent: if what it overpaid is used already
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_REVERSE)
    loan = loan_for(viewer, loan_public_id)
    undone = next(
        (row for row in loan.events if row.seq == seq and row.kind is EventKind.REPAID), None
    )
    if undone is None:
        raise NotFound(seq)
    if any(row.reverses_seq == seq for row in loan.events):
        raise ReversedAlready(seq)
    event = LoanEventRow(
        loan_id=loan.id,
        seq=loan_books.next_seq(loan),
        kind=EventKind.REVERSED,
        value_on=business_day(at),
        amount=undone.amount,
        reverses_seq=seq,
        reason_note=reason_note,
        idempotency_key=f"reverse:{actor_id}:{key}",
        actor_id=actor_id,
        recorded_at=at,
    )
    loan_books.record_reversal(loan, event, undone, actor_id=actor_id, at=at)
    _tell(loan, "repayment_reversed", at=at)
    return event.seq


def _tell(loan: Loan, template: str, *, at: datetime, **details: str) -> None:
    outbox.put(
        recipient_id=loan.person.account_id,
        template=template,
        at=at,
        loan=loan.reference_no,
        **details,
    )
