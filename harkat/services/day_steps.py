"""Keeps what was done of a business day: each step is resumed where its last transaction left it.

A step is one or more pieces of work. Each piece is a transaction that also counts its rows, so
that a run killed at any moment and begun again counts and does everything once.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.day_steps import DayStep
from harkat.extensions import db
from harkat.models.days import BusinessDay, BusinessDayStep, DayFailure
from harkat.queries import days
from harkat.services.transaction import use_case

_MOST_LETTERS = 300


@dataclass(frozen=True, kw_only=True)
class Night:
    """The end of a business day being run: which day, up to which day the run goes, and when."""

    day: date
    until: date
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a piece of work is about; one that fails is listed and does not block the others."""

    loan_id: int | None = None
    application_id: int | None = None


def begin(night: Night) -> None:
    """Note that a day's end has begun, unless it was noted before."""
    if not days.is_begun(night.day):
        # Another run may have begun it in the same moment.
        with suppress(IntegrityError):
            _begin(day=night.day, at=night.at)


@use_case
def _begin(*, day: date, at: datetime) -> None:
    db.session.add(BusinessDay(day=day, began_at=at))
    db.session.flush()
    db.session.add_all(BusinessDayStep(day=day, step=step, rows=0) for step in DayStep)


def do(night: Night, step: DayStep, work: Callable[[], int], *, is_last: bool = False) -> int:
    """Do one piece of a step's work, or the last one, as one transaction; return its rows."""
    return _do(day=night.day, step=step, work=work, is_last=is_last, at=night.at)


def finish(night: Night, step: DayStep) -> None:
    """Note that nothing of a step is left."""
    do(night, step, lambda: 0, is_last=True)


@use_case
def _do(*, day: date, step: DayStep, work: Callable[[], int], is_last: bool, at: datetime) -> int:
    # Two runs of one night wait for each other here; the slower finds the work done.
    kept = db.session.get_one(
        BusinessDayStep, (day, step), with_for_update=True, populate_existing=True
    )
    if kept.finished_at is not None:
        return 0
    rows = work()
    kept.started_at = kept.started_at or at
    kept.rows += rows
    if is_last:
        kept.finished_at = at
    return rows


@use_case
def close(*, day: date, at: datetime) -> None:
    """Note that a day is closed."""
    kept = db.session.get_one(BusinessDay, day, with_for_update=True)
    kept.closed_at = kept.closed_at or at


def try_for(night: Night, step: DayStep, subject: Subject, work: Callable[[], int]) -> None:
    """Do one piece of work about a subject; list it with its reason if it fails."""
    _try(night, step, subject, lambda: do(night, step, _for(step, subject, work, at=night.at)))


def try_again(night: Night, step: DayStep, subject: Subject, work: Callable[[], int]) -> None:
    """Do once more what failed in a step, which may be finished; keep it listed if it fails."""
    again = _for(step, subject, work, at=night.at)
    _try(night, step, subject, lambda: _do_again(step=step, work=again, at=night.at))


@use_case
def _do_again(*, step: DayStep, work: Callable[[], int], at: datetime) -> int:
    return work()


def _try(night: Night, step: DayStep, subject: Subject, attempt: Callable[[], int]) -> None:
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        list_failure(night, step, subject, error)


def list_failure(night: Night, step: DayStep, subject: Subject, error: Exception) -> None:
    """List what could not be done, with its reason; what is listed already keeps its day."""
    _list_failure(
        day=night.day,
        step=step,
        loan_id=subject.loan_id,
        application_id=subject.application_id,
        reason=reason_of(error),
        at=night.at,
    )


def _for(
    step: DayStep, subject: Subject, work: Callable[[], int], *, at: datetime
) -> Callable[[], int]:
    """Return the work, with a note afterwards that it does not fail any more."""

    def work_and_note() -> int:
        rows = work()
        failure = _open_failure(step, subject)
        if failure is not None:
            failure.resolved_at = at
        return rows

    return work_and_note


def subjects_failed(step: DayStep) -> tuple[Subject, ...]:
    """Return what failed in a step and was not done since."""
    rows = db.session.execute(
        select(DayFailure.loan_id, DayFailure.application_id)
        .where(DayFailure.step == step, DayFailure.resolved_at.is_(None))
        .order_by(DayFailure.id)
    )
    return tuple(Subject(loan_id=loan, application_id=application) for loan, application in rows)


def reason_of(error: Exception) -> str:
    """Return what went wrong as an operator reads it, on one line.

    Only the error itself, never the statement it came with: that has people's data in it.
    """
    cause = getattr(error, "orig", None) or error
    told = f"{type(cause).__name__}: {cause}".split("\n", maxsplit=1)[0]
    return told[:_MOST_LETTERS]


@use_case
def _list_failure(
    *,
    day: date,
    step: DayStep,
    loan_id: int | None,
    application_id: int | None,
    reason: str,
    at: datetime,
) -> None:
    subject = Subject(loan_id=loan_id, application_id=application_id)
    failure = _open_failure(step, subject)
    if failure is not None:
        failure.reason, failure.tried_at = reason, at
        return
    # Another run of the same night may list it in the same moment.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(
            DayFailure(
                day=day,
                step=step,
                loan_id=loan_id,
                application_id=application_id,
                reason=reason,
                failed_at=at,
                tried_at=at,
            )
        )


def _open_failure(step: DayStep, subject: Subject) -> DayFailure | None:
    return db.session.scalar(
        select(DayFailure).where(
            DayFailure.step == step,
            DayFailure.loan_id == subject.loan_id,
            DayFailure.application_id == subject.application_id,
            DayFailure.resolved_at.is_(None),
        )
    )
