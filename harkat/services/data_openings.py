"""Writes down who of the staff opened what about whom, so that the person can be told."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.personal_data import OpenedData
from harkat.extensions import db
from harkat.models.account_care import DataOpening
from harkat.models.people import UserAccount
from harkat.services.transaction import quiet_use_case


@quiet_use_case
def note(
    *,
    actor_id: int,
    person_ids: Collection[int],
    what: OpenedData,
    reference_no: str,
    at: datetime,
) -> None:
    """Note that the actor opened this about these people; once a day for each thing.

    It says so itself, so that it needs no audit row of its own.
    """
    on = business_day(at)
    wanted = frozenset(person_ids)
    noted = set(
        db.session.scalars(
            select(DataOpening.person_id)
            .filter_by(actor_id=actor_id, what=what, reference_no=reference_no, opened_on=on)
            .where(DataOpening.person_id.in_(wanted))
        )
    )
    missing = sorted(wanted - noted)
    if not missing:
        return
    actor = db.session.get_one(UserAccount, actor_id)
    # The same person may open the same thing in another tab a moment earlier.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add_all(
            DataOpening(
                person_id=person_id,
                actor_id=actor_id,
                role=actor.role,
                bank_id=actor.bank_id,
                what=what,
                reference_no=reference_no,
                opened_on=on,
                opened_at=at,
            )
            for person_id in missing
        )
