"""Balikat notes who came on a day of a class, and who completed it by having come."""

from datetime import date, datetime

from sqlalchemy import delete, select

from harkat.domain.calendar import business_day
from harkat.domain.roles import Permission
from harkat.domain.statuses import EnrolmentStatus
from harkat.extensions import db
from harkat.models.enrolment import Attendance, ClassEnrolment
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCompletion
from harkat.services import training
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case


class UnknownPlace(LookupError):
    """There is no such place in a class, or it was given back."""


class NobodyChosen(ValueError):
    """Nobody was ticked who can be recorded."""


class NeverCame(ValueError):
    """Somebody is to have completed a class without having been there on any day."""


@keyed_use_case
def mark(
    *,
    actor_id: int,
    class_public_id: str,
    day: date,
    present: frozenset[str],
    key: str,
    at: datetime,
) -> int:
    """Note who of the enrolled came on a day, in place of what was noted before; return how many.

    :raises UnknownClass: if there is no such class
    :raises DateOutsideClass: if the day is none of the class's, or in the future
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    training_class = training.locked_class(class_public_id)
    if not training_class.starts_on <= day <= min(training_class.ends_on, business_day(at)):
        raise training.DateOutsideClass(day)
    enrolled = {row.public_id: row.id for row in _enrolled(training_class)}
    db.session.execute(
        delete(Attendance)
        .where(Attendance.day == day, Attendance.enrolment_id.in_(enrolled.values()))
        .execution_options(synchronize_session=False)
    )
    came = sorted(enrolled[public_id] for public_id in present & enrolled.keys())
    db.session.add_all(
        Attendance(enrolment_id=enrolment_id, day=day, recorded_by_id=actor_id, recorded_at=at)
        for enrolment_id in came
    )
    return len(came)


@use_case
def mark_one(*, actor_id: int, place_public_id: str, at: datetime) -> bool:
    """Note that somebody with a place is there today; return whether that is new.

    :raises UnknownPlace: if there is no such place, or it was given back
    :raises DateOutsideClass: if today is none of the class's days
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    place = db.session.scalar(select(ClassEnrolment).filter_by(public_id=place_public_id))
    if place is None:
        raise UnknownPlace(place_public_id)
    # Two staff who read the same code at once wait for each other here.
    training_class = training.locked_class(place.training_class.public_id)
    db.session.refresh(place)
    if place.status is EnrolmentStatus.CANCELLED:
        raise UnknownPlace(place_public_id)
    day = business_day(at)
    if not training_class.starts_on <= day <= training_class.ends_on:
        raise training.DateOutsideClass(day)
    noted = select(Attendance.id).filter_by(enrolment_id=place.id, day=day)
    if db.session.scalar(noted) is not None:
        return False
    db.session.add(
        Attendance(enrolment_id=place.id, day=day, recorded_by_id=actor_id, recorded_at=at)
    )
    return True


@keyed_use_case
def complete(
    *,
    actor_id: int,
    class_public_id: str,
    enrolments: frozenset[str],
    completed_on: date,
    key: str,
    at: datetime,
) -> int:
    """Record that enrolled people completed the class; return how many were new.

    :raises UnknownClass: if there is no such class
    :raises NobodyChosen: if nobody of the class was chosen
    :raises NeverCame: if one of them was there on no day
    :raises DateOutsideClass: if the day lies before the class began or in the future
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    training_class = training.locked_class(class_public_id)
    chosen = [row for row in _enrolled(training_class) if row.public_id in enrolments]
    if not chosen:
        raise NobodyChosen
    came = set(
        db.session.scalars(
            select(Attendance.enrolment_id).where(
                Attendance.enrolment_id.in_([row.id for row in chosen])
            )
        )
    )
    completed = set(
        db.session.scalars(
            select(TrainingCompletion.person_id).filter_by(class_id=training_class.id)
        )
    )
    new = [row for row in chosen if row.person_id not in completed]
    if any(row.id not in came for row in new):
        raise NeverCame
    for row in new:
        training.certify(
            db.session.get_one(Person, row.person_id),
            training_class,
            completed_on=completed_on,
            actor_id=actor_id,
            at=at,
        )
    return len(new)


def _enrolled(training_class: TrainingClass) -> list[ClassEnrolment]:
    """Return everybody who holds or held a place and did not give it back."""
    return list(
        db.session.scalars(
            select(ClassEnrolment)
            .where(
                ClassEnrolment.class_id == training_class.id,
                ClassEnrolment.status != EnrolmentStatus.CANCELLED,
            )
            .order_by(ClassEnrolment.id)
        )
    )
