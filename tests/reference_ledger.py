"""A second, naive reckoning of loans and books, beside which the real services are run.

It knows nothing of the fold: annuities in fractions, money poured over the rows from the oldest on
(interest before principal), every figure reckoned anew from the whole story each time it is asked.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

RATE = Fraction(3, 100) / 12
"""Of one month under the programme's default contract."""


class CreditGone(Exception):
    """More was given back than there would be."""


class Row(NamedTuple):
    """One instalment."""

    starts_on: date
    due_on: date
    principal: int
    interest: int


class Event(NamedTuple):
    """Something recorded at the desk; `undoes` is the number of the event it takes back."""

    seq: int
    kind: str
    on: date
    amount: int = 0
    undoes: int | None = None


@dataclass
class Stand:
    """Where a loan stands after its story: `poured` is the money its rows have taken."""

    rows: list[Row]
    poured: int = 0
    credit: Counter[int] = field(default_factory=Counter)
    loss_principal: int = 0
    loss_interest: int = 0
    claim: int = 0
    recovered: int = 0
    is_written_off: bool = False

    @property
    def is_paid_off(self) -> bool:
        return not self.is_written_off and self.poured == _total(self.rows)

    def paid(self) -> list[tuple[Row, int, int]]:
        """Return each row with the interest and the principal that were paid on it."""
        left, found = self.poured, []
        for row in self.rows:
            interest = min(left, row.interest)
            principal = min(left - interest, row.principal)
            left -= interest + principal
            found.append((row, interest, principal))
        return found

    def quote(self, on: date) -> int:
        """Return what settles the loan: the interest of months not begun is not asked for."""
        closing = _total(_closed(self.rows, on, with_running_interest=True))
        return max(closing - self.poured, 0)

    def tell(self, event: Event) -> None:
        """Let one thing happen."""
        match event.kind:
            case "refunded":
                self._refund(event.amount)
            case "written_off":
                self._write_off(event)
            case _ if self.is_written_off:
                taken = min(event.amount, self.claim)
                self.claim -= taken
                self.recovered += taken
                self.credit[event.seq] += event.amount - taken
            case "settled" if event.amount >= self.quote(event.on):
                self._replan(event, with_running_interest=True)
                self._pour(event)
            case _:
                self._pour(event)

    def _pour(self, event: Event) -> None:
        taken = min(event.amount, _total(self.rows) - self.poured)
        self.poured += taken
        self.credit[event.seq] += event.amount - taken

    def _replan(self, event: Event, *, with_running_interest: bool) -> None:
        self.rows = _closed(self.rows, event.on, with_running_interest=with_running_interest)
        beyond = max(self.poured - _total(self.rows), 0)
        self.poured -= beyond
        self.credit[event.seq] += beyond

    def _write_off(self, event: Event) -> None:
        self._replan(event, with_running_interest=False)
        for row, interest, principal in self.paid():
            self.loss_interest += row.interest - interest
            self.loss_principal += row.principal - principal
        self.claim = self.loss_principal + self.loss_interest
        self.is_written_off = True

    def _refund(self, amount: int) -> None:
        if amount > self.credit.total():
            raise CreditGone
        for seq in sorted(self.credit):
            taken = min(amount, self.credit[seq])
            self.credit[seq] -= taken
            amount -= taken


def _total(rows: Sequence[Row]) -> int:
    return sum(row.principal + row.interest for row in rows)


def _closed(rows: Sequence[Row], on: date, *, with_running_interest: bool) -> list[Row]:
    """Return the rows with one, due on a day, in the place of all that would come after it."""
    due = [row for row in rows if row.due_on <= on]
    later = [row for row in rows if row.due_on > on]
    if not later:
        return due
    running = sum(row.interest for row in later if row.starts_on < on)
    principal = sum(row.principal for row in later)
    return [*due, Row(later[0].starts_on, on, principal, running * with_running_interest)]


def annuity(principal: int, months: int, begun_on: date) -> list[Row]:
    """Return the instalments at 3 % a year, each amount rounded half up once."""
    level = _half_up(principal * RATE / (1 - (1 + RATE) ** -months))
    rows, balance, starts_on = [], principal, begun_on
    for number in range(1, months + 1):
        due_on = _months_after(begun_on, number)
        interest = _half_up(balance * RATE)
        part = balance if number == months else level - interest
        rows.append(Row(starts_on, due_on, part, interest))
        balance, starts_on = balance - part, due_on
    return rows


def _half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass
class ReferenceLoan:
    """A loan as its story; `booked_on` is the day up to which the books know its interest."""

    principal: int
    months: int
    begun_on: date
    booked_on: date
    events: list[Event] = field(default_factory=list)

    @property
    def next_seq(self) -> int:
        """The number of the next event; the disbursement was the first."""
        return len(self.events) + 2

    def stand(self, *more: Event) -> Stand:
        """Tell the whole story, and what may come on top, in the order of its days.

        :raises CreditGone: if it cannot have been
        """
        story = [*self.events, *more]
        undone = {event.undoes for event in story}
        found = Stand(annuity(self.principal, self.months, self.begun_on))
        for event in sorted(story, key=lambda event: (event.on, event.seq)):
            if event.undoes is None and event.seq not in undone:
                found.tell(event)
        return found

    def money(self) -> int:
        """Return what came in, less what went out, the loan itself apart."""
        undone = {event.undoes for event in self.events}
        signs = {"refunded": -1, "written_off": 0, "reversed": 0}
        return sum(
            event.amount * signs.get(event.kind, 1)
            for event in self.events
            if event.seq not in undone
        )

    def accounts(self, on: date) -> Counter[str]:
        """Return what the loan holds on each account when its interest is booked up to a day."""
        found = self.stand()
        paid = found.paid()
        fallen = [part for part in paid if part[0].due_on <= on]
        income = sum(row.interest for row, _, _ in fallen)
        repaid = sum(principal for _, _, principal in paid)
        return Counter(
            {
                "principal": self.principal - repaid - found.loss_principal,
                "disbursed": self.principal,
                "repaid": repaid,
                "interest_due": income - sum(part[1] for part in fallen) - found.loss_interest,
                "interest_ahead": sum(part[1] for part in paid if part[0].due_on > on),
                "interest_income": income,
                "suspense": found.credit.total(),
                "loss_principal": found.loss_principal,
                "loss_interest": found.loss_interest,
                "claim": found.claim,
                "claim_counter": found.claim,
                "recovered": found.recovered,
                "clearing": self.money() - self.principal,
            }
        )


@dataclass
class ReferenceBank:
    """A bank with its slice and its loans, by their public ids."""

    slice_amount: int
    is_revolving: bool
    loans: dict[str, ReferenceLoan] = field(default_factory=dict)

    def accounts(self) -> dict[str, int]:
        """Return the balance of every account that has one, added up over the loans."""
        found: Counter[str] = Counter()
        for loan in self.loans.values():
            found.update(loan.accounts(loan.booked_on))
        left = self.slice_amount - found["disbursed"]
        if self.is_revolving:
            left += found["repaid"]
        else:
            found["retired"] = found["repaid"]
        found["slice"] = self.slice_amount
        found["available"], found["shortfall"] = max(left, 0), max(-left, 0)
        return {code: amount for code, amount in found.items() if amount}

    def available(self) -> int:
        """Return what may still be promised."""
        return self.accounts().get("available", 0)
