"""The same two people as assistant and witness for many: a sign, and no proof."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from harkat.domain.calendar import start_of
from harkat.extensions import db
from harkat.models.people import Person, UserAccount
from harkat.models.witnessing import Testimony
from harkat.queries.rules import rules_on

_MOST_SIGNS = 100


def pairs(*, on: date) -> Sequence[tuple[str, int]]:
    """Return who stood together for how many owners, such as ``("Rini dan Tono", 6)``."""
    many = _together(on).subquery()
    assistant, witness = aliased(UserAccount), aliased(UserAccount)
    rows = db.session.execute(
        select(assistant.full_name, witness.full_name, many.c.number)
        .join(assistant, assistant.id == many.c.asked_by_id)
        .join(witness, witness.id == many.c.witness_id)
        .order_by(many.c.number.desc(), assistant.id, witness.id)
        .limit(_MOST_SIGNS)
    )
    return [(f"{first} dan {second}", number) for first, second, number in rows]


def of_many_together(person_ids: Sequence[int], *, on: date) -> Sequence[int]:
    """Return those of some people for whom such a pair stood."""
    many = _together(on).subquery()
    rows = (
        select(Person.id)
        .join(Testimony, Testimony.owner_id == Person.account_id)
        .join(
            many,
            (many.c.asked_by_id == Testimony.asked_by_id)
            & (many.c.witness_id == Testimony.witness_id),
        )
        .where(Person.id.in_(person_ids), Testimony.used_at >= _since(on))
    )
    return sorted(set(db.session.scalars(rows)))


def _together(on: date) -> Select[Any, Any, Any]:
    number = func.count(Testimony.owner_id.distinct())
    return (
        select(Testimony.asked_by_id, Testimony.witness_id, number.label("number"))
        .where(Testimony.used_at >= _since(on))
        .group_by(Testimony.asked_by_id, Testimony.witness_id)
        .having(number > rules_on(product_id=None, on=on).witnessed_together_max)
    )


def _since(on: date) -> datetime:
    return start_of(on - timedelta(days=rules_on(product_id=None, on=on).helped_days))
