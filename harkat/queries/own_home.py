"""What an owner finds on coming in: what to do next, and how far things have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.calendar import business_day
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by
from harkat.queries import own_applications, own_group, own_loans, own_tasks
from harkat.queries.business_age import YoungBusiness, young_business
from harkat.queries.own_applications import OwnApplication
from harkat.queries.own_group import Invitation
from harkat.queries.own_loans import LoanInBrief
from harkat.queries.own_progress import Progress, progress_of
from harkat.queries.own_tasks import OwnTasks

_MOST_APPLICATIONS = 10


@dataclass(frozen=True, kw_only=True)
class OwnHome:
    """Everything the first page of an owner shows; the tasks are of the newest draft, if any."""

    full_name: str
    tasks: OwnTasks
    invitations: Sequence[Invitation]
    applications: Sequence[Progress]
    loans: Sequence[LoanInBrief]
    young_business: YoungBusiness | None


def home(viewer: Viewer, *, at: datetime) -> OwnHome | None:
    """Return the owner's first page, or None for an account without a person."""
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if person is None:
        return None
    on = business_day(at)
    applications = db.session.scalars(
        applications_seen_by(viewer)
        .options(
            joinedload(LoanApplication.bank),
            joinedload(LoanApplication.product),
            joinedload(LoanApplication.group),
            selectinload(LoanApplication.lines),
        )
        .order_by(LoanApplication.id.desc())
        .limit(_MOST_APPLICATIONS)
    ).all()
    progress = progress_of(applications, person_id=person.id, on=on)
    tasks = own_tasks.tasks(viewer, _open_draft(viewer, progress, on=on), at=at)
    assert tasks is not None  # the viewer has a person
    return OwnHome(
        full_name=person.full_name,
        tasks=tasks,
        invitations=own_group.invitations(viewer, at=at),
        applications=progress,
        loans=own_loans.loans(viewer, on=on),
        young_business=young_business(viewer, on=on),
    )


def _open_draft(viewer: Viewer, found: Sequence[Progress], *, on: date) -> OwnApplication | None:
    """Return the newest application that is not sent and that the viewer has a part to fill in."""
    for progress in found:
        if progress.status is ApplicationStatus.DRAFT:
            draft = own_applications.application(viewer, progress.public_id, on=on)
            if draft is not None and draft.may_fill:
                return draft
    return None
