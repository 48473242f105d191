"""The night's messages to people who asked to be reminded to look at their credit record again."""

from sqlalchemy import select

from harkat.domain.arrears import LIVE
from harkat.extensions import db
from harkat.models.arrears import ArrearsCase
from harkat.services.arrears_following import tell
from harkat.services.day_steps import Night

_MOST_A_NIGHT = 1000


def remind(night: Night) -> int:
    """Put the reminders of the day, and those missed before it, into the outbox; count them.

    The date is taken away with the message, so nobody gets one twice; what a night has no room for
    goes out the next.
    """
    cases = db.session.scalars(
        select(ArrearsCase)
        .where(ArrearsCase.remind_on <= night.day, ArrearsCase.status.in_(LIVE))
        .order_by(ArrearsCase.remind_on, ArrearsCase.id)
        .limit(_MOST_A_NIGHT)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for case in cases:
        case.remind_on = None
        tell(case, "arrears_recheck", at=night.at)
    return len(cases)
