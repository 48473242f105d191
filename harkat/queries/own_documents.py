"""What an owner has shown as photos, what is still missing, and who has looked at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from harkat.domain.documents import (
    MOST_FILES,
    WITH_THE_BANK,
    DocumentKind,
    MediaType,
    PhotoWarning,
    ScanState,
)
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.roles import Role, Viewer
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.bank import Bank
from harkat.models.documents import DocumentView, PersonDocument
from harkat.models.people import UserAccount
from harkat.queries.rules import rules_on

_MOST_VIEWS = 100
_MOST_FILES = 200


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """One file of the viewer; it waits while its owner has not said whether it is meant."""

    public_id: str
    added_at: datetime
    media_type: MediaType
    size_bytes: int
    pages: int
    warning: PhotoWarning | None
    is_scanned: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class OwnKind:
    """One kind of paper: whether it must be shown, the files that count, and one that waits."""

    kind: DocumentKind
    is_required: bool
    files: Sequence[OwnFile]
    waiting: OwnFile | None

    @property
    def room(self) -> int:
        """How many more files of the kind may be added beside these."""
        return max(MOST_FILES[self.kind] - len(self.files), 0)

    @property
    def is_single(self) -> bool:
        """Tell whether a new file takes the place of the old one."""
        return MOST_FILES[self.kind] == 1


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How many of the required kinds are there."""

    done: int
    needed: int

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing that is required is missing."""
        return self.done == self.needed


@dataclass(frozen=True, kw_only=True)
class OwnDocuments:
    """Every kind in the order people send them; locked while a bank looks at them."""

    kinds: Sequence[OwnKind]
    is_locked: bool

    @property
    def summary(self) -> Summary:
        """How far it is."""
        required = [kind for kind in self.kinds if kind.is_required]
        done = sum(bool(kind.files) for kind in required)
        return Summary(done=done, needed=len(required))

    def of_kind(self, kind: DocumentKind) -> OwnKind:
        """Return one of the kinds."""
        return next(found for found in self.kinds if found.kind is kind)


@dataclass(frozen=True, kw_only=True)
class SeenBy:
    """Somebody else opened a file of the viewer.

    For example ``SeenBy(kind=ID_CARD, name="Citra Pemutus", role=BANK_CHECKER,
    bank_name="Bank Contoh", at=...)``.
    """

    kind: DocumentKind
    name: str
    role: Role
    bank_name: str | None
    at: datetime


def documents(viewer: Viewer, *, on: date) -> OwnDocuments:
    """Return the viewer's files by kind, as the rules of the day ask for them."""
    required = rules_on(product_id=None, on=on).documents_required
    rows = db.session.scalars(
        select(PersonDocument)
        .filter_by(person_id=viewer.person_id, replaced_at=None, removed_at=None)
        .order_by(PersonDocument.id)
        .limit(_MOST_FILES)
    ).all()
    return OwnDocuments(
        kinds=[_own_kind(kind, rows, is_required=kind in required) for kind in DocumentKind],
        is_locked=db.session.scalar(_with_a_bank(viewer)) is not None,
    )


def kinds_of(person_ids: Sequence[int]) -> Mapping[int, frozenset[DocumentKind]]:
    """Return by person of which kinds there are files that count."""
    rows = db.session.execute(
        select(PersonDocument.person_id, PersonDocument.kind)
        .where(PersonDocument.person_id.in_(person_ids), PersonDocument.accepted_at.is_not(None))
        .where(PersonDocument.replaced_at.is_(None), PersonDocument.removed_at.is_(None))
        .distinct()
    )
    found: dict[int, frozenset[DocumentKind]] = {}
    for person_id, kind in rows:
        found[person_id] = found.get(person_id, frozenset()) | {kind}
    return found


def document_views(viewer: Viewer) -> Sequence[SeenBy]:
    """Return who else opened the viewer's files, the latest first."""
    rows = db.session.execute(
        select(
            PersonDocument.kind, UserAccount.full_name, UserAccount.role, Bank.name, DocumentView.at
        )
        .join(DocumentView, DocumentView.document_id == PersonDocument.id)
        .join(UserAccount, UserAccount.id == DocumentView.viewer_id)
        .outerjoin(Bank, Bank.id == UserAccount.bank_id)
        .where(PersonDocument.person_id == viewer.person_id)
        .where(DocumentView.viewer_id != viewer.user_id)
        .order_by(DocumentView.id.desc())
        .limit(_MOST_VIEWS)
    )
    return [
        SeenBy(kind=kind, name=name, role=role, bank_name=bank_name, at=at)
        for kind, name, role, bank_name, at in rows
    ]


def was_added(viewer: Viewer, public_id: str) -> bool:
    """Tell whether a file is the viewer's, or was until it was taken away or replaced."""
    found = select(PersonDocument.id).filter_by(public_id=public_id, person_id=viewer.person_id)
    return db.session.scalar(found) is not None


def _own_kind(kind: DocumentKind, rows: Sequence[PersonDocument], *, is_required: bool) -> OwnKind:
    files = [_own_file(row) for row in rows if row.kind is kind]
    return OwnKind(
        kind=kind,
        is_required=is_required,
        files=[file for file in files if not file.waits],
        waiting=next((file for file in files if file.waits), None),
    )


def _own_file(row: PersonDocument) -> OwnFile:
    return OwnFile(
        public_id=row.public_id,
        added_at=row.added_at,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        pages=row.pages,
        warning=row.warning,
        is_scanned=row.scan is not ScanState.NOT_SCANNED,
        waits=row.accepted_at is None,
    )


def _with_a_bank(viewer: Viewer) -> Select[int]:
    return (
        select(LoanApplication.id)
        .join(ApplicationLine, ApplicationLine.application_id == LoanApplication.id)
        .where(ApplicationLine.person_id == viewer.person_id)
        .where(ApplicationLine.status.not_in(ENDED_LINES))
        .where(LoanApplication.status.in_(WITH_THE_BANK))
        .limit(1)
    )
