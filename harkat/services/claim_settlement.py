"""A borrower pays back at the bank what other members paid: the own instalment comes first.

What creditors get waits as titipan of each of them.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.joint_liability import owed_by, settled
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_postings import CLEARED, Money, claims_settled_lines
from harkat.domain.money import ZERO, Rupiah, total
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.suspense import SuspenseOrigin
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, Posting, SuspenseItem
from harkat.models.loan import Loan
from harkat.queries.liability import claims_between_members, parties_of
from harkat.queries.loan_history import position_of
from harkat.services import loan_cache, numbering, posting, repayment, suspense
from harkat.services.authority import acting
from harkat.services.bank_money import own_bank
from harkat.services.files import NotFound, loan_for
from harkat.services.liability import due_by, tell
from harkat.services.transaction import keyed_use_case


class BeyondDebt(ValueError):
    """The borrower's own loan has ended, and the other members are owed less; `owed` says what."""

    def __init__(self, owed: Rupiah) -> None:
        super().__init__(f"{owed} is owed")
        self.owed = owed


@keyed_use_case
def pay_with_claims(
    *,
    actor_id: int,
    loan_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
    is_cash: bool = False,
) -> str | None:
    """Record what a borrower brings: first what is due on the own loan, then what members paid.

    What settles claims waits as titipan of each creditor, who takes it back or pays an instalment
    with it. What nobody is owed is the borrower's own payment again. Returned is the receipt for
    the own loan, or None if nothing went there.

    :raises BeyondDebt: if the own loan has ended and the other members are owed less
    :raises NotFound, ImpossibleRepayment, DateOutOfRange, MonthClosed: as a repayment
    :raises BoundReached: if the officer would hold more cash than allowed
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    loan = loan_for(viewer, loan_public_id)
    repayment.check_payment(loan, amount=amount, paid_on=paid_on, at=at)
    money = repayment.cash_of(loan, actor_id) if is_cash else CLEARED
    own, shares = _split(loan, amount, paid_on=paid_on)
    receipt = None
    if own:
        receipt = repayment.record_repayment(
            actor_id=actor_id,
            loan_public_id=loan_public_id,
            amount=own,
            paid_on=paid_on,
            key=f"{key}:own",
            at=at,
            is_cash=is_cash,
        )
    if shares:
        _pay_back(loan, shares, paid_on=paid_on, money=money, actor_id=actor_id, key=key, at=at)
    return receipt


@keyed_use_case
def take_back_settlement(
    *, actor_id: int, item_public_id: str, reason_note: str, key: str, at: datetime
) -> int:
    """Undo a settlement of claims through the bank, named by one creditor's titipan.

    All creditors' titipan of it goes, and the borrower owes them again; what was paid on the own
    loan is an event of that loan. Returned is the number of the journal entry.

    :raises NotFound: if the titipan is another bank's, or came otherwise
    :raises SuspenseShort: if a creditor has used some of it: undo that first
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_REVERSE)
    entry = db.session.scalar(
        select(JournalEntry)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(SuspenseItem, SuspenseItem.id == Posting.suspense_item_id)
        .where(SuspenseItem.public_id == item_public_id)
        .where(SuspenseItem.bank_id == own_bank(viewer))
        .where(JournalEntry.kind == EntryKind.MEMBER_CLAIM_SETTLED)
    )
    if entry is None:
        raise NotFound(item_public_id)
    for line in posting.lines_of(entry):
        if line.suspense_item_id is not None:
            suspense.take(line.suspense_item_id, Rupiah(-line.amount))
            db.session.get_one(SuspenseItem, line.suspense_item_id).note = reason_note
    reversal = posting.post(
        posting.Draft(
            kind=EntryKind.REVERSED,
            lines=posting.mirrored(entry),
            value_on=business_day(at),
            reference=entry.reference,
            key=f"take-back-settlement:{entry.id}",
            reverses=entry,
        ),
        actor_id=actor_id,
        at=at,
    )
    return reversal.id


def _split(loan: Loan, amount: Rupiah, *, paid_on: date) -> tuple[Rupiah, Mapping[int, Rupiah]]:
    """Return what goes to the own loan, and what each creditor gets."""
    is_owed = loan.status in repayment.PAYABLE
    due = due_by(position_of(loan, on=paid_on)) if is_owed else ZERO
    if amount <= due:
        return amount, {}
    # Held until the end, so that nobody settles the same claim beside us.
    agreement = loan_cache.locked_agreement(loan.agreement_id)
    claims = claims_between_members(agreement.id)
    settlement = settled(
        claims,
        debtor=loan.person_id,
        amount=amount - due,
        approved_by_person=parties_of(agreement),
    )
    if settlement.rest and not is_owed:
        raise BeyondDebt(total(owed_by(claims, debtor=loan.person_id).values()))
    return due + settlement.rest, settlement.shares


def _pay_back(
    loan: Loan,
    shares: Mapping[int, Rupiah],
    *,
    paid_on: date,
    money: Money,
    actor_id: int,
    key: str,
    at: datetime,
) -> None:
    """Put each creditor's share into a titipan of the creditor's own, and book the settlement."""
    items = {
        person_id: suspense.open_item(
            suspense.Received(
                bank_id=loan.bank_id,
                origin=SuspenseOrigin.MEMBER_SETTLEMENT,
                amount=share,
                received_on=paid_on,
                person_id=person_id,
                receipt_no=numbering.next_reference(ReferenceKind.RECEIPT, at=at),
                recorded_by_id=actor_id,
            )
        )
        for person_id, share in shares.items()
    }
    agreement = loan.agreement
    posting.post(
        posting.Draft(
            kind=EntryKind.MEMBER_CLAIM_SETTLED,
            lines=claims_settled_lines(
                agreement_id=agreement.id,
                bank_id=loan.bank_id,
                debtor_id=loan.person_id,
                shares={person_id: int(share) for person_id, share in shares.items()},
                items={person_id: item.id for person_id, item in items.items()},
                money=money,
            ),
            value_on=paid_on,
            reference=agreement.reference_no,
            key=f"claims:{actor_id}:{key}",
        ),
        actor_id=actor_id,
        at=at,
    )
    for person_id, item in items.items():
        tell(
            [person_id],
            "member_claim_paid",
            at=at,
            agreement=agreement.reference_no,
            receipt=str(item.receipt_no),
        )
