"""A part of a group's application is blocked: the others go on without it, replace it, or wait.

More than half of the other borrowers decide. Whoever's part is blocked has no voice in it, and
nobody else hears whose part it is or why.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from harkat.domain.group_votes import majority_of
from harkat.domain.reasons import ReasonCode


class BlockedChoice(StrEnum):
    """What the others may do about a blocked part."""

    GO_ON = "go_on"
    REPLACE = "replace"
    WAIT = "wait"


class GroupChoiceStatus(StrEnum):
    """Where a group's choice about blocked parts stands."""

    OPEN = "open"
    WAITING = "waiting"
    WENT_ON = "went_on"
    PLACE_FREED = "place_freed"
    LIFTED = "lifted"
    OVERTAKEN = "overtaken"


class GroupChoiceEvent(StrEnum):
    """What can happen to a group's choice about blocked parts."""

    ASKED_AGAIN = "asked_again"
    WAITED = "waited"
    WENT_ON = "went_on"
    PLACE_FREED = "place_freed"
    LIFTED = "lifted"
    OVERTAKEN = "overtaken"


UNDECIDED = frozenset({GroupChoiceStatus.OPEN, GroupChoiceStatus.WAITING})
"""Statuses of a choice in which a voice still counts."""

BLOCKING = (
    ReasonCode.KREDIT_1,
    ReasonCode.KREDIT_2,
    ReasonCode.LATIH_1,
    ReasonCode.USAHA_1,
    ReasonCode.USAHA_2,
    ReasonCode.ALAMAT_1,
    ReasonCode.GANDA_1,
)
"""Why one part may be blocked: what lies with its owner, cannot be mended in the file itself, and
needs time. What a new photo or another amount mends is given back or proposed lower instead."""


class NotABlockingReason(ValueError):
    """This reason is no reason to block one part."""


def holds_minimum(*, others: int, minimum: int) -> bool:
    """Tell whether enough borrow if those whose parts are blocked do not."""
    return others >= minimum


def offered(*, others: int, minimum: int) -> tuple[BlockedChoice, ...]:
    """Return what the others may choose: to go on only if enough of them are left."""
    if holds_minimum(others=others, minimum=minimum):
        return tuple(BlockedChoice)
    return (BlockedChoice.REPLACE, BlockedChoice.WAIT)


def voices(
    votes: Mapping[int, BlockedChoice], *, voters: Collection[int]
) -> Mapping[BlockedChoice, int]:
    """Return how many of the other borrowers want each; nobody else's vote counts."""
    return Counter(choice for voter, choice in votes.items() if voter in voters)


def chosen(
    votes: Mapping[int, BlockedChoice], *, voters: Collection[int], minimum: int
) -> BlockedChoice | None:
    """Return what more than half of the other borrowers want and may have, or None."""
    needed = majority_of(len(voters))
    counted = voices(votes, voters=voters)
    allowed = offered(others=len(voters), minimum=minimum)
    return next((choice for choice in allowed if counted.get(choice, 0) >= needed), None)


def wait_until(chosen_on: date, *, days: int) -> date:
    """Return the last day of waiting, so many days after the group chose to wait."""
    return chosen_on + timedelta(days=days)
