"""Reads the phones of the tests: the last code a number was sent, and what messages went where."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from harkat.domain.identity import parse_phone
from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.sealing import lookup
from tests.pages import submit


def code_sent_to(phone: str) -> str | None:
    """Return the last code the number was sent, or None if it got none."""
    message = db.session.scalar(
        db.select(OutboxMessage)
        .filter_by(phone_lookup=lookup(field="phone", text=parse_phone(phone)))
        .where(OutboxMessage.secret.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return message.secret if message else None


def other_than(code: str) -> str:
    """Return a code of six digits that this one is not."""
    return f"{(int(code) + 1) % 10**6:06d}"


def told(account_id: int | None = None) -> list[str]:
    """Return the templates of all messages to an account, or to bare phones, in their order."""
    return list(
        db.session.scalars(
            db.select(OutboxMessage.template)
            .filter_by(recipient_id=account_id)
            .order_by(OutboxMessage.id)
        )
    )


def prove_phone(client: FlaskClient, page: str, phone: str, **fields: object) -> TestResponse:
    """Give a number on the first page of a way and its code on the second; return that answer."""
    first = submit(client, page, {"phone": phone, **fields})
    assert first.location == f"{page}/kode", (first.status_code, first.text)
    code = code_sent_to(phone)
    assert code is not None
    return submit(client, f"{page}/kode", {"code": code})
