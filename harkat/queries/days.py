"""Which business days are closed, what each step did, and what waits to be mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from harkat.domain.day_steps import DayStep
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.days import BusinessDay, BusinessDayStep, DayFailure
from harkat.models.loan import Loan


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """One step of a day, and how many rows it changed."""

    step: DayStep
    rows: int


@dataclass(frozen=True, kw_only=True)
class FailureRow:
    """What a step could not do, by its loan's or application's number, and why.

    For example ``FailureRow(day=date(2026, 3, 2), step=DayStep.INTEREST,
    reference_no="PJ26-0001-3", reason="KeyError: 'method'")``.
    """

    day: date
    step: DayStep
    reference_no: str
    reason: str


def last_closed_day() -> date | None:
    """Return the latest day that was closed, or None before the first."""
    return db.session.scalar(
        select(func.max(BusinessDay.day)).where(BusinessDay.closed_at.is_not(None))
    )


def is_closed(day: date) -> bool:
    """Tell whether a day was closed."""
    found = select(BusinessDay.day).where(
        BusinessDay.day == day, BusinessDay.closed_at.is_not(None)
    )
    return db.session.scalar(found) is not None


def is_begun(day: date) -> bool:
    """Tell whether the end of a day was begun."""
    return db.session.scalar(select(BusinessDay.day).filter_by(day=day)) is not None


def is_finished(day: date, step: DayStep) -> bool:
    """Tell whether a step of a day was finished."""
    found = _finished(step).where(BusinessDayStep.day == day)
    return db.session.scalar(found) is not None


def is_finished_after(day: date, step: DayStep) -> bool:
    """Tell whether a step was finished for any later day."""
    return db.session.scalar(_finished(step).where(BusinessDayStep.day > day).limit(1)) is not None


def _finished(step: DayStep) -> Select[date]:
    return select(BusinessDayStep.day).where(
        BusinessDayStep.step == step, BusinessDayStep.finished_at.is_not(None)
    )


def steps_of(day: date) -> tuple[StepDone, ...]:
    """Return the steps of a day in their order, as far as they were done."""
    rows = db.session.execute(
        select(BusinessDayStep.step, BusinessDayStep.rows).where(BusinessDayStep.day == day)
    )
    done: dict[DayStep, int] = {row.step: row.rows for row in rows}
    return tuple(StepDone(step=step, rows=done[step]) for step in DayStep if step in done)


def open_failures() -> Sequence[FailureRow]:
    """Return what failed and was not mended yet, the oldest first."""
    rows = db.session.execute(
        select(
            DayFailure.day,
            DayFailure.step,
            func.coalesce(Loan.reference_no, LoanApplication.reference_no).label("reference_no"),
            DayFailure.reason,
        )
        .outerjoin(Loan, Loan.id == DayFailure.loan_id)
        .outerjoin(LoanApplication, LoanApplication.id == DayFailure.application_id)
        .where(DayFailure.resolved_at.is_(None))
        .order_by(DayFailure.id)
    )
    return [FailureRow(**row._mapping) for row in rows]  # noqa: SLF001 - its public name
