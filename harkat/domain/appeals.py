"""An owner's objection to a refusal: until when it may be made, and by whom it is answered."""

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
