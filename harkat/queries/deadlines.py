"""Until when the bank has to do its part of applications, by the dated settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import APPLICATION
from harkat.domain.programme_rules import Rules
from harkat.domain.service_clock import DUTIES, Deadline, Duty, Move, deadline
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication, StatusChange
from harkat.queries.holidays import holidays_between
from harkat.queries.rules import rules_on

_YEAR = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class DueFile:
    """An application whose time is over, and what the bank still has to do with it."""

    reference_no: str
    bank_id: int
    duty: Duty


def deadlines_of(
    applications: Sequence[LoanApplication],
    steps: Mapping[int, Sequence[StatusChange]],
    *,
    on: date,
) -> Mapping[int, Deadline]:
    """Return until when the bank has to act on each application it is waited for, by its id.

    The times are those in force when the present step began: a later change moves no promise.
    """
    waiting = [each for each in applications if each.status in DUTIES and steps.get(each.id)]
    if not waiting:
        return {}
    first = min(business_day(steps[each.id][0].at) for each in waiting)
    holidays = holidays_between(first, on + _YEAR)
    found = {}
    for each in waiting:
        moves = [_move(step) for step in steps[each.id]]
        rules = rules_on(product_id=each.product_id, on=moves[-1].on)
        due = deadline(moves, limits=limits_of(rules), holidays=holidays, on=on)
        if due is not None:
            found[each.id] = due
    return found


def files_due_on(day: date) -> Sequence[DueFile]:
    """Return the applications whose time for the bank ends with a day, the oldest first."""
    waiting = db.session.scalars(
        select(LoanApplication)
        .where(LoanApplication.status.in_(list(DUTIES)))
        .order_by(LoanApplication.id)
    ).all()
    steps: dict[int, list[StatusChange]] = {}
    for step in db.session.scalars(
        select(StatusChange)
        .where(StatusChange.subject == APPLICATION.name)
        .where(StatusChange.subject_id.in_([each.id for each in waiting]))
        .order_by(StatusChange.id)
    ):
        steps.setdefault(step.subject_id, []).append(step)
    due = deadlines_of(waiting, steps, on=day)
    return [
        DueFile(reference_no=each.reference_no, bank_id=each.bank_id, duty=due[each.id].duty)
        for each in waiting
        if each.id in due and due[each.id].due_on == day
    ]


def limits_of(rules: Rules) -> Mapping[Duty, int]:
    """Return the working days for each duty; a visit belongs to the verification."""
    return {
        Duty.VERIFY: rules.verify_days + rules.visit_days,
        Duty.DECIDE: rules.decide_days,
        Duty.DISBURSE: rules.disburse_days,
    }


def _move(step: StatusChange) -> Move:
    return Move(
        on=business_day(step.at),
        event=ApplicationEvent(step.event),
        status=ApplicationStatus(step.to_status),
    )


def holidays_of_coming_year(on: date) -> frozenset[date]:
    """Return the holidays from a day on, for a year."""
    return holidays_between(on, on + _YEAR)
