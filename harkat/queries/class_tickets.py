"""A place in a class as its QR code shows it: to Balikat's staff, and to whoever holds it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import EnrolmentStatus
from harkat.extensions import db
from harkat.models.enrolment import Attendance, ClassEnrolment
from harkat.models.training import TrainingClass


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Somebody's place in a class, and whether that person was noted as being there today."""

    public_id: str
    class_public_id: str
    course: str
    venue: str
    starts_on: date
    ends_on: date
    full_name: str
    nik_masked: str
    status: EnrolmentStatus
    has_come: bool

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the place was given back."""
        return self.status is EnrolmentStatus.CANCELLED


def ticket(*, viewer: Viewer, public_id: str, on: date) -> Ticket | None:
    """Return a place as of a day, or None for an id that was never given.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    place = db.session.scalar(
        select(ClassEnrolment)
        .filter_by(public_id=public_id)
        .options(
            joinedload(ClassEnrolment.person),
            joinedload(ClassEnrolment.training_class).joinedload(TrainingClass.course),
        )
    )
    if place is None:
        return None
    came = select(Attendance.id).filter_by(enrolment_id=place.id, day=on)
    training_class = place.training_class
    return Ticket(
        public_id=place.public_id,
        class_public_id=training_class.public_id,
        course=training_class.course.name,
        venue=training_class.venue,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        full_name=place.person.full_name,
        nik_masked=nik_masked(place.person.nik),
        status=place.status,
        has_come=db.session.scalar(came) is not None,
    )


def class_of_own_place(*, viewer: Viewer, public_id: str) -> str | None:
    """Return the public id of the class in which the viewer holds this very place, or None."""
    if viewer.person_id is None:
        return None
    found: str | None = db.session.scalar(
        select(TrainingClass.public_id)
        .join(ClassEnrolment, ClassEnrolment.class_id == TrainingClass.id)
        .where(ClassEnrolment.public_id == public_id, ClassEnrolment.person_id == viewer.person_id)
    )
    return found
