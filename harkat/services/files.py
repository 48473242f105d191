"""Loads the application or loan a use case works on: locked, and only what the actor may see."""

from sqlalchemy import select

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Loan
from harkat.models.scope import applications_seen_by, loans_seen_by


class NotFound(LookupError):
    """There is no such record, or not for this viewer: nobody is told which."""


class ChangedMeanwhile(ValueError):
    """The file is not as it was when the actor opened it; the decision was not recorded."""


def application_for(
    viewer: Viewer, public_id: str, *, version: int | None = None
) -> LoanApplication:
    """Return the application, locked until the use case ends.

    :raises NotFound: if it is not the viewer's to open
    :raises ChangedMeanwhile: if `version` is given and the file has another by now
    """
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if application is None:
        raise NotFound(public_id)
    if version is not None and application.version != version:
        raise ChangedMeanwhile(application.version)
    return application


def line_for(viewer: Viewer, public_id: str) -> ApplicationLine:
    """Return one person's part of an application the viewer may open.

    :raises NotFound: if it is not the viewer's to open
    """
    seen = applications_seen_by(viewer).with_only_columns(LoanApplication.id)
    line = db.session.scalar(
        select(ApplicationLine)
        .where(ApplicationLine.public_id == public_id)
        .where(ApplicationLine.application_id.in_(seen))
    )
    if line is None:
        raise NotFound(public_id)
    return line


def loan_for(viewer: Viewer, public_id: str) -> Loan:
    """Return the loan, locked until the use case ends.

    :raises NotFound: if it is not the viewer's to open
    """
    loan: Loan | None = db.session.scalar(
        loans_seen_by(viewer)
        .where(Loan.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if loan is None:
        raise NotFound(public_id)
    return loan
