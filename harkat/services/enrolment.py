"""Owners take a place in a class, or wait in line for one, and give it back without a reason.

Every change of a class's places locks the class first: nobody is seated twice, and never more
people than there are seats.
"""

from datetime import date, datetime

from sqlalchemy import func, select

from harkat.domain.calendar import business_day
from harkat.domain.indonesian import long_date
from harkat.domain.statuses import EnrolmentEvent, EnrolmentStatus
from harkat.domain.training import MOST_LIVE_ENROLMENTS
from harkat.extensions import db
from harkat.models.enrolment import ClassEnrolment
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCompletion
from harkat.services import outbox, transitions
from harkat.services.authority import owner
from harkat.services.files import NotFound
from harkat.services.training import CompletedAlready, UnknownClass, locked_class
from harkat.services.transaction import keyed_use_case, use_case

_LIVE = (EnrolmentStatus.WAITING, EnrolmentStatus.SEATED)
_TAKES_SEAT = (EnrolmentStatus.SEATED, EnrolmentStatus.COMPLETED)


class ClassBegun(ValueError):
    """The class has begun, so that nobody can enrol any more."""


class TooManyEnrolments(ValueError):
    """Somebody holds enough places already; the argument says how many one may."""


@keyed_use_case
def enrol(*, actor_id: int, class_public_id: str, key: str, at: datetime) -> str:
    """Take a seat in a class, or the last place in line for one; return the status that came of it.

    Enrolling again changes nothing; after a cancellation it means the end of the line.

    :raises UnknownClass: if there is no such class
    :raises ClassBegun: if it has begun
    :raises CompletedAlready: if the actor has completed it
    :raises TooManyEnrolments: if the actor holds too many places in classes that are not over
    """
    _viewer, person_id = owner(actor_id)
    # One's places one by one.
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    training_class = locked_class(class_public_id)
    if training_class.starts_on <= business_day(at):
        raise ClassBegun(training_class.starts_on)
    own = {"class_id": training_class.id, "person_id": person_id}
    if db.session.scalar(select(TrainingCompletion.id).filter_by(**own)):
        raise CompletedAlready
    enrolment = db.session.scalar(select(ClassEnrolment).filter_by(**own).with_for_update())
    if enrolment is not None and enrolment.status in _LIVE:
        return str(enrolment.status)
    _refuse_too_many(person_id, on=business_day(at))
    if enrolment is None:
        enrolment = ClassEnrolment(**own, status=EnrolmentStatus.WAITING, queued_at=at)
        db.session.add(enrolment)
        db.session.flush()
    else:
        transitions.record(enrolment, EnrolmentEvent.ENROLLED_AGAIN, actor_id=actor_id, at=at)
        enrolment.queued_at = at
    fill_seats(training_class, actor_id=actor_id, at=at, newcomer=enrolment)
    is_seated = enrolment.status is EnrolmentStatus.SEATED
    _tell(enrolment, "training_enrolled" if is_seated else "training_waiting", at=at)
    return str(enrolment.status)


@use_case
def cancel(*, actor_id: int, class_public_id: str, at: datetime) -> None:
    """Give the own place back, whatever the reason; the next in line gets the seat at once.

    Cancelling again changes nothing.

    :raises NotFound: if the actor has no place in such a class
    :raises IllegalTransition: if the class was completed
    """
    _viewer, person_id = owner(actor_id)
    try:
        training_class = locked_class(class_public_id)
    except UnknownClass:
        raise NotFound(class_public_id) from None
    enrolment = db.session.scalar(
        select(ClassEnrolment)
        .filter_by(class_id=training_class.id, person_id=person_id)
        .with_for_update()
    )
    if enrolment is None:
        raise NotFound(class_public_id)
    if enrolment.status is EnrolmentStatus.CANCELLED:
        return
    transitions.record(enrolment, EnrolmentEvent.CANCELLED, actor_id=actor_id, at=at)
    fill_seats(training_class, actor_id=actor_id, at=at)


def fill_seats(
    training_class: TrainingClass,
    *,
    actor_id: int,
    at: datetime,
    newcomer: ClassEnrolment | None = None,
) -> None:
    """Seat those who wait, in turn, while there are free seats and the class has not begun.

    They are told, but for the newcomer, who sees the answer on the page.
    """
    if training_class.starts_on <= business_day(at):
        return
    of_class = ClassEnrolment.class_id == training_class.id
    taken = db.session.scalar(
        select(func.count(ClassEnrolment.id)).where(
            of_class, ClassEnrolment.status.in_(_TAKES_SEAT)
        )
    )
    next_ones = db.session.scalars(
        select(ClassEnrolment)
        .where(of_class, ClassEnrolment.status == EnrolmentStatus.WAITING)
        .order_by(ClassEnrolment.queued_at, ClassEnrolment.id)
        .limit(max(training_class.seats - (taken or 0), 0))
    ).all()
    for enrolment in next_ones:
        transitions.record(enrolment, EnrolmentEvent.SEATED, actor_id=actor_id, at=at)
        if enrolment is not newcomer:
            _tell(enrolment, "training_seat", at=at)


def _tell(enrolment: ClassEnrolment, template: str, *, at: datetime) -> None:
    training_class = db.session.get_one(TrainingClass, enrolment.class_id)
    outbox.put(
        recipient_id=db.session.get_one(Person, enrolment.person_id).account_id,
        template=template,
        at=at,
        course=training_class.course.name,
        starts_on=long_date(training_class.starts_on),
    )


def _refuse_too_many(person_id: int, *, on: date) -> None:
    # Nothing ends a place when its class is over: neither one in line nor that of who never came.
    held = db.session.scalar(
        select(func.count(ClassEnrolment.id))
        .join(TrainingClass, TrainingClass.id == ClassEnrolment.class_id)
        .where(
            ClassEnrolment.person_id == person_id,
            ClassEnrolment.status.in_(_LIVE),
            TrainingClass.ends_on >= on,
        )
    )
    if (held or 0) >= MOST_LIVE_ENROLMENTS:
        raise TooManyEnrolments(MOST_LIVE_ENROLMENTS)
