"""Titipan: money nobody's debt took up is recorded, given an owner, used, or given back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain import suspense
from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted, Permission, Viewer
from harkat.domain.suspense import SuspenseOrigin
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.services import numbering, posting
from harkat.services.authority import acting
from harkat.services.bank_money import check_amount, check_day, own_bank
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case, use_case


class TransferKnown(ValueError):
    """This transfer of the bank was recorded before."""


class SuspenseShort(ValueError):
    """Less is open than was asked for; `open_amount` says how much."""

    def __init__(self, open_amount: Rupiah) -> None:
        super().__init__(f"only {int(open_amount)} is open")
        self.open_amount = open_amount


class OwnerKnown(ValueError):
    """Whose money this is has been found before."""


class BelongsToLoan(ValueError):
    """What a payment left over is used and given back on its loan's page, as an event of it."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What is known of money that becomes a titipan item."""

    bank_id: int
    origin: SuspenseOrigin
    amount: Rupiah
    received_on: date
    person_id: int | None = None
    bank_reference: str | None = None
    receipt_no: str | None = None
    note: str | None = None
    recorded_by_id: int | None = None


@keyed_use_case
def receive_unknown(
    *,
    actor_id: int,
    amount: Rupiah,
    received_on: date,
    bank_reference: str,
    note: str,
    key: str,
    at: datetime,
) -> str:
    """Record money whose payer is not known; return the public id of the item it waits as.

    :raises ImpossibleAmount: if the amount cannot be
    :raises DayOutOfRange: if the day is yet to come
    :raises TransferKnown: if the bank's reference was recorded before
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    bank_id = own_bank(viewer)
    check_amount(amount)
    check_day(received_on, at=at)
    known = select(SuspenseItem.id).filter_by(
        bank_id=bank_id, bank_reference=bank_reference, origin=SuspenseOrigin.UNKNOWN_PAYER
    )
    if db.session.scalar(known) is not None:
        raise TransferKnown(bank_reference)
    item = open_item(
        Received(
            bank_id=bank_id,
            origin=SuspenseOrigin.UNKNOWN_PAYER,
            amount=amount,
            received_on=received_on,
            bank_reference=bank_reference,
            receipt_no=numbering.next_reference(ReferenceKind.RECEIPT, at=at),
            note=note,
            recorded_by_id=actor_id,
        )
    )
    posting.post(
        posting.Draft(
            kind=EntryKind.RECEIVED_UNKNOWN,
            lines=suspense.received(bank_id=bank_id, item_id=item.id, amount=amount),
            value_on=received_on,
            reference=bank_reference,
            key=f"received-unknown:{item.public_id}",
        ),
        actor_id=actor_id,
        at=at,
    )
    return item.public_id


@use_case
def identify(*, actor_id: int, item_public_id: str, loan_public_id: str, at: datetime) -> None:
    """Say whose money an unknown payer's is: the borrower's of a loan of the same bank.

    :raises NotFound: if the item or the loan is another bank's
    :raises OwnerKnown: if the item has an owner
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_RECORD)
    loan = loan_for(viewer, loan_public_id)
    item = item_for(viewer, item_public_id)
    if item.origin is not SuspenseOrigin.UNKNOWN_PAYER or item.person_id is not None:
        raise OwnerKnown(item.public_id)
    item.person_id = loan.person_id


@keyed_use_case
def refund(
    *,
    actor_id: int,
    item_public_id: str,
    amount: Rupiah,
    refunded_on: date,
    bank_reference: str,
    key: str,
    at: datetime,
) -> int:
    """Give back what is open of an item, or a part; return the number of the journal entry.

    :raises NotFound: if the item is another bank's
    :raises NotPermitted: if the actor recorded it: another person gives money back
    :raises BelongsToLoan: if a loan's payment left it over
    :raises SuspenseShort: if less is open
    :raises DayOutOfRange: if the day is yet to come, or before the money came
    """
    viewer = acting(actor_id=actor_id, permission=Permission.SUSPENSE_REFUND)
    item = item_for(viewer, item_public_id)
    if item.loan_event_id is not None:
        raise BelongsToLoan(item.public_id)
    if item.recorded_by_id == actor_id:
        raise NotPermitted("another person gives money back")
    check_day(refunded_on, since=item.received_on, at=at)
    take(item.id, amount)
    entry = posting.post(
        posting.Draft(
            kind=EntryKind.REFUNDED,
            lines=suspense.refunded(bank_id=item.bank_id, item_id=item.id, amount=amount),
            value_on=refunded_on,
            reference=bank_reference,
            key=f"suspense-refund:{actor_id}:{key}",
        ),
        actor_id=actor_id,
        at=at,
    )
    return entry.id


def open_item(received: Received) -> SuspenseItem:
    """Return a new item, open to its full amount; the caller books the entry."""
    item = SuspenseItem(
        bank_id=received.bank_id,
        origin=received.origin,
        amount=received.amount,
        open_amount=received.amount,
        received_on=received.received_on,
        person_id=received.person_id,
        bank_reference=received.bank_reference,
        receipt_no=received.receipt_no,
        note=received.note,
        recorded_by_id=received.recorded_by_id,
    )
    db.session.add(item)
    db.session.flush()
    return item


def item_for(viewer: Viewer, public_id: str) -> SuspenseItem:
    """Return an item of the viewer's bank, locked until the use case ends.

    :raises NotFound: if it is another bank's
    """
    item = db.session.scalar(
        select(SuspenseItem)
        .filter_by(public_id=public_id, bank_id=own_bank(viewer))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if item is None:
        raise NotFound(public_id)
    return item


def take(item_id: int, amount: Rupiah) -> None:
    """Lower what is open of an item, locked and read anew; the caller books the entry.

    :raises SuspenseShort: if less is open, or the amount is not above zero
    """
    item = _locked(item_id)
    if not 0 < amount <= item.open_amount:
        raise SuspenseShort(item.open_amount)
    item.open_amount -= amount
    db.session.flush()


def _locked(item_id: int) -> SuspenseItem:
    return db.session.get_one(SuspenseItem, item_id, with_for_update=True, populate_existing=True)
