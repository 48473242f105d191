"""How far an owner's applications have come, and what was said about the own part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.lifecycle import APPLICATION, ENDED_LINES, LINE
from harkat.domain.money import Rupiah
from harkat.domain.people import LoanPurpose
from harkat.domain.product import Every
from harkat.domain.service_clock import Deadline
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus, LineEvent, LineStatus
from harkat.domain.visits import is_ahead
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.visits import SiteVisit
from harkat.queries.deadlines import deadlines_of
from harkat.queries.file_history import GivenReason, further_reasons
from harkat.queries.group_choices import OwnChoice, choices_of, left_out_of
from harkat.queries.visits import Visit, latest_visits, visit_of

_RETURNED = str(ApplicationEvent.RETURNED_TO_APPLICANT)


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """The viewer's own part of an application; the id is that of the person's line."""

    line_id: int
    status: LineStatus
    requested: Rupiah | None
    approved: Rupiah | None
    purpose: str | None
    purpose_kind: LoanPurpose | None
    consented_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One application on its way; `reached` holds the latest moment of each event.

    `sends` tells that the viewer sends it: the applicant, or the leader of the group. `deadline` is
    until when the bank has to do its part. `returned` is all that must be mended by everybody or by
    this owner, if there is an own part or the viewer sends it; `others_mend` whether there is more,
    `declined` why the own part got nothing; each stands only while it matters. `visit` is the last
    one to the own business, whose owner asked `visit_changes` times for another time;
    `is_visit_ahead` tells that somebody still comes, or is asked to, `is_plan_over` that the day
    planned is past. `choice` is what the group is asked about a part that is blocked, `left_out`
    why it went on without the own one.
    """

    public_id: str
    reference_no: str
    product_name: str
    bank_name: str
    is_for_group: bool
    sends: bool
    status: ApplicationStatus
    instalments: int
    every: Every
    consent_by_on: date | None
    own: OwnPart | None
    reached: Mapping[ApplicationEvent, datetime]
    deadline: Deadline | None
    returned: tuple[GivenReason, ...]
    others_mend: bool
    declined: GivenReason | None
    visit: Visit | None
    visit_changes: int
    is_visit_ahead: bool
    is_plan_over: bool
    choice: OwnChoice | None
    left_out: GivenReason | None

    @property
    def is_only_watched(self) -> bool:
        """Tell whether it is the group's, and the viewer does not borrow in it."""
        return self.is_for_group and self.own is None

    @property
    def shown_status(self) -> ApplicationStatus | LineStatus:
        """How it stands for its owner: a part that ended before the whole did counts."""
        own = self.own.status if self.own else None
        is_withdrawn = self.status is ApplicationStatus.WITHDRAWN
        if own is None or own not in ENDED_LINES or (is_withdrawn and own is LineStatus.LAPSED):
            return self.status
        return own


def progress_of(
    applications: Sequence[LoanApplication], *, person_id: int, on: date
) -> list[Progress]:
    """Return the progress on a day of applications the person may open, in the order given.

    The applications come with their lines, bank, product and group loaded.
    """
    own_lines = {
        application.id: line
        for application in applications
        if (line := own_line(application, person_id)) is not None
    }
    steps = _steps(APPLICATION.name, [application.id for application in applications])
    declined = _steps(
        LINE.name,
        [line.id for line in own_lines.values() if line.status is LineStatus.DECLINED],
    )
    choices = choices_of(applications, person_id=person_id, on=on)
    without = left_out_of(applications, person_id=person_id)
    due = deadlines_of(applications, steps, on=on)
    returns = [step.id for each in steps.values() for step in each if step.event == _RETURNED]
    further = further_reasons(returns)
    visits = latest_visits(list(own_lines.values()))
    return [
        _progress(
            application,
            own_lines.get(application.id),
            person_id,
            steps.get(application.id, []),
            declined.get(own_lines[application.id].id, []) if application.id in own_lines else [],
            due=due.get(application.id),
            further=further,
            visit=visits.get(own_lines[application.id].id) if application.id in own_lines else None,
            on=on,
            choice=choices.get(application.id),
            without=without.get(application.id),
        )
        for application in applications
    ]


def own_line(application: LoanApplication, person_id: int) -> ApplicationLine | None:
    """Return the person's live line, or the last one that ended with an answer of the bank."""
    own = [
        line
        for line in application.lines
        if line.person_id == person_id and line.status is not LineStatus.REMOVED
    ]
    live = [line for line in own if line.status not in ENDED_LINES]
    return next(iter(live), own[-1] if own else None)


def _steps(subject: str, ids: Sequence[int]) -> dict[int, list[StatusChange]]:
    found: dict[int, list[StatusChange]] = {}
    rows = db.session.scalars(
        select(StatusChange)
        .where(StatusChange.subject == subject, StatusChange.subject_id.in_(ids))
        .order_by(StatusChange.id)
    )
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found


def _progress(
    application: LoanApplication,
    line: ApplicationLine | None,
    person_id: int,
    steps: Sequence[StatusChange],
    line_steps: Sequence[StatusChange],
    *,
    due: Deadline | None,
    further: Mapping[int, Sequence[GivenReason]],
    visit: SiteVisit | None,
    on: date,
    choice: OwnChoice | None,
    without: GivenReason | None,
) -> Progress:
    is_returned = application.status is ApplicationStatus.NEEDS_FIX
    returned = _returned(steps, further) if is_returned else ()
    group = application.group
    sends = (group.leader_id if group else application.applicant_id) == person_id
    read = _read_by(line, returned, sends=sends)
    return Progress(
        public_id=application.public_id,
        reference_no=application.reference_no,
        product_name=application.product.name,
        bank_name=application.bank.name,
        is_for_group=group is not None,
        sends=sends,
        status=application.status,
        instalments=application.instalments,
        every=application.every,
        consent_by_on=application.consent_by_on,
        own=part_of(line) if line else None,
        reached={ApplicationEvent(step.event): step.at for step in steps},
        deadline=due,
        returned=read,
        others_mend=len(read) < len(returned),
        declined=_reason(line_steps, LineEvent.DECLINED, LineEvent.BLOCKED),
        visit=visit_of(visit) if visit else None,
        visit_changes=visit.changes if visit else 0,
        is_visit_ahead=visit is not None
        and is_ahead(visit.status, visit_on=visit.visit_on, wish_on=visit.wish_on, on=on),
        is_plan_over=visit is not None and visit.visit_on is not None and visit.visit_on < on,
        choice=choice,
        left_out=without,
    )


def _read_by(
    line: ApplicationLine | None, returned: Sequence[GivenReason], *, sends: bool
) -> tuple[GivenReason, ...]:
    """Return the reasons for whoever has a part, and those about all for whoever sends."""
    about: set[int | None] = {line.id} if line else set()
    if sends or (line is not None and line.status not in ENDED_LINES):
        about.add(None)
    return tuple(each for each in returned if each.about_line_id in about)


def part_of(line: ApplicationLine) -> OwnPart:
    """Return a line as its owner sees it."""
    return OwnPart(
        line_id=line.id,
        status=line.status,
        requested=line.requested,
        approved=line.approved,
        purpose=line.purpose,
        purpose_kind=line.purpose_kind,
        consented_at=line.consented_at,
    )


def _returned(
    steps: Sequence[StatusChange], further: Mapping[int, Sequence[GivenReason]]
) -> tuple[GivenReason, ...]:
    """Return all reasons of the latest return, the first first.

    There are none if the file is with the group because somebody's part is gone.
    """
    last = steps[-1]
    if last.event != _RETURNED:
        return ()
    first = _reason([last], _RETURNED)
    return (*([first] if first else []), *further.get(last.id, ()))


def _reason(steps: Sequence[StatusChange], *events: str) -> GivenReason | None:
    """Return the last reason given with one of the events."""
    for step in reversed(steps):
        if step.event in events and step.reason_code is not None:
            return GivenReason(
                code=step.reason_code,
                note=step.reason_note or "",
                next_step=step.next_step or "",
                about_line_id=step.about_line_id,
            )
    return None
