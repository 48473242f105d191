"""Serves the application."""

import os
import sys

import click

_WORKERS = "2"
_THREADS = "4"  # one slow phone that sends a photo must not keep a whole worker waiting
_TIMEOUT_SECONDS = "30"


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Nomor port.")
def run(host: str, port: int) -> None:
    """Layani aplikasi dengan gunicorn."""
    click.echo(f"Bank Harkat: http://{host}:{port}  (berhenti: Ctrl-C)")
    arguments = [
        sys.executable,
        "-m",
        "gunicorn",
        f"--bind={host}:{port}",
        f"--workers={_WORKERS}",
        f"--threads={_THREADS}",
        f"--timeout={_TIMEOUT_SECONDS}",
        "--no-control-socket",
        "--log-level=warning",
        "harkat.app:create_app()",
    ]
    os.execv(sys.executable, arguments)  # noqa: S606  (no shell: a list of fixed arguments)
