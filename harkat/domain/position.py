"""Where a loan stands on a day: the fold of its events, the only source of every figure shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from harkat.domain.allocation import Allocation, InstalmentPart, allocate
from harkat.domain.loan_events import (
    DisbursedTwice,
    DisbursementDiffersFromTerms,
    EventKind,
    LoanEvent,
    PaymentBeforeDisbursement,
    live_events,
)
from harkat.domain.money import ZERO, Rupiah, total
from harkat.domain.product import LoanTerms
from harkat.domain.schedule import Schedule, schedule

__all__ = [
    "EventKind",
    "InstalmentPosition",
    "LedgerComponents",
    "LoanEvent",
    "Position",
    "components",
    "position",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalmentPosition:
    """One row of the schedule and what was paid on it."""

    number: int
    due_on: date
    principal: Rupiah
    interest: Rupiah
    principal_paid: Rupiah
    interest_paid: Rupiah

    @property
    def total(self) -> Rupiah:
        """What the row asks for."""
        return self.principal + self.interest

    @property
    def paid(self) -> Rupiah:
        """What was paid on the row."""
        return self.principal_paid + self.interest_paid

    @property
    def principal_unpaid(self) -> Rupiah:
        """Principal of the row still to come."""
        return self.principal - self.principal_paid

    @property
    def interest_unpaid(self) -> Rupiah:
        """Interest of the row still to come."""
        return self.interest - self.interest_paid

    @property
    def unpaid(self) -> Rupiah:
        """What is still to come on the row."""
        return self.total - self.paid

    @property
    def is_paid(self) -> bool:
        """Tell whether nothing is left to pay on the row."""
        return self.principal_paid == self.principal and self.interest_paid == self.interest


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """Everything known about a loan on a day; all zero before the money was paid out.

    An instalment has fallen due on its due date; it is in arrears from the day after.
    """

    on: date
    schedule: Schedule
    disbursed: Rupiah
    repaid: Rupiah
    instalments: tuple[InstalmentPosition, ...]
    allocations: tuple[Allocation, ...]
    principal_paid: Rupiah
    interest_paid: Rupiah
    overpaid: Rupiah
    principal_outstanding: Rupiah
    interest_fallen_due: Rupiah
    interest_due: Rupiah
    interest_ahead: Rupiah
    arrears_principal: Rupiah
    arrears_interest: Rupiah
    days_past_due: int
    next_instalment: InstalmentPosition | None

    @property
    def is_paid_off(self) -> bool:
        """Tell whether the loan was paid out and every instalment is paid."""
        return self.disbursed > 0 and self.next_instalment is None

    @property
    def arrears(self) -> Rupiah:
        """Principal and interest unpaid after their due dates."""
        return self.arrears_principal + self.arrears_interest

    @property
    def days_past_maturity(self) -> int:
        """Days since the last due date of a loan that is still owed; 0 on that day."""
        if self.next_instalment is None:
            return 0
        return max(0, (self.on - self.instalments[-1].due_on).days)


def position(*, terms: LoanTerms, events: Iterable[LoanEvent], on: date) -> Position:
    """Fold the events up to a day, in the order of their value dates, over the agreed schedule.

    :raises ImpossibleHistory: if the events cannot all have happened to this loan
    """
    plan = schedule(terms)
    live = live_events(events=events, on=on)
    disbursed = _disbursed(terms=terms, events=live)
    owed = {
        row.number: InstalmentPart(
            number=row.number, interest=row.interest, principal=row.principal
        )
        for row in plan.rows
    }
    allocations = tuple(
        _pay(repayment=event, unpaid=owed) for event in live if event.kind is EventKind.REPAID
    )
    instalments = _instalments(plan=plan, unpaid=owed) if disbursed else ()
    return _position(
        on=on, plan=plan, disbursed=disbursed, allocations=allocations, instalments=instalments
    )


def _disbursed(*, terms: LoanTerms, events: Sequence[LoanEvent]) -> Rupiah:
    """Return what was paid out, after checking that it fits the terms and came first."""
    disbursements = [event for event in events if event.kind is EventKind.DISBURSED]
    for again in disbursements[1:]:
        raise DisbursedTwice("pays the loan out again", seq=again.seq)
    for event in disbursements:
        if (event.amount, event.value_on) != (terms.principal, terms.disbursed_on):
            raise DisbursementDiffersFromTerms("differs from the terms", seq=event.seq)
    for event in events:
        if not disbursements or event.value_on < terms.disbursed_on:
            raise PaymentBeforeDisbursement("comes before the disbursement", seq=event.seq)
    return terms.principal if disbursements else ZERO


def _pay(*, repayment: LoanEvent, unpaid: dict[int, InstalmentPart]) -> Allocation:
    """Split a repayment and take its parts off what is unpaid."""
    allocation = allocate(repayment=repayment, unpaid=unpaid.values())
    for part in allocation.parts:
        owed = unpaid[part.number]
        rest = InstalmentPart(
            number=part.number,
            interest=owed.interest - part.interest,
            principal=owed.principal - part.principal,
        )
        if rest.interest or rest.principal:
            unpaid[part.number] = rest
        else:
            del unpaid[part.number]
    return allocation


def _instalments(
    *, plan: Schedule, unpaid: Mapping[int, InstalmentPart]
) -> tuple[InstalmentPosition, ...]:
    nothing = InstalmentPart(number=0, interest=ZERO, principal=ZERO)
    return tuple(
        InstalmentPosition(
            number=row.number,
            due_on=row.due_on,
            principal=row.principal,
            interest=row.interest,
            principal_paid=row.principal - unpaid.get(row.number, nothing).principal,
            interest_paid=row.interest - unpaid.get(row.number, nothing).interest,
        )
        for row in plan.rows
    )


def _position(
    *,
    on: date,
    plan: Schedule,
    disbursed: Rupiah,
    allocations: tuple[Allocation, ...],
    instalments: tuple[InstalmentPosition, ...],
) -> Position:
    """Add up what the instalments and allocations say."""
    fallen_due = [row for row in instalments if row.due_on <= on]
    unpaid = [row for row in instalments if not row.is_paid]
    late = [row for row in unpaid if row.due_on < on]
    principal_paid = total(row.principal_paid for row in instalments)
    interest_paid = total(row.interest_paid for row in instalments)
    interest_fallen_due = total(row.interest for row in fallen_due)
    interest_due = total(row.interest_unpaid for row in fallen_due)
    return Position(
        on=on,
        schedule=plan,
        disbursed=disbursed,
        repaid=total(allocation.amount for allocation in allocations),
        instalments=instalments,
        allocations=allocations,
        principal_paid=principal_paid,
        interest_paid=interest_paid,
        overpaid=total(allocation.overpaid for allocation in allocations),
        principal_outstanding=disbursed - principal_paid,
        interest_fallen_due=interest_fallen_due,
        interest_due=interest_due,
        interest_ahead=interest_paid + interest_due - interest_fallen_due,
        arrears_principal=total(row.principal_unpaid for row in late),
        arrears_interest=total(row.interest_unpaid for row in late),
        days_past_due=(on - late[0].due_on).days if late else 0,
        next_instalment=unpaid[0] if unpaid else None,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerComponents:
    """What a position holds on each ledger account, in the sign of the account's normal side.

    Postings are `components(after) - components(before)`; clearing with the bank takes the rest.
    """

    principal: Rupiah
    interest_due: Rupiah
    interest_ahead: Rupiah
    interest_income: Rupiah
    suspense: Rupiah

    def __sub__(self, before: "LedgerComponents") -> "LedgerComponents":
        return LedgerComponents(
            principal=self.principal - before.principal,
            interest_due=self.interest_due - before.interest_due,
            interest_ahead=self.interest_ahead - before.interest_ahead,
            interest_income=self.interest_income - before.interest_income,
            suspense=self.suspense - before.suspense,
        )


def components(position: Position) -> LedgerComponents:
    """Return the part of a position that the ledger keeps."""
    return LedgerComponents(
        principal=position.principal_outstanding,
        interest_due=position.interest_due,
        interest_ahead=position.interest_ahead,
        interest_income=position.interest_fallen_due,
        suspense=position.overpaid,
    )
