"""Messages put into the outbox in the transaction of what they tell."""

from datetime import datetime

from harkat.extensions import db
from harkat.models.record import OutboxMessage


def put(*, recipient_id: int, template: str, at: datetime, **details: str | int) -> None:
    """Queue a message; `template` names its sentence (`web.labels`), details fill it in."""
    db.session.add(
        OutboxMessage(
            recipient_id=recipient_id, template=template, details=dict(details), created_at=at
        )
    )
