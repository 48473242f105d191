"""The files that were sent with an application, as the bank's officers see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from harkat.domain.documents import DocumentKind, MediaType, PhotoWarning
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ApplicationEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.documents import PersonDocument
from harkat.models.scope import applications_seen_by

_SENDINGS = (ApplicationEvent.SUBMITTED, ApplicationEvent.RESUBMITTED)
_MOST_FILES = 1000


@dataclass(frozen=True, kw_only=True)
class FileDocument:
    """One file of a borrower.

    `is_same_photo` warns that another person has sent the very same file; whose it is, is not said.
    """

    public_id: str
    person_id: int
    kind: DocumentKind
    media_type: MediaType
    pages: int
    added_at: datetime
    warning: PhotoWarning | None
    is_same_photo: bool
    may_be_shown: bool


def documents_of(
    viewer: Viewer, application_public_id: str
) -> Mapping[int, Sequence[FileDocument]]:
    """Return the files sent with an application by person, in the order of their kinds.

    Nothing is returned for an application the viewer may not open, or without the permission.
    """
    if not viewer.has(Permission.APPLICATION_READ):
        return {}
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    rows = documents_sent_with(application) if application is not None else []
    shared = _sent_by_others([row.source_lookup for row in rows])
    found: dict[int, list[FileDocument]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(
            FileDocument(
                public_id=row.public_id,
                person_id=row.person_id,
                kind=row.kind,
                media_type=row.media_type,
                pages=row.pages,
                added_at=row.added_at,
                warning=row.warning,
                is_same_photo=row.source_lookup in shared,
                may_be_shown=row.may_be_shown,
            )
        )
    return found


def documents_sent_with(application: LoanApplication) -> Sequence[PersonDocument]:
    """Return the files that counted when the application was last sent.

    What its borrowers add or replace afterwards, for another bank for one, is not among them.
    """
    sent_at = db.session.scalar(
        select(func.max(StatusChange.at))
        .where(StatusChange.subject == "application", StatusChange.subject_id == application.id)
        .where(StatusChange.event.in_(_SENDINGS))
    )
    if sent_at is None:
        return []
    borrowers = (
        select(ApplicationLine.person_id)
        .where(ApplicationLine.application_id == application.id)
        .where(ApplicationLine.status != LineStatus.REMOVED)
    )
    rows = db.session.scalars(
        select(PersonDocument)
        .where(PersonDocument.person_id.in_(borrowers), PersonDocument.removed_at.is_(None))
        .where(PersonDocument.accepted_at <= sent_at)
        .where(or_(PersonDocument.replaced_at.is_(None), PersonDocument.replaced_at > sent_at))
        .order_by(PersonDocument.id)
        .limit(_MOST_FILES)
    ).all()
    order = list(DocumentKind)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.id))


def _sent_by_others(lookups: Sequence[str]) -> frozenset[str]:
    """Return which of the files more than one person has sent."""
    return frozenset(
        db.session.scalars(
            select(PersonDocument.source_lookup)
            .where(PersonDocument.source_lookup.in_(lookups))
            .group_by(PersonDocument.source_lookup)
            .having(func.count(PersonDocument.person_id.distinct()) > 1)
        )
    )
