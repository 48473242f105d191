"""The one door for every change of a status, with its history row."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import select

from harkat.domain import lifecycle, request_lifecycles
from harkat.domain.lifecycle import Lifecycle
from harkat.domain.reasons import Reason
from harkat.extensions import db
from harkat.models.appeals import Appeal, FurtherReason
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.arrears import ArrearsCase
from harkat.models.bank_moves import BankMove
from harkat.models.complaints import Complaint
from harkat.models.enrolment import ClassEnrolment, TrainingClaim
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.group_choice import GroupChoice
from harkat.models.joining import JoinRequest
from harkat.models.liability import LiabilityCall
from harkat.models.loan import Disbursement, Loan, LoanAgreement
from harkat.models.relief import ReliefRequest
from harkat.models.visits import SiteVisit

Subject: TypeAlias = (
    LoanApplication
    | ApplicationLine
    | LoanGroup
    | GroupMember
    | LoanAgreement
    | Disbursement
    | Loan
    | LiabilityCall
    | ArrearsCase
    | Appeal
    | ReliefRequest
    | Complaint
    | JoinRequest
    | BankMove
    | GroupChoice
    | ClassEnrolment
    | TrainingClaim
    | SiteVisit
)

_LIFECYCLES: dict[type, Lifecycle] = {
    LoanApplication: lifecycle.APPLICATION,
    ApplicationLine: lifecycle.LINE,
    LoanGroup: lifecycle.GROUP,
    GroupMember: lifecycle.MEMBERSHIP,
    LoanAgreement: lifecycle.AGREEMENT,
    Disbursement: lifecycle.DISBURSEMENT,
    Loan: lifecycle.LOAN,
    LiabilityCall: lifecycle.LIABILITY_CALL,
    ArrearsCase: request_lifecycles.ARREARS_CASE,
    Appeal: request_lifecycles.APPEAL,
    ReliefRequest: request_lifecycles.RELIEF_REQUEST,
    Complaint: request_lifecycles.COMPLAINT,
    JoinRequest: request_lifecycles.JOIN_REQUEST,
    BankMove: request_lifecycles.BANK_MOVE,
    GroupChoice: request_lifecycles.GROUP_CHOICE,
    ClassEnrolment: request_lifecycles.CLASS_ENROLMENT,
    TrainingClaim: request_lifecycles.TRAINING_CLAIM,
    SiteVisit: request_lifecycles.SITE_VISIT,
}


class UnknownPart(LookupError):
    """A reason is about a part that is not one of the application's."""


def record(
    subject: Subject,
    event: StrEnum,
    *,
    actor_id: int | None,
    at: datetime,
    reason: Reason | None = None,
    further: Sequence[Reason] = (),
) -> None:
    """Move the subject to the status that follows and write the step down with its reasons.

    :raises IllegalTransition: if the event cannot happen to it now
    :raises UnknownPart: if a reason is about a part the application does not have
    """
    rules = _LIFECYCLES[type(subject)]
    before = subject.status
    after = rules.after(before, event)
    db.session.flush()  # a new subject needs its id
    setattr(subject, "status", after)  # noqa: B010  (each table's own status type)
    if isinstance(subject, LoanApplication):
        subject.version += 1
    step = StatusChange(
        subject=rules.name,
        subject_id=subject.id,
        event=str(event),
        from_status=str(before),
        to_status=str(after),
        actor_id=actor_id,
        at=at,
        reason_code=reason.code if reason else None,
        reason_note=reason.note if reason else None,
        next_step=reason.next_step if reason else None,
        about_line_id=_line_about(subject, reason) if reason else None,
    )
    db.session.add(step)
    db.session.flush()
    for each in further:
        db.session.add(
            FurtherReason(
                status_change_id=step.id,
                reason_code=each.code,
                reason_note=each.note,
                next_step=each.next_step,
                about_line_id=_line_about(subject, each),
            )
        )


def _line_about(subject: Subject, reason: Reason) -> int | None:
    if reason.about is None:
        return None
    lines = subject.lines if isinstance(subject, LoanApplication) else []
    found = next((line.id for line in lines if line.public_id == reason.about), None)
    if found is None:
        raise UnknownPart(reason.about)
    return found


def actor_of_last(subject: Subject, event: StrEnum) -> int | None:
    """Return who last caused this event on the subject, or None if nobody did."""
    return db.session.scalar(
        select(StatusChange.actor_id)
        .filter_by(subject=_LIFECYCLES[type(subject)].name, subject_id=subject.id, event=str(event))
        .order_by(StatusChange.id.desc())
        .limit(1)
    )
