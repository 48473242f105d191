"""Owners add, replace and take away photos of their papers; each change is kept."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from harkat import storage
from harkat.domain.documents import (
    MOST_FILES,
    QUOTA_BYTES,
    WITH_THE_BANK,
    DocumentKind,
    FileRefused,
    Refusal,
    warning_for,
)
from harkat.domain.lifecycle import ENDED_LINES
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.documents import PersonDocument
from harkat.models.people import Person
from harkat.sealing import lookup
from harkat.services.authority import owner
from harkat.services.document_intake import ReadyFile
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case

BYTES_STAY = timedelta(days=1)
"""How long the bytes of what was taken away may still lie on the disk, and count."""


class DocumentsLocked(ValueError):
    """The application is with the bank: files can change again when it comes back or has ended."""


@keyed_use_case
def add(
    *,
    actor_id: int,
    kind: DocumentKind,
    file: ReadyFile,
    is_accepted: bool,
    key: str,
    at: datetime,
) -> str:
    """Keep a file of the actor and return its public id.

    Where one file of a kind counts, it takes the place of the one before. An unclear photo that
    was not accepted yet waits for its owner's answer, and counts for nothing.

    :raises DocumentsLocked: while an application of the actor is with a bank
    :raises FileRefused: if the actor has too many files of the kind, or of all kinds together
    """
    _viewer, person_id = owner(actor_id)
    _require_unlocked(person_id)
    warning = warning_for(kind, file.warnings)
    waits = warning is not None and not is_accepted
    for unanswered in _of_kind(person_id, kind, is_accepted=False):
        unanswered.removed_at = at
    if not waits:
        _make_room(person_id, kind, at=at)
    _require_quota(person_id, len(file.content), at=at)
    document = PersonDocument(
        person_id=person_id,
        kind=kind,
        file_name=storage.put(file.content),
        media_type=file.media_type,
        size_bytes=len(file.content),
        pages=file.pages,
        warning=warning,
        scan=file.scan,
        source_lookup=lookup(field="photo", text=file.digest),
        added_by_id=actor_id,
        added_at=at,
        accepted_at=None if waits else at,
    )
    db.session.add(document)
    db.session.flush()
    return document.public_id


@use_case
def accept(*, actor_id: int, document_public_id: str, at: datetime) -> None:
    """Let an unclear photo count, as its owner means it; nothing happens if it counts already.

    :raises NotFound: if there is no such file of the actor, or it was taken away
    :raises DocumentsLocked: while an application of the actor is with a bank
    :raises FileRefused: if the actor has too many files of the kind by now
    """
    document = _own(actor_id, document_public_id)
    if document.accepted_at is not None:
        return
    _require_unlocked(document.person_id)
    _make_room(document.person_id, document.kind, at=at)
    document.accepted_at = at


@use_case
def remove(*, actor_id: int, document_public_id: str, at: datetime) -> None:
    """Take a file away: what no bank has seen goes, what was sent stays with the bank as it was.

    :raises NotFound: if there is no such file of the actor, or it was taken away
    :raises DocumentsLocked: while an application of the actor is with a bank
    """
    document = _own(actor_id, document_public_id)
    _require_unlocked(document.person_id)
    _retire(document, at=at)


def _own(actor_id: int, public_id: str) -> PersonDocument:
    _viewer, person_id = owner(actor_id)
    document = db.session.scalar(
        select(PersonDocument)
        .filter_by(public_id=public_id, person_id=person_id, replaced_at=None, removed_at=None)
        .with_for_update()
    )
    if document is None:
        raise NotFound(public_id)
    return document


def _require_unlocked(person_id: int) -> None:
    """Hold the person and the open application, so that a sending at the same moment waits."""
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    statuses = db.session.scalars(
        select(LoanApplication)
        .join(ApplicationLine, ApplicationLine.application_id == LoanApplication.id)
        .where(ApplicationLine.person_id == person_id, ApplicationLine.status.not_in(ENDED_LINES))
        .with_for_update(of=LoanApplication)
        .execution_options(populate_existing=True)
    )
    if any(application.status in WITH_THE_BANK for application in statuses):
        raise DocumentsLocked


def _of_kind(person_id: int, kind: DocumentKind, *, is_accepted: bool) -> list[PersonDocument]:
    answered = PersonDocument.accepted_at.is_not(None)
    return list(
        db.session.scalars(
            select(PersonDocument)
            .filter_by(person_id=person_id, kind=kind, replaced_at=None, removed_at=None)
            .where(answered if is_accepted else ~answered)
            .order_by(PersonDocument.id)
        )
    )


def _make_room(person_id: int, kind: DocumentKind, *, at: datetime) -> None:
    counting = _of_kind(person_id, kind, is_accepted=True)
    if MOST_FILES[kind] == 1:
        for earlier in counting:
            earlier.replaced_at = at
    elif len(counting) >= MOST_FILES[kind]:
        raise FileRefused(Refusal.TOO_MANY_FILES)


def _require_quota(person_id: int, size_bytes: int, *, at: datetime) -> None:
    held = db.session.scalar(
        select(func.coalesce(func.sum(PersonDocument.size_bytes), 0))
        .where(PersonDocument.person_id == person_id)
        .where(PersonDocument.removed_at.is_(None) | (PersonDocument.removed_at > at - BYTES_STAY))
    )
    if int(held or 0) + size_bytes > QUOTA_BYTES:
        raise FileRefused(Refusal.OVER_QUOTA)


def _retire(document: PersonDocument, *, at: datetime) -> None:
    sent_since = (
        select(LoanApplication.id)
        .join(ApplicationLine, ApplicationLine.application_id == LoanApplication.id)
        .where(ApplicationLine.person_id == document.person_id)
        .where(LoanApplication.submitted_at.is_not(None))
        .limit(1)
    )
    if document.accepted_at is not None and db.session.scalar(sent_since) is not None:
        document.replaced_at = at
    else:
        document.removed_at = at
