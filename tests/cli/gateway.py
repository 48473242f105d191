"""A mail server on this machine, such as a gateway to phones has, with the moods of real ones."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Gateway:
    """Keeps the letters it took; the digits of phones say whom it refuses or hangs up on."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.hangs_up_on: set[str] = set()
        self.answer_to_data = "250 OK"
        self.connections = 0
        self.port = 0

    async def handle_EHLO(  # noqa: N802 - the server's own word
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        digits = address.partition("@")[0]
        if digits in self.refuses:
            return self.refuses[digits]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if envelope.rcpt_tos[0].partition("@")[0] in self.hangs_up_on:
            server.transport.close()
            return "421 gone"
        if self.answer_to_data.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.answer_to_data

    @property
    def texts(self) -> list[tuple[str, str]]:
        """To whom and what, in the order of coming."""
        return [(str(letter["To"]), str(letter.get_content()).strip()) for letter in self.letters]


class FreePort(Controller):
    """A server on a port that the machine chooses."""

    lines: list[SMTP]

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def hang_up(self) -> None:
        """Close every line that is still open, those under a seal too."""
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        for line in self.lines:
            for transport in (line.transport, line._original_transport):
                if transport is not None:
                    transport.abort()
        await asyncio.sleep(0.02)

    def factory(self) -> SMTP:
        """Answer a call, and remember the line."""
        self.lines.append(super().factory())
        return self.lines[-1]


@contextmanager
def running(gateway: Gateway, **options: Any) -> Iterator[Gateway]:
    """Let the gateway listen on a free port of this machine."""
    controller = FreePort(gateway, hostname="127.0.0.1", port=0, ready_timeout=60, **options)
    controller.lines = []
    controller.start()
    gateway.port, gateway.connections = controller.port, 0
    try:
        yield gateway
    finally:
        asyncio.run_coroutine_threadsafe(controller.hang_up(), controller.loop).result(60)
        controller.stop(no_assert=True)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's own seal for this machine, and the file by which to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)  # noqa: TID251 - a seal must hold today
    sealed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, key_pem = folder / "seal.pem", folder / "key.pem"
    pem.write_bytes(sealed.public_bytes(serialization.Encoding.PEM))
    key_pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    return context, pem


def knows(name: str, password: str) -> Any:
    """Return who may come in: one name with its password."""

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        is_known = (data.login, data.password) == (name.encode(), password.encode())
        return AuthResult(success=is_known, handled=False)

    return check
