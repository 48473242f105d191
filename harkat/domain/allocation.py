"""How one repayment is split: oldest instalment first, inside it interest before principal.

The rules are written out with a worked example in docs/algorithms/allocation.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from harkat.domain.loan_events import LoanEvent
from harkat.domain.money import Rupiah, total


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalmentPart:
    """Interest and principal of one instalment: owed by it, or paid on it."""

    number: int
    interest: Rupiah
    principal: Rupiah


@dataclass(frozen=True, kw_only=True, slots=True)
class Allocation:
    """The split of one repayment; parts and `overpaid` (kept as titipan) add up to its amount."""

    seq: int
    value_on: date
    amount: Rupiah
    parts: tuple[InstalmentPart, ...]
    overpaid: Rupiah

    @property
    def interest(self) -> Rupiah:
        """How much of the repayment was interest."""
        return total(part.interest for part in self.parts)

    @property
    def principal(self) -> Rupiah:
        """How much of the repayment was principal."""
        return total(part.principal for part in self.parts)


def allocate(*, repayment: LoanEvent, unpaid: Iterable[InstalmentPart]) -> Allocation:
    """Split a repayment over what is unpaid, given in the order of the instalments.

    What is left after the instalments fallen due pays the next ones in order (KUHPerdata 1397,
    1399), and what is left after the last one is overpaid.
    """
    left = repayment.amount
    parts = []
    for owed in unpaid:
        if left == 0:
            break
        interest = min(left, owed.interest)
        principal = min(left - interest, owed.principal)
        parts.append(InstalmentPart(number=owed.number, interest=interest, principal=principal))
        left -= interest + principal
    return Allocation(
        seq=repayment.seq,
        value_on=repayment.value_on,
        amount=repayment.amount,
        parts=tuple(parts),
        overpaid=left,
    )
