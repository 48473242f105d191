"""How a loan leaves the books unpaid: written off with a claim that stays, or forgiven."""

from harkat.domain.loan_events import LoanEvent
from harkat.domain.loan_state import LoanEnd, LoanState
from harkat.domain.replanning import close_rows


def written_off(state: LoanState, event: LoanEvent) -> None:
    """Take what is owed off the books; it may still be claimed."""
    principal, capitalised, interest = _leave_the_books(state, event)
    state.loss_principal += principal
    state.loss_interest += capitalised + interest
    state.claim += principal + capitalised + interest
    state.ended = state.ended or LoanEnd.WRITTEN_OFF


def forgiven(state: LoanState, event: LoanEvent) -> None:
    """Take what is owed off the books, and the claim if it was written off before."""
    principal, capitalised, interest = _leave_the_books(state, event)
    state.forgiven_principal += principal
    state.forgiven_interest += capitalised + interest
    state.claim = 0
    state.ended = LoanEnd.FORGIVEN


def _leave_the_books(state: LoanState, event: LoanEvent) -> tuple[int, int, int]:
    """Close every row; return the principal, capitalised arrears and interest that were open."""
    close_rows(state, event, interest=0)
    interest = 0
    for row in state.rows:
        row.penalty_waived += state.penalty_due(row)
        interest += row.interest_unpaid
        row.principal_moved += row.principal_unpaid
        row.interest_moved += row.interest_unpaid
    principal, capitalised = state.principal, state.capitalised
    state.principal = state.capitalised = 0
    state.skip_closed_rows()
    return principal, capitalised, interest
