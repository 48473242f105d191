"""What the server needs for a page: `PYTHONPATH=. python benchmarks/pages.py`.

One bank has 50,000 applications and a loan for each that was paid out; a real owner, officer and
the Dinas open their pages in turn, round after round, through the whole application on SQLite:
routing, session, queries, template, compression. Counted is the time of the processor, the
database's included, since it works in this process. The fixed loop tells one moment of a shared
machine from another: quote the ratios to it. A page that takes longer than its limit is marked.
"""

import os
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from secrets import token_bytes
from statistics import quantiles
from time import process_time
from typing import NamedTuple

import applications
import click
import flask_migrate
import portfolio
from end_of_day import MIGRATIONS, database
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from harkat import clock
from harkat.app import create_app
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.services import reference_data
from tests import given
from tests.apps import SeparateClient, forget_database
from tests.pages import sign_in

PAGE_LIMIT, DASHBOARD_LIMIT = 300, 1_000
"""Milliseconds in which 95 of 100 pages are to be made."""
DASHBOARD = "/dinas"


class Town(NamedTuple):
    """The people whose pages are measured, and what they open."""

    desk: given.BankDesk
    owner: given.Somebody
    dinas: given.Somebody
    application: str
    draft: str


def populated(count: int) -> Town:
    """Let one bank have so many applications and loans, a few of them real."""
    at = (clock.now() - timedelta(days=1)).replace(hour=5)  # one day in Jambi as in London
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    reference_data.load(at=at)
    desk = given.bank(at=at)
    # First of all, since a copy of it takes the line of its own number.
    lent = given.running_loan(desk, given.owner("Rina Contoh", is_trained=True, at=at), at=at)
    owner = given.owner("Siti Contoh", is_trained=True, at=at)
    sent = given.submitted(desk, {owner: 5_000_000}, at=at)
    writer = given.owner("Dewi Menulis", is_trained=True, at=at)
    draft = given.draft(desk, {writer: 3_000_000}, at=at)
    dinas = given.staff(Role.DINAS_OFFICER, at=at)
    loan = given.loan(lent)
    db.session.refresh(loan)
    db.session.expunge(loan)
    db.session.rollback()
    paid_out = count * 6 // 10
    portfolio.fill(loan, (desk.bank_id, desk.bank_id), loans=paid_out)
    template = given.application(sent)
    assert len(template.lines) == 1
    with portfolio.without_keys() as connection:
        applications.fill(connection, template, count=count, at=at)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    db.session.rollback()
    return Town(desk=desk, owner=owner, dinas=dinas, application=sent, draft=draft)


def pages_of(app: Flask, town: Town) -> dict[str, Callable[[], object]]:
    """Return an opener for each page, signed in as whom it is for."""
    visits = {
        None: ["/", "/hitung?jumlah=10000000&lama=12"],
        town.owner: ["/saya", "/saya/uang", "/saya/berkas", f"/pengajuan/{town.application}"],
        town.desk.maker: [
            "/petugas/antrean",
            "/petugas/antrean?tahap=semua",
            "/petugas/antrean?tahap=semua&halaman=1900",
            "/petugas/antrean?tahap=semua&cari=Siti",
            f"/petugas/pengajuan/{town.application}",
        ],
        town.desk.checker: ["/petugas/antrean"],
        town.desk.cashier: [
            "/petugas/pinjaman",
            "/petugas/pinjaman?lihat=telat",
            "/petugas/pinjaman?lihat=semua&cari=Rina",
        ],
        town.dinas: [DASHBOARD, "/dinas/daftar/disalurkan", "/dinas/tunggakan", "/dinas/aduan"],
    }
    found: dict[str, Callable[[], object]] = {}
    for somebody, paths in visits.items():
        client = app.test_client()
        if somebody is not None:
            sign_in(client, somebody)
        who = "everybody" if somebody is None else str(somebody.role)
        for path in paths:
            found[f"{who}: {path.replace(town.application, '…')}"] = opener(client, path)
    return found


def opener(client: FlaskClient, path: str) -> Callable[[], object]:
    """Return what opens one page; anything but a page is an error of the benchmark."""

    def open_page() -> object:
        answer = client.get(path, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.data

    return open_page


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long the processor works on one call."""
    begun = process_time()
    work()
    return (process_time() - begun) * 1e3


def report(app: Flask, count: int, rounds: int) -> None:
    """Measure all pages in turn and print their table."""
    begun = process_time()
    town = populated(count)
    click.echo(f"{count:,} applications inserted in {process_time() - begun:.0f} s", err=True)
    loop = "sum(range(1_000_000)), the fixed loop"
    contestants = {loop: lambda: sum(range(1_000_000))} | pages_of(app, town)
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for name, work in contestants.items():
        work()
        assert taken[name] == []
    for _ in range(rounds):
        for name, work in contestants.items():
            taken[name].append(milliseconds(work))
    click.echo(f"\n{count:,} applications\n")
    click.echo("| page | p50, ms | p95, ms | p50 x the loop | |\n|---|---|---|---|---|")
    base = quantiles(taken[loop], n=20)[9]
    for name, times in taken.items():
        cuts = quantiles(times, n=20)
        limit = DASHBOARD_LIMIT if name.endswith(DASHBOARD) else PAGE_LIMIT
        mark = "too slow" if cuts[18] > limit else ""
        click.echo(f"| {name} | {cuts[9]:.0f} | {cuts[18]:.0f} | {cuts[9] / base:.1f} | {mark} |")


@click.command()
@click.option("--count", default=50_000, show_default=True, help="Applications of the bank.")
@click.option("--rounds", default=40, show_default=True, help="How often each page is opened.")
def main(count: int, rounds: int) -> None:
    """Measure the pages on SQLite."""
    os.environ["HARKAT_ENV"] = "testing"
    for key in ("SECRET", "FIELD", "LOOKUP"):
        os.environ[f"HARKAT_{key}_KEY"] = urlsafe_b64encode(token_bytes(32)).decode()
    with database("sqlite") as url:
        app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": url})
        with app.app_context():
            app.test_client_class = SeparateClient
            report(app, count, rounds)
            forget_database()


if __name__ == "__main__":
    main()
