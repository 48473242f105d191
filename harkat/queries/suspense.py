"""Titipan that is open: how old it is, and the items one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select

from harkat.domain.money import ZERO, Rupiah
from harkat.domain.roles import NotPermitted, Permission, Viewer
from harkat.domain.suspense import AGE_BANDS, AgeBand, SuspenseOrigin
from harkat.extensions import db
from harkat.models.ledger import SuspenseItem
from harkat.models.people import Person

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class AgeRow:
    """How many items of an age are open and what is open of them.

    For example ``AgeRow(band=AgeBand(from_days=31, to_days=90), items=2, open=Rupiah(704_874))``.
    """

    band: AgeBand
    items: int
    open: Rupiah


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One open item; `person_name` is None while nobody knows whose money it is."""

    public_id: str
    origin: SuspenseOrigin
    received_on: date
    days: int
    amount: Rupiah
    open_amount: Rupiah
    receipt_no: str | None
    bank_reference: str | None
    note: str | None
    person_name: str | None


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """One page of a bank's open items, the oldest first."""

    rows: Sequence[ItemRow]
    page: int
    has_more: bool


def ageing(*, on: date, bank_id: int | None = None) -> Sequence[AgeRow]:
    """Return what is open now by its age on a day, one row per band, of one bank or of all."""
    number = case(
        *(
            (SuspenseItem.received_on >= on - timedelta(days=band.to_days), position)
            for position, band in enumerate(AGE_BANDS)
            if band.to_days is not None
        ),
        else_=len(AGE_BANDS) - 1,
    ).label("band")
    statement = (
        select(number, func.count(SuspenseItem.id), func.sum(SuspenseItem.open_amount))
        .where(SuspenseItem.open_amount > 0)
        .group_by(number)
    )
    if bank_id is not None:
        statement = statement.where(SuspenseItem.bank_id == bank_id)
    found = {band: (items, total) for band, items, total in db.session.execute(statement)}
    return [
        AgeRow(band=band, items=items, open=Rupiah(int(total)))
        for position, band in enumerate(AGE_BANDS)
        for items, total in [found.get(position, (0, ZERO))]
    ]


def open_items(*, viewer: Viewer, on: date, page: int = 1) -> ItemPage:
    """Return a page of the open items of the viewer's bank, the oldest first.

    :raises NotPermitted: if the viewer acts for no bank, or may not read loans
    """
    viewer.require(Permission.LOAN_READ)
    if viewer.bank_id is None:
        raise NotPermitted("no bank behind this account")
    shown = max(page, 1)
    rows = db.session.execute(
        select(SuspenseItem, Person.full_name)
        .outerjoin(Person, Person.id == SuspenseItem.person_id)
        .where(SuspenseItem.bank_id == viewer.bank_id, SuspenseItem.open_amount > 0)
        .order_by(SuspenseItem.received_on, SuspenseItem.id)
        .limit(PAGE_SIZE + 1)
        .offset((shown - 1) * PAGE_SIZE)
    ).all()
    return ItemPage(
        rows=[
            ItemRow(
                public_id=item.public_id,
                origin=item.origin,
                received_on=item.received_on,
                days=(on - item.received_on).days,
                amount=item.amount,
                open_amount=item.open_amount,
                receipt_no=item.receipt_no,
                bank_reference=item.bank_reference,
                note=item.note,
                person_name=name,
            )
            for item, name in rows[:PAGE_SIZE]
        ],
        page=shown,
        has_more=len(rows) > PAGE_SIZE,
    )
