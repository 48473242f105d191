"""The fold of one loan: `PYTHONPATH=. python benchmarks/fold.py`.

The work: Rp10,000,000 at 3 % a year and what happened to it, folded from nothing into where it
stands on a day, with every row, split and schedule. Contestants take turns with a fixed loop, the
sum of a thousand numbers: quote the ratios to it. The peer knows less; what, is printed.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import click
from rounds import as_table, measured

from harkat.domain.due_dates import due_dates
from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.money import Rupiah
from harkat.domain.position import Position, position
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import schedule
from harkat.domain.schedule_change import ScheduleChange

sys.path.append(str(Path(__file__).parent / ".peers"))

PRINCIPAL = 10_000_000
PAID_OUT_ON = date(2026, 2, 2)


def terms_of(instalments: int, **contract: object) -> LoanTerms:
    """Return the terms of the measured loan."""
    return LoanTerms(
        principal=Rupiah(PRINCIPAL),
        annual_rate=Decimal("0.03"),
        instalments=instalments,
        method=InterestMethod.DECLINING_ANNUITY,
        disbursed_on=PAID_OUT_ON,
        **contract,
    )


def payments_of(terms: LoanTerms, count: int) -> list[tuple[date, int]]:
    """Return so many payments: instalments in one or two parts, every third part some days late."""
    due_on, level = due_dates(terms), sum(int(row.total) for row in schedule(terms).rows[:1])
    in_two = count - len(due_on)
    payments = []
    for number, day in enumerate(due_on):
        parts = [level // 2, level - level // 2] if number < in_two else [level]
        payments += [
            (day + timedelta(days=6 * (number % 3) + at), part) for at, part in enumerate(parts)
        ]
    return payments[:count]


def paid(terms: LoanTerms, count: int) -> list[LoanEvent]:
    """Return a disbursement and repayments, so many events in all."""
    story = [(EventKind.DISBURSED, PAID_OUT_ON, PRINCIPAL)]
    story += [(EventKind.REPAID, on, amount) for on, amount in payments_of(terms, count - 1)]
    return [
        LoanEvent(seq=seq, kind=kind, value_on=on, amount=Rupiah(amount), key=f"event-{seq}")
        for seq, (kind, on, amount) in enumerate(story, start=1)
    ]


def of_every_kind(terms: LoanTerms, count: int) -> list[LoanEvent]:
    """Return repayments with eight other events among them, four of which plan anew."""
    events = paid(terms, count)
    changes = {
        9: (EventKind.RATE_CHANGED, ScheduleChange(annual_rate=Decimal("0.04"))),
        19: (EventKind.PAYMENT_HOLIDAY, ScheduleChange(periods=1)),
        29: (EventKind.RESTRUCTURED, ScheduleChange(instalments=24, capitalises_interest=True)),
        39: (EventKind.RATE_CHANGED, ScheduleChange(annual_rate=Decimal("0.03"))),
        14: (EventKind.CHARGED, None),
        24: (EventKind.PENALTY_WAIVED, None),
        34: (EventKind.INTEREST_WAIVED, None),
        44: (EventKind.REVERSED, None),
    }
    for index, (kind, change) in changes.items():
        old = events[index]
        events[index] = LoanEvent(
            seq=old.seq,
            kind=kind,
            value_on=old.value_on,
            amount=Rupiah(10_000),
            key=old.key,
            change=change,
            reverses=events[42].seq if kind is EventKind.REVERSED else None,
        )
    return events


def folding(terms: LoanTerms, events: list[LoanEvent]) -> Callable[[], Position]:
    """Return one fold of the events on the day after the last."""
    on = max(event.value_on for event in events) + timedelta(days=1)
    return lambda: position(terms=terms, events=events, on=on)


def repaykit_statement(terms: LoanTerms, count: int) -> Callable[[], object]:
    """Return the peer's statement of the same payments: totals and arrears, nothing by row."""
    package = import_module("repaykit")
    loan = package.Loan.create(
        amount=Decimal(PRINCIPAL),
        annual_rate=Decimal("0.03"),
        term=f"{terms.instalments} months",
        payment_frequency="monthly",
        method="reducing_balance",
        start_date=PAID_OUT_ON,
    )
    account = import_module("repaykit.account").LoanAccount(loan)
    payments = payments_of(terms, count - 1)
    for number, (on, amount) in enumerate(payments):
        account.add_payment(amount=Decimal(amount), paid_at=on, reference=f"event-{number:03}")
    on = payments[-1][0] + timedelta(days=1)
    return lambda: account.statement(as_of=on)


@click.command()
@click.option("--rounds", default=101, help="How many turns everybody has.")
def main(rounds: int) -> None:
    """Print the time of a fold, and its ratio to a fixed loop of the same process."""
    long, short = terms_of(36), terms_of(12)
    late = terms_of(36, penalty_rate=Decimal("0.001"), penalty_grace_days=3)
    contestants: dict[str, Callable[[], object]] = {
        "sum(range(1000))": lambda: sum(range(1000)),
        "**36 instalments, 60 events**": folding(long, paid(long, 60)),
        "the same with penalties by the day": folding(late, paid(late, 60)),
        "the same, 8 of the 60 of other kinds, 4 new schedules": folding(
            long, of_every_kind(long, 60)
        ),
        "12 instalments, 12 events": folding(short, paid(short, 12)),
    }
    try:
        contestants["repaykit 1.0 statement, 36 and 60"] = repaykit_statement(long, 60)
    except ImportError:
        click.echo("Left out: repaykit is not installed, see benchmarks/requirements.txt.")
    click.echo(as_table(measured(contestants, rounds=rounds), unit="one loan"))


if __name__ == "__main__":
    main()
