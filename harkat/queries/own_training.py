"""An owner's Balikat training: what is on record, places, wishes and claims, and what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.roles import Viewer
from harkat.domain.statuses import TrainingClaimStatus
from harkat.domain.training import ClaimRefusal
from harkat.extensions import db
from harkat.models.area import Kecamatan
from harkat.models.enrolment import ClassInterest, TrainingClaim
from harkat.models.training import TrainingClass, TrainingCompletion
from harkat.queries.training_classes import ComingClass, coming_classes, own_classes

_MOST_ROWS = 25


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A completed training."""

    public_id: str
    certificate_no: str
    course: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A kind of class the owner wishes to hear of."""

    public_id: str
    course: str
    kecamatan: str


@dataclass(frozen=True, kw_only=True)
class OwnClaim:
    """What the owner said to have finished, and what Balikat answered."""

    status: TrainingClaimStatus
    course: str | None
    claimed_no: str | None
    sent_at: datetime
    refusal: ClaimRefusal | None
    answer_note: str | None


@dataclass(frozen=True, kw_only=True)
class OwnTraining:
    """What the training page shows; `claim` is the latest one."""

    certificates: tuple[Certificate, ...]
    places: Sequence[ComingClass]
    coming: Sequence[ComingClass]
    interests: tuple[Interest, ...]
    claim: OwnClaim | None


def own_training(viewer: Viewer, *, on: date) -> OwnTraining:
    """Return the viewer's own completions, oldest first, and the next classes by their first day.

    For example ``Certificate(certificate_no="BK26-0001-5", course="Kewirausahaan", ...)``.
    """
    return OwnTraining(
        certificates=_certificates(viewer),
        places=own_classes(viewer=viewer, on=on),
        coming=coming_classes(on=on, viewer=viewer),
        interests=_interests(viewer),
        claim=_latest_claim(viewer),
    )


def _certificates(viewer: Viewer) -> tuple[Certificate, ...]:
    completions = db.session.scalars(
        select(TrainingCompletion)
        .filter_by(person_id=viewer.person_id)
        .options(joinedload(TrainingCompletion.training_class).joinedload(TrainingClass.course))
        .order_by(TrainingCompletion.completed_on, TrainingCompletion.id)
        .limit(_MOST_ROWS)
    )
    return tuple(
        Certificate(
            public_id=completion.public_id,
            certificate_no=completion.certificate_no,
            course=completion.training_class.course.name,
            completed_on=completion.completed_on,
        )
        for completion in completions
    )


def _interests(viewer: Viewer) -> tuple[Interest, ...]:
    rows = db.session.execute(
        select(ClassInterest, Kecamatan.name)
        .join(Kecamatan, Kecamatan.code == ClassInterest.kecamatan_code)
        .where(
            ClassInterest.person_id == viewer.person_id,
            ClassInterest.told_at.is_(None),
            ClassInterest.ended_at.is_(None),
        )
        .options(joinedload(ClassInterest.course))
        .order_by(ClassInterest.id)
        .limit(_MOST_ROWS)
    )
    return tuple(
        Interest(public_id=row.public_id, course=row.course.name, kecamatan=kecamatan)
        for row, kecamatan in rows
    )


def _latest_claim(viewer: Viewer) -> OwnClaim | None:
    row = db.session.scalar(
        select(TrainingClaim)
        .where(TrainingClaim.person_id == viewer.person_id)
        .options(joinedload(TrainingClaim.course))
        .order_by(TrainingClaim.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return OwnClaim(
        status=row.status,
        course=row.course.name if row.course else None,
        claimed_no=row.claimed_no,
        sent_at=row.sent_at,
        refusal=row.refusal,
        answer_note=row.answer_note,
    )
