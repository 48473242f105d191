"""Drafts: a saved answer keeps one alive; one that nobody touches is reminded of, then expires."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Select, select, update

from harkat.domain.calendar import business_day, start_of
from harkat.domain.day_steps import DayStep
from harkat.domain.indonesian import plain_date
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus, LineEvent
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.people import Person
from harkat.queries.readiness import live_lines
from harkat.queries.rules import rules_on
from harkat.services import day_steps, outbox, transitions
from harkat.services.day_steps import Night, Subject
from harkat.services.transaction import use_case

_MOST_AT_ONCE = 1000


def touch(person_id: int, *, at: datetime) -> None:
    """Note that somebody saved something that a draft of theirs needs."""
    own_lines = select(ApplicationLine.application_id).where(
        ApplicationLine.person_id == person_id, ApplicationLine.status.not_in(ENDED_LINES)
    )
    is_own = (LoanApplication.applicant_id == person_id) | LoanApplication.id.in_(own_lines)
    db.session.execute(
        update(LoanApplication)
        .where(LoanApplication.status == ApplicationStatus.DRAFT, is_own)
        .values(touched_at=at)
        .execution_options(synchronize_session=False)
    )


def expire_untouched(night: Night) -> None:
    """End the drafts nobody touched for as long as the programme keeps them."""
    untouched = _untouched_before(_last_day_kept(night.day) + timedelta(days=1))
    for application_id in db.session.scalars(untouched.with_only_columns(LoanApplication.id)).all():
        subject = Subject(application_id=application_id)
        day_steps.try_for(night, DayStep.EXPIRY, subject, partial(expire_if_due, subject, night))


def expire_if_due(subject: Subject, night: Night) -> int:
    """End one draft, unless it was touched or sent meanwhile; return how many ended."""
    application = db.session.get_one(
        LoanApplication, subject.application_id, with_for_update=True, populate_existing=True
    )
    touched_at = application.touched_at or application.started_at
    is_draft = application.status is ApplicationStatus.DRAFT
    if not is_draft or business_day(touched_at) > _last_day_kept(night.day):
        return 0
    _expire(application_id=application.id, at=night.at)
    return 1


@use_case
def _expire(*, application_id: int, at: datetime) -> None:
    application = db.session.get_one(LoanApplication, application_id)
    transitions.record(application, ApplicationEvent.EXPIRED, actor_id=None, at=at)
    for line in live_lines(application):
        transitions.record(line, LineEvent.REMOVED, actor_id=None, at=at)
    _tell_owner(application, "draft_expired", at=at)


def remind(night: Night) -> int:
    """Tell the owners of drafts that will expire soon; return how many were told.

    The day of the last touch and the days before the end fix the one day of each message. When
    missed days are made up for, a draft that has expired meanwhile hears only that.
    """
    rules = rules_on(product_id=None, on=night.day)
    told = 0
    for before in rules.draft_reminder_days:
        expires_on = night.day + timedelta(days=before)
        if before >= rules.draft_days or expires_on <= night.until:
            continue
        touched_on = expires_on - timedelta(days=rules.draft_days)
        drafts = _untouched_before(touched_on + timedelta(days=1)).where(
            LoanApplication.touched_at >= start_of(touched_on)
        )
        for application in db.session.scalars(drafts).all():
            _tell_owner(application, "draft_expires", at=night.at, until=plain_date(expires_on))
            told += 1
    return told


def _last_day_kept(on: date) -> date:
    """Return the latest day of a touch that is too long ago at the end of a day."""
    return on - timedelta(days=rules_on(product_id=None, on=on).draft_days)


def _untouched_before(on: date) -> Select[LoanApplication]:
    """Return the drafts last touched before a day, the oldest first; the rest waits a night."""
    return (
        select(LoanApplication)
        .where(LoanApplication.status == ApplicationStatus.DRAFT)
        .where(LoanApplication.touched_at < start_of(on))
        .order_by(LoanApplication.touched_at, LoanApplication.id)
        .limit(_MOST_AT_ONCE)
    )


def _tell_owner(
    application: LoanApplication, template: str, *, at: datetime, **details: str
) -> None:
    account_id = db.session.get_one(Person, application.applicant_id).account_id
    outbox.put(
        recipient_id=account_id,
        template=template,
        at=at,
        application=application.reference_no,
        **details,
    )
