"""Which amount a business can carry for so long: what an officer suggests, and an owner tries."""

from dataclasses import dataclass
from datetime import date

from harkat.domain.affordability import (
    Limits,
    MonthlyMoney,
    affordability,
    highest_amount,
    instalment_a_month,
)
from harkat.domain.contract_terms import Contract, agreed_terms
from harkat.domain.money import Rupiah
from harkat.domain.product import Every, RefusedTerms
from harkat.domain.schedule import Schedule, schedule

STEP = Rupiah(100_000)
"""Amounts are suggested in whole steps of this."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """An amount for so many instalments that the business carries; `instalment` is the first."""

    instalments: int
    amount: Rupiah
    instalment: Rupiah


def suggestion(
    money: MonthlyMoney,
    limits: Limits,
    *,
    contract: Contract,
    every: Every,
    instalments: int,
    smallest: Rupiah,
    most: Rupiah,
    on: date,
) -> Suggestion | None:
    """Return the highest amount up to the most whose instalments keep both limits.

    It is a whole number of steps, or the most itself where that is affordable. None if not even
    the smallest amount one may borrow is; the money counts as sent on the day.
    """

    def plan(amount: Rupiah) -> Schedule | None:
        return _plan(contract, amount=amount, instalments=instalments, on=on)

    def is_affordable(amount: Rupiah) -> bool:
        planned = plan(amount)
        if planned is None:
            return False
        largest = max(row.total for row in planned.rows)
        return affordability(money, instalment_a_month(largest, every=every), limits).is_within_both

    amount = most
    if not is_affordable(most):
        amount = highest_amount(step=STEP, most=most, is_affordable=is_affordable)
    found = plan(amount) if amount and amount >= smallest else None
    if found is None:
        return None
    return Suggestion(instalments=instalments, amount=amount, instalment=found.rows[0].total)


def _plan(contract: Contract, *, amount: Rupiah, instalments: int, on: date) -> Schedule | None:
    """Return what a loan would pay when, or None where no loan can be like this."""
    try:
        return schedule(
            agreed_terms(contract, principal=amount, instalments=instalments, disbursed_on=on)
        )
    except RefusedTerms:
        return None
