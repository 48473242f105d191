"""Keeps the storage and the rows that name its files alike, and looks for malware once more."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from harkat import scanner, storage
from harkat.domain.documents import ScanState
from harkat.extensions import db
from harkat.models.documents import PersonDocument
from harkat.scanner import Verdict
from harkat.services.documents import BYTES_STAY
from harkat.services.transaction import use_case

_AT_ONCE = 500


def orphans(*, at: datetime) -> Iterator[str]:
    """Yield the names of files older than a day that no row keeps.

    A crash between file and row leaves one, and so does a file its owner took away.
    """
    names: list[str] = []
    for name in storage.names_older_than(at - BYTES_STAY):
        names.append(name)
        if len(names) == _AT_ONCE:
            yield from _not_kept(names, at=at)
            names = []
    yield from _not_kept(names, at=at)


def sweep(*, at: datetime) -> int:
    """Remove those files and return how many they were; to stop halfway and begin anew is safe."""
    removed = 0
    for name in orphans(at=at):
        storage.delete(name)
        removed += 1
    return removed


def lost(*, at: datetime) -> Sequence[str]:
    """Return the public ids of files whose bytes are gone from the storage."""
    rows = db.session.execute(
        select(PersonDocument.public_id, PersonDocument.file_name)
        .where(PersonDocument.removed_at.is_(None))
        .order_by(PersonDocument.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    return [row.public_id for row in rows if not storage.has(row.file_name)]


@use_case
def drop_unanswered(*, at: datetime) -> int:
    """Take away the unclear photos whose owners did not answer within a day."""
    waiting = db.session.scalars(
        select(PersonDocument)
        .where(PersonDocument.accepted_at.is_(None), PersonDocument.removed_at.is_(None))
        .where(PersonDocument.added_at < at - BYTES_STAY)
        .limit(_AT_ONCE)
    ).all()
    for document in waiting:
        document.removed_at = at
    return len(waiting)


def scan_again(*, at: datetime) -> tuple[int, int]:
    """Ask the scanner about the files it gave no answer for; return how many are clean now.

    The second number is how many it found something in: those are taken away.
    """
    waiting = db.session.execute(
        select(PersonDocument.id, PersonDocument.file_name)
        .filter_by(scan=ScanState.NOT_SCANNED, removed_at=None)
        .order_by(PersonDocument.id)
    ).all()
    clean = found = 0
    for document_id, file_name in waiting:
        verdict = scanner.ask(storage.read(file_name))
        if verdict in (Verdict.CLEAN, Verdict.FOUND):
            is_clean = verdict is Verdict.CLEAN
            _note_verdict(document_id=document_id, is_clean=is_clean, at=at)
            clean, found = clean + is_clean, found + (not is_clean)
    return clean, found


@use_case
def _note_verdict(*, document_id: int, is_clean: bool, at: datetime) -> None:
    document = db.session.get_one(PersonDocument, document_id)
    if is_clean:
        document.scan = ScanState.CLEAN
    else:
        document.removed_at = at


def _not_kept(names: Sequence[str], *, at: datetime) -> Iterator[str]:
    kept = set(
        db.session.scalars(
            select(PersonDocument.file_name).where(
                PersonDocument.file_name.in_(names),
                PersonDocument.removed_at.is_(None) | (PersonDocument.removed_at > at - BYTES_STAY),
            )
        )
    )
    yield from (name for name in names if name not in kept)
