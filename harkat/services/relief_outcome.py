"""What became of a proposed change of a loan, told to the request it answers."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.statuses import ReliefEvent, ReliefStatus
from harkat.extensions import db
from harkat.models.loan import LoanChange
from harkat.models.relief import ReliefRequest
from harkat.services import transitions


def follow(change: LoanChange, *, actor_id: int, at: datetime) -> None:
    """Move the request that a decided change answers, if there is one.

    A change that was rejected, or that somebody did not agree to, leaves the request open: the
    bank owes another answer.
    """
    request = db.session.scalar(
        select(ReliefRequest).filter_by(loan_change_id=change.id, status=ReliefStatus.PROPOSED)
    )
    if request is None:
        return
    event = ReliefEvent.AGREED if change.is_confirmed else ReliefEvent.CHANGE_ENDED
    transitions.record(request, event, actor_id=actor_id, at=at)
