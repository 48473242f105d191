"""The borrower's credit of a loan as titipan: one item for each payment that left some."""

from sqlalchemy import select

from harkat.domain.money import ZERO, Rupiah
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.models.loan import Loan


class SuspenseSpent(ValueError):
    """The overpaid part of this payment was used or given back: undo that first."""


def changed_item(loan: Loan, seq: int, change: int) -> SuspenseItem:
    """Change what an event left as credit, and return its titipan.

    :raises SuspenseSpent: if less would be left than was used already
    """
    row = next(event for event in loan.events if event.seq == seq)
    item = db.session.scalar(select(SuspenseItem).filter_by(loan_event_id=row.id).with_for_update())
    if item is None:
        item = SuspenseItem(
            bank_id=loan.bank_id,
            loan_event_id=row.id,
            person_id=loan.person_id,
            amount=row.amount or Rupiah(change),
            open_amount=ZERO,
            received_on=row.value_on,
        )
        db.session.add(item)
    if int(item.open_amount) + change < 0:
        raise SuspenseSpent(seq)
    item.open_amount = Rupiah(int(item.open_amount) + change)
    # A settlement that a late payment has made needless also leaves interest paid ahead of it.
    item.amount = max(item.amount, item.open_amount)
    db.session.flush()
    return item


def give_back(item_id: int, amount: Rupiah) -> None:
    """Let a titipan be open again for what was paid from it."""
    item = db.session.get_one(SuspenseItem, item_id, with_for_update=True)
    item.open_amount += amount
    db.session.flush()
