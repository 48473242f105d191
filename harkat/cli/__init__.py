"""The `harkat` command: everything an operator does without a browser."""

from pkgutil import resolve_name

from flask import Flask
from flask.cli import FlaskGroup

from harkat.cli.accounts import create_admin
from harkat.cli.balances import quality_command, suspense_command, trial_balance_command
from harkat.cli.books import self_check
from harkat.cli.calendar import holidays
from harkat.cli.data import demo, seed
from harkat.cli.diagrams import diagrams
from harkat.cli.end_of_day import end_of_day
from harkat.cli.months import close_month, reopen_month
from harkat.cli.replay import replay
from harkat.cli.run import run
from harkat.cli.schedule import schedule_command
from harkat.cli.send_messages import failed_messages, send_messages
from harkat.cli.uploads import uploads


def _create_app() -> Flask:
    """Build the application, found by name: nothing imports the top floor."""
    app: Flask = resolve_name("harkat.app:create_app")()
    return app


# `db` (migrations) comes from Flask-Migrate by itself.
main = FlaskGroup(
    name="harkat",
    help="Bank Harkat: program pinjaman UMKM Kota Jambi.",
    create_app=_create_app,
    add_default_commands=False,
    add_version_option=False,
)
for _command in (
    run,
    seed,
    demo,
    create_admin,
    schedule_command,
    replay,
    holidays,
    end_of_day,
    send_messages,
    failed_messages,
    self_check,
    trial_balance_command,
    suspense_command,
    quality_command,
    close_month,
    reopen_month,
    uploads,
    diagrams,
):
    main.add_command(_command)
