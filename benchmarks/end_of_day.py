"""The night against a loop over loans: `PYTHONPATH=. python benchmarks/end_of_day.py`.

The portfolio is active loans of two banks in all kecamatan, twelve instalments each, twelve per
cent of them late. Three nights are run: the first must write every grade, the next is a night like
any other, and that one is run again. The loop is the usual way: a loan a transaction, by the ORM,
measured on a sample; it only grades, so it does less than the night. Quote the ratios.
"""

import os
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from tempfile import mkdtemp
from time import perf_counter

import click
import flask_migrate
from portfolio import fill, first_night_of
from sqlalchemy import select

from harkat.app import create_app
from harkat.domain.day_steps import DayStep
from harkat.domain.kolektibilitas import BankType, kolektibilitas
from harkat.domain.loan_events import EventKind
from harkat.extensions import db
from harkat.models.loan import Loan, LoanEventRow
from harkat.models.record import AuditEvent
from harkat.services import end_of_day, loan_mending, reference_data
from harkat.services.transaction import use_case
from tests import given
from tests.apps import forget_database
from tests.nights import evening
from tests.postgres import PostgresServer

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
MIGRATIONS = Path(__file__).parents[1] / "migrations"
ENGINES = ("sqlite", "postgresql")


@contextmanager
def database(engine: str) -> Iterator[str]:
    """Yield the URL of a new database in a folder of its own."""
    folder = Path(mkdtemp(prefix="harkat-bench-"))
    folder.chmod(0o755)
    server = PostgresServer(folder)
    try:
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'harkat.db'}"
        else:
            server.start()
            yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def lend() -> tuple[Loan, tuple[int, int]]:
    """Let two banks take part and one lend; return the loan and the banks."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    reference_data.load(at=START)
    bank = given.bank(at=START)
    bpr = given.bank(bank_type=BankType.BPR, at=START)
    loan = given.running_loan(bank, given.owner(is_trained=True, at=START), at=START)
    template = given.loan(loan)
    # It is only read from here on, outside any transaction.
    db.session.refresh(template)
    db.session.expunge(template)
    db.session.rollback()
    return template, (bank.bank_id, bpr.bank_id)


def timed_night(day: date) -> tuple[dict[str, float], dict[str, int]]:
    """Run one night; return the seconds and the rows of each step."""
    seconds = dict.fromkeys(map(str, DayStep), 0.0)
    steps = dict(end_of_day.STEPS)

    def timed(step: DayStep) -> None:
        def run_step(night: end_of_day.Night) -> None:
            begun = perf_counter()
            steps[step](night)
            seconds[step] = perf_counter() - begun

        end_of_day.STEPS[step] = run_step  # type: ignore[index]  # it is a dictionary

    for step in steps:
        timed(step)
    begun = perf_counter()
    closed = end_of_day.close_day(on=day, at=evening(day))
    seconds["whole night"] = perf_counter() - begun
    end_of_day.STEPS.update(steps)  # type: ignore[attr-defined]
    rows = {str(done.step): done.rows for done in closed.steps}
    assert closed.failures == [], closed.failures
    return seconds, rows


def loop_seconds(sample: list[int], day: date) -> float:
    """Grade loan by loan, each in a transaction, as an ORM is used; return the seconds a loan."""
    db.session.rollback()
    begun = perf_counter()
    for loan_id in sample:
        loan = db.session.get_one(Loan, loan_id, with_for_update=True)
        late = (day - loan.next_due_on).days if loan.next_due_on else 0
        loan.grade = int(
            kolektibilitas(bank_type=loan.bank.bank_type, days_past_due=max(late, 0), on=day)
        )
        loan.computed_on = day
        db.session.commit()
    return (perf_counter() - begun) / len(sample)


@use_case
def fold_one(*, loan_id: int, on: date, at: datetime) -> bool:
    """Book and grade one loan from its events, as the night does with one that failed."""
    return loan_mending.mend(loan_id, on=on, at=at)


def fold_seconds(sample: list[int], day: date) -> float:
    """Do the night's work loan by loan from the folds; return the seconds a loan."""
    for loan_id in sample:
        loan = db.session.get_one(Loan, loan_id)
        db.session.add(
            LoanEventRow(
                loan_id=loan_id,
                seq=1,
                kind=EventKind.DISBURSED,
                value_on=loan.disbursed_on,
                amount=loan.principal,
                idempotency_key=f"bench:{loan_id}",
                recorded_at=START,
            )
        )
    db.session.commit()
    begun = perf_counter()
    for loan_id in sample:
        fold_one(loan_id=loan_id, on=day, at=evening(day))
    return (perf_counter() - begun) / len(sample)


def report(engine: str, loans: int, sample_size: int) -> None:
    """Measure one engine and print its table."""
    template, banks = lend()
    first = first_night_of(template)
    eve = first - timedelta(days=1)
    fold_one(loan_id=template.id, on=eve, at=evening(eve))
    db.session.rollback()
    begun = perf_counter()
    fill(template, banks, loans=loans)
    click.echo(f"{engine}: {loans:,} loans inserted in {perf_counter() - begun:.0f} s", err=True)
    every, every_rows = timed_night(first)
    usual, usual_rows = timed_night(first + timedelta(days=1))
    audited = db.session.query(AuditEvent).count()
    again, _ = timed_night(first + timedelta(days=1))
    assert db.session.query(AuditEvent).count() == audited, "the second run wrote something"
    sample = list(db.session.scalars(select(Loan.id).order_by(Loan.id.desc()).limit(sample_size)))
    day = first + timedelta(days=2)
    loop, fold = loop_seconds(sample, day), fold_seconds(sample, day)
    click.echo(f"\n{engine}, {loans:,} loans\n")
    click.echo("| step | first night, s | rows | next night, s | rows |\n|---|---|---|---|---|")
    for step in DayStep:
        click.echo(
            f"| {step} | {every[step]:.3f} | {every_rows[step]:,} "
            f"| {usual[step]:.3f} | {usual_rows[step]:,} |"
        )
    whole = "whole night"
    click.echo(f"| **{whole}** | {every[whole]:.3f} | | {usual[whole]:.3f} | |")
    click.echo(f"| the same night again | | | {again[whole]:.4f} | 0 |")
    click.echo(
        f"\nLoop over the ORM, a loan a transaction: {loop * 1e3:.2f} ms a loan, so "
        f"{loop * loans:,.0f} s: {loop * loans / every[whole]:,.0f} times the first night, "
        f"{loop * loans / usual[whole]:,.0f} times the next, "
        f"{loop * loans / every[DayStep.GRADES]:,.0f} times its grades alone. "
        f"Fold by fold: {fold * 1e3:.2f} ms a loan, {fold * loans / usual[whole]:,.0f} times."
    )


@click.command()
@click.option("--loans", default=100_000, show_default=True)
@click.option("--sample", default=300, show_default=True, help="Loans of the loop.")
@click.option("--engine", "engines", multiple=True, type=click.Choice(ENGINES))
def main(loans: int, sample: int, engines: tuple[str, ...]) -> None:
    """Measure the night on SQLite and PostgreSQL."""
    os.environ["HARKAT_ENV"] = "testing"
    for key in ("SECRET", "FIELD", "LOOKUP"):
        os.environ[f"HARKAT_{key}_KEY"] = urlsafe_b64encode(token_bytes(32)).decode()
    for engine in engines or ENGINES:
        with database(engine) as url:
            app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": url})
            with app.app_context():
                report(engine, loans, sample)
                forget_database()


if __name__ == "__main__":
    main()
