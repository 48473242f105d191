"""Checks that the books are right, and that what is stored beside them says the same."""

import click
from flask.cli import with_appcontext

from harkat import clock
from harkat.queries import invariants
from harkat.services import loan_mending, upload_sweep


@click.command("self-check")
@click.option(
    "--repair-cache",
    is_flag=True,
    help="Hitung ulang simpanan pinjaman yang tidak sama dengan kejadiannya, lalu periksa.",
)
@with_appcontext
def self_check(repair_cache: bool) -> None:
    """Periksa pembukuan dan file unggahan; keluar dengan kode 1 bila pembukuan salah."""
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
    _look_at_uploads()
    if wrong:
        raise SystemExit(1)


def _look_at_uploads() -> None:
    """Warn of files without a row and rows without a file: no book is wrong by that."""
    at = clock.now()
    lost, orphans = upload_sweep.lost(at=at), sum(1 for _ in upload_sweep.orphans(at=at))
    click.echo(f"{'awas ' if lost else 'benar'}  U1  File unggahan ada semua")
    for public_id in lost:
        click.echo(f"         hilang {public_id}")
    click.echo(f"{'awas ' if orphans else 'benar'}  U2  Tidak ada file unggahan tanpa pemilik")
    if orphans:
        click.echo(f"         {orphans} file; lihat dan hapus dengan: harkat uploads --sweep")
