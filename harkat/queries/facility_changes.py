"""How ceiling and slices came to be what they are: what was proposed, by whom, and who agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.ledger import FacilityChange
from harkat.models.people import UserAccount
from harkat.queries.facility import Overview, overview

PAGE_SIZE = 25
MOST_WAITING = 100


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One change of the ceiling or of a slice; nobody proposed the first ceiling.

    For example ``ChangeRow(kind=SLICE_ALLOCATED, bank_name="Bank Contoh", proposed_by="Rina
    Contoh", amount=Rupiah(40 * 10**9), confirmed_by=None, ...)``: it waits for a second person.
    """

    public_id: str
    kind: EntryKind
    bank_id: int | None
    bank_name: str | None
    amount: Rupiah
    effective_on: date
    note: str
    proposed_by: str | None
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class FacilityPage:
    """The figures with the changes that wait and one page of those in the books, newest first."""

    figures: Overview
    waiting: Sequence[ChangeRow]
    history: Sequence[ChangeRow]
    page: int
    pages: int


def facility_page(*, viewer: Viewer, on: date, page: int = 1) -> FacilityPage:
    """Return what the programme's administrators see of the facility.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    count = db.session.scalar(
        select(func.count(FacilityChange.id)).where(FacilityChange.confirmed_at.is_not(None))
    )
    pages = max(-(-(count or 0) // PAGE_SIZE), 1)
    shown = min(max(page, 1), pages)
    newest_first = FacilityChange.id.desc()
    return FacilityPage(
        figures=overview(on=on),
        waiting=_rows(
            viewer,
            _changes()
            .where(FacilityChange.confirmed_at.is_(None))
            .order_by(newest_first)
            .limit(MOST_WAITING),
        ),
        history=_rows(
            viewer,
            _changes()
            .where(FacilityChange.confirmed_at.is_not(None))
            .order_by(FacilityChange.confirmed_at.desc(), newest_first)
            .limit(PAGE_SIZE)
            .offset((shown - 1) * PAGE_SIZE),
        ),
        page=shown,
        pages=pages,
    )


def change(*, viewer: Viewer, public_id: str) -> ChangeRow | None:
    """Return one change, or None for an id that was never given.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    found = _rows(viewer, _changes().where(FacilityChange.public_id == public_id))
    return found[0] if found else None


_Proposer, _Confirmer = aliased(UserAccount), aliased(UserAccount)


def _changes() -> Select[FacilityChange, str | None, str | None, str | None]:
    return (
        select(FacilityChange, Bank.name, _Proposer.full_name, _Confirmer.full_name)
        .outerjoin(Bank, Bank.id == FacilityChange.bank_id)
        .outerjoin(_Proposer, _Proposer.id == FacilityChange.proposed_by_id)
        .outerjoin(_Confirmer, _Confirmer.id == FacilityChange.confirmed_by_id)
    )


def _rows(
    viewer: Viewer, statement: Select[FacilityChange, str | None, str | None, str | None]
) -> list[ChangeRow]:
    return [
        ChangeRow(
            public_id=row.public_id,
            kind=row.kind,
            bank_id=row.bank_id,
            bank_name=bank_name,
            amount=row.amount,
            effective_on=row.effective_on,
            note=row.note,
            proposed_by=proposed_by,
            proposed_at=row.proposed_at,
            confirmed_by=confirmed_by,
            confirmed_at=row.confirmed_at,
            is_own=row.proposed_by_id == viewer.user_id,
        )
        for row, bank_name, proposed_by, confirmed_by in db.session.execute(statement)
    ]
