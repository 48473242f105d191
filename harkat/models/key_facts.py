"""Summaries of a loan's terms as they were given out, and which of them a borrower agreed to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.extensions import Base, constrained
from harkat.models.application import ApplicationLine
from harkat.models.columns import Id, PublicId


class KeyFactsSheet(Base):
    """What one borrower was shown of a loan before agreeing; found again by the code in its QR.

    `facts` are kept as they were shown and `digest` seals them: that, and when the borrower typed
    the code sent for them (`consented_at`), proves what was agreed to.
    """

    __tablename__ = "key_facts_sheet"
    __table_args__ = constrained(UniqueConstraint("application_line_id", "digest"))

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    number: Mapped[str] = mapped_column(unique=True)
    application_line_id: Mapped[int] = mapped_column(ForeignKey("application_line.id"))
    version: Mapped[int]
    shown_on: Mapped[date]
    facts: Mapped[dict[str, Any]]
    digest: Mapped[str]
    issued_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    line: Mapped[ApplicationLine] = relationship()
