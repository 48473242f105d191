"""The first way into a new installation."""

import click
from flask import current_app
from flask.cli import with_appcontext

from harkat import clock
from harkat.domain.identity import InvalidPhone, parse_phone
from harkat.domain.roles import Role
from harkat.services import accounts, staff_accounts


@click.command("create-admin")
@click.option("--name", required=True, help="Nama lengkap admin akun.")
@click.option("--phone", required=True, help="Nomor HP untuk masuk.")
@with_appcontext
def create_admin(name: str, phone: str) -> None:
    """Buka akun admin dan cetak tautan sekali pakai untuk membuat kata sandi."""
    try:
        link = staff_accounts.create_admin(
            full_name=name, phone=parse_phone(phone), role=Role.SECURITY_ADMIN, at=clock.now()
        )
    except InvalidPhone:
        raise click.BadParameter(
            "Tulis nomor HP lengkap, misalnya 0812 3456 7890.", param_hint="--phone"
        ) from None
    except accounts.PhoneTaken:
        raise click.BadParameter(
            "Nomor HP ini sudah punya akun. Pakai nomor lain.", param_hint="--phone"
        ) from None
    click.echo("Tautan sekali pakai, berlaku tiga hari:")
    click.echo(f"{current_app.config['BASE_URL']}/aktivasi/{link.token}")
