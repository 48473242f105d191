"""Helping somebody at a desk: how long a helping session lasts, and the signs of a broker."""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=2)
"""After this long whoever helps asks the owner for a new code."""


class SignKind(StrEnum):
    """What one person, phone, account or photo does for many; a sign, and no proof."""

    MANY_HELPED = "many_helped"
    SAME_PAIR = "same_pair"
    SAME_PHONE = "same_phone"
    SAME_ACCOUNT = "same_account"
    SAME_PHOTO = "same_photo"


def is_open(*, ended_at: datetime | None, ends_at: datetime, at: datetime) -> bool:
    """Tell whether a helping session still goes on."""
    return ended_at is None and at < ends_at
