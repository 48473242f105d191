"""Where a loan stands on a day: the fold of its events, the only source of every figure shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from harkat.domain.allocation import Allocation
from harkat.domain.fold import fold
from harkat.domain.kolektibilitas import CLEAN_INSTALMENTS, Restructuring
from harkat.domain.loan_events import EventKind, LoanEvent, live_events
from harkat.domain.loan_state import LoanEnd, LoanState, Plan, Row
from harkat.domain.money import ZERO, Rupiah, known, total
from harkat.domain.product import LoanTerms
from harkat.domain.schedule import Schedule, schedule
from harkat.domain.settlement import SettlementQuote, quote

__all__ = [
    "EventKind",
    "InstalmentPosition",
    "LoanEvent",
    "Position",
    "position",
    "settlement_quote",
]


class InstalmentPosition(NamedTuple):
    """One row of the schedule in force and what became of it.

    What was moved by a restructuring is no longer asked for here; what was waived, nowhere.
    """

    number: int
    due_on: date
    principal: Rupiah
    interest: Rupiah
    principal_paid: Rupiah
    interest_paid: Rupiah
    interest_waived: Rupiah = ZERO
    principal_moved: Rupiah = ZERO
    interest_moved: Rupiah = ZERO
    penalty_due: Rupiah = ZERO
    subsidy: Rupiah = ZERO
    paid_on: date | None = None

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
        return self.principal - self.principal_paid - self.principal_moved

    @property
    def interest_unpaid(self) -> Rupiah:
        """Interest of the row still to come."""
        return self.interest - self.interest_paid - self.interest_waived - self.interest_moved

    @property
    def unpaid(self) -> Rupiah:
        """What is still to come on the row."""
        return self.principal_unpaid + self.interest_unpaid

    @property
    def is_moved(self) -> bool:
        """Tell whether a later schedule asks for what this row had open."""
        return self.principal_moved + self.interest_moved > 0

    @property
    def is_paid(self) -> bool:
        """Tell whether nothing is left to pay on the row."""
        return self.unpaid == 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """Everything known about a loan on a day; all zero before the money was paid out.

    An instalment has fallen due on its due date; it is in arrears from the day after. `credits`
    says by the event that left it what the borrower's credit is (titipan).
    """

    on: date
    schedule: Schedule
    plans: tuple[Plan, ...]
    instalments: tuple[InstalmentPosition, ...]
    allocations: tuple[Allocation, ...]
    credits: Mapping[int, Rupiah]
    restructurings: tuple[Restructuring, ...]
    ended: LoanEnd | None
    disbursed: Rupiah
    repaid: Rupiah
    refunded: Rupiah
    principal_paid: Rupiah
    interest_paid: Rupiah
    penalty_paid: Rupiah
    overpaid: Rupiah
    principal_outstanding: Rupiah
    capitalised_outstanding: Rupiah
    capitalised_total: Rupiah
    interest_fallen_due: Rupiah
    interest_due: Rupiah
    interest_ahead: Rupiah
    subsidy_fallen_due: Rupiah
    penalty_due: Rupiah
    loss_principal: Rupiah
    loss_interest: Rupiah
    forgiven_principal: Rupiah
    forgiven_interest: Rupiah
    claim: Rupiah
    recovered: Rupiah
    arrears_principal: Rupiah
    arrears_interest: Rupiah
    days_past_due: int
    next_instalment: InstalmentPosition | None

    @property
    def is_paid_off(self) -> bool:
        """Tell whether the loan was paid out and every instalment and penalty is paid."""
        is_closed = self.next_instalment is None and self.penalty_due == 0
        return self.disbursed > 0 and is_closed and self.ended is None

    @property
    def outstanding(self) -> Rupiah:
        """Principal still owed, with arrears of interest that became debt (baki debet)."""
        return self.principal_outstanding + self.capitalised_outstanding

    @property
    def principal_asked(self) -> Rupiah:
        """What the rows of the schedule in force ask for as principal, paid or not."""
        return total(row.principal - row.principal_moved for row in self.instalments)

    @property
    def interest_asked(self) -> Rupiah:
        """What the rows of the schedule in force ask for as interest, paid or not."""
        return total(
            row.interest - row.interest_moved - row.interest_waived for row in self.instalments
        )

    @property
    def total_asked(self) -> Rupiah:
        """What the rows of the schedule in force ask for in all, paid or not."""
        return self.principal_asked + self.interest_asked

    def split_of(self, seq: int) -> Allocation | None:
        """Return how the money of an event is split, or None if it is not among what counts."""
        return next(
            (split for split in reversed(self.allocations) if split.seq == seq and split.amount),
            None,
        )

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
    return _position(fold(terms=terms, events=live_events(events=events, on=on), on=on), on)


def settlement_quote(*, terms: LoanTerms, events: Iterable[LoanEvent], on: date) -> SettlementQuote:
    """Return what closes the loan at zero when it is paid on a day.

    :raises ImpossibleHistory: if the events cannot all have happened to this loan
    """
    return quote(fold(terms=terms, events=live_events(events=events, on=on), on=on), on)


def _position(state: LoanState, on: date) -> Position:
    """Add up what the rows say."""
    fallen_due = due = ahead = paid = subsidy = late_principal = late_interest = penalty = 0
    for row in state.rows:
        paid += row.interest_paid
        penalty += state.penalty_due(row)
        if row.due_on <= on or row.is_aside:
            # What is put aside was income when it first fell due.
            fallen_due += 0 if row.is_aside else row.interest
            subsidy += row.subsidy
            due += row.interest_unpaid
        else:
            ahead += row.interest_paid
        if row.due_on < on:
            late_principal += row.principal_unpaid
            late_interest += row.interest_unpaid
    instalments = tuple([_instalment(state, row) for row in state.rows])
    return Position(
        on=on,
        schedule=schedule(state.terms),
        plans=tuple(state.plans),
        instalments=instalments,
        allocations=tuple(state.allocations),
        credits={seq: known(amount) for seq, amount in state.credits.items() if amount},
        restructurings=_restructurings(state, on),
        ended=state.ended,
        disbursed=known(state.disbursed),
        repaid=known(state.received),
        refunded=known(state.refunded),
        principal_paid=known(state.principal_repaid),
        interest_paid=known(paid),
        penalty_paid=known(state.penalty_income),
        overpaid=known(sum(state.credits.values())),
        principal_outstanding=known(state.principal),
        capitalised_outstanding=known(state.capitalised),
        capitalised_total=known(state.capitalised_total),
        interest_fallen_due=known(fallen_due),
        interest_due=known(due),
        interest_ahead=known(ahead),
        subsidy_fallen_due=known(subsidy),
        penalty_due=known(penalty),
        loss_principal=known(state.loss_principal),
        loss_interest=known(state.loss_interest),
        forgiven_principal=known(state.forgiven_principal),
        forgiven_interest=known(state.forgiven_interest),
        claim=known(state.claim),
        recovered=known(state.recovered),
        arrears_principal=known(late_principal),
        arrears_interest=known(late_interest),
        days_past_due=state.days_past_due(on),
        next_instalment=_next_of(state, instalments),
    )


def _instalment(state: LoanState, row: Row) -> InstalmentPosition:
    return InstalmentPosition(
        row.number,
        row.due_on,
        known(row.principal),
        known(row.interest),
        known(row.principal_paid),
        known(row.interest_paid),
        known(row.interest_waived) if row.interest_waived else ZERO,
        known(row.principal_moved) if row.principal_moved else ZERO,
        known(row.interest_moved) if row.interest_moved else ZERO,
        known(state.penalty_due(row)),
        known(row.subsidy) if row.subsidy else ZERO,
        row.paid_on,
    )


def _next_of(
    state: LoanState, instalments: tuple[InstalmentPosition, ...]
) -> InstalmentPosition | None:
    """Return the first row with principal or interest to come."""
    for index in range(state.first_open, len(instalments)):
        if state.rows[index].unpaid:
            return instalments[index]
    return None


def _restructurings(state: LoanState, on: date) -> tuple[Restructuring, ...]:
    """Return the restructurings, each with its best run of instalments paid in time."""
    found = []
    starts = [number for number, _ in state.restructurings]
    for index, (number, restructuring) in enumerate(state.restructurings):
        end = starts[index + 1] if index + 1 < len(starts) else None
        rows = [
            row for row in state.rows if number <= row.number and (end is None or row.number < end)
        ]
        best, proven_on = _clean_runs(rows, on)
        found.append(replace(restructuring, clean_instalments=best, proven_on=proven_on))
    return tuple(found)


def _clean_runs(rows: Iterable[Row], on: date) -> tuple[int, date | None]:
    """Return the most instalments in a row paid whole by their due date, and when it is proven."""
    best = run = 0
    proven_on = None
    for row in rows:
        if not row.principal + row.interest:
            continue
        is_clean = row.paid_on is not None and row.paid_on <= row.due_on
        is_clean = is_clean and not row.principal_moved + row.interest_moved + row.interest_waived
        run = run + 1 if is_clean else 0
        if row.due_on <= on:
            best = max(best, run)
        if run == CLEAN_INSTALMENTS and proven_on is None:
            proven_on = row.due_on
    return best, proven_on
