"""The ways a message leaves: a file of one's own, the console, or a gateway by e-mail."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harkat.cli.refusal import Refusal
from harkat.cli.senders import (
    ConsoleSender,
    FileSender,
    NotDelivered,
    Sender,
    SenderAway,
    sender_of,
)
from harkat.config import Environment
from tests.cli.gateway import Gateway, certificate, knows, running

PHONE, OTHER = "+628120000777", "+628120000888"
TO, FROM = "{phone}@sms.contoh.id", "kabar@harkat.contoh.id"


OPEN: list[Sender] = []


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running(Gateway()) as gateway:
        yield gateway
        while OPEN:
            OPEN.pop().close()


def configured(**settings: str) -> Sender:
    config: dict[str, Any] = {"ENVIRONMENT": Environment.TESTING, **settings}
    OPEN.append(sender_of(config, instance_path=Path("/nowhere")))
    return OPEN[-1]


def sender_to(
    gateway: Gateway, *, scheme: str = "smtp", who: str = "", options: str = ""
) -> Sender:
    return configured(
        MESSAGES=f"{scheme}://{who}127.0.0.1:{gateway.port}{options}",
        MESSAGES_TO=TO,
        MESSAGES_FROM=FROM,
    )


def send(sender: Sender, *, number: int = 7, phone: str = PHONE, text: str = "Halo.") -> None:
    sender.send(message_id=number, phone=phone, text=text)


class TestGateway:
    def test_gets_one_plain_letter_for_each_message(self, gateway: Gateway):
        sender = sender_to(gateway)
        send(sender, text="Kode Bank Harkat: 123456. Berlaku 5 menit – jangan beri tahu.")
        send(sender, number=8, phone=OTHER)
        sender.close()

        first, second = gateway.letters
        assert gateway.texts[0] == (
            "628120000777@sms.contoh.id",
            "Kode Bank Harkat: 123456. Berlaku 5 menit – jangan beri tahu.",
        )
        assert (first["From"], first["Subject"], first["Message-ID"]) == (
            FROM,
            "Bank Harkat",
            "<harkat-7@harkat.contoh.id>",
        )
        assert first.get_content_type() == "text/plain"
        assert second["X-Harkat-Message"] == "8"
        assert gateway.connections == 1

    def test_finds_nothing_in_a_header_that_somebody_wrote(self, gateway: Gateway):
        sender = sender_to(gateway)
        send(sender, text="Halo.\r\nBcc: semua@contoh.id\r\n.\r\nMAIL FROM:<x@contoh.id>")

        [letter] = gateway.letters
        assert letter["Bcc"] is None
        assert "Bcc: semua@contoh.id" in str(letter.get_content())
        for phone in ("+62812\r\nBcc: x@contoh.id", "+62 812", "+62812@contoh.id,", "+٦٢"):
            with pytest.raises(NotDelivered) as refused:
                send(sender, phone=phone)
            assert refused.value.is_final
        assert len(gateway.letters) == 1

    @pytest.mark.parametrize(
        ("answer", "is_final"), [("550 unknown", True), ("450 later", False), ("552 full", True)]
    )
    def test_that_refuses_a_phone_is_told_apart_from_one_that_says_later(
        self, gateway: Gateway, answer: str, *, is_final: bool
    ):
        gateway.refuses["628120000777"] = answer
        sender = sender_to(gateway)

        with pytest.raises(NotDelivered, match=f"SMTP {answer[:3]}") as refused:
            send(sender)
        send(sender, phone=OTHER)

        assert refused.value.is_final is is_final
        assert len(gateway.letters) == 1

    @pytest.mark.parametrize(("answer", "is_final"), [("554 spam", True), ("451 later", False)])
    def test_may_refuse_the_text(self, gateway: Gateway, answer: str, *, is_final: bool):
        gateway.answer_to_data = answer

        with pytest.raises(NotDelivered) as refused:
            send(sender_to(gateway))

        assert refused.value.is_final is is_final

    def test_that_hangs_up_is_called_again_for_the_next(self, gateway: Gateway):
        gateway.hangs_up_on.add("628120000777")
        sender = sender_to(gateway)

        with pytest.raises(NotDelivered) as refused:
            send(sender)
        send(sender, phone=OTHER)

        assert not refused.value.is_final
        assert PHONE not in str(refused.value)
        assert [to for to, _ in gateway.texts] == ["628120000888@sms.contoh.id"]

    def test_that_does_not_answer_is_away(self):
        with running(Gateway()) as gone:
            pass

        with pytest.raises(SenderAway):
            send(sender_to(gone))

    def test_is_spoken_to_over_a_sealed_line(self, tmp_path: Path):
        context, pem = certificate(tmp_path)
        options = {"tls_context": context, "require_starttls": True}
        with running(Gateway(), **options) as gateway:
            send(sender_to(gateway, options=f"?tls=on&ca={pem}"))
            with pytest.raises(SenderAway):  # Whose seal nobody vouches for.
                send(sender_to(gateway, options="?tls=on"))

        assert len(gateway.letters) == 1

    def test_may_be_sealed_from_the_first_word(self, tmp_path: Path):
        context, pem = certificate(tmp_path)
        with running(Gateway(), ssl_context=context, server_hostname="127.0.0.1") as gateway:
            send(sender_to(gateway, scheme="smtps", options=f"?ca={pem}"))

        assert len(gateway.letters) == 1

    def test_is_never_spoken_to_in_the_open_where_a_seal_is_asked(self, gateway: Gateway):
        with pytest.raises(SenderAway):
            send(sender_to(gateway, options="?tls=on"))

        assert gateway.letters == []

    def test_may_ask_for_a_name_and_a_password(self, tmp_path: Path):
        context, pem = certificate(tmp_path)
        options = {
            "tls_context": context,
            "authenticator": knows("harkat", "rahasia/itu"),
            "auth_required": True,
        }
        with running(Gateway(), **options) as gateway:
            sealed = f"?tls=on&ca={pem}"
            send(sender_to(gateway, who="harkat:rahasia%2Fitu@", options=sealed))
            with pytest.raises(SenderAway):
                send(sender_to(gateway, who="harkat:salah@", options=sealed))

        assert len(gateway.letters) == 1


class TestFile:
    def test_holds_a_line_for_each_message_and_is_for_its_owner_alone(self, tmp_path: Path):
        path = tmp_path / "ada" / "pesan.log"
        sender = configured(MESSAGES=f"file:{path}")

        send(sender, text="Satu.")
        path.chmod(0o644)
        send(sender, number=8, text="Dua.")

        assert path.read_text() == f"7\t{PHONE}\tSatu.\n8\t{PHONE}\tDua.\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_that_cannot_be_written_is_away(self, tmp_path: Path):
        with pytest.raises(SenderAway):
            send(FileSender(path=tmp_path))


class TestChoice:
    def test_is_a_file_unless_something_else_was_chosen(self, tmp_path: Path):
        config = {"ENVIRONMENT": Environment.DEVELOPMENT}

        assert sender_of(config, instance_path=tmp_path) == FileSender(
            path=tmp_path / "messages.log"
        )

    def test_must_be_made_in_production(self):
        with pytest.raises(Refusal, match="HARKAT_MESSAGES belum diatur"):
            configured_in_production()
        assert isinstance(configured_in_production(MESSAGES="console"), ConsoleSender)

    @pytest.mark.parametrize(
        "settings",
        [
            {"MESSAGES": "surat"},
            {"MESSAGES": "file:"},
            {"MESSAGES": "http://127.0.0.1:25"},
            {"MESSAGES": "smtp://"},
            {"MESSAGES": "smtp://127.0.0.1:abc"},
            {"MESSAGES_TO": ""},
            {"MESSAGES_TO": "gerbang@contoh.id"},
            {"MESSAGES_TO": "{phone}@contoh.id, x@contoh.id"},
            {"MESSAGES_TO": "{phone}\n@contoh.id"},
            {"MESSAGES_FROM": ""},
            {"MESSAGES_FROM": "a@contoh.id\nBcc: x@contoh.id"},
        ],
        ids=str,
    )
    def test_that_cannot_work_is_refused_in_a_sentence(self, settings: dict[str, str]):
        usual = {"MESSAGES": "smtp://127.0.0.1:25", "MESSAGES_TO": TO, "MESSAGES_FROM": FROM}

        with pytest.raises(Refusal) as refused:
            configured(**{**usual, **settings})

        assert re.match(r"HARKAT_MESSAGES\w* .*\.", refused.value.message)


def configured_in_production(**settings: str) -> Sender:
    config: dict[str, Any] = {"ENVIRONMENT": Environment.PRODUCTION, **settings}
    return sender_of(config, instance_path=Path("/nowhere"))
