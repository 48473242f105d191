"""Owners ask to hear of the next class of a kind near them; a new class tells those who asked."""

from datetime import datetime

from sqlalchemy import Select, func, select

from harkat.domain.calendar import business_day
from harkat.domain.indonesian import long_date
from harkat.domain.training import MOST_INTERESTS, MOST_TOLD_OF_A_CLASS
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.enrolment import ClassInterest
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCourse
from harkat.services import outbox
from harkat.services.authority import owner
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class TooManyInterests(ValueError):
    """Somebody asked for enough kinds of class already; the argument says how many one may."""


class UnknownInterest(LookupError):
    """There is no such course or kecamatan."""


@keyed_use_case
def ask(*, actor_id: int, course_id: int, kecamatan_code: str, key: str, at: datetime) -> None:
    """Ask to be told when a class of the course opens in the kecamatan; asking again is harmless.

    :raises UnknownInterest: if there is no such course or kecamatan
    :raises TooManyInterests: if the actor asked for too many already
    """
    _viewer, person_id = owner(actor_id)
    if not db.session.get(TrainingCourse, course_id):
        raise UnknownInterest(course_id)
    if not db.session.get(Kecamatan, kecamatan_code):
        raise UnknownInterest(kecamatan_code)
    # One's wishes one by one.
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    wish = {"course_id": course_id, "kecamatan_code": kecamatan_code, "person_id": person_id}
    if db.session.scalar(_open_interests().filter_by(**wish)):
        return
    held = db.session.scalar(
        select(func.count()).select_from(
            _open_interests().filter_by(person_id=person_id).subquery()
        )
    )
    if (held or 0) >= MOST_INTERESTS:
        raise TooManyInterests(MOST_INTERESTS)
    db.session.add(ClassInterest(**wish, asked_at=at))


@use_case
def stop(*, actor_id: int, interest_public_id: str, at: datetime) -> None:
    """Take a wish back; one that ended already stays as it is.

    :raises NotFound: if the wish is somebody else's
    """
    _viewer, person_id = owner(actor_id)
    interest = db.session.scalar(
        select(ClassInterest)
        .filter_by(public_id=interest_public_id, person_id=person_id)
        .with_for_update()
    )
    if interest is None:
        raise NotFound(interest_public_id)
    if interest.told_at is None and interest.ended_at is None:
        interest.ended_at = at


def tell_of(training_class: TrainingClass, *, at: datetime) -> None:
    """Tell those who asked for a class like this, the first who asked first, and not too many.

    Who is not told stays on the list for the next class. A class that has begun is told to nobody.
    """
    if training_class.starts_on <= business_day(at):
        return
    kecamatan_code = db.session.get_one(Kelurahan, training_class.kelurahan_code).kecamatan_code
    waiting = db.session.scalars(
        _open_interests()
        .filter_by(course_id=training_class.course_id, kecamatan_code=kecamatan_code)
        .order_by(ClassInterest.id)
        .limit(MOST_TOLD_OF_A_CLASS)
        .with_for_update()
    ).all()
    course = db.session.get_one(TrainingCourse, training_class.course_id).name
    people = db.session.scalars(
        select(Person).where(Person.id.in_([interest.person_id for interest in waiting]))
    )
    accounts = {person.id: person.account_id for person in people}
    for interest in waiting:
        interest.told_at = at
        outbox.put(
            recipient_id=accounts[interest.person_id],
            template="training_class_opened",
            at=at,
            course=course,
            starts_on=long_date(training_class.starts_on),
        )


def _open_interests() -> Select[ClassInterest]:
    return select(ClassInterest).where(
        ClassInterest.told_at.is_(None), ClassInterest.ended_at.is_(None)
    )
