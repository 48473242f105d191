"""A diary of deeds in the order of time; a deed may write later ones into it."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from harkat.domain.calendar import WIB

Deed = Callable[[datetime], None]
"""Something done at a moment by calling a use case."""


def moment(day: date, *, minute: int) -> datetime:
    """Return a moment of office hours: `minute` counts from 08.00 WIB."""
    return datetime.combine(day, time(8), tzinfo=WIB) + timedelta(minutes=minute % 480)


class Diary:
    """Deeds waiting for their moment, up to the moment at which the story stops."""

    def __init__(self, *, until: datetime) -> None:
        self._until = until
        self._pages: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._pages)

    def write(self, at: datetime, deed: Deed) -> None:
        """Plan a deed; what lies after the end of the story never happens.

        Of two deeds at one moment the one written first comes first.
        """
        if at <= self._until:
            heapq.heappush(self._pages, (at, next(self._order), deed))

    def live(self) -> Iterator[int]:
        """Do everything in order, yielding after each deed how many are left."""
        while self._pages:
            at, _order, deed = heapq.heappop(self._pages)
            deed(at)
            yield len(self._pages)
