"""Cases of arrears elsewhere: the own one, the lists of those who follow them, and their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from harkat.domain.arrears import LIVE, ArrearsBand, ArrearsWish, CloseReason, LenderType
from harkat.domain.identity import phone_masked
from harkat.domain.roles import Permission, Role, Viewer
from harkat.domain.statuses import ArrearsCaseEvent, ArrearsCaseStatus
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.area import Kecamatan
from harkat.models.arrears import ArrearsCase, ArrearsNote
from harkat.models.arrears_scope import arrears_cases_seen_by
from harkat.models.people import Person, UserAccount

PAGE_SIZE = 25
_MOST_NOTES = 50
_MOST_STEPS = 50
_MOST_COMPANIONS = 100


class Which(StrEnum):
    """Which cases a list shows; the word stands in the address."""

    WITHOUT_COMPANION = "tanpa-pendamping"
    OWN = "saya"
    ALL = "semua"


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """The owner's latest case; `companion_name` is None until somebody took it.

    `is_told` is false while its owner has told nothing: a bank's finding opened it.
    """

    status: ArrearsCaseStatus
    wish: ArrearsWish
    remind_on: date | None
    companion_name: str | None
    is_live: bool
    is_told: bool


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One line of a list; the phone is masked. Both are empty once a guest is forgotten."""

    public_id: str
    full_name: str
    phone_masked: str
    kecamatan: str | None
    status: ArrearsCaseStatus
    wish: ArrearsWish
    opened_at: datetime
    next_on: date | None
    companion_name: str | None


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """One page of a list, the oldest case first, and the places to choose from."""

    rows: Sequence[CaseRow]
    page: int
    pages: int
    total: int
    kecamatan_choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """What a companion noted."""

    at: datetime
    author: str
    note: str


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One change of the status; nobody is named where the system or a guest did it."""

    at: datetime
    event: ArrearsCaseEvent
    actor: str | None


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case with its notes and steps; `phone` is there for its companion alone."""

    row: CaseRow
    is_own: bool
    is_live: bool
    phone: str | None
    has_account: bool
    lender_types: Sequence[LenderType]
    band: ArrearsBand | None
    remind_on: date | None
    close_reason: CloseReason | None
    notes: Sequence[NoteRow]
    steps: Sequence[StepRow]
    companions: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ArrearsFigures:
    """How many are held up now, how many of them nobody follows, and who came out this month."""

    held_up: int
    without_companion: int
    cleared_this_month: int


def own_case(viewer: Viewer) -> OwnCase | None:
    """Return the owner's latest case, or None if there never was one."""
    if viewer.role is not Role.BUSINESS_OWNER:
        return None
    case = db.session.scalar(
        arrears_cases_seen_by(viewer)
        .options(joinedload(ArrearsCase.companion))
        .order_by(ArrearsCase.id.desc())
        .limit(1)
    )
    if case is None:
        return None
    return OwnCase(
        status=case.status,
        wish=case.wish,
        remind_on=case.remind_on,
        companion_name=case.companion.full_name if case.companion else None,
        is_live=case.status in LIVE,
        is_told=bool(case.lender_types),
    )


def case_list(
    *, viewer: Viewer, which: Which, kecamatan_code: str | None = None, page: int = 1
) -> CaseList:
    """Return one page of the cases that are followed; a page that is not there is the nearest.

    :raises NotPermitted: if the viewer does not follow cases
    """
    viewer.require(Permission.ARREARS_FOLLOW)
    places = [
        (code, name)
        for code, name in db.session.execute(
            select(Kecamatan.code, Kecamatan.name).order_by(Kecamatan.name)
        )
    ]
    is_place = kecamatan_code in dict(places)
    found = _listed(viewer, which, kecamatan_code if is_place else None)
    total = db.session.scalars(found.with_only_columns(func.count(ArrearsCase.id))).one()
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    rows = db.session.scalars(
        found.options(*_for_rows())
        .order_by(ArrearsCase.id)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    return CaseList(
        rows=[_row(case) for case in rows],
        page=shown,
        pages=pages,
        total=total,
        kecamatan_choices=places,
    )


def case_page(*, viewer: Viewer, public_id: str) -> CasePage | None:
    """Return a case, or None for an id that was never given.

    :raises NotPermitted: if the viewer does not follow cases
    """
    viewer.require(Permission.ARREARS_FOLLOW)
    case = db.session.scalar(
        arrears_cases_seen_by(viewer)
        .options(*_for_rows())
        .where(ArrearsCase.public_id == public_id)
    )
    if case is None:
        return None
    is_own = case.companion_id == viewer.user_id
    return CasePage(
        row=_row(case),
        is_own=is_own,
        is_live=case.status in LIVE,
        phone=_phone(case) if is_own else None,
        has_account=case.person_id is not None,
        lender_types=[LenderType(word) for word in case.lender_types],
        band=case.band,
        remind_on=case.remind_on,
        close_reason=case.close_reason,
        notes=_notes(case),
        steps=_steps(case),
        companions=_companions(viewer) if is_own else (),
    )


def figures(*, viewer: Viewer, on: date) -> ArrearsFigures:
    """Return the counts the Dinas follows, without a name.

    :raises NotPermitted: if the viewer does not read the portfolio
    """
    viewer.require(Permission.PORTFOLIO_READ)
    live = ArrearsCase.status.in_(LIVE)

    def count(*conditions: Any) -> int:
        return db.session.scalars(select(func.count(ArrearsCase.id)).where(*conditions)).one()

    return ArrearsFigures(
        held_up=count(live),
        without_companion=count(live, ArrearsCase.companion_id.is_(None)),
        cleared_this_month=count(ArrearsCase.cleared_on.between(on.replace(day=1), on)),
    )


def _listed(viewer: Viewer, which: Which, kecamatan_code: str | None) -> Select[Any]:
    found = arrears_cases_seen_by(viewer).where(ArrearsCase.status.in_(LIVE))
    if which is Which.WITHOUT_COMPANION:
        found = found.where(ArrearsCase.companion_id.is_(None))
    elif which is Which.OWN:
        found = found.where(ArrearsCase.companion_id == viewer.user_id)
    if kecamatan_code:
        found = found.where(ArrearsCase.kecamatan_code == kecamatan_code)
    return found


def _for_rows() -> tuple[Any, ...]:
    return (
        joinedload(ArrearsCase.person).joinedload(Person.account),
        joinedload(ArrearsCase.kecamatan),
        joinedload(ArrearsCase.companion),
    )


def _row(case: ArrearsCase) -> CaseRow:
    return CaseRow(
        public_id=case.public_id,
        full_name=case.person.full_name if case.person else case.full_name or "",
        phone_masked=phone_masked(_phone(case)) if _phone(case) else "",
        kecamatan=case.kecamatan.name if case.kecamatan else None,
        status=case.status,
        wish=case.wish,
        opened_at=case.opened_at,
        next_on=case.next_on,
        companion_name=case.companion.full_name if case.companion else None,
    )


def _phone(case: ArrearsCase) -> str | None:
    return case.person.account.phone if case.person else case.phone


def _notes(case: ArrearsCase) -> list[NoteRow]:
    rows = db.session.scalars(
        select(ArrearsNote)
        .options(joinedload(ArrearsNote.author))
        .filter_by(case_id=case.id)
        .order_by(ArrearsNote.id.desc())
        .limit(_MOST_NOTES)
    )
    return [NoteRow(at=row.at, author=row.author.full_name, note=row.note) for row in rows]


def _steps(case: ArrearsCase) -> list[StepRow]:
    rows = db.session.execute(
        select(StatusChange.at, StatusChange.event, UserAccount.full_name)
        .join(UserAccount, UserAccount.id == StatusChange.actor_id, isouter=True)
        .where(StatusChange.subject == "arrears_case", StatusChange.subject_id == case.id)
        .order_by(StatusChange.id.desc())
        .limit(_MOST_STEPS)
    )
    return [StepRow(at=at, event=ArrearsCaseEvent(event), actor=name) for at, event, name in rows]


def _companions(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the others a case can be handed to."""
    rows = db.session.execute(
        select(UserAccount.public_id, UserAccount.full_name)
        .where(UserAccount.role == Role.DINAS_OFFICER, UserAccount.is_active.is_(True))
        .where(UserAccount.id != viewer.user_id)
        .order_by(UserAccount.full_name, UserAccount.id)
        .limit(_MOST_COMPANIONS)
    )
    return [(public_id, name) for public_id, name in rows]
