"""Differences between the banks' own totals and the books, until somebody has resolved them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.ledger import ClearingStatement

MOST_WAITING = 100


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    """A day on which bank and books disagree (rupiah, what came in less what went out)."""

    public_id: str
    bank_name: str
    stated_on: date
    stated_total: Rupiah
    our_total: Rupiah
    difference: Rupiah
    is_own: bool


def waiting_differences(*, viewer: Viewer) -> Sequence[DifferenceRow]:
    """Return the differences that wait, the oldest first: the own bank's, or all who watch see.

    :raises NotPermitted: if the viewer may see neither
    """
    statement = (
        select(ClearingStatement, Bank.name)
        .join(Bank, Bank.id == ClearingStatement.bank_id)
        .where(ClearingStatement.resolved_at.is_(None))
        .order_by(ClearingStatement.stated_on, ClearingStatement.id)
        .limit(MOST_WAITING)
    )
    if not viewer.has(Permission.PORTFOLIO_READ):
        viewer.require(Permission.LOAN_READ)
        statement = statement.where(ClearingStatement.bank_id == viewer.bank_id)
    return [
        DifferenceRow(
            public_id=row.public_id,
            bank_name=name,
            stated_on=row.stated_on,
            stated_total=row.stated_total,
            our_total=row.our_total,
            difference=row.difference,
            is_own=row.noted_by_id == viewer.user_id,
        )
        for row, name in db.session.execute(statement)
    ]
