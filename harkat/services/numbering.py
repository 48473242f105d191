"""Gives out reference numbers, gapless within a kind and year."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.reference import ReferenceKind, reference_no
from harkat.extensions import db
from harkat.models.record import ReferenceCounter


def next_reference(kind: ReferenceKind, *, at: datetime) -> str:
    """Return the next reference of its kind in the year of the moment."""
    year = business_day(at).year
    number = _count(kind, year)
    if number is None:
        _start_counting(kind, year)
        number = _count(kind, year)
    assert number is not None
    return reference_no(kind=kind, year=year, number=number)


def _count(kind: ReferenceKind, year: int) -> int | None:
    return db.session.scalar(
        update(ReferenceCounter)
        .where(ReferenceCounter.kind == str(kind), ReferenceCounter.year == year)
        .values(last_number=ReferenceCounter.last_number + 1)
        .returning(ReferenceCounter.last_number)
    )


def _start_counting(kind: ReferenceKind, year: int) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(ReferenceCounter(kind=str(kind), year=year, last_number=0))
    except IntegrityError:
        return  # Somebody else's first number of the year came a moment earlier.
