"""Opens files for whoever may see them; each look is written down in the same transaction."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from harkat import imaging, pdf_guard, storage
from harkat.domain.calendar import business_day
from harkat.domain.documents import DocumentKind, MediaType
from harkat.domain.indonesian import plain_date
from harkat.domain.roles import Permission
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.documents import DocumentView, PersonDocument
from harkat.models.people import UserAccount
from harkat.models.scope import applications_seen_by
from harkat.queries.file_documents import documents_sent_with
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound
from harkat.services.transaction import quiet_use_case


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file's bytes as its viewer gets them."""

    kind: DocumentKind
    media_type: MediaType
    content: bytes = field(repr=False)


@quiet_use_case
def open_own(*, actor_id: int, document_public_id: str, at: datetime) -> OpenedFile:
    """Return a file of the actor, the unanswered ones included.

    :raises NotFound: if there is no such file of the actor, or it was taken away
    """
    _viewer, person_id = owner(actor_id)
    document = db.session.scalar(
        select(PersonDocument).filter_by(
            public_id=document_public_id, person_id=person_id, removed_at=None
        )
    )
    if document is None:
        raise NotFound(document_public_id)
    return _looked_at(document, viewer_id=actor_id, at=at)


def open_for_bank(
    *, actor_id: int, application_public_id: str, document_public_id: str, at: datetime
) -> OpenedFile:
    """Return a file sent with an application, marked with the officer's name and the day.

    :raises NotFound: if the application is not the actor's to open, the file was not sent with it,
        or malware has not been looked for yet
    """
    opened, name = _open_sent(
        actor_id=actor_id,
        application_public_id=application_public_id,
        document_public_id=document_public_id,
        at=at,
    )
    text = f"Hanya untuk Bank Harkat - {plain_date(business_day(at))} - {name}"
    mark = pdf_guard.marked if opened.media_type is MediaType.PDF else imaging.watermarked
    return replace(opened, content=mark(opened.content, text=text))


@quiet_use_case
def _open_sent(
    *, actor_id: int, application_public_id: str, document_public_id: str, at: datetime
) -> tuple[OpenedFile, str]:
    """Return the file as it is kept, and the name of whoever looks."""
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_READ)
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    if application is None:
        raise NotFound(application_public_id)
    document = next(
        (
            document
            for document in documents_sent_with(application)
            if document.public_id == document_public_id and document.may_be_shown
        ),
        None,
    )
    if document is None:
        raise NotFound(document_public_id)
    opened = _looked_at(document, viewer_id=actor_id, at=at, application_id=application.id)
    return opened, db.session.get_one(UserAccount, actor_id).full_name


def _looked_at(
    document: PersonDocument, *, viewer_id: int, at: datetime, application_id: int | None = None
) -> OpenedFile:
    try:
        content = storage.read(document.file_name)
    except storage.FileGone:
        raise NotFound(document.public_id) from None
    db.session.add(
        DocumentView(
            document_id=document.id, viewer_id=viewer_id, application_id=application_id, at=at
        )
    )
    return OpenedFile(kind=document.kind, media_type=document.media_type, content=content)
