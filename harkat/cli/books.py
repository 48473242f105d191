"""Checks that the books are right, and that what is stored beside them says the same."""

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.queries import invariants
from harkat.services import loan_mending


@click.command("self-check")
@click.option(
    "--repair-cache",
    is_flag=True,
    help="Hitung ulang simpanan pinjaman yang tidak sama dengan kejadiannya, lalu periksa.",
)
@with_appcontext
def self_check(repair_cache: bool) -> None:
    """Periksa pembukuan; keluar dengan kode 1 dan baris yang salah bila ada."""
    if repair_cache:
        repaired = loan_mending.repair_caches(at=clock.now())
        click.echo(f"Simpanan {len(repaired)} pinjaman dihitung ulang.")
        for reference_no in repaired:
            click.echo(f"         {reference_no}")
    wrong = False
    for check in invariants.CHECKS:
        offences = check.run()
        click.echo(f"{'SALAH' if offences else 'benar'}  {check.code}  {check.title}")
        for offence in offences:
            click.echo(f"         {offence}")
        wrong = wrong or bool(offences)
    if wrong:
        raise SystemExit(1)
