"""How one repayment is split: by default the oldest instalment first, interest before principal.

The rules are written out with a worked example in docs/algorithms/allocation.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from harkat.domain.money import ZERO, Rupiah, known, total
from harkat.domain.product import AllocationOrder

if TYPE_CHECKING:
    from harkat.domain.loan_state import LoanState, Row


class InstalmentPart(NamedTuple):
    """Interest, principal and penalty of one instalment: owed by it, or paid on it."""

    number: int
    interest: Rupiah
    principal: Rupiah
    penalty: Rupiah = ZERO


class Allocation(NamedTuple):
    """The split of one event's money: parts, `prepaid`, `overpaid` and `recovered` are its amount.

    `prepaid` is principal that a recast took off the schedule itself, `overpaid` stays titipan,
    `recovered` is what came in on a claim written off. An event that made a new schedule has an
    amount of zero: it moves what was paid ahead from rows that are no more to the new ones.
    """

    seq: int
    value_on: date
    amount: Rupiah
    parts: tuple[InstalmentPart, ...]
    prepaid: Rupiah = ZERO
    overpaid: Rupiah = ZERO
    recovered: Rupiah = ZERO

    @property
    def interest(self) -> Rupiah:
        """How much of it was interest."""
        return total(part.interest for part in self.parts)

    @property
    def principal(self) -> Rupiah:
        """How much of it was principal."""
        return total(part.principal for part in self.parts) + self.prepaid

    @property
    def penalty(self) -> Rupiah:
        """How much of it was penalty."""
        return total(part.penalty for part in self.parts)


class Split:
    """Collects what one event pays, row by row, and `prepaid` beside the rows."""

    __slots__ = ("_parts", "prepaid")

    def __init__(self) -> None:
        self.prepaid = 0
        self._parts: dict[int, list[int]] = {}

    def add(self, number: int, interest: int, principal: int, penalty: int = 0) -> None:
        """Note what went to a row, or came back from it."""
        part = self._parts.get(number)
        if part is None:
            self._parts[number] = [interest, principal, penalty]
        else:
            part[0] += interest
            part[1] += principal
            part[2] += penalty

    def parts(self) -> tuple[InstalmentPart, ...]:
        """Return the parts of the rows on which anything was paid, in the order of the rows."""
        return tuple(
            [
                InstalmentPart(
                    number,
                    known(interest),
                    known(principal),
                    known(penalty) if penalty else ZERO,
                )
                for number, (interest, principal, penalty) in sorted(self._parts.items())
                if interest or principal or penalty
            ]
        )


class _Component(StrEnum):
    """What an instalment is made of."""

    INTEREST = "interest"
    PRINCIPAL = "principal"
    PENALTY = "penalty"


_INTEREST, _PRINCIPAL, _PENALTY = _Component
_INSIDE: Mapping[AllocationOrder, tuple[_Component, ...]] = {
    AllocationOrder.INTEREST_PRINCIPAL_PENALTY: (_INTEREST, _PRINCIPAL, _PENALTY),
    AllocationOrder.PRINCIPAL_INTEREST_PENALTY: (_PRINCIPAL, _INTEREST, _PENALTY),
    AllocationOrder.PENALTY_INTEREST_PRINCIPAL: (_PENALTY, _INTEREST, _PRINCIPAL),
    AllocationOrder.ALL_INTEREST_FIRST: (_INTEREST, _PRINCIPAL, _PENALTY),
}


def pay_due(state: "LoanState", amount: int, *, on: date, split: Split) -> int:
    """Pay what has fallen due by a day, in the contract's order; return what is left."""
    order = state.terms.allocation_order
    inside = _INSIDE[order]
    due = state.rows_due(on)
    if order is AllocationOrder.ALL_INTEREST_FIRST:
        for component in inside:
            amount = _pay_rows(state, due, amount, inside=(component,), on=on, split=split)
    else:
        amount = _pay_rows(state, due, amount, inside=inside, on=on, split=split)
    state.skip_closed_rows()
    return amount


def pay_ahead(
    state: "LoanState", amount: int, *, on: date, split: Split, since: int | None = None
) -> int:
    """Pay the rows still to come in their order, as planned; return what is left.

    `since` is the first row it may pay; without it, the first on which anything is open.
    """
    inside = _INSIDE[state.terms.allocation_order]
    ahead = state.rows[state.first_open if since is None else since :]
    amount = _pay_rows(state, ahead, amount, inside=inside, on=on, split=split)
    state.skip_closed_rows()
    return amount


def pay_last_principal(state: "LoanState", amount: int, *, on: date, split: Split) -> int:
    """Pay the principal of the last rows, going backwards; return what is left."""
    rows = reversed(state.rows_to_come(on))
    amount = _pay_rows(state, rows, amount, inside=(_PRINCIPAL,), on=on, split=split)
    state.skip_closed_rows()
    return amount


def _pay_rows(
    state: "LoanState",
    rows: "Iterable[Row]",
    amount: int,
    *,
    inside: tuple[_Component, ...],
    on: date,
    split: Split,
) -> int:
    for row in rows:
        if not amount:
            break
        interest = principal = penalty = 0
        for component in inside:
            if component is _INTEREST:
                interest = min(amount, row.interest_unpaid)
                row.interest_paid += interest
                amount -= interest
            elif component is _PRINCIPAL:
                principal = min(amount, row.principal_unpaid)
                row.principal_paid += principal
                row.capitalised_paid += state.pay_principal(principal)
                amount -= principal
            elif row.overdue_days or row.penalty_charged:
                penalty = min(amount, state.penalty_due(row))
                row.penalty_paid += penalty
                state.penalty_income += penalty
                amount -= penalty
        split.add(row.number, interest, principal, penalty)
        if interest + principal and not row.unpaid:
            row.paid_on = on
    return amount
