"""Schedules against what a user would take instead: `python benchmarks/schedules.py`.

The work: Rp10,000,000 at 3 % over 36 months, an annuity to the rupiah; one loan, and 100,000 loans
of Rp1 to 50 million in steps of Rp100,000. Contestants take turns; quote the ratios.
"""

from datetime import date
from decimal import Decimal

import click
import numpy as np
from rounds import as_table, measured
from schedule_peers import MONTHS, PRINCIPAL, Compiled, peers

from harkat.domain.day_count import period_rates
from harkat.domain.due_dates import due_dates
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import Schedule, schedule
from harkat.domain.schedule_methods import SCHEDULERS, Columns, Task

LOANS = 100_000
STEP = 100_000


def terms_of(principal: int) -> LoanTerms:
    """Return the terms of the measured loan."""
    return LoanTerms(
        principal=Rupiah(principal),
        annual_rate=Decimal("0.03"),
        instalments=MONTHS,
        method=InterestMethod.DECLINING_ANNUITY,
        disbursed_on=date(2026, 2, 2),
    )


TERMS = terms_of(PRINCIPAL)
RATES = period_rates(
    TERMS,
    annual_rate=TERMS.annual_rate,
    starts_on=TERMS.disbursed_on,
    due_on=due_dates(TERMS),
)
ANNUITY = SCHEDULERS[TERMS.method]


def with_dates() -> Schedule:
    """Return a schedule that nobody asked for before; its due dates were kept."""
    return schedule.__wrapped__(TERMS)


def with_rows() -> object:
    """Return the same as rows, with totals."""
    plan = with_dates()
    return plan.rows, plan.totals


def without_dates() -> Columns:
    """Return the amounts alone, for an equal comparison with those that have no dates."""
    task = Task(principal=PRINCIPAL, rates=RATES, rounding=TERMS.rounding, multiple=1)
    return ANNUITY(task)


def plain_loop(principal: int = PRINCIPAL) -> list[tuple[int, int]]:
    """Return what the plainest exact loop gives, without checks, dates or other terms."""
    growth, one = 401**MONTHS, 400**MONTHS
    level = (2 * principal * growth + 400 * (growth - one)) // (800 * (growth - one))
    rows, balance = [], principal
    for _ in range(MONTHS - 1):
        interest = (2 * balance + 400) // 800
        rows.append((level - interest, interest))
        balance -= level - interest
    rows.append((balance, (2 * balance + 400) // 800))
    return rows


class MonthByMonth:
    """All loans at once in numpy, a month at a time, in place: the bound without compiled code."""

    def __init__(self, principals: np.ndarray, levels: np.ndarray) -> None:
        self._principals, self._levels = principals.astype(np.int32), levels.astype(np.int32)
        self._balance = np.empty_like(self._principals)
        self.paid = np.empty((MONTHS, len(principals)), np.int32)
        self.interests = np.empty_like(self.paid)

    def __call__(self) -> None:
        """Fill the tables, month by loan."""
        balance = self._balance
        np.copyto(balance, self._principals)
        for month in range(MONTHS):
            interest, paid = self.interests[month], self.paid[month]
            np.add(balance, 200, out=interest)
            np.floor_divide(interest, 400, out=interest)
            if month == MONTHS - 1:
                np.copyto(paid, balance)
            else:
                np.subtract(self._levels, interest, out=paid)
                np.subtract(balance, paid, out=balance)


def one_schedule(compiled: Compiled) -> None:
    """Compare one schedule."""
    assert plain_loop() == list(zip(*without_dates(), strict=True))
    contestants = {
        "**harkat, with due dates**": with_dates,
        "harkat, amounts alone": without_dates,
        "harkat, with due dates, rows and totals": with_rows,
        "harkat, terms known already": lambda: schedule(TERMS),
        "the plainest exact Python loop": plain_loop,
        **peers(),
    }
    if compiled.available:
        principals, levels = np.array([PRINCIPAL]), np.array([sum(plain_loop()[0])])
        call, paid, interests = compiled.bind(principals, levels)
        call()
        assert list(zip(paid[0].tolist(), interests[0].tolist(), strict=True)) == plain_loop()
        contestants["C through ctypes (no dates)"] = call
    results = measured(contestants)
    click.echo(as_table(results, unit="one schedule of 36 months"))
    alone = next(result for result in results if result.name == "harkat, amounts alone")
    for result in results:
        if result.name.startswith("amortization"):
            click.echo(f"\nWithout dates, amortization / harkat: {result.ratio / alone.ratio:.1f}")


def many_schedules(compiled: Compiled) -> None:
    """Compare 100,000 schedules; the slow ones make a part of them, and it is said which."""
    steps = np.arange(LOANS) % 491
    principals = 1_000_000 + steps * STEP
    by_principal = {
        principal: plain_loop(principal) for principal in np.unique(principals).tolist()
    }
    levels = np.array([sum(by_principal[each][0]) for each in principals.tolist()])
    batch = MonthByMonth(principals, levels)
    some = [terms_of(principal) for principal in principals[:500].tolist()]
    contestants = {
        "**harkat, terms seen for the first time** (500 of them)": (
            lambda: [schedule.__wrapped__(terms) for terms in some],
            len(some),
        ),
        "harkat, 491 kinds of terms known already (500 of them)": (
            lambda: [schedule(terms) for terms in some],
            len(some),
        ),
        "the plainest exact Python loop (500 of them)": (
            lambda: [plain_loop(int(terms.principal)) for terms in some],
            len(some),
        ),
        "numpy, month by month in place": (batch, LOANS),
    }
    if compiled.available:
        call, paid, interests = compiled.bind(principals, levels)
        call()
        batch()
        assert np.array_equal(paid, batch.paid.T)
        assert np.array_equal(interests, batch.interests.T)
        contestants["C, loan by loan"] = (call, LOANS)
    contestants["writing the same memory once"] = (lambda: batch.paid.fill(0), LOANS // 2)
    results = measured({name: call for name, (call, _) in contestants.items()})
    first = results[0].seconds / len(some)
    click.echo(f"\n| {LOANS:,} schedules | µs each | all, in s | × the first |\n|---|---|---|---|")
    for name, seconds, ratio in results:
        loans = contestants[name][1]
        each, times = seconds / loans, ratio * len(some) / loans
        click.echo(f"| {name} | {each * 1e6:.3f} | {each * LOANS:.3f} | {times:.4f} |")
    loop = results[2].seconds / len(some)
    numpy_each = results[3].seconds / LOANS
    click.echo(
        f"\nPlain loop / numpy: {loop / numpy_each:.0f}; harkat / numpy: {first / numpy_each:.0f}"
    )


if __name__ == "__main__":
    bound = Compiled()
    one_schedule(bound)
    many_schedules(bound)
