"""Joint liability: the members of an agreement are called on, and pay for each other.

Who was asked for how much only says what is fair; a payment for a member counts whether or not it
was asked for. How it is paid back is in `claim_settlement` and `member_claims`.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.joint_liability import call_shares
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.loan_postings import (
    CLEARED,
    member_claim_lines,
)
from harkat.domain.money import Rupiah, total
from harkat.domain.position import Position
from harkat.domain.roles import Permission
from harkat.domain.statuses import LiabilityCallEvent
from harkat.extensions import db
from harkat.models.liability import LiabilityCall, LiabilityShare
from harkat.models.loan import Loan
from harkat.models.people import Person
from harkat.queries.liability import open_call_of, parties_of
from harkat.queries.loan_history import position_of
from harkat.queries.offer import agreed_rules
from harkat.services import loan_books, outbox, repayment, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case

_ENTRIES = {
    EventKind.REPAID: EntryKind.REPAID_FOR_MEMBER,
    EventKind.RECOVERED: EntryKind.RECOVERED,
}


class NotYetLate(ValueError):
    """The others are asked only some days after the due date; `from_on` is the first, if any."""

    def __init__(self, from_on: date | None) -> None:
        super().__init__(f"not before {from_on}")
        self.from_on = from_on


class CalledAlready(ValueError):
    """The other members are being asked for this loan."""


class NotAParty(LookupError):
    """The person does not answer for this loan, or is its borrower."""


class BeyondDue(ValueError):
    """For another member nobody pays more than what is due on the loan; `due` says how much."""

    def __init__(self, due: Rupiah) -> None:
        super().__init__(f"{due} is due")
        self.due = due


@keyed_use_case
def open_call(*, actor_id: int, loan_public_id: str, key: str, at: datetime) -> str:
    """Ask the other parties to cover what is in arrears on a loan; return the call's public id.

    :raises NotFound: if the loan is another bank's
    :raises NotYetLate: if it is not in arrears, or not for as long as the contract says
    :raises CalledAlready: if a call for it is open
    :raises NobodyToAsk: if the agreement has no other party
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    loan = loan_for(viewer, loan_public_id)
    now = position_of(loan, on=business_day(at))
    _require_late(loan, now)
    if open_call_of(loan.id) is not None:
        raise CalledAlready(loan.reference_no)
    shares = call_shares(missing=now.arrears, approved_by_person=_others(loan))
    call = LiabilityCall(
        agreement_id=loan.agreement_id,
        loan_id=loan.id,
        opened_on=now.on,
        missing=now.arrears,
        shares=[LiabilityShare(person_id=person, asked=asked) for person, asked in shares.items()],
    )
    try:
        with db.session.begin_nested():
            db.session.add(call)
    except IntegrityError:
        raise CalledAlready(loan.reference_no) from None
    tell(shares, "liability_called", at=at, agreement=loan.agreement.reference_no)
    return call.public_id


@keyed_use_case
def cancel_call(*, actor_id: int, call_public_id: str, key: str, at: datetime) -> None:
    """Stop asking the others, though something is still missing.

    :raises NotFound: if it is another bank's
    :raises IllegalTransition: if the call has ended
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    call = db.session.scalar(select(LiabilityCall).filter_by(public_id=call_public_id))
    if call is None:
        raise NotFound(call_public_id)
    loan_for(viewer, call.loan.public_id)
    db.session.refresh(call, with_for_update=True)
    transitions.record(call, LiabilityCallEvent.CANCELLED, actor_id=actor_id, at=at)


@keyed_use_case
def pay_for_member(
    *,
    actor_id: int,
    loan_public_id: str,
    payer_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
    is_cash: bool = False,
) -> str:
    """Record that a party paid on another member's loan; return the receipt's public id.

    The payer's own loan does not move; the borrower owes the payer so much. `payer_public_id` is
    the person's. On a loan written off it is a recovery.

    :raises NotAParty: if the payer does not answer for this loan, or is its borrower
    :raises BeyondDue: if not so much is due on the loan on that day
    :raises NotFound, LoanEnded, ImpossibleRepayment, DateOutOfRange, MonthClosed: as a repayment
    :raises BoundReached: if the officer would hold more cash than allowed
    """
    loan = repayment.loan_to_pay(actor_id, loan_public_id, amount=amount, paid_on=paid_on, at=at)
    payer = _other_party(loan, payer_public_id)
    due = due_by(position_of(loan, on=paid_on))
    if amount > due:
        raise BeyondDue(due)
    kind = repayment.received_as(loan)
    row = loan_books.new_event(
        loan,
        kind,
        value_on=paid_on,
        amount=amount,
        key=f"for-member:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
        payer_id=payer.id,
    )
    deed = loan_books.Deed(
        row=row,
        kind=_ENTRIES[kind],
        money=repayment.cash_of(loan, actor_id) if is_cash else CLEARED,
        beside=member_claim_lines(
            agreement_id=loan.agreement_id,
            bank_id=loan.bank_id,
            creditor_id=payer.id,
            debtor_id=loan.person_id,
            amount=int(amount),
        ),
    )
    receipt = repayment.receive(loan, deed, actor_id=actor_id, at=at)
    tell([payer.id], "repaid_for_member", at=at, receipt=receipt.number)
    return receipt.public_id


def _require_late(loan: Loan, now: Position) -> None:
    days = agreed_rules(loan.agreement.application).call_after_days
    if not now.arrears or now.ended:
        raise NotYetLate(None)
    if now.days_past_due < days:
        raise NotYetLate(now.on + timedelta(days=days - now.days_past_due))


def _others(loan: Loan) -> dict[int, Rupiah]:
    parties = parties_of(loan.agreement)
    return {person: amount for person, amount in parties.items() if person != loan.person_id}


def _other_party(loan: Loan, public_id: str) -> Person:
    payer = db.session.scalar(select(Person).filter_by(public_id=public_id))
    if payer is None or payer.id not in _others(loan):
        raise NotAParty(public_id)
    return payer


def due_by(now: Position) -> Rupiah:
    """Return what is to be paid on the loan by the position's day, or its claim."""
    if now.ended:
        return now.claim
    return total(row.unpaid + row.penalty_due for row in now.instalments if row.due_on <= now.on)


def tell(person_ids: Iterable[int], template: str, *, at: datetime, **details: str) -> None:
    """Put a message into the outbox of each of the persons."""
    people = select(Person).where(Person.id.in_(list(person_ids))).order_by(Person.id)
    for person in db.session.scalars(people):
        outbox.put(recipient_id=person.account_id, template=template, at=at, **details)
