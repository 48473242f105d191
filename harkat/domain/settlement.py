"""What it costs to pay a loan off early, on any day.

By default: the principal that is left, the interest of the period that is running, and arrears and
penalties. A margin may be owed whole, less a rebate, where the contract says so. Period k runs from
the day after its first day to its due date, so on a due date no further period has begun.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from harkat.domain.loan_state import LoanState, Row
from harkat.domain.money import Rupiah, round_half_up
from harkat.domain.product import SettlementRule


@dataclass(frozen=True, kw_only=True, slots=True)
class SettlementQuote:
    """What closes the loan at zero when paid on the day.

    `interest` is what the contract asks for beyond the interest arrears; what was paid ahead is
    taken off `total`.
    """

    on: date
    principal: Rupiah
    interest_due: Rupiah
    interest: Rupiah
    penalty: Rupiah
    paid_ahead: Rupiah
    total: Rupiah


def quote(state: LoanState, on: date) -> SettlementQuote:
    """Return what is to be paid on a day; penalties are accrued up to it."""
    to_come, due = state.rows_to_come(on), state.rows_begun(on)
    principal = state.principal + state.capitalised
    interest_due = sum(row.interest_unpaid for row in due)
    interest = interest_to_settle(state, to_come, due, on=on)
    ahead = sum(row.interest_paid for row in to_come)
    penalty = sum(state.penalty_due(row) for row in state.rows)
    return SettlementQuote(
        on=on,
        principal=Rupiah(principal),
        interest_due=Rupiah(interest_due),
        interest=Rupiah(interest),
        penalty=Rupiah(penalty),
        paid_ahead=Rupiah(ahead),
        total=Rupiah(max(principal + interest_due + interest - ahead, 0) + penalty),
    )


def interest_to_settle(state: LoanState, to_come: list[Row], due: list[Row], *, on: date) -> int:
    """Return the interest that the contract asks for when the rows to come are settled."""
    if state.terms.settlement is SettlementRule.WHOLE_MARGIN:
        whole = sum(row.interest for row in to_come)
        rebate = round_half_up(Fraction(state.terms.settlement_rebate) * whole)
        return whole - int(rebate)
    running = [row for row in to_come if row.starts_on < on]
    begun = due + running
    # What a grace has deferred up to today is owed, whichever row would have collected it.
    deferred = sum(row.deferred for row in begun) - sum(row.collected for row in begun)
    return sum(row.interest for row in running) + max(deferred, 0)
