"""What people asked about their own data, for whoever answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked, phone_masked
from harkat.domain.people import ConsentPurpose
from harkat.domain.personal_data import DataRequestKind
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.account_care import DataRequest
from harkat.models.people import Person

_ON_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class AskedRequest:
    """One request with whose it is; `is_late` once its three days are over."""

    public_id: str
    kind: DataRequestKind
    purpose: ConsentPurpose | None
    full_name: str
    nik_masked: str
    phone_masked: str
    note: str
    requested_at: datetime
    due_at: datetime
    is_late: bool
    answered_at: datetime | None
    is_granted: bool | None
    answer: str | None


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """Some of the open requests, the most urgent first; pages count from 1."""

    requests: Sequence[AskedRequest]
    page: int
    pages: int
    total: int


def open_requests(viewer: Viewer, *, page: int, at: datetime) -> RequestPage:
    """Return one page of the requests nobody has answered; a page too far is the last one."""
    viewer.require(Permission.DATA_REQUEST_ANSWER)
    is_open = DataRequest.answered_at.is_(None)
    total = db.session.scalars(select(func.count()).select_from(DataRequest).where(is_open)).one()
    pages = max(1, -(-total // _ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        _with_person()
        .where(is_open)
        .order_by(DataRequest.due_at, DataRequest.id)
        .limit(_ON_A_PAGE)
        .offset((page - 1) * _ON_A_PAGE)
    )
    return RequestPage(
        requests=[_asked(row, at) for row in rows], page=page, pages=pages, total=total
    )


def request(viewer: Viewer, public_id: str, *, at: datetime) -> AskedRequest | None:
    """Return one request, answered or not, or None if there is none."""
    viewer.require(Permission.DATA_REQUEST_ANSWER)
    row = db.session.scalar(_with_person().where(DataRequest.public_id == public_id))
    return None if row is None else _asked(row, at)


def _with_person() -> Select[DataRequest]:
    return select(DataRequest).options(joinedload(DataRequest.person).joinedload(Person.account))


def _asked(row: DataRequest, at: datetime) -> AskedRequest:
    return AskedRequest(
        public_id=row.public_id,
        kind=row.kind,
        purpose=row.purpose,
        full_name=row.person.full_name,
        nik_masked=nik_masked(row.person.nik),
        phone_masked=phone_masked(row.person.account.phone),
        note=row.note,
        requested_at=row.requested_at,
        due_at=row.due_at,
        is_late=row.answered_at is None and row.due_at < at,
        answered_at=row.answered_at,
        is_granted=row.is_granted,
        answer=row.answer,
    )
