"""The business a loan is for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.people import BusinessPlace, Sector
from harkat.extensions import Base
from harkat.models.area import Kelurahan
from harkat.models.columns import Id, KelurahanCode
from harkat.models.people import Person
from harkat.models.types import Word


class Business(Base):
    """One person's business; its kelurahan decides the kecamatan a loan counts for.

    The name is empty where it has none; `workers` count the owner, and may be unknown.
    """

    __tablename__ = "business"

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
    kelurahan: Mapped[Kelurahan] = relationship()
    person: Mapped[Person] = relationship()
