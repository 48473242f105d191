"""How the rest of a schedule is planned anew: a tranche, a recast, another rate, a holiday.

A new schedule plans the scheduled principal of the rows still to come over the same grid of due
dates; of the period that is running, `running_period` knows the interest. What was paid ahead on
rows that are no more pays the new rows in their order.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from harkat.domain.allocation import Allocation, Split, pay_ahead, pay_last_principal
from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.loan_state import LoanState, Plan, PlannedRow, Row, Running
from harkat.domain.money import ZERO
from harkat.domain.product import (
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    SettlementRule,
    Surplus,
)
from harkat.domain.running_period import go_on, note_subsidy, running_interest
from harkat.domain.schedule import Remainder, planned


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPlan:
    """What is to be planned from a day on; `count` rows of it, unless `level` says fewer."""

    principal: int
    count: int
    annual_rate: Decimal
    running: Running | None = None
    level: int | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    interest_grace_mode: InterestGraceMode = InterestGraceMode.COLLECTED


def plan_anew(state: LoanState, event: LoanEvent, new: NewPlan) -> None:
    """Put a numbered schedule in the place of the rows after the event's day."""
    on = event.value_on
    new = _within_its_rows(new)
    fallen, number = state.fallen_due(on), state.last_fallen_number(on)
    starts_on, dates = state.dates_after(on, new.count)
    remainder = Remainder(
        principal=new.principal,
        starts_on=starts_on,
        due_on=dates,
        annual_rate=new.annual_rate,
        first_interest=_first_interest(state, new, period=(starts_on, dates[0])),
        principal_grace=new.principal_grace,
        interest_grace=new.interest_grace,
        interest_grace_mode=new.interest_grace_mode,
        level=new.level,
        margin=_margin_to_come(state, on),
    )
    rows = new_rows(state, remainder, first_number=number + 1)
    if new.running:
        go_on(state, rows[0], new.running, new.annual_rate)
    if new.interest_grace:
        state.grace_mode = new.interest_grace_mode
    _collect(state, rows, _deferred_interest(state, fallen), after_grace=new.interest_grace)
    state.annual_rate = new.annual_rate
    state.last_number = rows[-1].number if new.level else number + new.count
    state.interest_grace_to = number + new.interest_grace
    state.principal_grace_to = number + new.interest_grace + new.principal_grace
    if fallen and not any(row.principal + row.interest for row in rows):
        rows = []
    put_rows(state, event, rows)


def _first_interest(state: LoanState, new: NewPlan, *, period: tuple[date, date]) -> int | None:
    if new.running is None:
        return None
    return running_interest(state, new.running, annual_rate=new.annual_rate, period=period)


def _within_its_rows(new: NewPlan) -> NewPlan:
    """Leave at least one row after the grace to pay everything."""
    interest_grace = min(new.interest_grace, new.count - 1)
    principal_grace = min(new.principal_grace, new.count - 1 - interest_grace)
    return replace(new, interest_grace=interest_grace, principal_grace=principal_grace)


def plan_rest(
    state: LoanState, event: LoanEvent, *, principal: int, running: Running | None
) -> None:
    """Plan the rows to come anew, as many as there are, with what is left of their grace."""
    new = grace_left(state, event.value_on)
    plan_anew(state, event, replace(new, principal=principal, running=running))


def grace_left(state: LoanState, on: date) -> NewPlan:
    """Return a plan of nothing over the rows to come, with what is left of the grace in force."""
    number = state.last_fallen_number(on)
    interest_grace = max(state.interest_grace_to - number, 0)
    return NewPlan(
        principal=0,
        count=max(state.last_number - number, 1),
        annual_rate=state.annual_rate,
        principal_grace=max(state.principal_grace_to - number, 0) - interest_grace,
        interest_grace=interest_grace,
        interest_grace_mode=state.grace_mode,
    )


def close_rows(state: LoanState, event: LoanEvent, *, interest: int, subsidy: int = 0) -> None:
    """Put one row, due on the event's day, in the place of all that are to come."""
    to_come = state.rows_to_come(event.value_on)
    if not to_come:
        return
    principal = sum(row.principal for row in to_come)
    first = to_come[0]
    row = Row(first.number, first.starts_on, event.value_on, principal, interest, subsidy)
    put_rows(state, event, [row])
    if state.rows[-1].is_aside:
        state.rows[-1].due_on = event.value_on


def put_rows(state: LoanState, event: LoanEvent, rows: list[Row]) -> None:
    """Put rows in the place of those after the event's day; what was paid ahead pays them."""
    fallen, planned_rows = state.fallen_due(event.value_on), state.planned_rows()
    gone, aside = state.rows[fallen:planned_rows], state.rows[planned_rows:]
    state.rows[fallen:planned_rows] = rows
    if aside and rows:
        aside[0].due_on = max(aside[0].due_on, rows[-1].due_on)
    if rows:
        rows[0].penalty_charged += sum(
            row.penalty_charged - row.penalty_paid - row.penalty_waived for row in gone
        )
    state.first_open = min(state.first_open, fallen)
    _move_what_was_paid_ahead(state, event, gone, fallen)
    state.skip_closed_rows()
    note_plan(state, event, rows)


def _fewer_rows(state: LoanState, remainder: Remainder) -> Remainder:
    """Leave out rows until every one has a part of the principal; one row always does."""
    for count in range(len(remainder.due_on), 1, -1):
        fewer = _with_rows(remainder, count)
        if _is_possible(state, fewer):
            return fewer
    return _with_rows(remainder, 1)


def _with_rows(remainder: Remainder, count: int) -> Remainder:
    interest_grace = min(remainder.interest_grace, count - 1)
    return replace(
        remainder,
        due_on=remainder.due_on[:count],
        interest_grace=interest_grace,
        principal_grace=min(remainder.principal_grace, count - 1 - interest_grace),
    )


def _is_possible(state: LoanState, remainder: Remainder) -> bool:
    try:
        planned(state.terms, remainder)
    except ImpossibleTerms:
        return False
    return True


def _margin_to_come(state: LoanState, on: date) -> int | None:
    if state.terms.method is not InterestMethod.PROFIT_SHARE:
        return None
    return sum(row.natural_interest for row in state.rows_to_come(on))


def _deferred_interest(state: LoanState, fallen: int) -> int:
    """Return the interest of past rows of grace that no row has collected yet."""
    past = state.rows[:fallen]
    return sum(row.deferred for row in past) - sum(row.collected for row in past)


def _collect(state: LoanState, rows: list[Row], carried: int, *, after_grace: int) -> None:
    """Let the new rows collect what grace has left over, as the contract collects it."""
    if not carried:
        return
    collecting = rows[min(after_grace, len(rows) - 1) :]
    spread = state.grace_mode is InterestGraceMode.SPREAD
    share = carried // len(collecting) if spread else 0
    for row in collecting:
        row.interest += share
        row.collected += share
    rest = carried - share * len(collecting)
    collecting[0].interest += rest
    collecting[0].collected += rest


def new_rows(state: LoanState, remainder: Remainder, *, first_number: int) -> list[Row]:
    """Return the rows of what is to be planned, fewer where the principal is too small for all."""
    if not remainder.principal:
        return [_row_without_principal(state, remainder, first_number)]
    remainder = _fewer_rows(state, remainder)
    rows = []
    starts_on = remainder.starts_on
    pairs = planned(state.terms, remainder)
    for offset, ((principal, interest), due_on) in enumerate(
        zip(pairs, remainder.due_on, strict=False)
    ):
        rows.append(Row(first_number + offset, starts_on, due_on, principal, interest))
        starts_on = due_on
    note_grace(state, rows, remainder)
    note_subsidy(state, rows, annual_rate=remainder.annual_rate)
    return rows


def _row_without_principal(state: LoanState, remainder: Remainder, number: int) -> Row:
    """Return the row that is left when all principal was paid ahead: interest already begun.

    A margin that is owed whole is owed whole here too.
    """
    interest = remainder.first_interest or 0
    if remainder.margin and state.terms.settlement is SettlementRule.WHOLE_MARGIN:
        interest = remainder.margin
    return Row(number, remainder.starts_on, remainder.due_on[0], 0, interest)


def note_grace(state: LoanState, rows: list[Row], remainder: Remainder) -> None:
    """Note on rows of interest grace what they defer, and on the others what they collect of it."""
    grace = remainder.interest_grace
    if not grace or remainder.interest_grace_mode is InterestGraceMode.WAIVED:
        return
    without_grace = replace(
        remainder, interest_grace=0, principal_grace=remainder.principal_grace + grace
    )
    for row, (_, natural) in zip(rows, planned(state.terms, without_grace), strict=True):
        if row.number - rows[0].number < grace:
            row.deferred = natural
        else:
            row.collected = row.interest - natural


def _move_what_was_paid_ahead(
    state: LoanState, event: LoanEvent, gone: list[Row], fallen: int
) -> None:
    split = Split()
    interest = sum(row.interest_paid for row in gone)
    principal = sum(row.principal_paid for row in gone)
    if not interest and not principal:
        return
    for row in gone:
        if row.interest_paid or row.principal_paid:
            split.add(row.number, -row.interest_paid, -row.principal_paid)
    state.give_back_principal(principal, of_capitalised=sum(row.capitalised_paid for row in gone))
    left = interest + principal
    if state.terms.surplus is Surplus.RECAST_KEEP:
        left = interest + pay_last_principal(state, principal, on=event.value_on, split=split)
    left = pay_ahead(state, left, on=event.value_on, split=split, since=fallen)
    if left:
        state.credits[event.seq] = state.credits.get(event.seq, 0) + left
    state.allocations.append(
        Allocation(
            seq=event.seq,
            value_on=event.value_on,
            amount=ZERO,
            parts=split.parts(),
            overpaid=ZERO + left,
        )
    )


def note_plan(state: LoanState, event: LoanEvent, rows: list[Row]) -> None:
    """Give the new schedule a number; recasts of one day are one, however the money was split."""
    last = state.plans[-1] if state.plans else None
    if last and last.valid_from == event.value_on and last.cause is event.kind is EventKind.REPAID:
        state.plans.pop()
    state.plans.append(
        Plan(
            len(state.plans) + 1,
            event.value_on,
            event.kind,
            tuple(PlannedRow(row.number, row.due_on, row.principal, row.interest) for row in rows),
        )
    )
