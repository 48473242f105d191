"""The calendar: days on which nobody works, and what two people changed about them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.business_days import HolidayKind
from harkat.extensions import Base
from harkat.models.columns import Id, UserId
from harkat.models.types import Word


class Holiday(Base):
    """One day of the calendar; a cancelled one is kept, but it is a day like others.

    `change_id` names the agreed change the row follows; the others follow the package named in
    `source` and may be seeded anew.
    """

    __tablename__ = "holiday"

    id: Mapped[Id]
    falls_on: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[HolidayKind] = mapped_column(Word(HolidayKind))
    source: Mapped[str]
    is_estimated: Mapped[bool]
    is_cancelled: Mapped[bool]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("holiday_change.id"), unique=True)


class HolidayChange(Base):
    """A day proposed to be added, renamed or cancelled; it counts once a second person agrees."""

    __tablename__ = "holiday_change"

    id: Mapped[Id]
    falls_on: Mapped[date] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[HolidayKind] = mapped_column(Word(HolidayKind))
    is_cancelled: Mapped[bool]
    source: Mapped[str]
    proposed_by_id: Mapped[UserId] = mapped_column(index=True)
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
