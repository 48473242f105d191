"""What an owner finds on coming in: what to do next, and how far things have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.calendar import business_day
from harkat.domain.programme_rules import TrainingRule
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by
from harkat.queries import own_documents, own_group, own_loans
from harkat.queries.own_documents import Summary
from harkat.queries.own_group import Invitation, OwnGroup, Tasks
from harkat.queries.own_loans import LoanInBrief
from harkat.queries.own_progress import Progress, progress_of
from harkat.queries.rules import rules_on

_MOST_APPLICATIONS = 10


@dataclass(frozen=True, kw_only=True)
class OwnHome:
    """Everything the first page of an owner shows."""

    full_name: str
    tasks: Tasks
    documents: Summary
    is_training_required: bool
    group: OwnGroup | None
    invitations: Sequence[Invitation]
    applications: Sequence[Progress]
    loans: Sequence[LoanInBrief]


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
            selectinload(LoanApplication.lines),
        )
        .order_by(LoanApplication.id.desc())
        .limit(_MOST_APPLICATIONS)
    ).all()
    rules = rules_on(product_id=None, on=on)
    return OwnHome(
        full_name=person.full_name,
        tasks=own_group.tasks_of([person], rules=rules)[person.id],
        documents=own_documents.summary(viewer, on=on),
        is_training_required=rules.training_rule is TrainingRule.REQUIRED,
        group=own_group.group(viewer, at=at),
        invitations=own_group.invitations(viewer, at=at),
        applications=progress_of(applications, person_id=person.id),
        loans=own_loans.loans(viewer, on=on),
    )
