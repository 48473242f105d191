"""The fold of a loan: each event in the order of value dates changes the loan's state.

It is total over any history whose money adds up: what a late entry makes smaller (interest to be
waived, a claim) is taken as far as it goes. Whether an event may be recorded today is another
question, which `loan_life` answers.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from harkat.domain.disbursing import disbursed
from harkat.domain.leaving import forgiven, written_off
from harkat.domain.loan_events import EventBeforeDisbursement, EventKind, LoanEvent
from harkat.domain.loan_state import LoanState
from harkat.domain.paying import credit_applied, recovered, refunded, repaid, settled
from harkat.domain.product import LoanTerms
from harkat.domain.restructuring import payment_holiday, rate_changed, restructured


def fold(*, terms: LoanTerms, events: Iterable[LoanEvent], on: date) -> LoanState:
    """Return the state of a loan after its live events, in the order of their value dates.

    :raises ImpossibleHistory: if the events cannot all have happened to this loan
    """
    state = LoanState.of(terms)
    for event in events:
        if not state.disbursed and event.kind is not EventKind.DISBURSED:
            raise EventBeforeDisbursement("comes before the disbursement", seq=event.seq)
        state.accrue_penalties(event.value_on)
        _HANDLERS[event.kind](state, event)
    if state.disbursed:
        state.accrue_penalties(on)
    return state


def _charged(state: LoanState, event: LoanEvent) -> None:
    """Charge a penalty by hand; it stands on the last row that has fallen due."""
    index = max(state.fallen_due(event.value_on) - 1, 0)
    state.rows[index].penalty_charged += int(event.amount)
    state.first_open = min(state.first_open, index)


def _interest_waived(state: LoanState, event: LoanEvent) -> None:
    left = int(event.amount)
    for row in state.rows:
        if row.due_on > event.value_on and not row.is_aside:
            continue
        waived = min(left, row.interest_unpaid)
        row.interest_waived += waived
        left -= waived
        if waived and not row.unpaid and row.paid_on is None:
            row.paid_on = event.value_on
    state.forgiven_interest += int(event.amount) - left
    state.skip_closed_rows()


def _penalty_waived(state: LoanState, event: LoanEvent) -> None:
    left = int(event.amount)
    for row in state.rows:
        waived = min(left, state.penalty_due(row))
        row.penalty_waived += waived
        left -= waived
    state.skip_closed_rows()


_HANDLERS: Mapping[EventKind, Callable[[LoanState, LoanEvent], None]] = {
    EventKind.DISBURSED: disbursed,
    EventKind.REPAID: repaid,
    EventKind.SETTLED: settled,
    EventKind.CREDIT_APPLIED: credit_applied,
    EventKind.REFUNDED: refunded,
    EventKind.CHARGED: _charged,
    EventKind.INTEREST_WAIVED: _interest_waived,
    EventKind.PENALTY_WAIVED: _penalty_waived,
    EventKind.RESTRUCTURED: restructured,
    EventKind.RATE_CHANGED: rate_changed,
    EventKind.PAYMENT_HOLIDAY: payment_holiday,
    EventKind.WRITTEN_OFF: written_off,
    EventKind.RECOVERED: recovered,
    EventKind.FORGIVEN: forgiven,
}
