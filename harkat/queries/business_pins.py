"""Where businesses are found on the map: for the owner, and for the officer who verifies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.scope import applications_seen_by

_VERIFYING = (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_VERIFICATION)


@dataclass(frozen=True, kw_only=True)
class OwnPin:
    """The point of the viewer's own business, such as ``-1.61,103.61``, and since when; or none."""

    point: str | None
    pinned_at: datetime | None


def own_pin(viewer: Viewer) -> OwnPin | None:
    """Return the viewer's own point, or None while no business is described."""
    found = db.session.scalar(select(Business).filter_by(person_id=viewer.person_id))
    return OwnPin(point=found.pin, pinned_at=found.pinned_at) if found else None


def pins_of(viewer: Viewer, application_public_id: str) -> Mapping[int, str]:
    """Return the points of a file by person, for whoever verifies it while it is verified.

    Nobody else gets any, and nobody once the verifying is over.
    """
    if not viewer.has(Permission.APPLICATION_VERIFY):
        return {}
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(
            LoanApplication.public_id == application_public_id,
            LoanApplication.status.in_(_VERIFYING),
        )
    )
    if application is None:
        return {}
    people = select(ApplicationLine.person_id).where(
        ApplicationLine.application_id == application.id,
        ApplicationLine.status.not_in(ENDED_LINES),
    )
    rows = db.session.execute(
        select(Business.person_id, Business.pin).where(
            Business.person_id.in_(people), Business.pinned_at.is_not(None)
        )
    )
    return {person_id: pin for person_id, pin in rows if pin}
