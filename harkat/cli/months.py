"""Closing a month of the books at the command line, and opening it again."""

import re
from datetime import date

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.cli.actor import actor_option, sign_in
from harkat.cli.refusal import Refusal
from harkat.domain.indonesian import month_and_year
from harkat.domain.roles import NotPermitted
from harkat.services import months

_MAY_NOT = "Akun ini tidak boleh menutup atau membuka bulan."


@click.command("close-month")
@click.argument("month", required=False)
@actor_option
@with_appcontext
def close_month(month: str | None, phone: str | None) -> None:
    """Tutup satu bulan pembukuan, misalnya 2026-03."""
    first = _read_month(month)
    said, actor_id = month_and_year(first), sign_in(phone)
    try:
        months.close_month(actor_id=actor_id, month=first, at=clock.now())
    except months.MonthNotOver:
        raise Refusal(f"{said} belum lewat. Tutup setelah hari terakhirnya.") from None
    except months.MonthClosed:
        raise Refusal(f"{said} sudah ditutup.") from None
    except months.NothingInMonth:
        raise Refusal(f"Pembukuan belum dimulai pada {said}.") from None
    except months.EarlierMonthOpen as refused:
        raise Refusal(f"Tutup dulu {month_and_year(refused.month)}.") from None
    except NotPermitted:
        raise Refusal(_MAY_NOT) from None
    click.echo(f"{said} ditutup. Catatan yang terlambat masuk ke bulan berikutnya.")


@click.command("reopen-month")
@click.argument("month", required=False)
@actor_option
@click.option("--reason", help="Alasan; dengan ini bulan diusulkan untuk dibuka lagi.")
@click.option("--confirm", is_flag=True, help="Setujui usulan orang lain.")
@with_appcontext
def reopen_month(month: str | None, phone: str | None, reason: str | None, confirm: bool) -> None:
    """Buka lagi bulan yang sudah ditutup: satu orang mengusulkan, orang lain menyetujui."""
    first = _read_month(month)
    if confirm == bool(reason and reason.strip()):
        raise Refusal(
            "Pakai --reason dengan alasan untuk mengusulkan, atau --confirm untuk menyetujui."
        )
    said, actor_id = month_and_year(first), sign_in(phone)
    try:
        if confirm:
            months.confirm_reopening(actor_id=actor_id, month=first, at=clock.now())
        else:
            months.propose_reopening(
                actor_id=actor_id, month=first, reason=reason or "", at=clock.now()
            )
    except months.MonthNotClosed:
        raise Refusal(f"{said} tidak sedang ditutup.") from None
    except months.ReopeningKnown:
        raise Refusal(f"{said} sudah diusulkan. Orang lain menyetujuinya.") from None
    except months.ReopeningNotProposed:
        raise Refusal(f"{said} belum diusulkan untuk dibuka. Pakai --reason.") from None
    except months.OwnProposal:
        raise Refusal("Anda yang mengusulkan, jadi orang lain yang harus menyetujui.") from None
    except NotPermitted:
        raise Refusal(_MAY_NOT) from None
    click.echo(
        f"{said} dibuka lagi."
        if confirm
        else f"{said} diusulkan untuk dibuka. Sekarang orang lain menyetujuinya."
    )


def _read_month(text: str | None) -> date:
    if text is None:
        raise Refusal("Bulan belum diisi; tulis misalnya 2026-03.")
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None:
        raise Refusal(f'"{text}" bukan bulan; tulis misalnya 2026-03.')
    return date(int(found[1]), int(found[2]), 1)
