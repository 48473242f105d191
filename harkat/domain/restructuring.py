"""Changes of the terms of a running loan: restructuring, another rate, a payment holiday."""

from dataclasses import replace
from datetime import date

from harkat.domain.kolektibilitas import Restructuring
from harkat.domain.loan_events import LoanEvent, MarginIsFixed
from harkat.domain.loan_state import ASIDE, LoanState, Row
from harkat.domain.product import LATEST, Impossible, ImpossibleTerms, InterestMethod
from harkat.domain.replanning import NewPlan, grace_left, plan_anew, plan_rest
from harkat.domain.running_period import running_period
from harkat.domain.schedule_change import ScheduleChange


def rate_changed(state: LoanState, event: LoanEvent) -> None:
    """Let another rate hold from the event's day on, also inside the running period.

    :raises MarginIsFixed: if the price is a margin in rupiah
    """
    assert event.change is not None
    if state.terms.method is InterestMethod.PROFIT_SHARE:
        raise MarginIsFixed("changes the rate of a margin fixed at signing", seq=event.seq)
    to_come = state.rows_to_come(event.value_on)
    rate = event.change.annual_rate
    if rate is None or not to_come:
        return
    running = running_period(state, event.value_on)
    state.annual_rate = rate
    scheduled = sum(row.principal for row in to_come)
    plan_rest(state, event, principal=scheduled, running=running)


def payment_holiday(state: LoanState, event: LoanEvent) -> None:
    """Put rows of nothing before the rows to come, which move on by as many periods."""
    change = event.change
    assert change is not None
    to_come = state.rows_to_come(event.value_on)
    principal = sum(row.principal for row in to_come)
    if not principal:
        return
    new = grace_left(state, event.value_on)
    plan_anew(
        state,
        event,
        replace(
            new,
            principal=principal,
            count=new.count + change.periods,
            running=running_period(state, event.value_on),
            interest_grace=new.interest_grace + change.periods,
            interest_grace_mode=change.interest_grace_mode,
        ),
    )


def restructured(state: LoanState, event: LoanEvent) -> None:
    """Put all principal that is left, and arrears if so agreed, into a new numbered schedule.

    :raises ImpossibleTerms: if its first due date is not after the day itself
    """
    change, on = event.change, event.value_on
    assert change is not None
    if state.ended or not state.principal + state.capitalised:
        return
    _check_first_due(change, on)
    before = _found(state, on)
    to_come = state.rows_to_come(on)
    scheduled = sum(row.principal for row in to_come)
    added = _move_arrears(state, event)
    rate = state.annual_rate if change.annual_rate is None else change.annual_rate
    running = running_period(state, on, added=added)
    if change.first_due_on:
        starts_on, _ = state.dates_after(on, 1)
        state.grid = replace(state.grid, disbursed_on=starts_on, first_due_on=change.first_due_on)
    number = state.last_fallen_number(on)
    plan_anew(
        state,
        event,
        NewPlan(
            principal=scheduled + added,
            count=change.instalments or grace_left(state, on).count,
            annual_rate=rate,
            running=running,
            principal_grace=change.principal_grace,
            interest_grace=change.interest_grace,
            interest_grace_mode=change.interest_grace_mode,
        ),
    )
    state.restructurings.append((number + 1, before))
    if state.rows[-1].is_aside:
        state.rows[-1].due_on = state.rows[-2].due_on


def _check_first_due(change: ScheduleChange, on: date) -> None:
    if change.first_due_on and change.first_due_on <= on:
        raise ImpossibleTerms(
            field="first_due_on",
            reason=Impossible.OUT_OF_RANGE,
            value=change.first_due_on,
            lowest=date.fromordinal(on.toordinal() + 1),
            highest=LATEST,
        )


def _found(state: LoanState, on: date) -> Restructuring:
    """Return in what state a restructuring finds the loan; its instalments are still to come."""
    return Restructuring(
        on=on,
        days_past_due=state.days_past_due(on),
        days_past_maturity=state.days_past_maturity(on),
        clean_instalments=0,
    )


def _move_arrears(state: LoanState, event: LoanEvent) -> int:
    """Take the arrears out of the old rows; return what of them is planned anew as principal."""
    change, on = event.change, event.value_on
    assert change is not None
    principal = interest = penalty = 0
    for row in state.rows:
        owed = state.penalty_due(row)
        penalty += owed
        row.penalty_waived += owed
        if row.due_on <= on or row.is_aside:
            principal += row.principal_unpaid
            interest += row.interest_unpaid
            row.principal_moved += row.principal_unpaid
            row.interest_moved += row.interest_unpaid
    if change.waives_penalties:
        penalty = 0
    capitalised = interest if change.capitalises_interest else 0
    # What was lent stays lent; only the interest that becomes debt is new.
    state.capitalised += capitalised
    state.capitalised_total += capitalised
    if interest - capitalised or penalty:
        _put_aside(state, event, interest=interest - capitalised, penalty=penalty)
    state.skip_closed_rows()
    return principal + capitalised


def _put_aside(state: LoanState, event: LoanEvent, *, interest: int, penalty: int) -> None:
    """Keep arrears in a row of their own, which falls due with the last one."""
    if not state.rows[-1].is_aside:
        due_on = max(state.rows[-1].due_on, event.value_on)
        state.rows.append(Row(ASIDE, event.value_on, due_on, 0, 0))
    aside = state.rows[-1]
    aside.interest += interest
    aside.penalty_charged += penalty
    aside.paid_on = None
