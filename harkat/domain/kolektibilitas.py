"""Kolektibilitas: the grade a bank must give a loan by its days past due and its restructurings.

Commercial banks follow POJK 40/2019, BPR follow POJK 1/2024; a sharia bank is graded like its kind.
The rules are written out in docs/algorithms/kolektibilitas.md.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

CLEAN_INSTALMENTS = 3
"""Payments in time, in a row, after which a restructured loan is graded by its days again."""


class BankType(StrEnum):
    """What kind of bank lends."""

    COMMERCIAL = "commercial"
    SHARIA_COMMERCIAL = "sharia_commercial"
    BPR = "bpr"
    BPRS = "bprs"

    @property
    def is_graded_as_bpr(self) -> bool:
        """Tell whether the rules for BPR hold, not those for commercial banks."""
        return self in {BankType.BPR, BankType.BPRS}


class Kolektibilitas(IntEnum):
    """The five grades: Lancar, Dalam Perhatian Khusus, Kurang Lancar, Diragukan, Macet."""

    CURRENT = 1
    SPECIAL_MENTION = 2
    SUBSTANDARD = 3
    DOUBTFUL = 4
    LOSS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Restructuring:
    """A change of terms for someone in trouble, and what it found.

    The days are those just before it. `clean_instalments` is the best run of instalments of the
    new schedule paid in full on or before their due dates, until the next restructuring or today.
    `proven_on` is the day on which enough of them will have fallen due, if they are paid already.
    """

    on: date
    days_past_due: int
    days_past_maturity: int
    clean_instalments: int
    proven_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GradeFloor:
    """The best grade a restructured loan may have, and from which day on it no longer binds."""

    grade: Kolektibilitas
    until: date | None


Limits = tuple[int, int, int, int]
"""The last day of grades 1 to 4; every later day is grade 5."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GradeTable:
    """The days of one regulation: past due, and past the last due date (none: no such rule)."""

    valid_from: date
    past_due: Limits
    past_maturity: Limits | None = None


_COMMERCIAL = (GradeTable(valid_from=date(2020, 1, 1), past_due=(0, 90, 120, 180)),)
_BPR = (
    GradeTable(
        valid_from=date(2024, 7, 1), past_due=(30, 90, 180, 360), past_maturity=(0, 15, 30, 60)
    ),
)
TABLES: Mapping[BankType, Sequence[GradeTable]] = {
    bank_type: _BPR if bank_type.is_graded_as_bpr else _COMMERCIAL for bank_type in BankType
}
"""The tables of each type of bank, the oldest first."""


def table_in_force(tables: Sequence[GradeTable], *, on: date) -> GradeTable:
    """Return the table that holds on a day; the first one also holds before its own day."""
    begun = [table for table in tables if table.valid_from <= on]
    return begun[-1] if begun else tables[0]


def kolektibilitas(
    *,
    bank_type: BankType,
    days_past_due: int,
    days_past_maturity: int = 0,
    on: date,
    restructurings: Iterable[Restructuring] = (),
) -> Kolektibilitas:
    """Return the grade on a day, never better than what its restructurings leave of the old one."""
    best = Kolektibilitas.CURRENT
    for past in _in_order(restructurings):
        is_proven = past.clean_instalments >= CLEAN_INSTALMENTS
        left = _best_after(best, past, bank_type=bank_type)
        best = Kolektibilitas.CURRENT if is_proven else left
    by_days = _grade_by_days(
        bank_type=bank_type,
        days_past_due=days_past_due,
        days_past_maturity=days_past_maturity,
        on=on,
    )
    return max(best, by_days)


def best_grade_left(
    *, bank_type: BankType, restructurings: Iterable[Restructuring]
) -> GradeFloor | None:
    """Return what the last restructuring leaves of the grade, or None if nothing binds any more."""
    best = Kolektibilitas.CURRENT
    floor = None
    for past in _in_order(restructurings):
        is_proven = past.clean_instalments >= CLEAN_INSTALMENTS
        left = _best_after(best, past, bank_type=bank_type)
        best = Kolektibilitas.CURRENT if is_proven else left
        floor = None if is_proven else GradeFloor(grade=left, until=past.proven_on)
    return floor


def _in_order(restructurings: Iterable[Restructuring]) -> list[Restructuring]:
    return sorted(restructurings, key=lambda restructuring: restructuring.on)


def _best_after(
    best: Kolektibilitas, past: Restructuring, *, bank_type: BankType
) -> Kolektibilitas:
    """Return the best grade just after a restructuring: unchanged, or 3 if it was worse."""
    before = _grade_by_days(
        bank_type=bank_type,
        days_past_due=past.days_past_due,
        days_past_maturity=past.days_past_maturity,
        on=past.on,
    )
    return min(max(best, before), Kolektibilitas.SUBSTANDARD)


def _grade_by_days(
    *, bank_type: BankType, days_past_due: int, days_past_maturity: int, on: date
) -> Kolektibilitas:
    """Return what the days say; after maturity the worse of the two rules, since both hold."""
    table = table_in_force(TABLES[bank_type], on=on)
    grade = _grade(table.past_due, days_past_due)
    if table.past_maturity is None:
        return grade
    return max(grade, _grade(table.past_maturity, days_past_maturity))


def _grade(limits: Limits, days: int) -> Kolektibilitas:
    return Kolektibilitas(bisect_left(limits, days) + 1)
