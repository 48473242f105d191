"""What the books hold: the trial balance of a day, titipan by age, the portfolio's quality."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.cli.account_names import NAMES
from harkat.cli.refusal import Refusal
from harkat.domain.calendar import start_of
from harkat.domain.indonesian import percent, plain_date
from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.domain.ledger import CHART, AccountCode
from harkat.domain.money import Rupiah, format_rupiah, total
from harkat.domain.portfolio_quality import AgeingBand
from harkat.domain.written_date import UnclearDate, parse_date
from harkat.queries.banks import bank_list
from harkat.queries.portfolio_quality import last_snapshot_day, quality
from harkat.queries.suspense import AgeRow, ageing
from harkat.queries.trial_balance import TrialBalance, trial_balance, trial_balance_as_shown

bank_option = click.option("--bank", "bank_code", help="Kode bank; bila kosong, semua bank.")


@click.command("trial-balance")
@click.option("--date", "day", help="Hari neraca; bila kosong, hari ini (WIB).")
@click.option("--as-shown", "shown", help="Hari: hanya yang sudah dicatat sampai akhir hari itu.")
@bank_option
@with_appcontext
def trial_balance_command(day: str | None, shown: str | None, bank_code: str | None) -> None:
    """Cetak neraca saldo satu hari."""
    bank_id = _bank_id(bank_code)
    shown_on = _read_day("--as-shown", shown) if shown else None
    on = _read_day("--date", day) if day else shown_on or clock.today()
    if shown_on is None:
        found = trial_balance(on=on, bank_id=bank_id)
    else:
        end_of_day = start_of(shown_on + timedelta(days=1)) - timedelta(microseconds=1)
        found = trial_balance_as_shown(shown_at=end_of_day, on=on, bank_id=bank_id)
    known = "menurut catatan kini"
    if shown_on:
        known = f"seperti tercatat sampai {plain_date(shown_on)}"
    click.echo(f"Neraca saldo per {plain_date(on)}, {known}")
    click.echo("\n".join(_table(found)))


@click.command("suspense")
@bank_option
@with_appcontext
def suspense_command(bank_code: str | None) -> None:
    """Cetak umur titipan yang belum dipakai atau dikembalikan."""
    rows = ageing(on=clock.today(), bank_id=_bank_id(bank_code))
    click.echo(f"{'Umur':<16}{'Butir':>8}{'Jumlah':>24}")
    for row in rows:
        click.echo(f"{_span(row):<16}{row.items:>8}{format_rupiah(row.open):>24}")
    items = sum(row.items for row in rows)
    click.echo(f"{'Jumlah':<16}{items:>8}{format_rupiah(total(row.open for row in rows)):>24}")


_GRADES: Mapping[Kolektibilitas, str] = {
    Kolektibilitas.CURRENT: "1 Lancar",
    Kolektibilitas.SPECIAL_MENTION: "2 Dalam Perhatian Khusus",
    Kolektibilitas.SUBSTANDARD: "3 Kurang Lancar",
    Kolektibilitas.DOUBTFUL: "4 Diragukan",
    Kolektibilitas.LOSS: "5 Macet",
}


@click.command("quality")
@click.option("--date", "day", help="Akhir hari; bila kosong, potret yang terakhir.")
@bank_option
@with_appcontext
def quality_command(day: str | None, bank_code: str | None) -> None:
    """Cetak mutu portofolio: kolektibilitas, umur tunggakan, PAR30, NPL, cadangan."""
    bank_id = _bank_id(bank_code)
    until = _read_day("--date", day) if day else clock.today()
    kept = last_snapshot_day(until=until)
    if kept is None:
        raise Refusal("Belum ada potret portofolio. Jalankan harkat end-of-day lebih dulu.")
    found = quality(day=kept, bank_id=bank_id)
    click.echo(f"Mutu portofolio pada akhir {plain_date(kept)}")
    click.echo(f"{'Kolektibilitas':<28}{'Pinjaman':>10}{'Baki debet':>24}{'Cadangan':>24}")
    for row in found.grades:
        amounts = f"{format_rupiah(row.outstanding):>24}{format_rupiah(row.provision):>24}"
        click.echo(f"{_GRADES[row.grade]:<28}{row.loans:>10}{amounts}")
    click.echo(f"{'Hari tunggakan':<28}{'Pinjaman':>10}{'Baki debet':>24}")
    for band in found.bands:
        amount = format_rupiah(band.outstanding)
        click.echo(f"{_days(band.band):<28}{band.loans:>10}{amount:>24}")
    click.echo(f"PAR30 {percent(Decimal(found.par30_ratio).scaleb(-4))}")
    click.echo(f"NPL {percent(Decimal(found.npl_ratio).scaleb(-4))}")


def _days(band: AgeingBand) -> str:
    if band.last_day is None:
        return f"> {band.first_day - 1}"
    if band.last_day == band.first_day:
        return str(band.first_day)
    return f"{band.first_day}-{band.last_day}"


def _table(found: TrialBalance) -> Iterator[str]:
    """Yield one line per account, its banks added together, and the totals."""
    debits, ledger_credits = Counter[AccountCode](), Counter[AccountCode]()
    for row in found.rows:
        debits[row.code] += row.debit
        ledger_credits[row.code] += row.ledger_credit
    yield f"{'':<4}{'Akun':<32}{'Debit':>24}{'Kredit':>24}"
    for code in AccountCode:
        if code in debits:
            yield _line(CHART[code].block, NAMES[code], debits[code], ledger_credits[code])
    yield _line("", "Jumlah", found.debit, found.ledger_credit)


def _line(block: str, name: str, debit: int, ledger_credit: int) -> str:
    amounts = (format_rupiah(Rupiah(int(amount))) for amount in (debit, ledger_credit))
    return f"{block:<4}{name:<32}" + "".join(f"{amount:>24}" for amount in amounts)


def _span(row: AgeRow) -> str:
    if row.band.to_days is None:
        return f"> {row.band.from_days - 1} hari"
    return f"{row.band.from_days}-{row.band.to_days} hari"


def _read_day(option: str, text: str) -> date:
    try:
        day = parse_date(text)
    except UnclearDate:
        raise Refusal(
            f'Opsi {option}: "{text}" bukan tanggal; tulis misalnya 2026-03-31.'
        ) from None
    if day > clock.today():
        raise Refusal(f"Opsi {option}: hari ini belum tiba; tulis hari ini atau sebelumnya.")
    return day


def _bank_id(code: str | None) -> int | None:
    if code is None:
        return None
    ids = {bank.code: bank.id for bank in bank_list()}
    if code not in ids:
        known = ", ".join(sorted(ids)) or "belum ada"
        raise Refusal(f'Opsi --bank: tidak ada bank "{code}"; yang ada: {known}.')
    return ids[code]
