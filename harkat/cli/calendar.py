"""Shows the calendar of holidays that due dates and working days follow."""

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.domain.business_days import HolidayKind
from harkat.domain.indonesian import DAYS
from harkat.queries.holidays import HolidayRow, holidays_of

_KINDS = {HolidayKind.PUBLIC: "libur nasional", HolidayKind.COLLECTIVE_LEAVE: "cuti bersama"}


@click.command("holidays")
@click.option(
    "--year",
    type=click.IntRange(2000, 2099),
    help="Tahun yang ditampilkan; bila kosong, tahun ini (WIB).",
)
@with_appcontext
def holidays(year: int | None) -> None:
    """Tampilkan hari libur satu tahun dengan sumbernya."""
    shown = year or clock.today().year
    rows = holidays_of(shown)
    if not rows:
        raise click.UsageError(f"Belum ada kalender libur {shown}. Jalankan: harkat seed")
    for row in rows:
        click.echo(_line(row))


def _line(row: HolidayRow) -> str:
    notes = [
        _KINDS[row.kind],
        *(["perkiraan"] if row.is_estimated else []),
        *(["dibatalkan"] if row.is_cancelled else []),
        f"sumber: {row.source}",
    ]
    day = DAYS[row.falls_on.weekday()]
    return f"{row.falls_on.isoformat()}  {day:<7}  {row.name} ({', '.join(notes)})"
