"""The night's third step: the grade of every active loan whose days past due say another one.

A grade is a function of the oldest unpaid due date, the last due date and the floor that a
restructuring left; events keep it themselves. A night after a night looks only at the loans whose
dates lie just beyond a limit; any other run, and the first under a new regulation, looks at all.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select, true, union, update

from harkat.domain.day_steps import DayStep
from harkat.domain.kolektibilitas import TABLES, GradeTable, Kolektibilitas, table_in_force
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.loan import Loan
from harkat.queries import days
from harkat.services import day_steps
from harkat.services.day_steps import Night


def regrade(night: Night) -> None:
    """Give the loans the grade of the day; only those whose grade changes are written."""
    day_steps.do(night, DayStep.GRADES, lambda: _regrade(night.day), is_last=True)


def _regrade(day: date) -> int:
    if days.is_finished_after(day, DayStep.GRADES):
        return 0  # The day was left out, and the grades are of a later one already.
    follows = days.is_finished(day - timedelta(days=1), DayStep.GRADES)
    return sum(
        _regrade_banks(day, table, bank_ids, is_transition=follows and table.valid_from != day)
        for table, bank_ids in _banks_by_table(day)
    )


def _regrade_banks(
    day: date, table: GradeTable, bank_ids: Sequence[int], *, is_transition: bool
) -> int:
    grade = _grade(day, table)
    changed = db.session.execute(
        update(Loan)
        .where(Loan.bank_id.in_(bank_ids), Loan.status == LoanStatus.ACTIVE)
        # What moved since is graded as of a later day already.
        .where(Loan.computed_on <= day)
        .where(_crosses_a_limit(day, table) if is_transition else true())
        .where(Loan.grade != grade)
        .values(grade=grade, computed_on=day)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def _grade(day: date, table: GradeTable) -> ColumnElement[int]:
    """Return `domain.kolektibilitas` as an expression: the worst grade that any rule asks for."""
    no_longer = or_(Loan.grade_floor_until.is_(None), Loan.grade_floor_until > day)
    whens = []
    for grade in sorted(Kolektibilitas, reverse=True)[:-1]:
        floor = and_(Loan.grade_floor >= int(grade), no_longer)
        whens.append((or_(*_is_beyond(day, table, grade), floor), int(grade)))
    return case(*whens, else_=int(Kolektibilitas.CURRENT))


def _is_beyond(
    day: date, table: GradeTable, grade: Kolektibilitas
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which the days ask for this grade or a worse one."""
    yield Loan.next_due_on < _limit(day, table.past_due[grade - 2])
    if table.past_maturity is not None:
        matured = Loan.final_due_on < _limit(day, table.past_maturity[grade - 2])
        yield and_(matured, Loan.next_due_on.is_not(None))


def _crosses_a_limit(day: date, table: GradeTable) -> ColumnElement[bool]:
    """Return whether the day is the first beyond a limit, or the first without a floor."""
    late = [_limit(day, days + 1) for days in table.past_due]
    matured = [_limit(day, days + 1) for days in table.past_maturity or ()]
    # Three short lists by three indexes; one condition with OR would read every loan.
    crossing = union(
        select(Loan.id).where(Loan.next_due_on.in_(late)),
        select(Loan.id).where(Loan.final_due_on.in_(matured)),
        select(Loan.id).where(Loan.grade_floor_until == day),
    )
    return Loan.id.in_(crossing)


def _limit(day: date, days_before: int) -> date:
    return day - timedelta(days=days_before)


def _banks_by_table(day: date) -> Iterator[tuple[GradeTable, Sequence[int]]]:
    """Yield each table in force with the banks it is for."""
    found: dict[GradeTable, list[int]] = {}
    for bank_id, bank_type in db.session.execute(select(Bank.id, Bank.bank_type)):
        found.setdefault(table_in_force(TABLES[bank_type], on=day), []).append(bank_id)
    yield from found.items()
