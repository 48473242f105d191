"""The visit to the own business: when it is, and whether another time can be asked for."""

from dataclasses import dataclass
from datetime import date

from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Viewer
from harkat.domain.visits import (
    LATEST_DAYS,
    MOST_CHANGES,
    VISITED_IN,
    VisitStatus,
    days_offered,
)
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.queries.own_applications import OwnApplication, application
from harkat.queries.own_progress import Progress
from harkat.queries.visits import Visit

assert LATEST_DAYS < 366  # a year of holidays is enough


@dataclass(frozen=True, kw_only=True)
class OwnVisit:
    """The visit with the days to choose from; without days no other time can be asked for.

    `is_first` tells that a time is chosen and not changed; else `changes_left` may be.
    """

    file: OwnApplication
    visit: Visit | None
    days: tuple[date, ...]
    is_first: bool
    changes_left: int


def own_visit(viewer: Viewer, application_public_id: str, *, on: date) -> OwnVisit | None:
    """Return the visit to the viewer's business, or None without a live part in the application."""
    file = application(viewer, application_public_id, on=on)
    if file is None or file.progress.own is None:
        return None
    progress = file.progress
    left = changes_left(progress)
    may_ask = may_choose(progress) or (left > 0 and _may_move(progress, on=on))
    days: tuple[date, ...] = ()
    if may_ask and progress.status in VISITED_IN:
        days = days_offered(today=on, holidays=holidays_of_coming_year(on))
    return OwnVisit(
        file=file,
        visit=progress.visit,
        days=days,
        is_first=may_choose(progress),
        changes_left=left,
    )


def may_choose(progress: Progress) -> bool:
    """Tell whether the owner is asked for a time: nobody was found, and none was chosen since."""
    if progress.is_visit_ahead:
        return False
    is_missed = progress.visit is not None and progress.visit.status is VisitStatus.MISSED
    return is_missed or any(reason.code is ReasonCode.USAHA_2 for reason in progress.returned)


def changes_left(progress: Progress) -> int:
    """Return how often another time can still be asked for."""
    return max(MOST_CHANGES - progress.visit_changes, 0)


def _may_move(progress: Progress, *, on: date) -> bool:
    """Tell whether it is early enough: on the day itself the officer is on the way."""
    is_today = progress.visit is not None and progress.visit.visit_on == on
    return progress.is_visit_ahead and not is_today
