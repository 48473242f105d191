"""An owner says to be trained though nothing is on record; Balikat confirms it or says why not."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.roles import Permission
from harkat.domain.statuses import TrainingClaimEvent, TrainingClaimStatus
from harkat.domain.training import ClaimRefusal
from harkat.extensions import db
from harkat.models.enrolment import TrainingClaim
from harkat.models.training import TrainingCourse
from harkat.services import outbox, training, transitions
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound
from harkat.services.training import UnknownClass
from harkat.services.transaction import keyed_use_case, use_case


class NothingToCheck(ValueError):
    """A claim needs a certificate number or a note by which Balikat can look."""


class ClaimWaits(ValueError):
    """An earlier claim of the same person waits for an answer."""


class ClaimAnswered(ValueError):
    """Somebody answered the claim already."""


@keyed_use_case
def claim(
    *,
    actor_id: int,
    course_id: int | None,
    claimed_no: str | None,
    note: str | None,
    key: str,
    at: datetime,
) -> None:
    """Say that a training was finished which is not on record.

    :raises NothingToCheck: if neither a certificate number nor a note is given
    :raises UnknownClass: if there is no such course
    :raises ClaimWaits: if an earlier one waits for its answer
    """
    _viewer, person_id = owner(actor_id)
    if not (claimed_no or note):
        raise NothingToCheck
    if course_id is not None and db.session.get(TrainingCourse, course_id) is None:
        raise UnknownClass(course_id)
    try:
        with db.session.begin_nested():
            db.session.add(
                TrainingClaim(
                    person_id=person_id,
                    course_id=course_id,
                    claimed_no=claimed_no,
                    note=note,
                    sent_at=at,
                )
            )
    except IntegrityError:
        raise ClaimWaits from None


@use_case
def confirm(
    *,
    actor_id: int,
    claim_public_id: str,
    class_public_id: str,
    completed_on: date,
    at: datetime,
) -> str:
    """Record the training in the class it was, and return the certificate number.

    :raises NotFound: if there is no such claim
    :raises ClaimAnswered: if it is answered already
    :raises UnknownClass: if there is no such class
    :raises DateOutsideClass: if the day lies before the class began or in the future
    :raises CompletedAlready: if the person's completion of the class is recorded
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    found = _open_claim(claim_public_id)
    completion = training.certify(
        found.person,
        training.locked_class(class_public_id),
        completed_on=completed_on,
        actor_id=actor_id,
        at=at,
    )
    found.completion_id = completion.id
    _answer(found, actor_id=actor_id, at=at)
    transitions.record(found, TrainingClaimEvent.CONFIRMED, actor_id=actor_id, at=at)
    return completion.certificate_no


@use_case
def decline(
    *,
    actor_id: int,
    claim_public_id: str,
    refusal: ClaimRefusal,
    note: str | None,
    at: datetime,
) -> None:
    """Say why the training cannot be recorded; what to do next comes with the reason.

    :raises NotFound: if there is no such claim
    :raises ClaimAnswered: if it is answered already
    """
    acting(actor_id=actor_id, permission=Permission.TRAINING_RECORD)
    found = _open_claim(claim_public_id)
    found.refusal, found.answer_note = refusal, note
    _answer(found, actor_id=actor_id, at=at)
    transitions.record(found, TrainingClaimEvent.DECLINED, actor_id=actor_id, at=at)
    outbox.put(recipient_id=found.person.account_id, template="training_claim_declined", at=at)


def _open_claim(public_id: str) -> TrainingClaim:
    found: TrainingClaim | None = db.session.scalar(
        select(TrainingClaim)
        .filter_by(public_id=public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(public_id)
    if found.status is not TrainingClaimStatus.SENT:
        raise ClaimAnswered(found.status)
    return found


def _answer(found: TrainingClaim, *, actor_id: int, at: datetime) -> None:
    found.decided_by_id, found.decided_at = actor_id, at
