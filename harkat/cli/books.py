"""Commands of the night: close a day, and check that the books are right."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.queries import invariants
from harkat.services import end_of_day as days


@click.command("end-of-day")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Hari yang ditutup; bila kosong, hari ini (WIB).",
)
@with_appcontext
def end_of_day(day: datetime | None) -> None:
    """Bukukan bunga yang jatuh tempo dan lepaskan persetujuan yang lewat waktu."""
    on = day.date() if day else clock.today()
    if on > clock.today():
        raise click.BadParameter("Hari ini belum tiba. Tulis hari ini atau sebelumnya.")
    closed = days.close_day(on=on, at=clock.now())
    click.echo(
        f"{on.isoformat()}: bunga {closed.loans} pinjaman dibukukan, "
        f"{closed.applications} persetujuan diperiksa."
    )


@click.command("self-check")
@with_appcontext
def self_check() -> None:
    """Periksa pembukuan; keluar dengan kode 1 dan baris yang salah bila ada."""
    wrong = False
    for check in invariants.CHECKS:
        offences = check.run()
        click.echo(f"{'SALAH' if offences else 'benar'}  {check.code}  {check.title}")
        for offence in offences:
            click.echo(f"         {offence}")
        wrong = wrong or bool(offences)
    if wrong:
        raise SystemExit(1)
