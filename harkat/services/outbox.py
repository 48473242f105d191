"""Messages put into the outbox in the transaction of what they tell."""

from datetime import datetime

from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.record import OutboxMessage
from harkat.sealing import lookup


def put(*, recipient_id: int, template: str, at: datetime, **details: str | int) -> None:
    """Queue a message to an account; `template` names its sentence, details fill it in."""
    db.session.add(
        OutboxMessage(
            recipient_id=recipient_id, template=template, details=dict(details), created_at=at
        )
    )


def put_about(line: ApplicationLine, template: str, *, at: datetime) -> None:
    """Queue a message to the borrower of a part, which names the application."""
    put(
        recipient_id=line.person.account_id,
        template=template,
        at=at,
        application=line.application.reference_no,
    )


def put_to_phone(
    *, phone: str, template: str, at: datetime, secret: str | None = None, **details: str | int
) -> None:
    """Queue a message to a phone number that need not have an account.

    `secret` is a code: it is sealed, and forgotten once it was sent or has expired. Such a message
    is for the phone alone and never stands in an inbox.
    """
    db.session.add(
        OutboxMessage(
            phone=phone,
            phone_lookup=lookup(field="phone", text=phone),
            secret=secret,
            template=template,
            details=dict(details),
            created_at=at,
        )
    )
