"""The command of the night: closes the day, and the days that were missed before it."""

import re
from collections.abc import Mapping
from datetime import date

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.cli.refusal import Refusal
from harkat.domain.day_steps import DayStep
from harkat.domain.indonesian import count, plain_date
from harkat.queries.days import FailureRow
from harkat.services import end_of_day as nights
from harkat.services.end_of_day import DayClosed

_STEPS: Mapping[DayStep, tuple[str, str]] = {
    DayStep.INTEREST: ("bunga", "pinjaman dibukukan"),
    DayStep.CREDITS: ("titipan", "pinjaman dibayar dari titipannya"),
    DayStep.GRADES: ("kolektibilitas", "pinjaman berubah"),
    DayStep.SNAPSHOT: ("potret portofolio", "baris disimpan"),
    DayStep.REMINDERS: ("pengingat", "pesan disiapkan"),
    DayStep.EXPIRY: ("pengajuan lewat waktu", "pengajuan dilepas"),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@click.command("end-of-day")
@click.option("--date", "day", help="Hari yang ditutup (TTTT-BB-HH); bila kosong, hari ini (WIB).")
@with_appcontext
def end_of_day(day: str | None) -> None:
    """Tutup hari: bunga, titipan, kolektibilitas, potret, pengingat, persetujuan lewat waktu.

    Hari-hari yang terlewat ditutup lebih dulu. Aman diulang. Keluar dengan kode 1 bila ada
    pinjaman atau pengajuan yang gagal; yang lain tetap jalan.
    """
    until = _read_day(day)
    closed = nights.run(until=until, at=clock.now())
    for each in closed:
        _tell(each)
    failures = closed[-1].failures
    for failure in failures:
        click.echo(_failed(failure), err=True)
    if failures:
        raise SystemExit(1)


def _read_day(text: str | None) -> date:
    """Return the day to close; today if none is named."""
    if text is None:
        return clock.today()
    try:
        if not _DATE.fullmatch(text.strip()):
            raise ValueError(text)
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(
            f"Tanggal {text!r} tidak dikenal. Tulis tahun-bulan-hari, misalnya 2026-03-02."
        ) from None
    if day > clock.today():
        raise Refusal(f"{plain_date(day)} belum tiba. Tulis hari ini atau sebelumnya.")
    return day


def _tell(closed: DayClosed) -> None:
    if not closed.is_new:
        click.echo(f"{closed.day.isoformat()} sudah ditutup sebelumnya; tidak ada yang berubah.")
        return
    click.echo(f"{closed.day.isoformat()} ditutup")
    for done in closed.steps:
        name, what = _STEPS[done.step]
        click.echo(f"  {name} {count(done.rows)} {what}")


def _failed(failure: FailureRow) -> str:
    name, _ = _STEPS[failure.step]
    day = failure.day.isoformat()
    return f"GAGAL  {failure.reference_no} ({name}, {day}): {failure.reason}"
