"""What an installation holds as a whole."""

from sqlalchemy import select

from harkat.extensions import db
from harkat.models.people import UserAccount


def is_in_use() -> bool:
    """Tell whether anybody has an account here."""
    return db.session.scalar(select(UserAccount.id).limit(1)) is not None
