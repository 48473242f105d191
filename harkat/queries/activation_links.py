"""Whether a one-time link still opens anything."""

from datetime import datetime

from sqlalchemy import select

from harkat.extensions import db
from harkat.models.people import ActivationLink
from harkat.models.tokens import token_hash


def is_open(*, token: str, at: datetime) -> bool:
    """Tell whether the link of this token can be used at a moment."""
    found = db.session.scalar(
        select(ActivationLink.id)
        .filter_by(token_hash=token_hash(token))
        .where(ActivationLink.used_at.is_(None), ActivationLink.expires_at > at)
    )
    return found is not None
