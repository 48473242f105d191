"""Classes to come and people in them, made by calling the use cases."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from harkat.extensions import db
from harkat.models.enrolment import ClassEnrolment
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingClass
from harkat.services import enrolment, training
from tests import given
from tests.moments import NOON, TODAY


def coming_class(
    teacher: given.Somebody,
    *,
    seats: int = 20,
    starts_on: date = TODAY + timedelta(days=5),
    days: int = 3,
    course_id: int = 1,
    kelurahan_code: str = given.LEGOK,
    at: datetime = NOON,
) -> str:
    """Let Balikat open a class to come; return its public id."""
    return training.open_class(
        actor_id=teacher.id,
        course_id=course_id,
        kelurahan_code=kelurahan_code,
        venue="Balai Contoh",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        seats=seats,
        start_time="09.00",
        end_time="12.00",
        key=given.key(),
        at=at,
    )


def enrol(somebody: given.Somebody, class_public_id: str, *, at: datetime = NOON) -> str:
    """Let somebody enrol; return what came of it."""
    return enrolment.enrol(
        actor_id=somebody.id, class_public_id=class_public_id, key=given.key(), at=at
    )


def places(class_public_id: str) -> dict[int, str]:
    """Return where everybody of a class stands, by person."""
    rows = db.session.scalars(
        select(ClassEnrolment)
        .join(TrainingClass, TrainingClass.id == ClassEnrolment.class_id)
        .where(TrainingClass.public_id == class_public_id)
        .execution_options(populate_existing=True)
    )
    return {row.person_id: str(row.status) for row in rows}


def place_of(somebody: given.Somebody) -> ClassEnrolment:
    """Return somebody's only place."""
    return db.session.scalars(select(ClassEnrolment).filter_by(person_id=somebody.person_id)).one()


def messages_to(somebody: given.Somebody, prefix: str = "training_") -> list[str]:
    """Return the templates somebody was sent, in order, of those that begin alike."""
    rows = db.session.scalars(
        select(OutboxMessage.template)
        .where(OutboxMessage.recipient_id == somebody.id)
        .order_by(OutboxMessage.id)
    )
    return [template for template in rows if template.startswith(prefix)]
