"""Visits: those of a file, the day's list of a bank, and the wishes that wait for an officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from harkat.domain.identity import phone_masked
from harkat.domain.roles import Permission, Viewer
from harkat.domain.visits import VISITED_IN, DayPart, VisitStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.business import Business
from harkat.models.people import Person, UserAccount
from harkat.models.scope import applications_seen_by
from harkat.models.visits import SiteVisit

_MOST_ROWS = 100
_MOST_KECAMATAN = 50


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit as it stands; without a plan only the wish has a time."""

    public_id: str
    status: VisitStatus
    visit_on: date | None
    part: DayPart | None
    wish_on: date | None
    wish_part: DayPart | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit with whom it goes to and where; the phone is masked."""

    visit: Visit
    application_public_id: str
    reference_no: str
    person_id: int
    name: str
    phone_masked: str
    business: str
    address: str
    kelurahan: str
    kecamatan: str


@dataclass(frozen=True, kw_only=True)
class KecamatanCount:
    """How many visits of a day are in one kecamatan."""

    code: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class DayList:
    """The visits of a day, by kecamatan and part of the day; `total` may be more than the rows."""

    rows: Sequence[VisitRow]
    total: int
    kecamatan: Sequence[KecamatanCount]


def visit_of(row: SiteVisit) -> Visit:
    """Return a stored visit as plain values."""
    return Visit(
        public_id=row.public_id,
        status=row.status,
        visit_on=row.visit_on,
        part=row.part,
        wish_on=row.wish_on,
        wish_part=row.wish_part,
        note=row.note,
    )


def latest_visits(lines: Sequence[ApplicationLine]) -> Mapping[int, SiteVisit]:
    """Return the latest visit of each part that has one, by the line's id.

    What another bank planned before the application came here stays with that bank.
    """
    newest = (
        select(func.max(SiteVisit.id))
        .join(ApplicationLine, ApplicationLine.id == SiteVisit.application_line_id)
        .join(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
        .where(SiteVisit.application_line_id.in_([line.id for line in lines]))
        .where(SiteVisit.bank_id == LoanApplication.bank_id)
        .group_by(SiteVisit.application_line_id)
    )
    rows = db.session.scalars(select(SiteVisit).where(SiteVisit.id.in_(newest)))
    return {row.application_line_id: row for row in rows}


def visits_of_file(viewer: Viewer, application_public_id: str) -> Mapping[str, Visit]:
    """Return the latest visit of each part of a file the viewer may open, by its public id."""
    found = applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    application: LoanApplication | None = db.session.scalar(found)
    if application is None:
        return {}
    latest = latest_visits(application.lines)
    return {
        line.public_id: visit_of(latest[line.id]) for line in application.lines if line.id in latest
    }


def day_list(viewer: Viewer, day: date, *, kecamatan_code: str | None = None) -> DayList:
    """Return the visits of a day at the viewer's bank, in all or in one kecamatan.

    :raises NotPermitted: if the viewer does not verify
    """
    viewer.require(Permission.APPLICATION_VERIFY)
    of_day = _at_bank(viewer).where(SiteVisit.visit_on == day)
    counted = db.session.execute(
        of_day.join(Kecamatan, Kecamatan.code == SiteVisit.kecamatan_code)
        .with_only_columns(Kecamatan.code, Kecamatan.name, func.count().label("number"))
        .group_by(Kecamatan.code, Kecamatan.name)
        .order_by(Kecamatan.name)
        .limit(_MOST_KECAMATAN)
    )
    counts = [KecamatanCount(code=row[0], name=row[1], number=row[2]) for row in counted]
    wanted = of_day.where(SiteVisit.kecamatan_code == kecamatan_code) if kecamatan_code else of_day
    by_part = case({str(part): number for number, part in enumerate(DayPart)}, value=SiteVisit.part)
    return DayList(
        rows=_rows(wanted, Kecamatan.name, by_part, Kelurahan.name, SiteVisit.id),
        total=sum(each.number for each in counts if kecamatan_code in {None, each.code}),
        kecamatan=counts,
    )


def waiting_wishes(viewer: Viewer) -> Sequence[VisitRow]:
    """Return the wishes for another time that wait at the viewer's bank, the nearest first.

    :raises NotPermitted: if the viewer does not verify
    """
    viewer.require(Permission.APPLICATION_VERIFY)
    live = (VisitStatus.ASKED, VisitStatus.PLANNED)
    wished = _at_bank(viewer).where(SiteVisit.wish_on.is_not(None), SiteVisit.status.in_(live))
    return _rows(wished, SiteVisit.wish_on, SiteVisit.id)


def visit_row(viewer: Viewer, public_id: str) -> VisitRow | None:
    """Return one visit at the viewer's bank, or None.

    :raises NotPermitted: if the viewer does not verify
    """
    viewer.require(Permission.APPLICATION_VERIFY)
    return next(iter(_rows(_at_bank(viewer).where(SiteVisit.public_id == public_id))), None)


def _at_bank(viewer: Viewer) -> Select[Any]:
    """Return the visits at the viewer's bank; those still to come only while the file is open."""
    seen = (
        applications_seen_by(viewer)
        .where(
            or_(
                LoanApplication.status.in_(VISITED_IN),
                SiteVisit.status.in_((VisitStatus.DONE, VisitStatus.MISSED)),
            ),
            LoanApplication.id == ApplicationLine.application_id,
            LoanApplication.bank_id == SiteVisit.bank_id,
        )
        .with_only_columns(LoanApplication.id)
        .correlate(ApplicationLine, SiteVisit)
    )
    return (
        select(SiteVisit)
        .join(ApplicationLine, ApplicationLine.id == SiteVisit.application_line_id)
        .where(SiteVisit.bank_id == viewer.bank_id, seen.exists())
    )


def _rows(found: Select[Any], *order: Any) -> Sequence[VisitRow]:
    rows = db.session.execute(
        found.join(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
        .join(Person, Person.id == ApplicationLine.person_id)
        .join(UserAccount, UserAccount.id == Person.account_id)
        .join(Business, Business.person_id == Person.id)
        .join(Kelurahan, Kelurahan.code == Business.kelurahan_code)
        .join(Kecamatan, Kecamatan.code == SiteVisit.kecamatan_code)
        .with_only_columns(
            SiteVisit, LoanApplication, Person, UserAccount, Business, Kelurahan, Kecamatan
        )
        .order_by(*order)
        .limit(_MOST_ROWS)
    )
    return [
        VisitRow(
            visit=visit_of(visit),
            application_public_id=application.public_id,
            reference_no=application.reference_no,
            person_id=person.id,
            name=person.full_name,
            phone_masked=phone_masked(account.phone),
            business=business.name,
            address=business.address,
            kelurahan=kelurahan.name,
            kecamatan=kecamatan.name,
        )
        for visit, application, person, account, business, kelurahan, kecamatan in rows
    ]
