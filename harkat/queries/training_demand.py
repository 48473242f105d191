"""What Balikat has to answer: unmet demand by theme and kecamatan, and claims of the trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import TrainingClaimStatus
from harkat.extensions import db
from harkat.models.area import Kecamatan
from harkat.models.enrolment import ClassInterest, TrainingClaim
from harkat.models.training import TrainingClass, TrainingCourse

_MOST_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class DemandRow:
    """How many people in a kecamatan wait for a class of a course, and since when."""

    course: str
    kecamatan: str
    people: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """Somebody says to have been trained; the NIK is masked."""

    public_id: str
    full_name: str
    nik_masked: str
    course: str | None
    claimed_no: str | None
    note: str | None
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class PastClass:
    """A class that has begun, in which a claim can be recorded."""

    public_id: str
    course: str
    venue: str
    starts_on: date
    ends_on: date


def unmet_demand(*, viewer: Viewer) -> Sequence[DemandRow]:
    """Return where people wait for a class, where most of them wait first.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    people = func.count(ClassInterest.id)
    rows = db.session.execute(
        select(TrainingCourse.name, Kecamatan.name, people, func.min(ClassInterest.asked_at))
        .join(TrainingCourse, TrainingCourse.id == ClassInterest.course_id)
        .join(Kecamatan, Kecamatan.code == ClassInterest.kecamatan_code)
        .where(ClassInterest.told_at.is_(None), ClassInterest.ended_at.is_(None))
        .group_by(TrainingCourse.name, Kecamatan.name)
        .order_by(people.desc(), TrainingCourse.name, Kecamatan.name)
        .limit(_MOST_ROWS)
    )
    return [
        DemandRow(course=course, kecamatan=kecamatan, people=count, since=since)
        for course, kecamatan, count, since in rows
    ]


def open_claims(*, viewer: Viewer) -> Sequence[ClaimRow]:
    """Return the claims that wait for an answer, the oldest first.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    rows = db.session.scalars(
        select(TrainingClaim)
        .where(TrainingClaim.status == TrainingClaimStatus.SENT)
        .options(joinedload(TrainingClaim.person), joinedload(TrainingClaim.course))
        .order_by(TrainingClaim.id)
        .limit(_MOST_ROWS)
    )
    return [_claim_row(row) for row in rows]


def open_claim(*, viewer: Viewer, public_id: str) -> ClaimRow | None:
    """Return one claim that waits for an answer, or None.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    row = db.session.scalar(
        select(TrainingClaim)
        .filter_by(public_id=public_id, status=TrainingClaimStatus.SENT)
        .options(joinedload(TrainingClaim.person), joinedload(TrainingClaim.course))
    )
    return _claim_row(row) if row else None


def past_classes(*, viewer: Viewer, on: date) -> Sequence[PastClass]:
    """Return the classes that have begun by a day, the latest first.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    rows = db.session.scalars(
        select(TrainingClass)
        .where(TrainingClass.starts_on <= on)
        .options(joinedload(TrainingClass.course))
        .order_by(TrainingClass.ends_on.desc(), TrainingClass.id.desc())
        .limit(_MOST_ROWS)
    )
    return [
        PastClass(
            public_id=row.public_id,
            course=row.course.name,
            venue=row.venue,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    ]


def _claim_row(row: TrainingClaim) -> ClaimRow:
    return ClaimRow(
        public_id=row.public_id,
        full_name=row.person.full_name,
        nik_masked=nik_masked(row.person.nik),
        course=row.course.name if row.course else None,
        claimed_no=row.claimed_no,
        note=row.note,
        sent_at=row.sent_at,
    )
