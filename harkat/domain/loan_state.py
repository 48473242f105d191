"""The books of one loan while its events are folded: its rows, and what was paid on them.

Amounts are plain whole rupiah here, because a fold touches thousands of them; `position` gives
them out as money.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from harkat.domain.allocation import Allocation
from harkat.domain.due_dates import due_dates
from harkat.domain.kolektibilitas import Restructuring
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rounding, rounded, rounded_quotient
from harkat.domain.product import InterestGraceMode, LoanTerms, PenaltyPer

ASIDE = 0
"""The number of the row that holds interest and penalties put aside by a restructuring."""

_DAYS_A_MONTH = 30


class LoanEnd(StrEnum):
    """How a loan left the books without being paid."""

    WRITTEN_OFF = "written_off"
    FORGIVEN = "forgiven"


class Running(NamedTuple):
    """What the period that is running bears: up to a day in rate × balance × days, and since.

    `balance` is what bears interest from that day on. What is paid early does not lower it before
    the period ends, just as what is paid late does not raise it.
    """

    since: date
    balance: int
    interest: Fraction = Fraction(0)
    subsidy: Fraction = Fraction(0)


@dataclass(slots=True, eq=False)
class Row:
    """One instalment of the schedule in force and what became of it.

    What was moved went into a later schedule, or off the books. `deferred` is interest of a row of
    grace that a later row collects; `collected` is the part of this row's interest that is such.
    `running` is what the period had borne when the schedule changed inside it.
    """

    number: int
    starts_on: date
    due_on: date
    principal: int
    interest: int
    subsidy: int = 0
    deferred: int = 0
    collected: int = 0
    running: Running | None = None
    principal_paid: int = 0
    capitalised_paid: int = 0
    interest_paid: int = 0
    interest_waived: int = 0
    principal_moved: int = 0
    interest_moved: int = 0
    overdue_days: int = 0
    penalty_charged: int = 0
    penalty_paid: int = 0
    penalty_waived: int = 0
    paid_on: date | None = None

    @property
    def is_aside(self) -> bool:
        """Tell whether the row holds what a restructuring put aside: income already."""
        return self.number == ASIDE

    @property
    def natural_interest(self) -> int:
        """The interest of the row's own period, wherever a grace has it collected."""
        return self.interest - self.collected + self.deferred

    @property
    def principal_unpaid(self) -> int:
        """Principal still to come."""
        return self.principal - self.principal_paid - self.principal_moved

    @property
    def interest_unpaid(self) -> int:
        """Interest still to come."""
        return self.interest - self.interest_paid - self.interest_waived - self.interest_moved

    @property
    def unpaid(self) -> int:
        """Principal and interest still to come."""
        return (
            self.principal
            - self.principal_paid
            - self.principal_moved
            + self.interest
            - self.interest_paid
            - self.interest_waived
            - self.interest_moved
        )


class PlannedRow(NamedTuple):
    """One row of a numbered schedule as it was made."""

    number: int
    due_on: date
    principal: int
    interest: int


class Plan(NamedTuple):
    """A numbered schedule: from which day it holds, and what made it."""

    number: int
    valid_from: date
    cause: EventKind
    rows: tuple[PlannedRow, ...]


@dataclass(slots=True, eq=False)
class LoanState:
    """Everything the fold knows of a loan between two events; `rows` end with the aside row.

    `last_number` is the number of the last row as agreed: a small principal may have fewer rows.
    """

    terms: LoanTerms
    annual_rate: Decimal
    grid: LoanTerms
    penalty_rate: tuple[int, int]
    penalty_cap: Fraction | None
    rows: list[Row] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    restructurings: list[tuple[int, Restructuring]] = field(default_factory=list)
    credits: dict[int, int] = field(default_factory=dict)
    first_open: int = 0
    last_number: int = 0
    accrued_to: date = date.min
    grace_mode: InterestGraceMode = InterestGraceMode.COLLECTED
    interest_grace_to: int = 0
    principal_grace_to: int = 0
    disbursed: int = 0
    received: int = 0
    refunded: int = 0
    principal: int = 0
    capitalised: int = 0
    capitalised_total: int = 0
    principal_repaid: int = 0
    prepaid: int = 0
    penalty_income: int = 0
    loss_principal: int = 0
    loss_interest: int = 0
    forgiven_principal: int = 0
    forgiven_interest: int = 0
    claim: int = 0
    recovered: int = 0
    ended: LoanEnd | None = None

    @classmethod
    def of(cls, terms: LoanTerms) -> "LoanState":
        """Return the state of a loan to which nothing has happened."""
        days = _DAYS_A_MONTH if terms.penalty_per is PenaltyPer.MONTH else 1
        return cls(
            terms=terms,
            annual_rate=terms.annual_rate,
            grid=terms,
            penalty_rate=(Fraction(terms.penalty_rate) / days).as_integer_ratio(),
            penalty_cap=None if terms.penalty_cap is None else Fraction(terms.penalty_cap),
        )

    def pay_principal(self, amount: int) -> int:
        """Take principal off what is lent; return what of it were capitalised arrears.

        They come first, and they come back to nobody.
        """
        of_capitalised = min(amount, self.capitalised)
        self.capitalised -= of_capitalised
        self.principal -= amount - of_capitalised
        self.principal_repaid += amount - of_capitalised
        return of_capitalised

    def give_back_principal(self, amount: int, *, of_capitalised: int) -> None:
        """Let principal that was paid ahead be owed again, each part as what it was."""
        self.capitalised += of_capitalised
        self.principal += amount - of_capitalised
        self.principal_repaid -= amount - of_capitalised

    def planned_rows(self) -> int:
        """Return how many rows are a schedule's; the aside row comes after them."""
        return len(self.rows) - (1 if self.rows and self.rows[-1].is_aside else 0)

    def fallen_due(self, on: date) -> int:
        """Return how many rows of the schedule have fallen due by a day."""
        return bisect_right(self.rows, on, hi=self.planned_rows(), key=lambda row: row.due_on)

    def rows_to_come(self, on: date) -> list[Row]:
        """Return the rows of the schedule that fall due after a day."""
        return self.rows[self.fallen_due(on) : self.planned_rows()]

    def rows_due(self, on: date) -> list[Row]:
        """Return the rows that have fallen due and are open, or were closed out of order."""
        due = []
        for row in self.rows[self.first_open :]:
            if row.due_on > on:
                break
            due.append(row)
        return due

    def rows_begun(self, on: date) -> list[Row]:
        """Return the rows whose interest is owed already: fallen due, or put aside."""
        return self.rows[: self.fallen_due(on)] + self.rows[self.planned_rows() :]

    def last_fallen_number(self, on: date) -> int:
        """Return the number of the last row that has fallen due by a day, or 0."""
        fallen = self.fallen_due(on)
        return self.rows[fallen - 1].number if fallen else 0

    def days_past_due(self, on: date) -> int:
        """Return the days since the oldest unpaid due date of the schedule in force."""
        late = next(
            (row for row in self.rows[self.first_open :] if row.due_on < on and row.unpaid), None
        )
        return (on - late.due_on).days if late else 0

    def days_past_maturity(self, on: date) -> int:
        """Return the days since the last due date of the schedule in force."""
        return max((on - self.rows[self.planned_rows() - 1].due_on).days, 0)

    def dates_after(self, on: date, count: int) -> tuple[date, tuple[date, ...]]:
        """Return the due date before (or on) a day, or the disbursement, and `count` after it."""
        needed = len(self.rows) + count
        while True:
            dates = due_dates(self.grid, instalments=needed)
            passed = bisect_right(dates, on)
            if len(dates) - passed >= count:
                break
            needed += max(count, 12)
        last = dates[passed - 1] if passed else self.grid.disbursed_on
        return last, dates[passed : passed + count]

    def accrue_penalties(self, on: date) -> None:
        """Count what has been overdue since the last time, in rupiah times days."""
        if self.penalty_rate[0] and not self.ended:
            grace = self.terms.penalty_grace_days
            for row in self.rows[self.first_open :]:
                late = (on - row.due_on).days - grace
                if late <= 0:
                    break
                days = min(late, (on - self.accrued_to).days)
                if days > 0:
                    row.overdue_days += row.unpaid * days
        self.accrued_to = on

    def penalty_due(self, row: Row) -> int:
        """Return the penalty still to be paid on a row, rounded once, up to its cap."""
        if not row.overdue_days and not row.penalty_charged:
            return 0
        penalty = row.penalty_charged
        if row.overdue_days:
            numerator, denominator = self.penalty_rate
            accrued = rounded_quotient(row.overdue_days * numerator, denominator, Rounding.HALF_UP)
            if self.penalty_cap is not None:
                most = self.penalty_cap * (row.principal + row.interest)
                accrued = min(accrued, rounded(most, Rounding.HALF_UP))
            penalty += accrued
        return max(penalty - row.penalty_paid - row.penalty_waived, 0)

    def is_open(self, row: Row) -> bool:
        """Tell whether anything is left to pay on a row."""
        return row.unpaid > 0 or self.penalty_due(row) > 0

    def skip_closed_rows(self) -> None:
        """Move on to the first row on which anything is left to pay."""
        rows, index = self.rows, self.first_open
        while index < len(rows) and not self.is_open(rows[index]):
            index += 1
        self.first_open = index

    def take_credit(self, amount: int) -> bool:
        """Take from the borrower's credit, the oldest first; tell whether there was enough."""
        if amount > sum(self.credits.values()):
            return False
        for seq in sorted(self.credits):
            taken = min(amount, self.credits[seq])
            self.credits[seq] -= taken
            amount -= taken
        return True
