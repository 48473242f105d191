"""Sends what waits in the outbox, and lists what could not be sent."""

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from harkat import clock
from harkat.cli.refusal import Refusal
from harkat.cli.senders import NotDelivered, Sender, SenderAway, sender_of
from harkat.domain.indonesian import count, moment
from harkat.queries import due_messages
from harkat.reports.messages import message_text
from harkat.services import delivery
from harkat.services.delivery import ClaimedMessage

_BATCH = 100
_SECONDS_BETWEEN = 2


@dataclass(kw_only=True)
class Sent:
    """What a run did so far."""

    sent: int = 0
    failed: int = 0
    is_away: bool = False


@click.command("send-messages")
@click.option("--limit", default=2000, show_default=True, help="Paling banyak pesan sekali jalan.")
@click.option(
    "--for",
    "seconds",
    default=0,
    help="Tetap jalan sekian detik, agar kode terkirim segera; bila kosong, sekali saja.",
)
@with_appcontext
def send_messages(limit: int, seconds: int) -> None:
    """Kirim pesan yang menunggu, sesuai HARKAT_MESSAGES. Aman diulang dan dijalankan bersamaan.

    Keluar dengan kode 1 bila gerbang tidak menjawab; pesan lain menunggu giliran berikutnya.
    """
    sender = sender_of(current_app.config, instance_path=Path(current_app.instance_path))
    done, ends_at = Sent(), clock.now() + timedelta(seconds=seconds)
    try:
        _drain(sender, done, limit=limit)
        while not done.is_away and clock.now() < ends_at and done.sent + done.failed < limit:
            sender.close()  # No gateway likes a line on which nothing is said.
            time.sleep(_SECONDS_BETWEEN)
            _drain(sender, done, limit=limit)
    finally:
        sender.close()
    click.echo(
        f"{count(done.sent)} pesan terkirim, {count(done.failed)} gagal, "
        f"{count(due_messages.waiting_count())} menunggu."
    )
    if done.is_away:
        click.echo("Gerbang pesan tidak menjawab. Coba lagi nanti.", err=True)
        raise SystemExit(1)


@click.command("failed-messages")
@click.option("--again", "message_id", type=int, help="Coba kirim lagi pesan bernomor ini.")
@with_appcontext
def failed_messages(message_id: int | None) -> None:
    """Tampilkan pesan yang tidak bisa dikirim, atau coba lagi salah satunya."""
    if message_id is not None:
        try:
            delivery.try_again(message_id=message_id, at=clock.now())
        except delivery.NotFailed:
            raise Refusal(f"Pesan {message_id} tidak ada di daftar gagal.") from None
        click.echo(f"Pesan {message_id} dicoba lagi pada pengiriman berikutnya.")
        return
    found = due_messages.failed_messages()
    for row in found:
        click.echo(
            f"{row.id}  {row.template}  {row.phone_masked}  {moment(row.created_at)}  "
            f"{row.attempts} kali  {row.problem or ''}".rstrip()
        )
    if not found:
        click.echo("Tidak ada pesan yang gagal.")
    unreachable = due_messages.no_phone_count()
    if unreachable:
        click.echo(f"{count(unreachable)} pesan hanya di kotak pesan: pemilik tidak punya HP.")


def _drain(sender: Sender, done: Sent, *, limit: int) -> None:
    """Send what may go out now, batch after batch, until nothing is left or the gateway is away."""
    before: tuple[int, ...] = ()
    while done.sent + done.failed < limit:
        most = min(_BATCH, limit - done.sent - done.failed)
        due = delivery.due_messages(at=clock.now(), most=most)
        for message_id in due:
            claimed = delivery.claim(message_id=message_id, at=clock.now())
            if claimed is not None:
                _send(sender, claimed, done)
            if done.is_away:
                return
        if not due or due == before:
            return  # What is left is in another run's hands.
        before = due


def _send(sender: Sender, message: ClaimedMessage, done: Sent) -> None:
    try:
        secret = {"code": message.secret} if message.secret else {}
        text = message_text(message.template, {**message.details, **secret})
    except KeyError:
        delivery.mark_failed(
            message_id=message.id, problem="kalimat tidak dikenal", is_final=True, at=clock.now()
        )
        done.failed += 1
        return
    try:
        sender.send(message_id=message.id, phone=message.phone, text=text)
    except SenderAway as away:
        delivery.put_back(message_id=message.id, problem=str(away))
        done.is_away = True
    except NotDelivered as refused:
        delivery.mark_failed(
            message_id=message.id,
            problem=refused.problem,
            is_final=refused.is_final,
            at=clock.now(),
        )
        done.failed += 1
    else:
        delivery.mark_sent(message_id=message.id, at=clock.now())
        done.sent += 1
