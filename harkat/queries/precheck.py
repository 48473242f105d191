"""How often each answer and each result of the pre-check was counted in a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.precheck import PrecheckCount

_MOST_ROWS = 200  # seven questions and the result have far fewer answers than that


@dataclass(frozen=True, kw_only=True)
class PrecheckCounts:
    """The counts of a period by question and answer, as they stand in addresses.

    For example ``PrecheckCounts(since=date(2026, 11, 1), until=date(2026, 11, 23),
    times={("hasil", "bisa"): 12, ("ktp", "ya"): 31})``.
    """

    since: date
    until: date
    times: Mapping[tuple[str, str], int]


def precheck_counts(*, viewer: Viewer, since: date, until: date) -> PrecheckCounts:
    """Return the counts of the days from `since` to `until`, both included.

    :raises NotPermitted: if the viewer does not read the portfolio
    """
    viewer.require(Permission.PORTFOLIO_READ)
    rows = db.session.execute(
        select(PrecheckCount.question, PrecheckCount.answer, func.sum(PrecheckCount.times))
        .where(PrecheckCount.day.between(since, until))
        .group_by(PrecheckCount.question, PrecheckCount.answer)
        .order_by(PrecheckCount.question, PrecheckCount.answer)
        .limit(_MOST_ROWS)
    )
    times = {(question, answer): int(number) for question, answer, number in rows}
    return PrecheckCounts(since=since, until=until, times=times)
