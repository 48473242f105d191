"""Kolektibilitas: the grade of a loan by its days past due, as each type of bank must give it.

Commercial banks follow POJK 40/2019, BPR follow POJK 1/2024; a sharia bank is graded like its kind.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class BankType(StrEnum):
    """What kind of bank lends."""

    COMMERCIAL = "commercial"
    SHARIA_COMMERCIAL = "sharia_commercial"
    BPR = "bpr"
    BPRS = "bprs"


class Kolektibilitas(IntEnum):
    """The five grades: Lancar, Dalam Perhatian Khusus, Kurang Lancar, Diragukan, Macet."""

    CURRENT = 1
    SPECIAL_MENTION = 2
    SUBSTANDARD = 3
    DOUBTFUL = 4
    LOSS = 5


Limits = tuple[int, int, int, int]
"""The last day of grades 1 to 4; every later day is grade 5."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """The days of one kind of bank: past due, and past the last due date (none: no such rule)."""

    past_due: Limits
    past_maturity: Limits | None = None


_COMMERCIAL = _Table(past_due=(0, 90, 120, 180))
_BPR = _Table(past_due=(30, 90, 180, 360), past_maturity=(0, 15, 30, 60))
_TABLES: Mapping[BankType, _Table] = {
    BankType.COMMERCIAL: _COMMERCIAL,
    BankType.SHARIA_COMMERCIAL: _COMMERCIAL,
    BankType.BPR: _BPR,
    BankType.BPRS: _BPR,
}


def kolektibilitas(
    *, bank_type: BankType, days_past_due: int, days_past_maturity: int = 0
) -> Kolektibilitas:
    """Return the grade; after maturity the worse of the two rules, since both hold."""
    table = _TABLES[bank_type]
    grade = _grade(table.past_due, days_past_due)
    if table.past_maturity is None:
        return grade
    return max(grade, _grade(table.past_maturity, days_past_maturity))


def _grade(limits: Limits, days: int) -> Kolektibilitas:
    return Kolektibilitas(bisect_left(limits, days) + 1)
