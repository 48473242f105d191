"""What holds somebody in a group: a part in what was sent, a promise to answer for the others."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select

from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.roles import Viewer
from harkat.domain.statuses import AgreementStatus, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import LoanAgreement
from harkat.queries.group_standing import own_group_of

_SENT = frozenset(
    {
        ApplicationStatus.SUBMITTED,
        ApplicationStatus.IN_VERIFICATION,
        ApplicationStatus.NEEDS_FIX,
        ApplicationStatus.AWAITING_GROUP,
        ApplicationStatus.IN_DECISION,
    }
)


class Hold(StrEnum):
    """What somebody has to do before leaving: withdraw, answer the bank, or pay to the end."""

    SENT = "sent"
    APPROVED = "approved"
    AGREED = "agreed"


def hold_of(viewer: Viewer) -> Hold | None:
    """Return what holds the viewer in the own group, or None for whoever may leave."""
    group = own_group_of(viewer)
    if group is None or viewer.person_id is None:
        return None
    parts = live_parts(viewer.person_id, group.id)
    if any(_is_agreed(part) for part in parts):
        return Hold.AGREED
    if any(part.application.status is ApplicationStatus.APPROVED for part in parts):
        return Hold.APPROVED
    return Hold.SENT if any(part.application.status in _SENT for part in parts) else None


def live_parts(person_id: int, group_id: int) -> Sequence[ApplicationLine]:
    """Return the person's parts in the group that have not ended, nor their agreement."""
    settled = select(LoanAgreement.application_id).filter_by(status=AgreementStatus.CLOSED)
    return db.session.scalars(
        select(ApplicationLine)
        .join(LoanApplication)
        .where(LoanApplication.group_id == group_id, ApplicationLine.person_id == person_id)
        .where(ApplicationLine.status.not_in(ENDED_LINES), LoanApplication.id.not_in(settled))
    ).all()


def _is_agreed(part: ApplicationLine) -> bool:
    return part.status in {LineStatus.CONSENTED, LineStatus.DISBURSED}
