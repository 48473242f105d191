"""Photos and PDFs that owners show, and who has looked at them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.documents import DocumentKind, MediaType, PhotoWarning, ScanState
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, PublicId, UserId
from harkat.models.people import Person
from harkat.models.types import Word


class PersonDocument(Base):
    """One file of one person; the bytes lie in the storage under `file_name`.

    It counts from `accepted_at` (until then its owner is asked whether an unclear photo is meant)
    to `replaced_at`. A bank keeps seeing what it was sent, also when it was replaced since;
    `removed_at` says that no bank ever saw it, so its bytes go. `source_lookup` is the keyed hash
    of the file that came, by which the same photo is recognised.
    """

    __tablename__ = "person_document"
    __table_args__ = constrained(
        Index("ix_person_document_person", "person_id", "kind", "id"),
        CheckConstraint("size_bytes > 0", name="has_bytes"),
        CheckConstraint("pages > 0", name="has_pages"),
        CheckConstraint("accepted_at IS NOT NULL OR replaced_at IS NULL", name="waits_or_counts"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[DocumentKind] = mapped_column(Word(DocumentKind))
    file_name: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[MediaType] = mapped_column(Word(MediaType))
    size_bytes: Mapped[int]
    pages: Mapped[int]
    warning: Mapped[PhotoWarning | None] = mapped_column(Word(PhotoWarning))
    scan: Mapped[ScanState] = mapped_column(Word(ScanState))
    source_lookup: Mapped[str] = mapped_column(index=True)
    added_by_id: Mapped[UserId]
    added_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def may_be_shown(self) -> bool:
        """Tell whether others than the owner may open it: not while malware was not looked for."""
        return self.scan is not ScanState.NOT_SCANNED


class DocumentView(Base):
    """Somebody opened a file; `application_id` says for which application, if for one."""

    __tablename__ = "document_view"
    __table_args__ = constrained(Index("ix_document_view_document", "document_id", "id"))

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("person_document.id"))
    viewer_id: Mapped[UserId] = mapped_column(index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    at: Mapped[datetime]
