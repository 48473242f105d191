"""What owners have told about themselves and their money, and who has told it."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from harkat.extensions import db
from harkat.models.circumstances import MoneyStatement, PersonDetails


def people_with_details(person_ids: Collection[int]) -> frozenset[int]:
    """Return who of the people has told all there is to tell about themselves."""
    rows = db.session.scalars(select(PersonDetails).where(PersonDetails.person_id.in_(person_ids)))
    return frozenset(row.person_id for row in rows if row.is_complete)


def people_with_money(person_ids: Collection[int]) -> frozenset[int]:
    """Return who of the people has stated what comes in and goes out."""
    return frozenset(
        db.session.scalars(
            select(MoneyStatement.person_id)
            .where(MoneyStatement.person_id.in_(person_ids))
            .distinct()
        )
    )


def newest_money(person_ids: Collection[int]) -> Mapping[int, MoneyStatement]:
    """Return the statement that counts of each of the people who made one, by person."""
    newest = (
        select(func.max(MoneyStatement.id))
        .where(MoneyStatement.person_id.in_(person_ids))
        .group_by(MoneyStatement.person_id)
    )
    rows = db.session.scalars(select(MoneyStatement).where(MoneyStatement.id.in_(newest)))
    return {row.person_id: row for row in rows}
