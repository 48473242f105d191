"""Who of the staff opened what about the viewer: by role and bank, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Role, Viewer
from harkat.extensions import db
from harkat.models.account_care import DataOpening

_ON_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One opening, such as ``IDENTITY`` of ``BH26-0001-9`` by a ``BANK_MAKER`` of Bank Contoh."""

    what: OpenedData
    reference_no: str
    role: Role
    bank_name: str | None
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class OpeningPage:
    """Some of the openings, the newest first; pages count from 1."""

    openings: Sequence[Opening]
    page: int
    pages: int
    total: int


def openings(viewer: Viewer, *, page: int) -> OpeningPage:
    """Return one page of who opened the viewer's data; a page too far is the last one."""
    own = DataOpening.person_id == viewer.person_id
    total = db.session.scalars(select(func.count()).select_from(DataOpening).where(own)).one()
    pages = max(1, -(-total // _ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        select(DataOpening)
        .where(own)
        .options(joinedload(DataOpening.bank))
        .order_by(DataOpening.opened_at.desc(), DataOpening.id.desc())
        .limit(_ON_A_PAGE)
        .offset((page - 1) * _ON_A_PAGE)
    )
    return OpeningPage(
        openings=[
            Opening(
                what=row.what,
                reference_no=row.reference_no,
                role=row.role,
                bank_name=row.bank.name if row.bank else None,
                opened_at=row.opened_at,
            )
            for row in rows
        ],
        page=page,
        pages=pages,
        total=total,
    )
