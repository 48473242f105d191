"""Owners of young businesses hear on the day on which the business is old enough for a loan."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import latest_start
from harkat.extensions import db
from harkat.models.business import Business
from harkat.queries.start import usual_rules
from harkat.services import outbox
from harkat.services.authority import owner
from harkat.services.day_steps import Night
from harkat.services.transaction import use_case

_MOST_A_NIGHT = 1000


@use_case
def set_reminder(*, actor_id: int, is_wanted: bool, at: datetime) -> None:
    """Switch the actor's own reminder on or off; without a business there is nothing to switch."""
    _viewer, person_id = owner(actor_id)
    business = db.session.scalar(select(Business).filter_by(person_id=person_id).with_for_update())
    if business is not None:
        business.reminder_asked_at = at if is_wanted else None


def remind(night: Night) -> int:
    """Put the messages of the day, and those missed before it, into the outbox; count them.

    The rules of the night decide, so a minimum that changed or a start that was corrected counts.
    The wish ends with the message, so nobody gets one twice; the rest goes out the next night.
    """
    months = usual_rules(on=night.day).business_age_months
    businesses = db.session.scalars(
        select(Business)
        .where(Business.reminder_asked_at.is_not(None))
        .where(Business.started_on <= latest_start(night.day, months=months))
        .order_by(Business.started_on, Business.id)
        .limit(_MOST_A_NIGHT)
        .options(joinedload(Business.person))
        .with_for_update(of=Business)
        .execution_options(populate_existing=True)
    ).all()
    for business in businesses:
        business.reminder_asked_at = None
        outbox.put(
            recipient_id=business.person.account_id,
            template="business_old_enough",
            at=night.at,
            months=months,
        )
    return len(businesses)
