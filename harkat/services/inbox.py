"""Keeps which messages an owner has seen."""

from datetime import datetime

from sqlalchemy import update

from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.services.transaction import quiet_use_case


@quiet_use_case
def mark_read(*, actor_id: int, at: datetime) -> None:
    """Note that the actor opened the inbox; what came before this moment is seen."""
    db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.recipient_id == actor_id,
            OutboxMessage.read_at.is_(None),
            OutboxMessage.created_at <= at,
        )
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )
