"""The Dinas asks people without a phone again whether what was witnessed for them is true."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Permission
from harkat.extensions import db
from harkat.models.witnessing import Testimony
from harkat.services import data_openings
from harkat.services.authority import acting
from harkat.services.files import NotFound
from harkat.services.transaction import quiet_use_case, use_case


@quiet_use_case
def open_used(*, actor_id: int, testimony_public_id: str, at: datetime) -> None:
    """Note that the actor reads where the person lives; once a day.

    :raises NotFound: if it was not used
    """
    row = _used(actor_id, testimony_public_id)
    if row.owner is not None and row.owner.person is not None:
        data_openings.note(
            actor_id=actor_id,
            person_ids=(row.owner.person.id,),
            what=OpenedData.TESTIMONY_CHECK,
            reference_no="",
            at=at,
        )


@use_case
def check(
    *, actor_id: int, testimony_public_id: str, is_true: bool, note: str, at: datetime
) -> None:
    """Write down what the person said, for all that was witnessed for them and not yet checked.

    What was checked before stays as it is.

    :raises NotFound: if it was not used
    """
    row = _used(actor_id, testimony_public_id)
    same = Testimony.id == row.id if row.owner_id is None else Testimony.owner_id == row.owner_id
    rows = db.session.scalars(
        select(Testimony)
        .where(same, Testimony.used_at <= at, Testimony.checked_at.is_(None))
        .order_by(Testimony.id)  # two who check for the same person lock in the same order
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for each in rows:
        each.checked_by_id, each.checked_at = actor_id, at
        each.is_true, each.check_note = is_true, note or None


def _used(actor_id: int, public_id: str) -> Testimony:
    acting(actor_id=actor_id, permission=Permission.SIGN_READ)
    row = db.session.scalar(
        select(Testimony).filter_by(public_id=public_id).where(Testimony.used_at.is_not(None))
    )
    if row is None:
        raise NotFound(public_id)
    return row
