"""An owner's objection to a refusal: until when it may be made, and by whom it is answered."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

LONGEST_WORDS = 1000
"""How many characters an owner may use to say why."""


def last_day(*, refused_on: date, days: int) -> date:
    """Return the last day on which a refusal can be objected to."""
    return refused_on + timedelta(days=days)


def may_answer(actor_id: int, *, took_part: Collection[int | None]) -> bool:
    """Tell whether an officer may judge an objection: never one who had a hand in the refusal."""
    return actor_id not in took_part


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month if it has none."""
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
