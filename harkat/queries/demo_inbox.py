"""What the phones of the demo would have shown: nobody there has one of the numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from harkat.domain.identity import phone_masked
from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage

_MOST_MESSAGES = 30
_FORGOTTEN = "••••••"


@dataclass(frozen=True, kw_only=True)
class PhoneMessage:
    """One message as a phone shows it, such as ``0812••••789`` getting ``code_registration``."""

    phone_masked: str
    template: str
    details: Mapping[str, object]
    sent_at: datetime


def latest() -> Sequence[PhoneMessage]:
    """Return the newest messages with their codes; outside the demo there are none to see."""
    if not current_app.config.get("DEMO"):
        return ()
    rows = db.session.execute(
        select(OutboxMessage, UserAccount)
        .outerjoin(UserAccount, UserAccount.id == OutboxMessage.recipient_id)
        .order_by(OutboxMessage.id.desc())
        .limit(_MOST_MESSAGES)
    )
    return [
        PhoneMessage(
            phone_masked=phone_masked(account.phone if account else message.phone),
            template=message.template,
            details={**message.details, "code": message.secret or _FORGOTTEN},
            sent_at=message.created_at,
        )
        for message, account in rows
    ]
