"""The months of the books: which are closed, by whom, and which wait to be opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.ledger import MonthClose
from harkat.models.people import UserAccount

MOST_CLOSINGS = 120


@dataclass(frozen=True, kw_only=True)
class ClosingRow:
    """One closing of a month; it is in force until `reopened_at`."""

    month: date
    closed_at: datetime
    closed_by: str
    reason: str | None
    reopening_proposed_by: str | None
    reopened_by: str | None
    reopened_at: datetime | None


def closings(*, viewer: Viewer) -> Sequence[ClosingRow]:
    """Return the closings, the latest month first.

    :raises NotPermitted: if the viewer neither closes months nor watches the programme
    """
    if not viewer.has(Permission.MONTH_CLOSE):
        viewer.require(Permission.PORTFOLIO_READ)
    closer, proposer, confirmer = (aliased(UserAccount) for _ in range(3))
    rows = db.session.execute(
        select(MonthClose, closer.full_name, proposer.full_name, confirmer.full_name)
        .join(closer, closer.id == MonthClose.closed_by_id)
        .outerjoin(proposer, proposer.id == MonthClose.reopening_proposed_by_id)
        .outerjoin(confirmer, confirmer.id == MonthClose.reopened_by_id)
        .order_by(MonthClose.month.desc(), MonthClose.id.desc())
        .limit(MOST_CLOSINGS)
    )
    return [
        ClosingRow(
            month=row.month,
            closed_at=row.closed_at,
            closed_by=closed_by,
            reason=row.reason,
            reopening_proposed_by=proposed_by,
            reopened_by=reopened_by,
            reopened_at=row.reopened_at,
        )
        for row, closed_by, proposed_by, reopened_by in rows
    ]
