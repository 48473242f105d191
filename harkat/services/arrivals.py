"""Whether the money arrived whole: the borrower says so, and what is wrong goes to the right desk.

That less came is a complaint the bank never sees; that nothing came yet, the bank must know.
"""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.arrivals import Arrival
from harkat.domain.complaints import ComplaintKind
from harkat.domain.money import Rupiah
from harkat.domain.statuses import DisbursementEvent, DisbursementStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.complaints import ArrivalReport, Complaint
from harkat.models.loan import Disbursement, Loan
from harkat.services import complaints, outbox, transitions
from harkat.services.authority import owner
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case


class NotLess(ValueError):
    """What came is not less than what was sent; `sent` says how much that was."""

    def __init__(self, sent: Rupiah) -> None:
        super().__init__(f"{sent} was sent")
        self.sent = sent


@keyed_use_case
def confirm(*, actor_id: int, disbursement_public_id: str, key: str, at: datetime) -> None:
    """Say that the money arrived whole, which ends the asking.

    :raises NotFound: if it is not the actor's, or nobody asks any more
    """
    disbursement, loan = _asked(actor_id, disbursement_public_id)
    _report(disbursement, Arrival.WHOLE, at=at)
    transitions.record(disbursement, DisbursementEvent.CONFIRMED, actor_id=actor_id, at=at)
    outbox.put(recipient_id=actor_id, template="arrival_confirmed", at=at, loan=loan.reference_no)


@keyed_use_case
def report_missing(*, actor_id: int, disbursement_public_id: str, key: str, at: datetime) -> None:
    """Say that nothing arrived yet; the bank's disburser sees it, and the asking goes on.

    :raises NotFound: if it is not the actor's, or nobody asks any more
    """
    disbursement, loan = _asked(actor_id, disbursement_public_id)
    _report(disbursement, Arrival.NOT_YET, at=at)
    outbox.put(recipient_id=actor_id, template="arrival_missing", at=at, loan=loan.reference_no)


@keyed_use_case
def report_short(
    *,
    actor_id: int,
    disbursement_public_id: str,
    words: str,
    key: str,
    at: datetime,
    came: Rupiah | None = None,
    about_whom: str | None = None,
) -> str:
    """Say that less arrived than was sent: a complaint to the Dinas; return its public id.

    For the bank nothing has changed.

    :raises NotFound: if it is not the actor's, or nobody asks any more
    :raises NotLess: if so much came as was sent
    :raises TooManyComplaints: if too many came from the account today
    """
    disbursement, _loan = _asked(actor_id, disbursement_public_id)
    if came is not None and came >= disbursement.amount:
        raise NotLess(disbursement.amount)
    complaint_public_id: str = complaints.complain(
        actor_id=actor_id,
        kind=ComplaintKind.DEDUCTED,
        words=words,
        about_whom=about_whom,
        amount=None if came is None else disbursement.amount - came,
        disbursement_id=disbursement.id,
        key=f"{key}:complaint",
        at=at,
    )
    found = select(Complaint.id).filter_by(public_id=complaint_public_id)
    report = _report(disbursement, Arrival.SHORT, at=at)
    report.complaint_id = db.session.scalars(found).one()
    return complaint_public_id


def _asked(actor_id: int, public_id: str) -> tuple[Disbursement, Loan]:
    """Return money that was sent to the actor and not answered for, locked, with its loan."""
    _viewer, person_id = owner(actor_id)
    found = db.session.scalar(
        select(Disbursement)
        .join(ApplicationLine, ApplicationLine.id == Disbursement.application_line_id)
        .where(Disbursement.public_id == public_id, ApplicationLine.person_id == person_id)
        .where(Disbursement.status == DisbursementStatus.SENT)
        .with_for_update(of=Disbursement)
        .execution_options(populate_existing=True)
    )
    if found is None or _is_answered(found.id):
        raise NotFound(public_id)
    loan = select(Loan).filter_by(application_line_id=found.application_line_id)
    return found, db.session.scalars(loan).one()


def _is_answered(disbursement_id: int) -> bool:
    answered = select(ArrivalReport.id).where(
        ArrivalReport.disbursement_id == disbursement_id, ArrivalReport.answer != Arrival.NOT_YET
    )
    return db.session.scalar(answered.limit(1)) is not None


def _report(disbursement: Disbursement, answer: Arrival, *, at: datetime) -> ArrivalReport:
    report = ArrivalReport(disbursement_id=disbursement.id, answer=answer, answered_at=at)
    db.session.add(report)
    db.session.flush()
    return report
