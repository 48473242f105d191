"""An owner's Balikat training: what is on record, and the classes to come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.training import TrainingClass, TrainingCompletion

_MOST_CLASSES = 25


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A completed training."""

    certificate_no: str
    course: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class ComingClass:
    """A class one can still go to."""

    course: str
    venue: str
    kelurahan: str
    starts_on: date
    ends_on: date
    seats: int


@dataclass(frozen=True, kw_only=True)
class OwnTraining:
    """What the training page shows."""

    certificates: tuple[Certificate, ...]
    coming: tuple[ComingClass, ...]


def own_training(viewer: Viewer, *, on: date) -> OwnTraining:
    """Return the viewer's own completions, oldest first, and the next classes by their first day.

    For example ``Certificate(certificate_no="BK26-0001-5", course="Kewirausahaan", ...)``.
    """
    completions = db.session.scalars(
        select(TrainingCompletion)
        .filter_by(person_id=viewer.person_id)
        .options(joinedload(TrainingCompletion.training_class).joinedload(TrainingClass.course))
        .order_by(TrainingCompletion.completed_on, TrainingCompletion.id)
        .limit(_MOST_CLASSES)
    )
    coming = db.session.execute(
        select(TrainingClass, Kelurahan.name)
        .join(Kelurahan, Kelurahan.code == TrainingClass.kelurahan_code)
        .where(TrainingClass.ends_on >= on, TrainingClass.starts_on >= on)
        .options(joinedload(TrainingClass.course))
        .order_by(TrainingClass.starts_on, TrainingClass.id)
        .limit(_MOST_CLASSES)
    )
    return OwnTraining(
        certificates=tuple(
            Certificate(
                certificate_no=completion.certificate_no,
                course=completion.training_class.course.name,
                completed_on=completion.completed_on,
            )
            for completion in completions
        ),
        coming=tuple(
            ComingClass(
                course=training_class.course.name,
                venue=training_class.venue,
                kelurahan=kelurahan,
                starts_on=training_class.starts_on,
                ends_on=training_class.ends_on,
                seats=training_class.seats,
            )
            for training_class, kelurahan in coming
        ),
    )
