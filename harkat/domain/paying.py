"""Money that comes in, and the borrower's credit: repayment, recast, settlement, recovery."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from harkat.domain.allocation import Allocation, Split, pay_ahead, pay_due, pay_last_principal
from harkat.domain.loan_events import CreditSpent, LoanEvent
from harkat.domain.loan_state import LoanEnd, LoanState, Row
from harkat.domain.money import ZERO, known
from harkat.domain.product import InterestMethod, Surplus
from harkat.domain.replanning import close_rows, grace_left, plan_anew, plan_rest
from harkat.domain.running_period import running_period
from harkat.domain.settlement import interest_to_settle, quote


def repaid(state: LoanState, event: LoanEvent) -> None:
    """Pay what has fallen due; what is left goes where the contract says."""
    if state.ended is LoanEnd.WRITTEN_OFF:
        recovered(state, event)
        return
    state.received += int(event.amount)
    split = Split()
    left = pay_due(state, int(event.amount), on=event.value_on, split=split)
    if left:
        left = _SURPLUS[state.terms.surplus](state, event, left, split)
    _allocate(state, event, split, left)


def settled(state: LoanState, event: LoanEvent) -> None:
    """Close the loan if the money is enough for it; otherwise it is an ordinary repayment."""
    on, amount = event.value_on, int(event.amount)
    if state.ended or amount < quote(state, on).total:
        repaid(state, event)
        return
    state.received += amount
    to_come = state.rows_to_come(on)
    interest = interest_to_settle(state, to_come, state.rows_begun(on), on=on)
    running = [row for row in to_come if row.starts_on < on]
    close_rows(state, event, interest=interest, subsidy=sum(row.subsidy for row in running))
    split = Split()
    left = pay_due(state, amount, on=on, split=split)
    _allocate(state, event, split, pay_ahead(state, left, on=on, split=split))


def recovered(state: LoanState, event: LoanEvent) -> None:
    """Take money in on a claim that was written off; what is more than the claim is credit."""
    if state.ended is not LoanEnd.WRITTEN_OFF:
        repaid(state, event)
        return
    state.received += int(event.amount)
    amount = min(int(event.amount), state.claim)
    state.claim -= amount
    state.recovered += amount
    _allocate(state, event, Split(), int(event.amount) - amount, of_claim=amount)


def credit_applied(state: LoanState, event: LoanEvent) -> None:
    """Pay with the borrower's own credit what has fallen due, and no more than that.

    :raises CreditSpent: if there is not so much credit
    """
    split = Split()
    left = pay_due(state, int(event.amount), on=event.value_on, split=split)
    used = int(event.amount) - left
    if not state.take_credit(used):
        raise CreditSpent("uses more credit than there is", seq=event.seq)
    state.allocations.append(
        Allocation(seq=event.seq, value_on=event.value_on, amount=known(used), parts=split.parts())
    )


def refunded(state: LoanState, event: LoanEvent) -> None:
    """Give credit back to the borrower.

    :raises CreditSpent: if there is not so much credit
    """
    if not state.take_credit(int(event.amount)):
        raise CreditSpent("gives back more credit than there is", seq=event.seq)
    state.refunded += int(event.amount)


def _allocate(
    state: LoanState, event: LoanEvent, split: Split, left: int, *, of_claim: int = 0
) -> None:
    if left:
        state.credits[event.seq] = state.credits.get(event.seq, 0) + left
    state.allocations.append(
        Allocation(
            seq=event.seq,
            value_on=event.value_on,
            amount=event.amount,
            parts=split.parts(),
            prepaid=known(split.prepaid) if split.prepaid else ZERO,
            overpaid=known(left) if left else ZERO,
            recovered=known(of_claim) if of_claim else ZERO,
        )
    )


def _next_instalments(state: LoanState, event: LoanEvent, left: int, split: Split) -> int:
    return pay_ahead(state, left, on=event.value_on, split=split)


def _last_rows(state: LoanState, event: LoanEvent, left: int, split: Split) -> int:
    left = pay_last_principal(state, left, on=event.value_on, split=split)
    return pay_ahead(state, left, on=event.value_on, split=split)


def _credit(_state: LoanState, _event: LoanEvent, left: int, _split: Split) -> int:
    return left


def _recast(state: LoanState, event: LoanEvent, left: int, split: Split) -> int:
    """Take the principal to come down and plan it anew; the running period's interest stands."""
    to_come = state.rows_to_come(event.value_on)
    reduced = min(left, sum(row.principal_unpaid for row in to_come))
    if reduced:
        split.prepaid += reduced
        state.prepaid += reduced
        state.pay_principal(reduced)
        _plan_less(state, event, to_come, reduced)
    return pay_ahead(state, left - reduced, on=event.value_on, split=split)


def _plan_less(state: LoanState, event: LoanEvent, to_come: list[Row], reduced: int) -> None:
    running = running_period(state, event.value_on)
    principal = sum(row.principal for row in to_come) - reduced
    if principal and state.terms.surplus is Surplus.RECAST_SHORTEN and _has_level(state):
        new = grace_left(state, event.value_on)
        level = _level(state, to_come)
        plan_anew(state, event, replace(new, principal=principal, running=running, level=level))
    else:
        plan_rest(state, event, principal=principal, running=running)


def _has_level(state: LoanState) -> bool:
    """Tell whether fewer rows of the same size make sense for the loan's method."""
    return state.terms.method not in {InterestMethod.BULLET, InterestMethod.PROFIT_SHARE}


def _level(state: LoanState, to_come: list[Row]) -> int:
    """Return what a row of the schedule in force pays by its method; the last one only closes."""
    row = next((row for row in to_come if row.principal), to_come[-1])
    if state.terms.method is InterestMethod.DECLINING_EQUAL_PRINCIPAL:
        return row.principal
    return row.principal + row.interest - row.collected


_SURPLUS: Mapping[Surplus, Callable[[LoanState, LoanEvent, int, Split], int]] = {
    Surplus.NEXT_INSTALMENTS: _next_instalments,
    Surplus.RECAST_SHORTEN: _recast,
    Surplus.RECAST_LOWER: _recast,
    Surplus.RECAST_KEEP: _last_rows,
    Surplus.CREDIT: _credit,
}
