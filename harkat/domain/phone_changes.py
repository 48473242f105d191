"""A new phone number rests for three days before it may confirm anything about money (T17)."""

from datetime import datetime, timedelta

REST = timedelta(hours=72)
"""Long enough for the holder of the old number to read the notice and to call."""
PROPOSAL_LIFE = timedelta(days=7)
"""A change proposed at a desk counts only this long: whoever asked for it has come since."""


def money_waits_until(phone_changed_at: datetime | None, *, at: datetime) -> datetime | None:
    """Return until when steps about money wait after a change of number, or None if none does."""
    if phone_changed_at is None or at >= phone_changed_at + REST:
        return None
    return phone_changed_at + REST
