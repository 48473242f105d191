"""How a loan begins, and how a further tranche is planned in."""

from harkat.domain.due_dates import due_dates
from harkat.domain.loan_events import (
    DisbursementDiffersFromTerms,
    LoanEvent,
    NotInTranches,
    TooMuchDisbursed,
)
from harkat.domain.loan_state import LoanState, Row
from harkat.domain.product import InterestMethod
from harkat.domain.replanning import new_rows, note_grace, note_plan, plan_rest
from harkat.domain.running_period import note_subsidy, running_period
from harkat.domain.schedule import Remainder, schedule


def disbursed(state: LoanState, event: LoanEvent) -> None:
    """Pay out the loan, or the next tranche of it.

    :raises TooMuchDisbursed: if the tranches come to more than the loan
    :raises NotInTranches: if the price is a margin fixed for the whole sum
    :raises DisbursementDiffersFromTerms: if the first one has another day than the terms
    """
    terms, amount = state.terms, int(event.amount)
    if state.disbursed + amount > terms.principal:
        raise TooMuchDisbursed("pays out more than the loan", seq=event.seq)
    if terms.method is InterestMethod.PROFIT_SHARE and amount != terms.principal:
        raise NotInTranches("pays a loan with a fixed margin out in parts", seq=event.seq)
    if state.disbursed:
        _plan_tranche(state, event)
    elif event.value_on != terms.disbursed_on:
        raise DisbursementDiffersFromTerms("differs from the terms", seq=event.seq)
    else:
        _begin(state, event)
    state.disbursed += amount
    state.principal += amount


def _begin(state: LoanState, event: LoanEvent) -> None:
    terms = state.terms
    whole = Remainder(
        principal=int(event.amount),
        starts_on=terms.disbursed_on,
        due_on=due_dates(terms),
        annual_rate=terms.annual_rate,
        principal_grace=terms.principal_grace,
        interest_grace=terms.interest_grace,
        interest_grace_mode=terms.interest_grace_mode,
    )
    if event.amount == terms.principal:
        state.rows = _agreed_rows(state, whole)
    else:
        state.rows = new_rows(state, whole, first_number=1)
    state.last_number = terms.instalments
    state.grace_mode = terms.interest_grace_mode
    state.interest_grace_to = terms.interest_grace
    state.principal_grace_to = terms.interest_grace + terms.principal_grace
    note_plan(state, event, state.rows)


def _agreed_rows(state: LoanState, whole: Remainder) -> list[Row]:
    """Return the rows of the agreed schedule, which is known already."""
    plan = schedule(state.terms)
    starts_on = whole.starts_on
    rows = []
    for number, due_on in enumerate(plan.due_on):
        rows.append(
            Row(number + 1, starts_on, due_on, plan.principals[number], plan.interests[number])
        )
        starts_on = due_on
    note_grace(state, rows, whole)
    note_subsidy(state, rows, annual_rate=whole.annual_rate)
    return rows


def _plan_tranche(state: LoanState, event: LoanEvent) -> None:
    """Plan a further tranche over the rows to come; in the running period it bears its days."""
    amount = int(event.amount)
    running = running_period(state, event.value_on, added=amount)
    scheduled = sum(row.principal for row in state.rows_to_come(event.value_on))
    plan_rest(state, event, principal=scheduled + amount, running=running)
