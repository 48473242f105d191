"""Whether an owner's business is too young for a loan, and when it will be old enough."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harkat.domain.calendar import complete_on
from harkat.domain.programme_rules import TrainingRule
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.business import Business
from harkat.models.training import TrainingCompletion
from harkat.queries.start import usual_rules


@dataclass(frozen=True, kw_only=True)
class YoungBusiness:
    """A business that has to run for `months`, and whether its owner is told on the day it has."""

    months: int
    old_enough_on: date
    is_reminded: bool


def young_business(viewer: Viewer, *, on: date) -> YoungBusiness | None:
    """Return the viewer's own business if its age stands in the way of a loan, else None."""
    business = db.session.scalar(select(Business).filter_by(person_id=viewer.person_id))
    if business is None:
        return None
    rules = usual_rules(on=on)
    old_enough_on = complete_on(business.started_on, months=rules.business_age_months)
    if old_enough_on <= on:
        return None
    if rules.training_rule is TrainingRule.WAIVES_BUSINESS_AGE and _is_trained(viewer):
        return None
    return YoungBusiness(
        months=rules.business_age_months,
        old_enough_on=old_enough_on,
        is_reminded=business.reminder_asked_at is not None,
    )


def _is_trained(viewer: Viewer) -> bool:
    done = select(TrainingCompletion.id).filter_by(person_id=viewer.person_id).limit(1)
    return db.session.scalar(done) is not None
