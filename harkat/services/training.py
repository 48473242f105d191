"""Balikat staff open classes and record who completed them; nobody else can."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain import request_lifecycles
from harkat.domain.calendar import business_day
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.statuses import EnrolmentEvent
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.enrolment import ClassEnrolment
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCompletion, TrainingCourse
from harkat.sealing import lookup
from harkat.services import numbering, outbox, training_demand, transitions
from harkat.services.authority import acting
from harkat.services.registration import UnknownKelurahan
from harkat.services.transaction import keyed_use_case


class UnknownPerson(LookupError):
    """Nobody with this NIK is registered."""


class UnknownClass(LookupError):
    """There is no such class or course."""


class CompletedAlready(ValueError):
    """This person's completion of this class is recorded."""


class DateOutsideClass(ValueError):
    """A completion lies before the class began, or in the future."""


class ClassEndsBeforeStart(ValueError):
    """The last day of a class lies before its first."""


@keyed_use_case
def open_class(
    *,
    actor_id: int,
    course_id: int,
    kelurahan_code: str,
    venue: str,
    starts_on: date,
    ends_on: date,
    seats: int,
    start_time: str | None = None,
    end_time: str | None = None,
    key: str,
    at: datetime,
) -> str:
    """Open a class, tell those who asked for one like it, and return its public id.

    :raises UnknownClass: if there is no such course
    :raises UnknownKelurahan: if the place is none of the city's
    :raises ClassEndsBeforeStart: if the days, or the times of a day, are the wrong way round
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    if db.session.get(TrainingCourse, course_id) is None:
        raise UnknownClass(course_id)
    if db.session.get(Kelurahan, kelurahan_code) is None:
        raise UnknownKelurahan(kelurahan_code)
    if ends_on < starts_on:
        raise ClassEndsBeforeStart(ends_on)
    if start_time and end_time and end_time <= start_time:
        raise ClassEndsBeforeStart(end_time)
    training_class = TrainingClass(
        course_id=course_id,
        kelurahan_code=kelurahan_code,
        venue=venue,
        starts_on=starts_on,
        ends_on=ends_on,
        seats=seats,
        start_time=start_time,
        end_time=end_time,
        opened_by_id=actor_id,
    )
    db.session.add(training_class)
    db.session.flush()
    training_demand.tell_of(training_class, at=at)
    return training_class.public_id


@keyed_use_case
def record_completion(
    *,
    actor_id: int,
    class_public_id: str,
    nik: str,
    completed_on: date,
    key: str,
    at: datetime,
) -> str:
    """Record that the person with this NIK completed a class; return the certificate number.

    :raises UnknownPerson: if nobody with the NIK is registered
    :raises UnknownClass: if there is no such class
    :raises DateOutsideClass: if the day lies before the class began or in the future
    :raises CompletedAlready: if it is recorded already
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    training_class = locked_class(class_public_id)
    person = db.session.scalar(select(Person).filter_by(nik_lookup=lookup(field="nik", text=nik)))
    if person is None:
        raise UnknownPerson
    return certify(
        person, training_class, completed_on=completed_on, actor_id=actor_id, at=at
    ).certificate_no


def locked_class(public_id: str) -> TrainingClass:
    """Return a class that nobody else changes until the use case ends.

    :raises UnknownClass: if there is none
    """
    training_class: TrainingClass | None = db.session.scalar(
        select(TrainingClass)
        .filter_by(public_id=public_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if training_class is None:
        raise UnknownClass(public_id)
    return training_class


def certify(
    person: Person,
    training_class: TrainingClass,
    *,
    completed_on: date,
    actor_id: int,
    at: datetime,
) -> TrainingCompletion:
    """Record a completion inside a use case, end the place in the class, and tell the person.

    :raises DateOutsideClass: if the day lies before the class began or in the future
    :raises CompletedAlready: if it is recorded already
    """
    if not training_class.starts_on <= completed_on <= business_day(at):
        raise DateOutsideClass(completed_on)
    completion = TrainingCompletion(
        person_id=person.id,
        class_id=training_class.id,
        certificate_no=numbering.next_reference(ReferenceKind.CERTIFICATE, at=at),
        completed_on=completed_on,
        recorded_by_id=actor_id,
        recorded_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(completion)
    except IntegrityError:
        raise CompletedAlready from None
    outbox.put(
        recipient_id=person.account_id,
        template="training_completed",
        at=at,
        certificate_no=completion.certificate_no,
    )
    _end_enrolment(completion, actor_id=actor_id, at=at)
    return completion


def _end_enrolment(completion: TrainingCompletion, *, actor_id: int, at: datetime) -> None:
    enrolment = db.session.scalar(
        select(ClassEnrolment)
        .filter_by(class_id=completion.class_id, person_id=completion.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    completed = EnrolmentEvent.COMPLETED
    if enrolment and request_lifecycles.CLASS_ENROLMENT.allows(enrolment.status, completed):
        transitions.record(enrolment, completed, actor_id=actor_id, at=at)
