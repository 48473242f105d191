"""The calendar of holidays: seeded from a maintained package, changed by two people."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from sqlalchemy import select

from harkat.domain.business_days import HolidayKind
from harkat.domain.calendar import business_day
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.holidays import Holiday, HolidayChange
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case

SEEDED_YEARS = range(2025, 2033)
_ESTIMATED = "(perkiraan)"
# A day that is both is a national holiday: the later entry wins.
_KINDS = {"government": HolidayKind.COLLECTIVE_LEAVE, "public": HolidayKind.PUBLIC}


class NoSuchHoliday(ValueError):
    """A day that is no holiday cannot be cancelled."""


class HolidayPassed(ValueError):
    """The calendar of days gone by stays as it was used."""


@dataclass(frozen=True, kw_only=True)
class _Published:
    """A holiday as the package states it."""

    falls_on: date
    name: str
    kind: HolidayKind
    is_estimated: bool


@use_case
def seed_holidays(*, at: datetime) -> int:
    """Bring the calendar to what the installed package says; return how many days changed.

    What two people agreed on stays, whatever the package says; running loans keep the days that
    were frozen into their terms.
    """
    source, published = _published()
    stored = {row.falls_on: row for row in db.session.scalars(select(Holiday))}
    changed = 0
    for day in published.values():
        row = stored.pop(day.falls_on, None)
        if row is None:
            row = Holiday(falls_on=day.falls_on, is_cancelled=False)
            db.session.add(row)
        elif row.change_id is not None or _is_as(row, day, source):
            continue
        row.name, row.kind, row.is_estimated = day.name, day.kind, day.is_estimated
        row.source = source
        changed += 1
    for row in stored.values():
        if row.change_id is None and row.falls_on.year in SEEDED_YEARS:  # an estimate that moved
            db.session.delete(row)
            changed += 1
    return changed


@keyed_use_case
def propose_holiday(
    *,
    actor_id: int,
    falls_on: date,
    name: str,
    kind: HolidayKind,
    is_cancelled: bool,
    source: str,
    key: str,
    at: datetime,
) -> int:
    """Propose that a day becomes a holiday or is none; it counts when a second person agrees.

    `source` is the decree, such as ``SKB 3 Menteri Nomor 1/2027``.

    :raises HolidayPassed: if the day has passed
    :raises NoSuchHoliday: if a day is to be cancelled that is no holiday
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    change = HolidayChange(
        falls_on=falls_on,
        name=name,
        kind=kind,
        is_cancelled=is_cancelled,
        source=source,
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    _require_possible(change, at=at)
    db.session.add(change)
    db.session.flush()
    return change.id


@use_case
def confirm_holiday(*, actor_id: int, change_id: int, at: datetime) -> None:
    """Put a proposed change into the calendar.

    :raises NotPermitted: if the actor proposed it, or it is not waiting for a confirmation
    :raises HolidayPassed: if its day has passed meanwhile
    :raises NoSuchHoliday: if the day to be cancelled has left the calendar meanwhile
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    change = db.session.get(HolidayChange, change_id, with_for_update=True)
    if change is None or change.confirmed_at is not None or change.proposed_by_id == actor_id:
        raise NotPermitted("another person confirms, and only once")
    row = _require_possible(change, at=at)
    if row is None:
        row = Holiday(falls_on=change.falls_on)
        db.session.add(row)
    row.name, row.kind, row.source = change.name, change.kind, change.source
    row.is_cancelled, row.is_estimated = change.is_cancelled, False
    row.change_id = change.id
    change.confirmed_by_id, change.confirmed_at = actor_id, at


def _require_possible(change: HolidayChange, *, at: datetime) -> Holiday | None:
    """Return the day's row, if there is one, when the change can be made to it."""
    if change.falls_on < business_day(at):
        raise HolidayPassed(change.falls_on)
    row = db.session.scalar(select(Holiday).filter_by(falls_on=change.falls_on).with_for_update())
    if change.is_cancelled and (row is None or row.is_cancelled):
        raise NoSuchHoliday(change.falls_on)
    return row


def _is_as(row: Holiday, day: _Published, source: str) -> bool:
    return (row.name, row.kind, row.is_estimated, row.source) == (
        day.name,
        day.kind,
        day.is_estimated,
        source,
    )


def _published() -> tuple[str, dict[date, _Published]]:
    """Return the package's name and version, and the days it knows of Indonesia."""
    import holidays  # here, because it takes a tenth of a second

    days = {}
    for category, kind in _KINDS.items():
        found = holidays.country_holidays(
            "ID", categories=(category,), years=SEEDED_YEARS, language="id"
        )
        for falls_on, name in found.items():
            days[falls_on] = _Published(
                falls_on=falls_on,
                name=name.replace(_ESTIMATED, "").strip(),
                kind=kind,
                is_estimated=_ESTIMATED in name,
            )
    return f"holidays {version('holidays')}", days
