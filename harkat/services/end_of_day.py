"""Ends business days: books what fell due, grades, keeps the day's figures, reminds, lets lapse.

Every step is kept with its day and made of transactions of its own, so that a run may be stopped at
any moment and begun again. docs/operations.md says what an operator sees of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.day_steps import DayStep, days_to_close
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.queries import days
from harkat.queries.days import FailureRow, StepDone
from harkat.services import (
    arrears_forgetting,
    consent,
    day_credits,
    day_grades,
    day_interest,
    day_reminders,
    day_snapshot,
    day_steps,
    drafts,
    group_choices,
)
from harkat.services.day_steps import Night, Subject


@dataclass(frozen=True, kw_only=True)
class DayClosed:
    """What the end of a day did; `failures` are all that wait to be mended, older ones with them.

    Of a day that was closed before, `is_new` is false and nothing was done but mending.
    """

    day: date
    is_new: bool
    steps: Sequence[StepDone]
    failures: Sequence[FailureRow]


def run(*, until: date, at: datetime) -> tuple[DayClosed, ...]:
    """Close every day that was missed since the last one, in order, up to a day.

    A day that was left out between others is closed by itself.
    """
    last_closed = days.last_closed_day()
    if days.is_closed(until):
        return (close_day(on=until, at=at),)
    return tuple(
        _close(Night(day=day, until=max(until, last_closed or until), at=at))
        for day in days_to_close(last_closed=last_closed, until=until)
    )


def close_day(*, on: date, at: datetime) -> DayClosed:
    """Close one day, with all that fell due since the last one that was closed."""
    last_closed = days.last_closed_day()
    night = Night(day=on, until=max(on, last_closed or on), at=at)
    if not days.is_closed(on):
        return _close(night)
    _mend(night)
    return _closed(night, is_new=False)


def _close(night: Night) -> DayClosed:
    day_steps.begin(night)
    for step, run_step in STEPS.items():
        if not days.is_finished(night.day, step):
            run_step(night)
    day_steps.close(day=night.day, at=night.at)
    return _closed(night, is_new=True)


def _closed(night: Night, *, is_new: bool) -> DayClosed:
    return DayClosed(
        day=night.day,
        is_new=is_new,
        steps=days.steps_of(night.day),
        failures=days.open_failures(),
    )


def _let_expire(night: Night) -> None:
    """End what nobody answered or touched in time; forget guests who were helped."""
    _lapse_overdue(night)
    group_choices.carry_out_overdue(night)
    drafts.expire_untouched(night)
    day_steps.do(night, DayStep.EXPIRY, lambda: arrears_forgetting.forget_guests(night))
    day_steps.finish(night, DayStep.EXPIRY)


def _lapse_overdue(night: Night) -> None:
    overdue = db.session.scalars(
        select(LoanApplication.id)
        .where(LoanApplication.status == ApplicationStatus.APPROVED)
        .where(LoanApplication.consent_by_on < night.day)
        .order_by(LoanApplication.id)
    ).all()
    for application_id in overdue:
        subject = Subject(application_id=application_id)
        day_steps.try_for(night, DayStep.EXPIRY, subject, partial(_lapse, subject, night))


def _lapse(subject: Subject, night: Night) -> int:
    application = db.session.get_one(
        LoanApplication, subject.application_id, with_for_update=True, populate_existing=True
    )
    if not consent.is_overdue(application, on=business_day(night.at)):
        return 0
    consent.lapse(application_id=application.id, at=night.at)
    return 1


def _end(subject: Subject, night: Night) -> int:
    """End what is due of an application: its draft, its choice, or what nobody answered."""
    return (
        drafts.expire_if_due(subject, night)
        or group_choices.carry_out_if_due(subject, night)
        or _lapse(subject, night)
    )


STEPS: Mapping[DayStep, Callable[[Night], None]] = {
    DayStep.INTEREST: day_interest.book,
    DayStep.CREDITS: day_credits.apply_all,
    DayStep.GRADES: day_grades.regrade,
    DayStep.SNAPSHOT: day_snapshot.keep,
    DayStep.REMINDERS: day_reminders.remind,
    DayStep.EXPIRY: _let_expire,
}
"""What each step of a day does, in order."""

_AGAIN: Mapping[DayStep, Callable[[Subject, Night], int]] = {
    DayStep.INTEREST: day_interest.mend,
    DayStep.CREDITS: day_credits.apply,
    # A published figure stays; that the loan can be folded again is all that is asked.
    DayStep.SNAPSHOT: day_interest.mend,
    DayStep.EXPIRY: _end,
}


def _mend(night: Night) -> None:
    """Try again what failed and was not done since."""
    for step, again in _AGAIN.items():
        for subject in day_steps.subjects_failed(step):
            day_steps.try_again(night, step, subject, partial(again, subject, night))
