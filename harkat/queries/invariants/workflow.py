"""The workflow: who decided, one loan for each disbursed line, no refusal without a way on."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from harkat.domain.statuses import ApplicationEvent, DisbursementStatus, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, StatusChange
from harkat.models.loan import Disbursement, Loan


def maker_is_not_checker() -> Sequence[str]:
    """Nobody approved what the same person had proposed last (I8)."""
    proposed, approved = StatusChange, aliased(StatusChange)
    last_proposal = (
        select(func.max(proposed.id))
        .where(
            proposed.subject == "application",
            proposed.subject_id == approved.subject_id,
            proposed.event == str(ApplicationEvent.PROPOSED),
            proposed.id < approved.id,
        )
        .correlate(approved)
        .scalar_subquery()
    )
    maker = aliased(StatusChange)
    rows = db.session.scalars(
        select(approved.subject_id)
        .join(maker, maker.id == last_proposal)
        .where(
            approved.subject == "application",
            approved.event == str(ApplicationEvent.APPROVED),
            maker.actor_id == approved.actor_id,
        )
    )
    return [f"application {id_} was approved by its maker" for id_ in rows]


def disbursed_lines_have_one_loan() -> Sequence[str]:
    """Each disbursed line has one sent disbursement of its approved sum, and one loan (I3)."""
    paid_out = (
        select(
            Disbursement.application_line_id.label("line_id"),
            func.sum(Disbursement.amount).label("amount"),
        )
        .where(Disbursement.status != DisbursementStatus.VOIDED)
        .group_by(Disbursement.application_line_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ApplicationLine.id)
        .outerjoin(Loan, Loan.application_line_id == ApplicationLine.id)
        .outerjoin(paid_out, paid_out.c.line_id == ApplicationLine.id)
        .where(ApplicationLine.status == LineStatus.DISBURSED)
        .where(
            Loan.id.is_(None)
            | paid_out.c.amount.is_(None)
            | (paid_out.c.amount != ApplicationLine.approved)
            | (Loan.principal != ApplicationLine.approved)
        )
    )
    return [f"line {id_} has no loan of its sum" for (id_,) in rows]


def rejections_lead_on() -> Sequence[str]:
    """Each rejection and each declined member's reason has a code and a next step (I18)."""
    rows = db.session.scalars(
        select(StatusChange.id)
        .where(StatusChange.event.in_((str(ApplicationEvent.REJECTED), str(LineEvent.BLOCKED))))
        .where(
            StatusChange.reason_code.is_(None) | (func.coalesce(StatusChange.next_step, "") == "")
        )
    )
    return [f"status change {id_} has no reason or next step" for id_ in rows]
