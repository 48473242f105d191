"""What stands behind a reason of the bank: the loan that runs, the other application, the day."""

from datetime import date

from sqlalchemy import select

from harkat.domain.calendar import complete_on
from harkat.domain.lifecycle import ENDED_APPLICATIONS, ENDED_LINES
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus, LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.loan import Loan
from harkat.models.scope import applications_seen_by
from harkat.queries.rules import rules_on


def running_loan(viewer: Viewer) -> str | None:
    """Return the public id of the viewer's own running loan, or None."""
    return db.session.scalar(
        select(Loan.public_id)
        .where(Loan.person_id == viewer.person_id, Loan.status == LoanStatus.ACTIVE)
        .order_by(Loan.id.desc())
        .limit(1)
    )


def other_application(viewer: Viewer, application_public_id: str) -> str | None:
    """Return the public id of another application in which the viewer has a live part, or None.

    One that the viewer began and has no part in yet counts, too.
    """
    own_parts = (
        select(ApplicationLine.application_id)
        .where(ApplicationLine.person_id == viewer.person_id)
        .where(ApplicationLine.status.not_in(ENDED_LINES))
    )
    is_own = LoanApplication.id.in_(own_parts) | (LoanApplication.applicant_id == viewer.person_id)
    found: str | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(is_own, LoanApplication.public_id != application_public_id)
        .where(LoanApplication.status.not_in(ENDED_APPLICATIONS | {ApplicationStatus.DISBURSED}))
        .with_only_columns(LoanApplication.public_id)
        .order_by(LoanApplication.id.desc())
        .limit(1)
    )
    return found


def old_enough_on(*, person_id: int | None, months: int) -> date | None:
    """Return the first day on which a person's business is so many months old, if it is known."""
    started_on = db.session.scalar(select(Business.started_on).filter_by(person_id=person_id))
    return complete_on(started_on, months=months) if started_on else None


def old_enough_for(viewer: Viewer, application_public_id: str, *, on: date) -> date | None:
    """Return the first day on which the viewer's business is old enough under the day's rules.

    None if the business is not described, or the application is not the viewer's.
    """
    product_id = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == application_public_id)
        .with_only_columns(LoanApplication.product_id)
    )
    if product_id is None:
        return None
    months = rules_on(product_id=product_id, on=on).business_age_months
    return old_enough_on(person_id=viewer.person_id, months=months)
