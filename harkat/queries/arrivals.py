"""Money that was sent: whom to ask whether it arrived, and what the bank must look after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from harkat.domain.arrivals import Arrival
from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import DisbursementStatus, LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.complaints import ArrivalReport
from harkat.models.loan import Disbursement, Loan
from harkat.models.people import Person

_MOST_OWN = 10
_MOST_MISSING = 25


@dataclass(frozen=True, kw_only=True)
class ToConfirm:
    """Money sent to the viewer that nobody has answered for; `account_end` is where it went."""

    public_id: str
    loan_public_id: str
    loan_no: str
    amount: Rupiah
    sent_on: date | None
    account_end: str | None
    missing_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Money of the viewer's bank that its borrower says has not arrived."""

    loan_public_id: str
    loan_no: str
    borrower_name: str
    amount: Rupiah
    bank_reference: str
    sent_on: date | None
    reported_at: datetime


def to_confirm(viewer: Viewer, loan_public_id: str | None = None) -> Sequence[ToConfirm]:
    """Return what was sent to the viewer and not answered for, of one loan or of all."""
    answered = select(ArrivalReport.disbursement_id).where(ArrivalReport.answer != Arrival.NOT_YET)
    statement = (
        select(Disbursement, Loan, _last_missing())
        .join(ApplicationLine, ApplicationLine.id == Disbursement.application_line_id)
        .join(Loan, Loan.application_line_id == ApplicationLine.id)
        .where(ApplicationLine.person_id == viewer.person_id)
        .where(Disbursement.status == DisbursementStatus.SENT)
        .where(Disbursement.id.not_in(answered), Loan.status == LoanStatus.ACTIVE)
        .order_by(Disbursement.id)
        .limit(_MOST_OWN)
    )
    if loan_public_id is not None:
        statement = statement.where(Loan.public_id == loan_public_id)
    return [
        ToConfirm(
            public_id=item.public_id,
            loan_public_id=loan.public_id,
            loan_no=loan.reference_no,
            amount=item.amount,
            sent_on=item.sent_on,
            account_end=item.account_end,
            missing_since=missing_since,
        )
        for item, loan, missing_since in db.session.execute(statement)
    ]


def missing(viewer: Viewer) -> Sequence[Missing]:
    """Return what borrowers of the viewer's bank say has not arrived, the oldest first.

    :raises NotPermitted: if the viewer sends no money
    """
    viewer.require(Permission.LOAN_DISBURSE)
    # What was said after "not yet" about less money stays out of it: the bank would learn of it.
    answered = select(ArrivalReport.disbursement_id).where(ArrivalReport.answer == Arrival.WHOLE)
    since = _last_missing().label("since")
    reported = select(ArrivalReport.disbursement_id).where(ArrivalReport.answer == Arrival.NOT_YET)
    rows = db.session.execute(
        select(Disbursement, Loan, Person.full_name, since)
        .join(Loan, Loan.application_line_id == Disbursement.application_line_id)
        .join(Person, Person.id == Loan.person_id)
        .where(Disbursement.bank_id == viewer.bank_id)
        .where(Disbursement.status == DisbursementStatus.SENT)
        .where(Disbursement.id.in_(reported), Disbursement.id.not_in(answered))
        .order_by(since, Disbursement.id)
        .limit(_MOST_MISSING)
    )
    return [
        Missing(
            loan_public_id=loan.public_id,
            loan_no=loan.reference_no,
            borrower_name=name,
            amount=item.amount,
            bank_reference=item.bank_reference or "",
            sent_on=item.sent_on,
            reported_at=reported_at,
        )
        for item, loan, name, reported_at in rows
    ]


def _last_missing() -> Any:
    return (
        select(func.max(ArrivalReport.answered_at))
        .where(ArrivalReport.disbursement_id == Disbursement.id)
        .where(ArrivalReport.answer == Arrival.NOT_YET)
        .correlate(Disbursement)
        .scalar_subquery()
    )
