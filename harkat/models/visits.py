"""Visits of a bank's officer to the businesses of an application, one borrower each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.visits import DayPart, VisitStatus
from harkat.extensions import Base, constrained
from harkat.models.application import ApplicationLine
from harkat.models.area import Kecamatan
from harkat.models.columns import BankId, Id, KecamatanCode, PublicId, UserId
from harkat.models.types import Word

_LIVE = "status IN ('asked', 'planned')"
_PLANNED = "status = 'planned'"
_WISHED = "wish_on IS NOT NULL"


class SiteVisit(Base):
    """One visit: when it is, when its owner would rather have it, and what came of it.

    `wish_on` and `wish_part` stand until an officer answers by planning; `changes` counts how often
    the owner asked for another time. `bank_id` is the bank that looked at the file then.
    """

    __tablename__ = "site_visit"
    __table_args__ = constrained(
        Index(
            "uq_site_visit_one_live",
            "application_line_id",
            "bank_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index("ix_site_visit_line", "application_line_id", "id"),
        Index("ix_site_visit_day", "bank_id", "visit_on"),
        Index(
            "ix_site_visit_planned",
            "visit_on",
            sqlite_where=text(_PLANNED),
            postgresql_where=text(_PLANNED),
        ),
        Index(
            "ix_site_visit_wished",
            "bank_id",
            "wish_on",
            sqlite_where=text(_WISHED),
            postgresql_where=text(_WISHED),
        ),
        CheckConstraint("(visit_on IS NULL) = (part IS NULL)", name="whole_time"),
        CheckConstraint("(wish_on IS NULL) = (wish_part IS NULL)", name="whole_wish"),
        CheckConstraint("status = 'asked' OR visit_on IS NOT NULL", name="has_a_time"),
        CheckConstraint("changes >= 0", name="changes_not_negative"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    application_line_id: Mapped[int] = mapped_column(ForeignKey("application_line.id"))
    bank_id: Mapped[BankId]
    kecamatan_code: Mapped[KecamatanCode]
    status: Mapped[VisitStatus] = mapped_column(Word(VisitStatus))
    visit_on: Mapped[date | None]
    part: Mapped[DayPart | None] = mapped_column(Word(DayPart))
    planned_by_id: Mapped[UserId | None]
    planned_at: Mapped[datetime | None]
    wish_on: Mapped[date | None]
    wish_part: Mapped[DayPart | None] = mapped_column(Word(DayPart))
    changes: Mapped[int] = mapped_column(default=0)
    recorded_by_id: Mapped[UserId | None]
    recorded_at: Mapped[datetime | None]
    note: Mapped[str | None]
    line: Mapped[ApplicationLine] = relationship()
    kecamatan: Mapped[Kecamatan] = relationship()
