"""Who gives a command: a staff account, proved by its password as at the sign-in page."""

import click
from flask import current_app

from harkat import clock
from harkat.cli.refusal import Refusal
from harkat.domain.identity import InvalidPhone, parse_phone
from harkat.services import accounts

actor_option = click.option("--actor", "phone", help="Nomor HP akun yang memberi perintah.")


def sign_in(phone: str | None) -> int:
    """Ask for the account's password; return the account's id.

    :raises Refusal: if number and password do not belong together
    """
    if phone is None:
        raise Refusal("Opsi --actor belum diisi; tulis nomor HP akun yang memberi perintah.")
    try:
        number = parse_phone(phone)
    except InvalidPhone:
        raise Refusal(
            f'Opsi --actor: "{phone}" bukan nomor HP; tulis misalnya 081234567890.'
        ) from None
    password = click.prompt("Kata sandi", hide_input=True, err=True)
    found = accounts.sign_in(
        phone=number,
        password=password,
        allow_demo=bool(current_app.config["DEMO"]),
        at=clock.now(),
    )
    if found.blocked_until:
        raise Refusal("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")
    if found.account_id is None:
        raise Refusal("Nomor HP atau kata sandi tidak cocok.")
    return found.account_id
