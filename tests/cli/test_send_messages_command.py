"""`harkat send-messages`: what goes out, what it prints, and what is left when it fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from harkat.domain.phone_codes import CodePurpose
from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.services import outbox, phone_codes
from harkat.services.transaction import quiet_use_case
from tests import given
from tests.cli.gateway import Gateway, running
from tests.moments import NOON

PHONE = "+628120000777"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    from harkat.cli import main  # noqa: F401 - registers the commands

    return app.test_cli_runner()


@pytest.fixture
def log(app: Flask, tmp_path: Path) -> Path:
    """The file into which messages go."""
    app.config["MESSAGES"] = f"file:{tmp_path / 'pesan.log'}"
    return tmp_path / "pesan.log"


@quiet_use_case
def put(template: str, somebody: given.Somebody, **details: str) -> None:
    outbox.put(recipient_id=somebody.id, template=template, at=NOON, **details)


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str, str]:
    from harkat.cli import main

    result = runner.invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    db.session.rollback()
    return result.exit_code, result.stdout, result.stderr


def outcomes() -> list[tuple[str, str | None]]:
    rows = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.template, row.outcome and str(row.outcome)) for row in rows]


class TestSendMessages:
    def test_writes_each_message_once_codes_first(self, runner: FlaskCliRunner, log: Path):
        siti = given.owner()
        phone_codes.send_code(phone=PHONE, purpose=CodePurpose.CONSENT, subject="s", at=NOON)
        secret = db.session.scalars(db.select(OutboxMessage).filter_by(recipient_id=None)).one()
        code = secret.secret

        first, second = (run(runner, "send-messages") for _ in range(2))

        assert first == (0, "2 pesan terkirim, 0 gagal, 0 menunggu.\n", "")
        assert second[1] == "0 pesan terkirim, 0 gagal, 0 menunggu.\n"
        lines = [line.split("\t") for line in log.read_text().splitlines()]
        assert [phone for _, phone, _ in lines] == [PHONE, siti.phone]
        assert f"Kode Bank Harkat untuk menyetujui pinjaman: {code}." in lines[0][2]
        assert secret.secret is None

    def test_keeps_to_its_limit(self, runner: FlaskCliRunner, log: Path):
        siti = given.owner()
        for number in range(4):
            put("disbursed", siti, loan=f"PJ{number}")

        assert run(runner, "send-messages", "--limit", "3")[1].startswith("3 pesan terkirim")
        assert len(log.read_text().splitlines()) == 3

    @pytest.mark.usefixtures("log")
    def test_goes_on_after_a_message_nobody_can_read(self, runner: FlaskCliRunner):
        siti = given.owner()
        put("from_tomorrow", siti)
        put("disbursed", siti)  # without the number it speaks of
        put("disbursed", siti, loan="PJ1")

        code, said, _ = run(runner, "send-messages")

        assert (code, said) == (0, "2 pesan terkirim, 2 gagal, 0 menunggu.\n")
        assert [outcome for _, outcome in outcomes()] == ["sent", "given_up", "given_up", "sent"]
        assert run(runner, "failed-messages")[1].count("kalimat tidak dikenal") == 2

    def test_refuses_a_setting_that_says_nothing(self, runner: FlaskCliRunner, app: Flask):
        app.config["MESSAGES"] = "merpati"

        code, _, told = run(runner, "send-messages")

        assert code == 2
        assert told.startswith("HARKAT_MESSAGES tidak dikenal.")


class TestGateway:
    @pytest.fixture
    def gateway(self, app: Flask) -> Iterator[Gateway]:
        with running(Gateway()) as gateway:
            app.config["MESSAGES"] = f"smtp://127.0.0.1:{gateway.port}"
            app.config["MESSAGES_TO"] = "{phone}@sms.contoh.id"
            app.config["MESSAGES_FROM"] = "kabar@harkat.contoh.id"
            yield gateway

    def test_that_refuses_one_phone_gets_the_others(self, runner: FlaskCliRunner, gateway: Gateway):
        siti, rina, tono = (given.owner(name) for name in ("Siti C", "Rina C", "Tono C"))
        gateway.refuses[rina.phone[1:]] = "550 unknown"
        gateway.hangs_up_on.add(tono.phone[1:])

        code, said, _ = run(runner, "send-messages")

        assert (code, said) == (0, "1 pesan terkirim, 2 gagal, 1 menunggu.\n")
        assert [to for to, _ in gateway.texts] == [f"{siti.phone[1:]}@sms.contoh.id"]
        listed = run(runner, "failed-messages")[1]
        assert "SMTP 550" in listed
        assert rina.phone not in listed
        number = listed.split()[0]
        del gateway.refuses[rina.phone[1:]]
        assert run(runner, "failed-messages", "--again", number)[0] == 0
        assert run(runner, "send-messages")[1] == "1 pesan terkirim, 0 gagal, 1 menunggu.\n"
        assert run(runner, "failed-messages", "--again", "999999")[0] == 2
        assert run(runner, "failed-messages")[1] == "Tidak ada pesan yang gagal.\n"

    def test_that_is_down_gets_everything_later(self, runner: FlaskCliRunner, gateway: Gateway):
        for name in ("Siti C", "Rina C"):
            given.owner(name)
        with running(Gateway()) as gone:
            pass
        app, port = runner.app, gateway.port
        app.config["MESSAGES"] = f"smtp://127.0.0.1:{gone.port}"

        code, said, told = run(runner, "send-messages")

        assert (code, said) == (1, "0 pesan terkirim, 0 gagal, 2 menunggu.\n")
        assert told == "Gerbang pesan tidak menjawab. Coba lagi nanti.\n"
        app.config["MESSAGES"] = f"smtp://127.0.0.1:{port}"
        assert run(runner, "send-messages")[1] == "2 pesan terkirim, 0 gagal, 0 menunggu.\n"
