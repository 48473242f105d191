"""The classes one can still go to, as anybody and as an owner sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from harkat.domain.people import Sector
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import EnrolmentStatus
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.enrolment import ClassEnrolment
from harkat.models.training import TrainingClass

_MOST_CLASSES = 40
_TAKES_SEAT = (EnrolmentStatus.SEATED, EnrolmentStatus.COMPLETED)


@dataclass(frozen=True, kw_only=True)
class ComingClass:
    """A class one can still go to; `own_status` is that of the viewer's place, if there is one.

    For example ``ComingClass(course="Menjahit dan kerajinan", kelurahan="Legok", seats=20,
    seats_left=2, waiting=0, fits=(Sector.CLOTHING,), ...)``. `place_in_line` counts from 1.
    """

    public_id: str
    course: str
    venue: str
    kelurahan: str
    kecamatan: str
    starts_on: date
    ends_on: date
    start_time: str | None
    end_time: str | None
    seats: int
    seats_left: int
    waiting: int
    fits: tuple[Sector, ...]
    is_open: bool
    is_over: bool
    own_status: EnrolmentStatus | None = None
    own_place: str | None = None
    place_in_line: int | None = None
    fits_own: bool = False


def coming_classes(*, on: date, viewer: Viewer | None = None) -> Sequence[ComingClass]:
    """Return the classes that have not begun before a day, the next one first."""
    statement = (
        _classes()
        .where(TrainingClass.ends_on >= on, TrainingClass.starts_on >= on)
        .order_by(TrainingClass.starts_on, TrainingClass.id)
        .limit(_MOST_CLASSES)
    )
    return _rows(statement, on=on, viewer=viewer)


def coming_class(*, viewer: Viewer, public_id: str, on: date) -> ComingClass | None:
    """Return one class as an owner sees it, also when it has begun, or None.

    :raises NotPermitted: if the viewer is no owner
    """
    viewer.require(Permission.OWN_APPLY)
    statement = _classes().where(TrainingClass.public_id == public_id)
    return next(iter(_rows(statement, on=on, viewer=viewer)), None)


def own_classes(*, viewer: Viewer, on: date) -> Sequence[ComingClass]:
    """Return the classes that are not over in which the viewer holds a place, the next first."""
    held = select(ClassEnrolment.class_id).where(
        ClassEnrolment.person_id == viewer.person_id,
        ClassEnrolment.status.in_((EnrolmentStatus.WAITING, EnrolmentStatus.SEATED)),
    )
    statement = (
        _classes()
        .where(TrainingClass.id.in_(held), TrainingClass.ends_on >= on)
        .order_by(TrainingClass.starts_on, TrainingClass.id)
        .limit(_MOST_CLASSES)
    )
    return _rows(statement, on=on, viewer=viewer)


def _classes() -> Select[TrainingClass]:
    return select(TrainingClass).options(
        joinedload(TrainingClass.course),
        joinedload(TrainingClass.kelurahan).joinedload(Kelurahan.kecamatan),
    )


def _rows(
    statement: Select[TrainingClass], *, on: date, viewer: Viewer | None
) -> list[ComingClass]:
    classes = db.session.scalars(statement).all()
    ids = [row.id for row in classes]
    counts = _counts(ids)
    own = _own(ids, viewer)
    sector = _own_sector(viewer)
    return [
        ComingClass(
            public_id=row.public_id,
            course=row.course.name,
            venue=row.venue,
            kelurahan=row.kelurahan.name,
            kecamatan=row.kelurahan.kecamatan.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            start_time=row.start_time,
            end_time=row.end_time,
            seats=row.seats,
            seats_left=_seats_left(row, counts),
            waiting=counts.get((row.id, EnrolmentStatus.WAITING), 0),
            fits=row.course.sectors,
            is_open=row.starts_on > on,
            is_over=row.ends_on < on,
            own_status=own[row.id].status if row.id in own else None,
            own_place=own[row.id].public_id if row.id in own else None,
            place_in_line=_place_in_line(own.get(row.id)),
            fits_own=sector is not None and sector in row.course.sectors,
        )
        for row in classes
    ]


def _seats_left(row: TrainingClass, counts: dict[tuple[int, EnrolmentStatus], int]) -> int:
    taken = sum(counts.get((row.id, status), 0) for status in _TAKES_SEAT)
    return max(row.seats - taken, 0)


def _counts(class_ids: Sequence[int]) -> dict[tuple[int, EnrolmentStatus], int]:
    rows = db.session.execute(
        select(ClassEnrolment.class_id, ClassEnrolment.status, func.count())
        .where(ClassEnrolment.class_id.in_(class_ids))
        .group_by(ClassEnrolment.class_id, ClassEnrolment.status)
    )
    return {(class_id, status): count for class_id, status, count in rows}


def _own(class_ids: Sequence[int], viewer: Viewer | None) -> dict[int, ClassEnrolment]:
    if viewer is None or viewer.person_id is None:
        return {}
    rows = db.session.scalars(
        select(ClassEnrolment).where(
            ClassEnrolment.class_id.in_(class_ids), ClassEnrolment.person_id == viewer.person_id
        )
    )
    return {row.class_id: row for row in rows}


def _own_sector(viewer: Viewer | None) -> Sector | None:
    if viewer is None or viewer.person_id is None:
        return None
    found: Sector | None = db.session.scalar(
        select(Business.sector).where(Business.person_id == viewer.person_id).limit(1)
    )
    return found


def _place_in_line(own: ClassEnrolment | None) -> int | None:
    """Return how many stand in line up to the own place, which counts too."""
    if own is None or own.status is not EnrolmentStatus.WAITING:
        return None
    is_before = (ClassEnrolment.queued_at < own.queued_at) | (
        (ClassEnrolment.queued_at == own.queued_at) & (ClassEnrolment.id <= own.id)
    )
    return db.session.scalar(
        select(func.count(ClassEnrolment.id)).where(
            ClassEnrolment.class_id == own.class_id,
            ClassEnrolment.status == EnrolmentStatus.WAITING,
            is_before,
        )
    )
