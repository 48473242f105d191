"""The business a loan is for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.people import BusinessPlace, Sector
from harkat.extensions import Base, constrained
from harkat.models.area import Kelurahan
from harkat.models.columns import Id, KelurahanCode
from harkat.models.people import Person
from harkat.models.types import Sealed, Word

_WAITS_TO_HEAR = text("reminder_asked_at IS NOT NULL")


class Business(Base):
    """One person's business; its kelurahan decides the kecamatan a loan counts for.

    The name is empty where it has none; `workers` count the owner, and may be unknown.
    `pin` is the point on the map its owner chose to show, as latitude and longitude.
    `reminder_asked_at` is set while its owner waits to hear that it is old enough for a loan.
    """

    __tablename__ = "business"
    __table_args__ = constrained(
        Index(
            "ix_business_reminder_asked_at",
            "started_on",
            sqlite_where=_WAITS_TO_HEAR,
            postgresql_where=_WAITS_TO_HEAR,
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str]
    sector: Mapped[Sector] = mapped_column(Word(Sector))
    place: Mapped[BusinessPlace] = mapped_column(Word(BusinessPlace))
    kelurahan_code: Mapped[KelurahanCode]
    address: Mapped[str]
    started_on: Mapped[date]
    nib: Mapped[str | None]
    workers: Mapped[int | None]
    described_at: Mapped[datetime]
    pin: Mapped[str | None] = mapped_column(Sealed("business_pin"))
    pinned_at: Mapped[datetime | None]
    reminder_asked_at: Mapped[datetime | None]
    kelurahan: Mapped[Kelurahan] = relationship()
    person: Mapped[Person] = relationship()
