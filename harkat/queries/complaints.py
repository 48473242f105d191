"""Complaints as the Dinas and the auditor see them, and each one as whoever sent it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, false, func, select

from harkat.domain.complaints import URGENT_KINDS, ComplaintKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ComplaintStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.bank import Bank
from harkat.models.complaints import Complaint
from harkat.models.loan import Disbursement, Loan
from harkat.models.people import UserAccount

PAGE_SIZE = 25
_MOST_OWN = 20
_TO_ANSWER = (ComplaintStatus.RECEIVED, ComplaintStatus.IN_PROGRESS, ComplaintStatus.REOPENED)


@dataclass(frozen=True, kw_only=True)
class ComplaintInBrief:
    """One line of a list of complaints."""

    public_id: str
    reference_no: str
    kind: ComplaintKind
    status: ComplaintStatus
    received_at: datetime
    due_on: date
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class ComplaintPage:
    """One page of the complaints a viewer may see; pages count from 1."""

    complaints: Sequence[ComplaintInBrief]
    page: int
    pages: int
    total: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class OwnComplaint(ComplaintInBrief):
    """A complaint as whoever sent it reads it; who answered is the Dinas, not a name."""

    words: str
    amount: Rupiah | None
    about_whom: str | None
    answer: str | None
    answered_at: datetime | None
    reopening: str | None
    second_answer: str | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ComplaintFile(OwnComplaint):
    """A complaint on the desk of the Dinas, with how to reach whoever sent it."""

    complainant_name: str | None
    phone: str | None
    bank_name: str | None
    loan_no: str | None
    taken_up_by: str | None


def complaints_seen_by(viewer: Viewer) -> Select[Any]:
    """Return the complaints a viewer may see; bank staff never see any.

    The Dinas officer sees all of them, the auditor those of fraud and of money cut off.
    """
    if viewer.has(Permission.COMPLAINT_ANSWER):
        return select(Complaint)
    if viewer.has(Permission.COMPLAINT_READ):
        return select(Complaint).where(Complaint.kind.in_(URGENT_KINDS))
    return select(Complaint).where(false())


def complaint_page(viewer: Viewer, *, on: date, page: int) -> ComplaintPage:
    """Return one page, those to be answered first and of them the longest overdue.

    :raises NotPermitted: if the viewer reads no complaints
    """
    viewer.require(Permission.COMPLAINT_READ)
    seen = complaints_seen_by(viewer)
    total = db.session.scalars(seen.with_only_columns(func.count())).one()
    overdue = seen.where(Complaint.status.in_(_TO_ANSWER), Complaint.due_on < on)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        seen.order_by(
            case((Complaint.status.in_(_TO_ANSWER), 0), else_=1),
            Complaint.due_on,
            Complaint.id,
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return ComplaintPage(
        complaints=[ComplaintInBrief(**_brief(row, on=on)) for row in rows],
        page=page,
        pages=pages,
        total=total,
        overdue=db.session.scalars(overdue.with_only_columns(func.count())).one(),
    )


def overdue_complaints(viewer: Viewer, *, on: date) -> int:
    """Return how many complaints of the programme the Dinas should have answered before a day.

    :raises NotPermitted: if the viewer does not watch the programme
    """
    viewer.require(Permission.PORTFOLIO_READ)
    return db.session.scalars(
        select(func.count())
        .select_from(Complaint)
        .where(Complaint.status.in_(_TO_ANSWER), Complaint.due_on < on)
    ).one()


def complaint_file(viewer: Viewer, public_id: str, *, on: date) -> ComplaintFile | None:
    """Return one complaint the viewer may see, or None."""
    row = db.session.scalar(complaints_seen_by(viewer).where(Complaint.public_id == public_id))
    if row is None:
        return None
    complainant = db.session.get(UserAccount, row.complainant_id) if row.complainant_id else None
    taken_up_by = db.session.get(UserAccount, row.taken_up_by_id) if row.taken_up_by_id else None
    loan_no, bank_name = _about(row)
    return ComplaintFile(
        **_own(row, on=on),
        complainant_name=complainant.full_name if complainant else None,
        phone=row.phone or (complainant.phone if complainant else None),
        bank_name=bank_name,
        loan_no=loan_no,
        taken_up_by=taken_up_by.full_name if taken_up_by else None,
    )


def own_complaint(
    public_id: str, *, account_id: int | None, is_opened: bool, on: date
) -> OwnComplaint | None:
    """Return a complaint of the account, or one that its number and phone have opened, or None."""
    row = db.session.scalar(select(Complaint).filter_by(public_id=public_id))
    if row is None:
        return None
    is_own = account_id is not None and row.complainant_id == account_id
    return OwnComplaint(**_own(row, on=on)) if is_own or is_opened else None


def own_complaints(account_id: int, *, on: date) -> Sequence[ComplaintInBrief]:
    """Return the latest complaints of an account."""
    rows = db.session.scalars(
        select(Complaint)
        .filter_by(complainant_id=account_id)
        .order_by(Complaint.id.desc())
        .limit(_MOST_OWN)
    )
    return [ComplaintInBrief(**_brief(row, on=on)) for row in rows]


def _brief(row: Complaint, *, on: date) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "reference_no": row.reference_no,
        "kind": row.kind,
        "status": row.status,
        "received_at": row.received_at,
        "due_on": row.due_on,
        "is_overdue": row.status in _TO_ANSWER and row.due_on < on,
    }


def _own(row: Complaint, *, on: date) -> dict[str, Any]:
    return {
        **_brief(row, on=on),
        "words": row.words,
        "amount": row.amount,
        "about_whom": row.about_whom,
        "answer": row.answer,
        "answered_at": row.answered_at,
        "reopening": row.reopening,
        "second_answer": row.second_answer,
        "closed_at": row.closed_at,
    }


def _about(row: Complaint) -> tuple[str | None, str | None]:
    """Return the loan and the bank of the money a complaint is about, if it is about money sent."""
    found = db.session.execute(
        select(Loan.reference_no, Bank.name)
        .select_from(Disbursement)
        .join(ApplicationLine, ApplicationLine.id == Disbursement.application_line_id)
        .join(Loan, Loan.application_line_id == ApplicationLine.id)
        .join(Bank, Bank.id == Disbursement.bank_id)
        .where(Disbursement.id == row.disbursement_id)
    ).first()
    return (found[0], found[1]) if found else (None, None)
