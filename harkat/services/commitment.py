"""Promises against the facility: made when lines are approved, given back when one ends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from harkat.domain import facility
from harkat.domain.calendar import business_day
from harkat.domain.facility import Share
from harkat.domain.ledger import EntryKind
from harkat.domain.statuses import AgreementEvent, AgreementStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import LoanAgreement
from harkat.services import posting, transitions
from harkat.services.facility import locked_headroom

_OPEN_AGREEMENT = (AgreementStatus.DRAFTED, AgreementStatus.SIGNING)


def commit(
    application: LoanApplication,
    lines: Sequence[ApplicationLine],
    *,
    actor_id: int,
    at: datetime,
) -> None:
    """Commit the approved amounts, all of them in one entry or none.

    :raises BoundReached: if the bank's slice does not hold them
    """
    posting.post(
        posting.Draft(
            kind=EntryKind.COMMITTED,
            lines=facility.committed([share_of(application, line) for line in lines]),
            value_on=business_day(at),
            reference=application.reference_no,
            key=f"commit:{application.id}:{application.version}",
        ),
        actor_id=actor_id,
        at=at,
    )


def release(
    application: LoanApplication,
    lines: Sequence[ApplicationLine],
    *,
    actor_id: int | None,
    at: datetime,
) -> None:
    """Give back what was committed for the lines; nothing happens when there are none."""
    if not lines:
        return
    shortfall = locked_headroom(application.bank_id).shortfall
    line_ids = "-".join(str(line.id) for line in lines)
    posting.post(
        posting.Draft(
            kind=EntryKind.COMMITMENT_RELEASED,
            lines=facility.commitment_released(
                [share_of(application, line) for line in lines], shortfall=shortfall
            ),
            value_on=business_day(at),
            reference=application.reference_no,
            key=f"release:{application.id}:{application.version}:{line_ids}",
        ),
        actor_id=actor_id,
        at=at,
    )


def share_of(application: LoanApplication, line: ApplicationLine) -> Share:
    """Return the line's part of a movement of the facility."""
    assert line.kecamatan_code is not None
    assert line.approved is not None
    return Share(
        application_line_id=line.id,
        bank_id=application.bank_id,
        kecamatan_code=line.kecamatan_code,
        amount=line.approved,
    )


def open_agreement(application: LoanApplication) -> LoanAgreement | None:
    """Return the application's agreement that is not signed yet, if there is one."""
    return db.session.scalar(
        select(LoanAgreement)
        .filter_by(application_id=application.id)
        .where(LoanAgreement.status.in_(_OPEN_AGREEMENT))
    )


def cancel_agreement(application: LoanApplication, *, actor_id: int | None, at: datetime) -> None:
    """Cancel the agreement that was drafted and will not be signed, if there is one."""
    agreement = open_agreement(application)
    if agreement is not None:
        transitions.record(agreement, AgreementEvent.CANCELLED, actor_id=actor_id, at=at)
