"""An officer plans visits to businesses; owners ask for another time; what came of it is kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ApplicationStatus
from harkat.domain.visits import (
    VISITED_IN,
    DayPart,
    Unfit,
    VisitEvent,
    VisitStatus,
    unfit,
    visit_in_words,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.visits import SiteVisit
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.queries.own_visits import own_visit
from harkat.queries.readiness import live_lines
from harkat.services import outbox, transitions, underwriting
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound, application_for
from harkat.services.transaction import keyed_use_case, use_case

NEXT_STEP = "Pilih jadwal kunjungan baru."
_LIVE = (VisitStatus.ASKED, VisitStatus.PLANNED)


class NotVisited(ValueError):
    """The file is not being verified, so nobody comes now."""


class UnfitDay(ValueError):
    """No visit can be on this day; `why` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


class NoOtherTime(ValueError):
    """The owner cannot ask for another time of this visit any more, or not for this one."""


class NoWish(ValueError):
    """The owner asks for no other time."""


class TooEarly(ValueError):
    """What came of a visit is not known before its day."""


@keyed_use_case
def plan(
    *,
    actor_id: int,
    application_public_id: str,
    line_public_ids: Sequence[str],
    visit_on: date,
    part: DayPart,
    key: str,
    at: datetime,
) -> None:
    """Plan a visit to the business of each of these borrowers, or move what was planned.

    :raises NotFound: if the file is another bank's or a part is not in it
    :raises NotVisited: if the file is not being verified
    :raises UnfitDay: if the day is no workday from tomorrow on
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    application = application_for(viewer, application_public_id)
    _require_visited(application)
    _require_fit(visit_on, at=at)
    lines = {line.public_id: line for line in live_lines(application)}
    if not set(line_public_ids) <= set(lines):
        raise NotFound(application_public_id)
    for public_id in dict.fromkeys(line_public_ids):
        _plan(lines[public_id], visit_on, part, actor_id=actor_id, at=at)


@keyed_use_case
def accept_wish(*, actor_id: int, visit_public_id: str, key: str, at: datetime) -> None:
    """Plan a visit for the time its owner asked for.

    :raises NotFound: if it is another bank's
    :raises NoWish: if its owner asks for nothing
    :raises NotVisited: if the file is not being verified
    :raises UnfitDay: if that day is past or no workday any more
    """
    visit = _visit(actor_id, visit_public_id)
    if visit.wish_on is None or visit.wish_part is None or visit.status not in _LIVE:
        raise NoWish(visit_public_id)
    _require_visited(visit.line.application)
    _require_fit(visit.wish_on, at=at)
    _plan(visit.line, visit.wish_on, visit.wish_part, actor_id=actor_id, at=at)


@keyed_use_case
def ask(
    *,
    actor_id: int,
    application_public_id: str,
    visit_on: date,
    part: DayPart,
    key: str,
    at: datetime,
) -> None:
    """Ask for another time of the visit to the own business; a plan stands until it is answered.

    :raises NotFound: if the application is not the actor's
    :raises NoOtherTime: if the time is not offered, or no other one can be asked for
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    found = own_visit(viewer, application_public_id, on=business_day(at))
    line = next((each for each in live_lines(application) if each.person_id == person_id), None)
    if found is None or line is None or visit_on not in found.days:
        raise NoOtherTime(visit_on)
    visit = _live_visit(line)
    if visit is None:
        visit = _new_visit(line)
        visit.wish_on, visit.wish_part = visit_on, part
        return
    if (visit_on, part) in {(visit.visit_on, visit.part), (visit.wish_on, visit.wish_part)}:
        raise NoOtherTime(visit_on)
    visit.wish_on, visit.wish_part = visit_on, part
    visit.changes += not found.is_first
    transitions.record(visit, VisitEvent.WISHED, actor_id=actor_id, at=at)


@use_case
def took_place(*, actor_id: int, visit_public_id: str, note: str | None, at: datetime) -> None:
    """Record that the officer was at the business.

    :raises NotFound: if it is another bank's
    :raises TooEarly: if its day has not come
    :raises IllegalTransition: if it was recorded already
    """
    visit = _visit(actor_id, visit_public_id)
    _record(visit, VisitEvent.TOOK_PLACE, actor_id=actor_id, note=note, at=at)


@use_case
def nobody_there(*, actor_id: int, visit_public_id: str, note: str | None, at: datetime) -> None:
    """Record that the business was not found; the file goes back, so that a time is chosen anew.

    A file that waits for its owners already stays with them.

    :raises NotFound: if it is another bank's
    :raises TooEarly: if its day has not come
    :raises IllegalTransition: if it was recorded already
    """
    visit = _visit(actor_id, visit_public_id)
    _record(visit, VisitEvent.NOBODY_THERE, actor_id=actor_id, note=note, at=at)
    application = visit.line.application
    is_applicant = visit.line.person_id == application.applicant_id
    if application.status is ApplicationStatus.IN_VERIFICATION:
        underwriting.return_to_applicant(
            actor_id=actor_id,
            application_public_id=application.public_id,
            reason=Reason(code=ReasonCode.USAHA_2, next_step=NEXT_STEP, about=visit.line.public_id),
            at=at,
        )
        if is_applicant:  # who was told that the file came back
            return
    _tell(visit, "visit_missed", at=at)


def _plan(
    line: ApplicationLine, visit_on: date, part: DayPart, *, actor_id: int, at: datetime
) -> None:
    visit = _live_visit(line) or _new_visit(line)
    event = VisitEvent.PLANNED if visit.status is VisitStatus.ASKED else VisitEvent.MOVED
    visit.kecamatan_code = _kecamatan(line)
    visit.visit_on, visit.part = visit_on, part
    visit.wish_on = visit.wish_part = None
    visit.planned_by_id, visit.planned_at = actor_id, at
    transitions.record(visit, event, actor_id=actor_id, at=at)
    _tell(visit, "visit_planned", at=at, visit=visit_in_words(visit_on, part))


def _new_visit(line: ApplicationLine) -> SiteVisit:
    visit = SiteVisit(
        line=line,
        bank_id=line.application.bank_id,
        kecamatan_code=_kecamatan(line),
        status=VisitStatus.ASKED,
        changes=0,
    )
    db.session.add(visit)
    return visit


def _kecamatan(line: ApplicationLine) -> str:
    assert line.kecamatan_code is not None  # it is kept when the file is sent
    return line.kecamatan_code


def _live_visit(line: ApplicationLine) -> SiteVisit | None:
    return db.session.scalar(
        select(SiteVisit)
        .where(SiteVisit.application_line_id == line.id, SiteVisit.status.in_(_LIVE))
        .where(SiteVisit.bank_id == line.application.bank_id)
        .with_for_update()
    )


def _visit(actor_id: int, public_id: str) -> SiteVisit:
    """Return a visit of the actor's bank, locked with its file."""
    viewer: Viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    visit = db.session.scalar(select(SiteVisit).filter_by(public_id=public_id))
    if visit is None or visit.bank_id != viewer.bank_id:
        raise NotFound(public_id)
    application_for(viewer, visit.line.application.public_id)
    db.session.refresh(visit, with_for_update=True)
    return visit


def _record(
    visit: SiteVisit, event: VisitEvent, *, actor_id: int, note: str | None, at: datetime
) -> None:
    if visit.visit_on is None or visit.visit_on > business_day(at):
        raise TooEarly(visit.public_id)
    transitions.record(visit, event, actor_id=actor_id, at=at)
    visit.note, visit.recorded_by_id, visit.recorded_at = note or None, actor_id, at
    visit.wish_on = visit.wish_part = None


def _require_visited(application: LoanApplication) -> None:
    if application.status not in VISITED_IN:
        raise NotVisited(application.status)


def _require_fit(day: date, *, at: datetime) -> None:
    today = business_day(at)
    holidays: Collection[date] = holidays_of_coming_year(today)
    why = unfit(day, today=today, holidays=holidays)
    if why is not None:
        raise UnfitDay(why)


def _tell(told_of: SiteVisit, template: str, *, at: datetime, **details: str) -> None:
    outbox.put(
        recipient_id=told_of.line.person.account_id,
        template=template,
        at=at,
        application=told_of.line.application.reference_no,
        **details,
    )
