"""Who has a place in a class, who came on which day, and who waits for a seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import EnrolmentStatus
from harkat.extensions import db
from harkat.models.enrolment import Attendance, ClassEnrolment
from harkat.models.training import TrainingClass

_MOST_PEOPLE = 700
"""More than a class has seats, with a line behind it."""


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """Somebody with a place; `came` are the days on which that person was there."""

    public_id: str
    full_name: str
    nik_masked: str
    status: EnrolmentStatus
    came: frozenset[date]


@dataclass(frozen=True, kw_only=True)
class ClassRoll:
    """Everybody of a class in the order of their enrolling; `noted` are the days with a list."""

    people: Sequence[RollRow]
    days: tuple[date, ...]
    noted: frozenset[date]

    @property
    def seated(self) -> Sequence[RollRow]:
        """Those who have or had a seat."""
        return [row for row in self.people if row.status is not EnrolmentStatus.WAITING]

    @property
    def waiting(self) -> Sequence[RollRow]:
        """Those in line."""
        return [row for row in self.people if row.status is EnrolmentStatus.WAITING]

    @property
    def to_complete(self) -> Sequence[RollRow]:
        """Those who came at least once and are not recorded as having completed."""
        return [
            row for row in self.people if row.came and row.status is not EnrolmentStatus.COMPLETED
        ]

    def came_always(self, row: RollRow) -> bool:
        """Tell whether somebody was there on every day that was noted."""
        return bool(self.noted) and row.came == self.noted


def class_roll(*, viewer: Viewer, public_id: str, on: date) -> ClassRoll | None:
    """Return the roll of a class as of a day, or None for an id that was never given.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    training_class = db.session.scalar(select(TrainingClass).filter_by(public_id=public_id))
    if training_class is None:
        return None
    rows = db.session.scalars(
        select(ClassEnrolment)
        .where(
            ClassEnrolment.class_id == training_class.id,
            ClassEnrolment.status != EnrolmentStatus.CANCELLED,
        )
        .options(joinedload(ClassEnrolment.person))
        .order_by(ClassEnrolment.queued_at, ClassEnrolment.id)
        .limit(_MOST_PEOPLE)
    ).all()
    came: dict[int, set[date]] = {}
    for enrolment_id, day in db.session.execute(
        select(Attendance.enrolment_id, Attendance.day)
        .join(ClassEnrolment, ClassEnrolment.id == Attendance.enrolment_id)
        .where(ClassEnrolment.class_id == training_class.id)
    ):
        came.setdefault(enrolment_id, set()).add(day)
    last = min(training_class.ends_on, on)
    length = (last - training_class.starts_on).days + 1
    return ClassRoll(
        people=[
            RollRow(
                public_id=row.public_id,
                full_name=row.person.full_name,
                nik_masked=nik_masked(row.person.nik),
                status=row.status,
                came=frozenset(came.get(row.id, ())),
            )
            for row in rows
        ],
        days=tuple(training_class.starts_on + timedelta(days=n) for n in range(length)),
        noted=frozenset().union(*came.values()),
    )
