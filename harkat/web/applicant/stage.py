"""One of the five stages of an application as it is shown, and what is said at the current one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Now:
    """What is going on at the current stage, in words; `by` is the last day for it.

    `late` says by how much the bank is late, and what was done about that; `moves_visit` tells that
    the owner can ask for another time of the visit.
    """

    doing: str
    who: str
    to_do: str
    by: str | None = None
    late: str | None = None
    moves_visit: bool = False


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the five stages; only the current one says more."""

    label: str
    state: str
    when: str | None = None
    now: Now | None = None
