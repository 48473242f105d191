"""Objections to refusals: the own one of an owner, and those the bank has to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from harkat.domain import appeals
from harkat.domain.business_days import business_days_between
from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import LINE
from harkat.domain.reasons import ReasonCode
from harkat.domain.request_lifecycles import APPEAL
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import AppealStatus, ApplicationStatus, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.appeals import Appeal
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.scope import applications_seen_by
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.queries.file_history import GivenReason
from harkat.queries.own_ways_on import old_enough_on
from harkat.queries.rules import rules_on

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class OwnAppeal:
    """What an owner said against a refusal and what the bank answered.

    `late_days` are the working days by which an open one is late; `answer` says why the refusal
    stands.
    """

    status: AppealStatus
    words: str
    made_at: datetime
    answer_by_on: date
    late_days: int
    answered_at: datetime | None
    answer: GivenReason | None
    is_verified_again: bool


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A refusal of the own part: until when it can be objected to, and the objection if made.

    `again_from` is the first day on which applying again makes sense, where a day can be named.
    """

    last_day: date
    again_from: date | None
    may_appeal: bool
    appeal: OwnAppeal | None


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """One objection in the bank's list."""

    public_id: str
    reference_no: str
    name: str
    status: AppealStatus
    made_at: datetime
    answer_by_on: date


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """One page of the bank's objections, those that wait first."""

    rows: Sequence[AppealRow]
    waiting: int
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, kw_only=True)
class AppealFile:
    """One objection with the refusal it is about; who had a hand in that cannot answer."""

    row: AppealRow
    application_public_id: str
    words: str
    refused_at: datetime
    refusal: GivenReason | None
    answered_at: datetime | None
    answer: GivenReason | None
    may_answer: bool
    is_whole_application: bool


def refusal(viewer: Viewer, application_public_id: str, *, on: date) -> Refusal | None:
    """Return the last refusal of the viewer's own part, or None if it was never refused."""
    found = db.session.execute(
        select(ApplicationLine, LoanApplication.product_id)
        .join(LoanApplication)
        .where(LoanApplication.public_id == application_public_id)
        .where(ApplicationLine.person_id == viewer.person_id)
        .order_by(ApplicationLine.id.desc())
    ).all()
    for line, product_id in found:
        step = _last_step(LINE.name, line.id, str(LineEvent.DECLINED))
        if step is None:
            continue
        appeal = db.session.scalar(select(Appeal).filter_by(refusal_id=step.id))
        rules = rules_on(product_id=product_id, on=on)
        last_day = appeals.last_day(refused_on=business_day(step.at), days=rules.appeal_days)
        return Refusal(
            last_day=last_day,
            again_from=_again_from(line, months=rules.business_age_months),
            may_appeal=line.status is LineStatus.DECLINED and appeal is None and on <= last_day,
            appeal=_own(appeal, line, on=on) if appeal else None,
        )
    return None


def appeals_of(viewer: Viewer, *, page: int = 1) -> Appeals:
    """Return one page of the objections at the viewer's bank, the most urgent first.

    :raises NotPermitted: if the viewer does not decide
    """
    viewer.require(Permission.APPLICATION_DECIDE)
    counted = (
        _seen_by(viewer).with_only_columns(Appeal.status, func.count()).group_by(Appeal.status)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    total = sum(counts.values())
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    rows = db.session.scalars(
        _seen_by(viewer)
        .options(joinedload(Appeal.line).options(joinedload(ApplicationLine.person)))
        .options(joinedload(Appeal.line).joinedload(ApplicationLine.application))
        .order_by(
            case((Appeal.status == AppealStatus.OPEN, 0), else_=1),
            case((Appeal.status == AppealStatus.OPEN, Appeal.answer_by_on)),
            Appeal.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Appeals(
        rows=[_row(row) for row in rows],
        waiting=counts.get(AppealStatus.OPEN, 0),
        total=total,
        page=page,
    )


def appeal_file(viewer: Viewer, public_id: str) -> AppealFile | None:
    """Return one objection at the viewer's bank, or None.

    :raises NotPermitted: if the viewer does not decide
    """
    viewer.require(Permission.APPLICATION_DECIDE)
    found: Appeal | None = db.session.scalar(_seen_by(viewer).where(Appeal.public_id == public_id))
    if found is None:
        return None
    line = found.line
    took_part = (found.decided_by_id, found.proposed_by_id)
    is_open = found.status is AppealStatus.OPEN
    return AppealFile(
        row=_row(found),
        application_public_id=line.application.public_id,
        words=found.words,
        refused_at=found.refusal.at,
        refusal=_given(found.refusal)
        or _given(_last_step(LINE.name, line.id, str(LineEvent.BLOCKED))),
        answered_at=found.answered_at,
        answer=_answer(found),
        may_answer=is_open and appeals.may_answer(viewer.user_id, took_part=took_part),
        is_whole_application=line.application.status is ApplicationStatus.REJECTED,
    )


def _again_from(line: ApplicationLine, *, months: int) -> date | None:
    """Return when the business is old enough, if that was why it was refused."""
    given = _given(_last_step(LINE.name, line.id, str(LineEvent.DECLINED))) or _given(
        _last_step(LINE.name, line.id, str(LineEvent.BLOCKED))
    )
    if given is None or given.code is not ReasonCode.USAHA_1:
        return None
    return old_enough_on(person_id=line.person_id, months=months)


def _seen_by(viewer: Viewer) -> Select[Any]:
    seen = applications_seen_by(viewer).with_only_columns(LoanApplication.id)
    return (
        select(Appeal)
        .join(ApplicationLine, ApplicationLine.id == Appeal.application_line_id)
        .where(ApplicationLine.application_id.in_(seen))
    )


def _own(appeal: Appeal, line: ApplicationLine, *, on: date) -> OwnAppeal:
    late_days = 0
    if appeal.status is AppealStatus.OPEN and appeal.answer_by_on < on:
        holidays = holidays_of_coming_year(appeal.answer_by_on)
        late_days = business_days_between(appeal.answer_by_on, on, holidays)
    return OwnAppeal(
        status=appeal.status,
        words=appeal.words,
        made_at=appeal.made_at,
        answer_by_on=appeal.answer_by_on,
        late_days=late_days,
        answered_at=appeal.answered_at,
        answer=_answer(appeal),
        is_verified_again=line.status is not LineStatus.DECLINED,
    )


def _row(appeal: Appeal) -> AppealRow:
    return AppealRow(
        public_id=appeal.public_id,
        reference_no=appeal.line.application.reference_no,
        name=appeal.line.person.full_name,
        status=appeal.status,
        made_at=appeal.made_at,
        answer_by_on=appeal.answer_by_on,
    )


def _answer(appeal: Appeal) -> GivenReason | None:
    return _given(_last_step(APPEAL.name, appeal.id, str(AppealStatus.DISMISSED)))


def _last_step(subject: str, subject_id: int, event: str) -> StatusChange | None:
    return db.session.scalar(
        select(StatusChange)
        .filter_by(subject=subject, subject_id=subject_id, event=event)
        .order_by(StatusChange.id.desc())
        .limit(1)
    )


def _given(step: StatusChange | None) -> GivenReason | None:
    if step is None or step.reason_code is None:
        return None
    return GivenReason(
        code=ReasonCode(step.reason_code),
        note=step.reason_note or "",
        next_step=step.next_step or "",
    )
