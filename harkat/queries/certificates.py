"""What stands on the certificate of a completed training."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.training import TrainingClass, TrainingCompletion


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """A certificate with its holder and the class; the NIK is masked."""

    public_id: str
    number: str
    issued_at: datetime
    holder_name: str
    nik_masked: str
    course: str
    venue: str
    kelurahan: str
    starts_on: date
    ends_on: date
    completed_on: date


def certificate_facts(viewer: Viewer, public_id: str) -> CertificateFacts | None:
    """Return a certificate that is the viewer's own, or any to Balikat's staff, or None."""
    completion = db.session.scalar(
        select(TrainingCompletion)
        .filter_by(public_id=public_id)
        .options(
            joinedload(TrainingCompletion.person),
            joinedload(TrainingCompletion.training_class).options(
                joinedload(TrainingClass.course),
                joinedload(TrainingClass.kelurahan).load_only(Kelurahan.name),
            ),
        )
    )
    if completion is None:
        return None
    is_own = viewer.person_id is not None and completion.person_id == viewer.person_id
    if not (is_own or viewer.has(Permission.TRAINING_RECORD)):
        return None
    training_class = completion.training_class
    return CertificateFacts(
        public_id=completion.public_id,
        number=completion.certificate_no,
        issued_at=completion.recorded_at,
        holder_name=completion.person.full_name,
        nik_masked=nik_masked(completion.person.nik),
        course=training_class.course.name,
        venue=training_class.venue,
        kelurahan=training_class.kelurahan.name,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        completed_on=completion.completed_on,
    )
