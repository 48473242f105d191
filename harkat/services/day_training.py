"""The night reminds those who have a seat in a class that begins in a few days."""

from sqlalchemy import insert, literal, select

from harkat.domain.indonesian import long_date
from harkat.domain.statuses import EnrolmentStatus
from harkat.domain.training import classes_to_remind_of
from harkat.extensions import db
from harkat.models.enrolment import ClassEnrolment
from harkat.models.people import Person
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingClass, TrainingCourse
from harkat.models.types import Moment
from harkat.services.day_steps import Night
from harkat.services.json_objects import JsonObject

_COLUMNS = ("recipient_id", "template", "details", "created_at")
_TEMPLATE = "training_reminder"


def remind_of_classes(night: Night) -> int:
    """Put the day's reminders of classes into the outbox, one statement a first day."""
    put = 0
    for starts_on in classes_to_remind_of(day=night.day, until=night.until):
        details = JsonObject(
            literal("course"),
            TrainingCourse.name,
            literal("starts_on"),
            literal(long_date(starts_on)),
            literal("venue"),
            TrainingClass.venue,
        )
        seated = (
            select(Person.account_id, literal(_TEMPLATE), details, literal(night.at, Moment()))
            .join_from(ClassEnrolment, TrainingClass)
            .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
            .join(Person, Person.id == ClassEnrolment.person_id)
            .where(TrainingClass.starts_on == starts_on)
            .where(ClassEnrolment.status == EnrolmentStatus.SEATED)
            .order_by(ClassEnrolment.id)
        )
        result = db.session.execute(
            insert(OutboxMessage).from_select(_COLUMNS, seated, include_defaults=False),
            execution_options={"preserve_rowcount": True},
        )
        put += int(result.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it
    return put
