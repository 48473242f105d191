"""Looks after uploaded files: what no row keeps, what is lost, what was not scanned."""

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.services import upload_sweep


@click.command("uploads")
@click.option("--sweep", is_flag=True, help="Hapus file lebih dari sehari yang tidak dipakai lagi.")
@click.option("--scan", is_flag=True, help="Pindai lagi file yang belum dipindai.")
@with_appcontext
def uploads(sweep: bool, scan: bool) -> None:
    """Periksa file unggahan; keluar dengan kode 1 bila ada yang hilang."""
    at = clock.now()
    if scan:
        clean, found = upload_sweep.scan_again(at=at)
        click.echo(f"Dipindai: {clean} bersih, {found} berbahaya dan disingkirkan.")
    if sweep:
        dropped = upload_sweep.drop_unanswered(at=at)
        click.echo(f"Foto tanpa jawaban disingkirkan: {dropped}.")
        click.echo(f"File dihapus: {upload_sweep.sweep(at=at)}.")
    for name in upload_sweep.orphans(at=at):
        click.echo(f"tidak dipakai  {name}")
    lost = upload_sweep.lost(at=at)
    for public_id in lost:
        click.echo(f"hilang         {public_id}")
    if lost:
        raise SystemExit(1)
