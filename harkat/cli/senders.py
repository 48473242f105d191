"""The ways by which a message leaves the house: a file, the console, or a gateway by e-mail.

Which one is the setting HARKAT_MESSAGES: `file:PATH`, `console`, `smtp://host:port` or
`smtps://host:port`. docs/how-to/production.md says what a gateway must do.
"""

import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import click

from harkat.cli.refusal import Refusal
from harkat.config import Environment

_SECONDS = 20
_PERMANENT = 500  # SMTP codes from here on say that trying again is of no use.
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}", re.ASCII)
_LOCAL = {"127.0.0.1", "::1", "localhost"}
_CHOICES = "console, file:PATH, smtp://host:port atau smtps://host:port"


class NotDelivered(Exception):
    """The message was not taken; a final no need not be asked again."""

    def __init__(self, problem: str, *, is_final: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.is_final = problem, is_final


class SenderAway(Exception):
    """Nobody answers at the other end, so that no message can go out now."""


class Sender(Protocol):
    """Something that takes messages; it is closed when the run ends."""

    def send(self, *, message_id: int, phone: str, text: str) -> None:
        """Hand over one message.

        :raises NotDelivered: if this one is not taken
        :raises SenderAway: if nothing is taken now
        """

    def close(self) -> None:
        """Let go of the other end."""


class ConsoleSender:
    """Prints messages, for trying things out; codes are printed, too."""

    def send(self, *, message_id: int, phone: str, text: str) -> None:
        """Print the message."""
        click.echo(f"{message_id} {phone} {text}")

    def close(self) -> None:
        """Do nothing: the console stays."""


@dataclass(frozen=True, kw_only=True)
class FileSender:
    """Appends messages to a file that only its owner may read."""

    path: Path

    def send(self, *, message_id: int, phone: str, text: str) -> None:
        """Write one line, on the disk before anybody is told that it is out."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            descriptor = os.open(self.path, flags, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(f"{message_id}\t{phone}\t{text}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SenderAway(type(error).__name__) from error

    def close(self) -> None:
        """Do nothing: the file is closed after each line."""


class SmtpSender:
    """Hands each message to a mail server as one e-mail, over one connection for the whole run.

    The address is made of the phone's digits; the subject is always the same, so that nothing
    somebody wrote ever stands in a header.
    """

    def __init__(self, url: SplitResult, *, to: str, sender: str) -> None:
        self._url, self._to, self._from = url, to, sender
        self._options = parse_qs(url.query)
        self._connection: smtplib.SMTP | None = None

    def send(self, *, message_id: int, phone: str, text: str) -> None:
        """Send one e-mail; the connection is made with the first one, and anew when it was lost."""
        connection = self._connection or self._connect()
        self._connection = connection
        try:
            connection.send_message(self._letter(message_id, phone, text))
        except smtplib.SMTPRecipientsRefused as error:
            code = max((code for code, _ in error.recipients.values()), default=_PERMANENT)
            self._reset()
            raise NotDelivered(f"SMTP {code}", is_final=code >= _PERMANENT) from error
        except smtplib.SMTPResponseException as error:
            self.close()
            is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _PERMANENT
            raise NotDelivered(f"SMTP {error.smtp_code}", is_final=is_final) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotDelivered(type(error).__name__) from error

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        try:
            connection = self._open_line()
        except (smtplib.SMTPException, OSError) as error:
            raise SenderAway(type(error).__name__) from error
        try:
            self._introduce(connection)
        except (smtplib.SMTPException, OSError) as error:
            connection.close()
            raise SenderAway(type(error).__name__) from error
        return connection

    def _open_line(self) -> smtplib.SMTP:
        host = self._url.hostname or ""
        if self._url.scheme == "smtps":
            seal = _tls(self._options)
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=_SECONDS, context=seal)
        return smtplib.SMTP(host, self._url.port or 25, timeout=_SECONDS)

    def _introduce(self, connection: smtplib.SMTP) -> None:
        """Seal the line where it must be, and only then say name and password."""
        is_sealed = self._url.scheme == "smtps"
        if not is_sealed and _needs_tls(self._url.hostname or "", self._options):
            connection.starttls(context=_tls(self._options))
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))

    def _reset(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _letter(self, message_id: int, phone: str, text: str) -> EmailMessage:
        digits = phone.removeprefix("+")
        if not digits.isascii() or not digits.isdecimal():
            raise NotDelivered("nomor tidak bisa dipakai", is_final=True)
        letter = EmailMessage()
        letter["From"] = self._from
        letter["To"] = self._to.replace("{phone}", digits)
        letter["Subject"] = "Bank Harkat"
        # A gateway that keeps these drops the second copy of a message that went out twice.
        letter["Message-ID"] = f"<harkat-{message_id}@{self._from.rpartition('@')[2]}>"
        letter["X-Harkat-Message"] = str(message_id)
        letter.set_content(text)
        return letter


def sender_of(config: Mapping[str, Any], *, instance_path: Path) -> Sender:
    """Return the sender an installation chose; outside production a file if it chose none.

    :raises Refusal: if the setting is missing in production, or says nothing that works
    """
    chosen = str(config.get("MESSAGES", "")).strip()
    if not chosen:
        if config["ENVIRONMENT"] is Environment.PRODUCTION:
            raise Refusal(f"HARKAT_MESSAGES belum diatur. Pilih {_CHOICES}.")
        return FileSender(path=instance_path / "messages.log")
    if chosen == "console":
        return ConsoleSender()
    scheme, _, rest = chosen.partition(":")
    if scheme == "file" and rest:
        return FileSender(path=Path(rest))
    if scheme in {"smtp", "smtps"}:
        return _smtp_sender(chosen, config)
    raise Refusal(f"HARKAT_MESSAGES tidak dikenal. Pilih {_CHOICES}.")


def _smtp_sender(chosen: str, config: Mapping[str, Any]) -> SmtpSender:
    to, sender = str(config.get("MESSAGES_TO", "")), str(config.get("MESSAGES_FROM", ""))
    if to.count("{phone}") != 1 or not _ADDRESS.fullmatch(to.replace("{phone}", "62")):
        raise Refusal("HARKAT_MESSAGES_TO harus alamat surel gerbang, misalnya {phone}@sms.contoh.")
    if not _ADDRESS.fullmatch(sender):
        raise Refusal("HARKAT_MESSAGES_FROM harus satu alamat surel.")
    url = _url(chosen)
    if url is None:
        raise Refusal("HARKAT_MESSAGES harus berisi smtp://host:port.")
    return SmtpSender(url, to=to, sender=sender)


def _url(chosen: str) -> SplitResult | None:
    """Return the parts of an address, or None if it leads nowhere."""
    try:
        url = urlsplit(chosen)
        leads_somewhere = bool(url.hostname) and url.port != 0
    except ValueError:
        return None
    return url if leads_somewhere else None


def _needs_tls(host: str, options: Mapping[str, list[str]]) -> bool:
    """Tell whether the line must be sealed: `?tls=on` or `off` says it, else where it leads."""
    chosen = options.get("tls", [""])[0]
    return chosen == "on" or (chosen != "off" and host not in _LOCAL)


def _tls(options: Mapping[str, list[str]]) -> ssl.SSLContext:
    """Return how the line is sealed; `?ca=FILE` names the gateway's own authority."""
    return ssl.create_default_context(cafile=options["ca"][0] if "ca" in options else None)
