"""The calendar of holidays: which days count, and what was proposed to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from harkat.domain.business_days import HolidayKind, is_sunday
from harkat.domain.product import Every
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.holidays import Holiday, HolidayChange
from harkat.models.people import UserAccount

_DAYS_OF_A_PERIOD = {Every.DAY: 1, Every.WEEK: 7, Every.TWO_WEEKS: 14, Every.MONTH: 31}
_YEAR = timedelta(days=366)
_MOST_CHANGES = 100


@dataclass(frozen=True, kw_only=True)
class HolidayRow:
    """One day of the calendar; `is_agreed` when two people set it, else it is the package's.

    For example ``HolidayRow(falls_on=date(2026, 12, 25), name="Hari Raya Natal", kind=PUBLIC,
    source="holidays 0.109", is_estimated=False, is_cancelled=False, is_agreed=False)``.
    """

    falls_on: date
    name: str
    kind: HolidayKind
    source: str
    is_estimated: bool
    is_cancelled: bool
    is_agreed: bool


@dataclass(frozen=True, kw_only=True)
class HolidayChangeRow:
    """A proposed change of the calendar, with who proposed it and who agreed."""

    id: int
    falls_on: date
    name: str
    kind: HolidayKind
    is_cancelled: bool
    source: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    is_own: bool


def holidays_of(year: int) -> Sequence[HolidayRow]:
    """Return every day of a year's calendar in order, cancelled ones among them."""
    rows = db.session.scalars(
        select(Holiday)
        .where(Holiday.falls_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Holiday.falls_on)
    )
    return [
        HolidayRow(
            falls_on=row.falls_on,
            name=row.name,
            kind=row.kind,
            source=row.source,
            is_estimated=row.is_estimated,
            is_cancelled=row.is_cancelled,
            is_agreed=row.change_id is not None,
        )
        for row in rows
    ]


def holidays_between(first: date, last: date) -> frozenset[date]:
    """Return the days from one to another on which nobody works, both included."""
    return frozenset(
        db.session.scalars(
            select(Holiday.falls_on)
            .where(Holiday.falls_on.between(first, last))
            .where(Holiday.is_cancelled.is_(False))
        )
    )


def holidays_for_loan(*, instalments: int, every: Every, on: date) -> tuple[date, ...]:
    """Return the holidays that could move a due date of a loan approved on a day, in order.

    They reach a year beyond its life, since the money may come later and the loan may be
    prolonged. Sundays are left out: due dates move off them anyhow.
    """
    life = timedelta(days=instalments * _DAYS_OF_A_PERIOD[every])
    found = holidays_between(on, on + life + _YEAR)
    return tuple(sorted(day for day in found if not is_sunday(day)))


def waiting_changes(*, viewer: Viewer) -> Sequence[HolidayChangeRow]:
    """Return the changes that wait for a second person, in the order of their days.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    waiting = _changes().where(HolidayChange.confirmed_at.is_(None))
    return _rows(viewer, waiting.order_by(HolidayChange.falls_on, HolidayChange.id))


def proposed_change(*, viewer: Viewer, change_id: int) -> HolidayChangeRow | None:
    """Return one change with who proposed it, or None if there is none.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    found = _rows(viewer, _changes().where(HolidayChange.id == change_id))
    return found[0] if found else None


_Proposer, _Confirmer = aliased(UserAccount), aliased(UserAccount)


def _changes() -> Select[HolidayChange, str, str | None]:
    return (
        select(HolidayChange, _Proposer.full_name, _Confirmer.full_name)
        .join(_Proposer, _Proposer.id == HolidayChange.proposed_by_id)
        .outerjoin(_Confirmer, _Confirmer.id == HolidayChange.confirmed_by_id)
        .limit(_MOST_CHANGES)
    )


def _rows(
    viewer: Viewer, statement: Select[HolidayChange, str, str | None]
) -> list[HolidayChangeRow]:
    return [
        HolidayChangeRow(
            id=row.id,
            falls_on=row.falls_on,
            name=row.name,
            kind=row.kind,
            is_cancelled=row.is_cancelled,
            source=row.source,
            proposed_by=proposed_by,
            proposed_at=row.proposed_at,
            confirmed_by=confirmed_by,
            confirmed_at=row.confirmed_at,
            is_own=row.proposed_by_id == viewer.user_id,
        )
        for row, proposed_by, confirmed_by in db.session.execute(statement)
    ]
