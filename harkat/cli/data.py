"""Fills a new database: reference data everywhere, the demo year where somebody tries it out."""

import click
from flask import current_app
from flask.cli import with_appcontext

from harkat import clock
from harkat.cli.demo import year
from harkat.queries import installation
from harkat.services import reference_data


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Muat data acuan: wilayah, produk, pagu, hari libur, dan bunga pemberi pinjaman lain."""
    if reference_data.load(at=clock.now()):
        click.echo("Data acuan dimuat.")
        return
    click.echo("Data acuan sudah ada.")
    changed = reference_data.refresh(at=clock.now())
    if changed:
        click.echo(f"Hari libur dan bunga pemberi pinjaman lain: {changed} baris diperbarui.")


@click.command("demo")
@click.option("--once", is_flag=True, help="Tidak apa-apa bila sudah ada isinya.")
@click.option("--seed", "chance", default=2026, show_default=True, help="Bibit bilangan acak.")
@with_appcontext
def demo(once: bool, chance: int) -> None:
    """Karang satu tahun program dengan orang dan bank rekaan."""
    if not current_app.config["DEMO"]:
        raise click.UsageError("Data contoh hanya untuk mencoba: jalankan dengan HARKAT_DEMO=1.")
    if installation.is_in_use():
        if once:
            return
        raise click.UsageError("Basis data sudah berisi. Pakai basis data kosong.")
    diary = year.diary(seed=chance, until=clock.now())
    with click.progressbar(length=len(diary), label="Menyusun setahun program") as bar:
        for left in diary.live():
            # Deeds lead to others, as a disbursement to its repayments.
            bar.length = bar.pos + 1 + left
            bar.update(1)
    click.echo("Data contoh siap. Akun contoh tertera di halaman masuk.")
