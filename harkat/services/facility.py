"""The ceiling, the banks and their slices; every change is agreed by two people and booked."""

from datetime import date, datetime

from sqlalchemy import select

from harkat.domain import facility
from harkat.domain.calendar import business_day
from harkat.domain.facility import Headroom
from harkat.domain.kolektibilitas import BankType
from harkat.domain.ledger import AccountCode, EntryKind, accounts_of
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.area import Kecamatan
from harkat.models.bank import Bank
from harkat.models.ledger import FacilityChange, LedgerAccount
from harkat.queries.rules import rules_on
from harkat.services import posting
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case

CHANGES = (
    EntryKind.CEILING_SET,
    EntryKind.CEILING_LOWERED,
    EntryKind.SLICE_ALLOCATED,
    EntryKind.SLICE_REDUCED,
    EntryKind.REVOLVING_STARTED,
)
OF_A_BANK = frozenset(
    {EntryKind.SLICE_ALLOCATED, EntryKind.SLICE_REDUCED, EntryKind.REVOLVING_STARTED}
)


class BankKnown(ValueError):
    """A bank with this code takes part already."""


class ChangeInFuture(ValueError):
    """A change counts from its day on, and the books hold no day that is yet to come."""


class NotRevolving(ValueError):
    """The programme's rule does not let repaid principal be lent again on that day."""


@keyed_use_case
def add_bank(
    *, actor_id: int, code: str, name: str, bank_type: BankType, key: str, at: datetime
) -> int:
    """Let a bank take part; its accounts are opened with nothing in them.

    :raises BankKnown: if the code is taken
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    if db.session.scalar(select(Bank.id).filter_by(code=code)):
        raise BankKnown(code)
    bank = Bank(code=code, name=name, bank_type=bank_type, created_at=at)
    db.session.add(bank)
    db.session.flush()
    kecamatan_codes = db.session.scalars(select(Kecamatan.code).order_by(Kecamatan.code))
    posting.open_accounts(accounts_of(bank_id=bank.id, kecamatan_codes=kecamatan_codes))
    return bank.id


@keyed_use_case
def propose_change(
    *,
    actor_id: int,
    kind: EntryKind,
    bank_id: int | None,
    amount: Rupiah,
    effective_on: date,
    note: str,
    key: str,
    at: datetime,
) -> str:
    """Propose to change the ceiling or a bank's slice by an amount; return its public id.

    Once the facility revolves, what a bank retired before may be given back to it, too.

    :raises NotPermitted: if the actor may not, or the kind does not fit the bank given
    :raises ChangeInFuture: if its day is yet to come
    :raises NotRevolving: if retired principal is to be lent again and the rule says no
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    if kind not in CHANGES or (kind in OF_A_BANK) != (bank_id is not None) or amount <= 0:
        raise NotPermitted(f"{kind} for bank {bank_id}")
    if effective_on > business_day(at):
        raise ChangeInFuture(effective_on)
    if kind is EntryKind.REVOLVING_STARTED and not _is_revolving(effective_on):
        raise NotRevolving(effective_on)
    change = FacilityChange(
        kind=kind,
        bank_id=bank_id,
        amount=amount,
        effective_on=effective_on,
        note=note,
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    db.session.add(change)
    db.session.flush()
    return change.public_id


@use_case
def confirm_change(*, actor_id: int, change_public_id: str, at: datetime) -> None:
    """Book a proposed change.

    :raises NotPermitted: if the actor proposed it, or it is not waiting for a confirmation
    :raises BoundReached: if there is not that much left to give or to take back
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    change = db.session.scalar(
        select(FacilityChange).filter_by(public_id=change_public_id).with_for_update()
    )
    if change is None or change.confirmed_at is not None or change.proposed_by_id == actor_id:
        raise NotPermitted("another person confirms, and only once")
    change.confirmed_by_id, change.confirmed_at = actor_id, at
    book_change(change, actor_id=actor_id, at=at)


def book_change(change: FacilityChange, *, actor_id: int | None, at: datetime) -> None:
    """Book the entry of an agreed change.

    :raises BoundReached: if there is not that much left to give or to take back
    """
    match change.kind, change.bank_id:
        case EntryKind.CEILING_SET, _:
            lines = facility.ceiling_raised(change.amount)
        case EntryKind.CEILING_LOWERED, _:
            lines = facility.ceiling_lowered(change.amount)
        case EntryKind.SLICE_ALLOCATED, int(bank_id):
            lines = facility.slice_allocated(bank_id=bank_id, amount=change.amount)
        case EntryKind.REVOLVING_STARTED, int(bank_id):
            lines = facility.revolving_started(bank_id=bank_id, amount=change.amount)
        case _, int(bank_id):
            lines = facility.slice_reduced(bank_id=bank_id, amount=change.amount)
        case _:
            raise NotPermitted(f"{change.kind} needs a bank")
    db.session.flush()
    entry = posting.post(
        posting.Draft(
            kind=change.kind,
            lines=lines,
            value_on=change.effective_on,
            reference=change.note,
            key=f"facility-change:{change.public_id}",
        ),
        actor_id=actor_id,
        at=at,
    )
    change.entry_id = entry.id


def locked_headroom(bank_id: int) -> Headroom:
    """Return what a bank's slice has free, and owes; others wait until this transaction ends."""
    rows = db.session.execute(
        select(LedgerAccount.code, LedgerAccount.balance)
        .filter_by(bank_id=bank_id)
        .where(LedgerAccount.code.in_((AccountCode.AVAILABLE, AccountCode.SHORTFALL)))
        .order_by(LedgerAccount.id)
        .with_for_update(key_share=True)
    )
    balances = {row.code: row.balance for row in rows}
    return Headroom(
        available=balances[AccountCode.AVAILABLE], shortfall=balances[AccountCode.SHORTFALL]
    )


def _is_revolving(on: date) -> bool:
    return rules_on(product_id=None, on=on).is_revolving
