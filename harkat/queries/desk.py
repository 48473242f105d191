"""The bank officers' queue: what waits, since when, for whom, and why it stands where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from harkat.domain.lifecycle import APPLICATION
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.area import Kecamatan
from harkat.models.group import LoanGroup
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by

PAGE_SIZE = 25


class Stage(StrEnum):
    """A saved view of the queue."""

    MINE = "mine"
    NEW = "new"
    VERIFYING = "verifying"
    WITH_APPLICANT = "with_applicant"
    DECIDING = "deciding"
    APPROVED = "approved"
    PAYING_OUT = "paying_out"
    ALL = "all"


STATUSES: Mapping[Stage, frozenset[ApplicationStatus]] = {
    Stage.NEW: frozenset({ApplicationStatus.SUBMITTED}),
    Stage.VERIFYING: frozenset({ApplicationStatus.IN_VERIFICATION}),
    Stage.WITH_APPLICANT: frozenset(
        {ApplicationStatus.NEEDS_FIX, ApplicationStatus.AWAITING_GROUP}
    ),
    Stage.DECIDING: frozenset({ApplicationStatus.IN_DECISION}),
    Stage.APPROVED: frozenset({ApplicationStatus.APPROVED}),
    Stage.PAYING_OUT: frozenset({ApplicationStatus.CONSENTED, ApplicationStatus.DISBURSING}),
    Stage.ALL: frozenset(ApplicationStatus) - {ApplicationStatus.DRAFT},
}
_TASKS: Mapping[Permission, frozenset[ApplicationStatus]] = {
    Permission.APPLICATION_VERIFY: STATUSES[Stage.NEW] | STATUSES[Stage.VERIFYING],
    Permission.APPLICATION_DECIDE: STATUSES[Stage.DECIDING],
    Permission.LOAN_DISBURSE: STATUSES[Stage.PAYING_OUT],
}
_ENDED = (
    ApplicationStatus.DISBURSED,
    ApplicationStatus.REJECTED,
    ApplicationStatus.WITHDRAWN,
    ApplicationStatus.EXPIRED,
)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One application in the queue.

    For example ``QueueRow(reference_no="BH26-0001-2", name="Mawar", kecamatan="Danau Sipin",
    requested=Rupiah(20_000_000), borrowers=3, status=IN_DECISION, is_mine=True, ...)``.
    Of the borrowers `promised` were approved and `answered` agreed; `since` is the last step.
    """

    public_id: str
    reference_no: str
    name: str
    is_group: bool
    kecamatan: str | None
    kecamatan_count: int
    requested: Rupiah
    borrowers: int
    promised: int
    answered: int
    status: ApplicationStatus
    submitted_at: datetime
    since: datetime
    last_event: ApplicationEvent
    reason_code: ReasonCode | None
    consent_by_on: date | None
    is_mine: bool

    @property
    def has_ended(self) -> bool:
        """Tell whether nobody waits for anything any more."""
        return self.status in _ENDED


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One page of the queue, with the number of applications in each view."""

    rows: Sequence[QueueRow]
    total: int
    page: int
    counts: Mapping[Stage, int]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def queue(viewer: Viewer, *, stage: Stage, search: str = "", page: int = 1) -> Queue:
    """Return one page of a view, what the viewer can act on first, then the oldest first.

    `search` looks for part of the reference number, the group's name or a borrower's.
    """
    scope = _searched(applications_seen_by(viewer), search)
    counts = _counts(scope, viewer)
    total = counts[stage]
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    mine = _is_mine(viewer)
    wanted = mine if stage is Stage.MINE else LoanApplication.status.in_(STATUSES[stage])
    found = db.session.execute(
        scope.where(wanted)
        .outerjoin(LoanGroup, LoanApplication.group_id == LoanGroup.id)
        .join(Person, LoanApplication.applicant_id == Person.id)
        .with_only_columns(
            LoanApplication,
            func.coalesce(LoanGroup.name, Person.full_name).label("name"),
            mine.label("is_mine"),
        )
        .order_by(
            case((mine, 0), (LoanApplication.status.in_(_ENDED), 2), else_=1),
            LoanApplication.submitted_at,
            LoanApplication.id,
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    ids = [application.id for application, *_ in found]
    parts, steps = _parts(ids), _last_steps(ids)
    rows = [
        _row(
            application,
            name,
            parts.get(application.id, _Parts()),
            steps[application.id],
            is_mine=is_mine,
        )
        for application, name, is_mine in found
    ]
    return Queue(rows=rows, total=total, page=page, counts=counts)


def _statuses_of(viewer: Viewer) -> frozenset[ApplicationStatus]:
    found: frozenset[ApplicationStatus] = frozenset()
    for permission, statuses in _TASKS.items():
        if viewer.has(permission):
            found |= statuses
    return found


def _is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition for what the viewer can act on: a checker's own proposals are not."""
    proposed_by = (
        select(StatusChange.actor_id)
        .where(StatusChange.subject == APPLICATION.name)
        .where(StatusChange.subject_id == LoanApplication.id)
        .where(StatusChange.event == str(ApplicationEvent.PROPOSED))
        .order_by(StatusChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return and_(
        LoanApplication.status.in_(_statuses_of(viewer)),
        or_(
            LoanApplication.status != ApplicationStatus.IN_DECISION,
            proposed_by != viewer.user_id,
        ),
    )


def _searched(scope: Select[Any], search: str) -> Select[Any]:
    if not search:
        return scope
    borrowers = (
        select(ApplicationLine.application_id)
        .join(Person, ApplicationLine.person_id == Person.id)
        .where(Person.full_name.icontains(search, autoescape=True))
    )
    groups = select(LoanGroup.id).where(LoanGroup.name.icontains(search, autoescape=True))
    return scope.where(
        or_(
            LoanApplication.reference_no.icontains(search, autoescape=True),
            LoanApplication.group_id.in_(groups),
            LoanApplication.id.in_(borrowers),
        )
    )


def _counts(scope: Select[Any], viewer: Viewer) -> Mapping[Stage, int]:
    """Return how many there are in each view, by one look at all that may be seen."""
    mine = func.count(case((_is_mine(viewer), 1)))
    rows = db.session.execute(
        scope.with_only_columns(
            LoanApplication.status, func.count().label("number"), mine.label("mine")
        )
        .group_by(LoanApplication.status)
        .order_by(LoanApplication.status)
    ).all()
    by_status = {row.status: row.number for row in rows}
    return {
        Stage.MINE: sum(row.mine for row in rows),
        **{
            stage: sum(by_status.get(status, 0) for status in statuses)
            for stage, statuses in STATUSES.items()
        },
    }


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What the lines of one application add up to."""

    requested: Rupiah = ZERO
    borrowers: int = 0
    promised: int = 0
    answered: int = 0
    kecamatan: str | None = None
    kecamatan_count: int = 0


def _parts(application_ids: Sequence[int]) -> Mapping[int, _Parts]:
    consented = ApplicationLine.status.in_((LineStatus.CONSENTED, LineStatus.DISBURSED))
    promised = consented | (ApplicationLine.status == LineStatus.APPROVED)
    rows = db.session.execute(
        select(
            ApplicationLine.application_id,
            func.sum(ApplicationLine.requested).label("requested"),
            func.count().label("borrowers"),
            func.count(case((promised, 1))).label("promised"),
            func.count(case((consented, 1))).label("answered"),
            func.min(Kecamatan.name).label("kecamatan"),
            func.count(Kecamatan.name.distinct()).label("kecamatan_count"),
        )
        .outerjoin(Kecamatan, ApplicationLine.kecamatan_code == Kecamatan.code)
        .where(ApplicationLine.application_id.in_(application_ids))
        .where(ApplicationLine.status != LineStatus.REMOVED)
        .group_by(ApplicationLine.application_id)
    )
    return {
        row.application_id: _Parts(
            requested=Rupiah(int(row.requested or 0)),
            borrowers=row.borrowers,
            promised=row.promised,
            answered=row.answered,
            kecamatan=row.kecamatan,
            kecamatan_count=row.kecamatan_count,
        )
        for row in rows
    }


def _last_steps(application_ids: Sequence[int]) -> Mapping[int, StatusChange]:
    latest = (
        select(func.max(StatusChange.id))
        .where(StatusChange.subject == APPLICATION.name)
        .where(StatusChange.subject_id.in_(application_ids))
        .group_by(StatusChange.subject_id)
    )
    return {
        step.subject_id: step
        for step in db.session.scalars(select(StatusChange).where(StatusChange.id.in_(latest)))
    }


def _row(
    application: LoanApplication, name: str, parts: _Parts, step: StatusChange, *, is_mine: bool
) -> QueueRow:
    return QueueRow(
        public_id=application.public_id,
        reference_no=application.reference_no,
        name=name,
        is_group=application.group_id is not None,
        kecamatan=parts.kecamatan,
        kecamatan_count=parts.kecamatan_count,
        requested=parts.requested,
        borrowers=parts.borrowers,
        promised=parts.promised,
        answered=parts.answered,
        status=application.status,
        submitted_at=application.submitted_at or application.started_at,
        since=step.at,
        last_event=ApplicationEvent(step.event),
        reason_code=step.reason_code,
        consent_by_on=application.consent_by_on,
        is_mine=bool(is_mine),
    )
