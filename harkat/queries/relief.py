"""Requests for relief: the ways open to a borrower, the own requests, and the bank's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain import relief as ways
from harkat.domain.loan_events import EventKind
from harkat.domain.money import ZERO, Rupiah, total
from harkat.domain.position import Position
from harkat.domain.relief import Outlook, Relief, ReliefDecline, ReliefReason, ReliefWish
from harkat.domain.roles import Permission, Role, Viewer
from harkat.domain.statuses import LoanStatus, ReliefStatus
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.models.relief import ReliefRequest
from harkat.models.scope import loans_seen_by
from harkat.queries.loan_history import events_of, position_of, terms_of

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class ReliefChoices:
    """The own loan as it stands, and the ways to help it with their effects."""

    loan_public_id: str
    loan_no: str
    bank_name: str
    now: Outlook
    position: Position
    choices: Sequence[Relief]
    is_waiting: bool


@dataclass(frozen=True, kw_only=True)
class RequestInBrief:
    """One request as its borrower sees it.

    `change_public_id` is the change it was turned into.
    """

    public_id: str
    status: ReliefStatus
    wish: ReliefWish
    count: int
    pays: Rupiah
    asked_at: datetime
    answered_at: datetime | None
    decline_code: ReliefDecline | None
    decline_note: str | None
    next_step: str | None
    change_public_id: str | None


@dataclass(frozen=True, kw_only=True)
class WaitingRequest:
    """One line of the bank's list, the oldest first."""

    public_id: str
    loan_no: str
    borrower_name: str
    reason: ReliefReason
    wish: ReliefWish
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestList:
    """A page of the requests that wait for the bank, and how many do in all."""

    requests: Sequence[WaitingRequest]
    total: int


@dataclass(frozen=True, kw_only=True)
class RequestFile:
    """A request at the bank's desk; `way` is what it asks for as the loan stands today, if it fits.

    `choices` are the other ways, to see what would help more.
    """

    public_id: str
    status: ReliefStatus
    loan_public_id: str
    loan_no: str
    borrower_name: str
    group_name: str | None
    reason: ReliefReason
    wish: ReliefWish
    count: int
    can_pay: Rupiah
    pays: Rupiah
    note: str | None
    asked_at: datetime
    position: Position
    now: Outlook
    way: Relief | None
    change_public_id: str | None


def choices(
    viewer: Viewer, loan_public_id: str, *, on: date, can_pay: Rupiah = ZERO, pays: Rupiah = ZERO
) -> ReliefChoices | None:
    """Return the ways to help the viewer's own running loan, or None if there is no such loan."""
    if viewer.role is not Role.BUSINESS_OWNER:
        return None
    loan = _running(loans_seen_by(viewer).where(Loan.public_id == loan_public_id))
    if loan is None:
        return None
    now = position_of(loan, on=on)
    return ReliefChoices(
        loan_public_id=loan.public_id,
        loan_no=loan.reference_no,
        bank_name=loan.bank.name,
        now=ways.outlook(now),
        position=now,
        choices=ways.reliefs(
            terms=terms_of(loan), known=events_of(loan), on=on, can_pay=can_pay, pays=pays
        ),
        is_waiting=_waiting_of(loan.id) is not None,
    )


def latest_request(viewer: Viewer, loan_public_id: str) -> RequestInBrief | None:
    """Return the latest request about the viewer's own loan, or None."""
    row = db.session.scalar(
        select(ReliefRequest)
        .join(Loan, Loan.id == ReliefRequest.loan_id)
        .where(Loan.public_id == loan_public_id, Loan.person_id == viewer.person_id)
        .options(joinedload(ReliefRequest.loan_change))
        .order_by(ReliefRequest.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return RequestInBrief(
        public_id=row.public_id,
        status=row.status,
        wish=row.wish,
        count=row.count,
        pays=row.pays,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        decline_code=row.decline_code,
        decline_note=row.decline_note,
        next_step=row.next_step,
        change_public_id=row.loan_change.public_id if row.loan_change else None,
    )


def waiting_requests(viewer: Viewer) -> RequestList:
    """Return the requests the viewer's bank has not answered yet, the oldest first.

    For example ``WaitingRequest(loan_no="PJ26-0001-8", reason=ReliefReason.ILLNESS, ...)``.

    :raises NotPermitted: if the viewer reads no applications
    """
    viewer.require(Permission.APPLICATION_READ)
    waiting = select(ReliefRequest).filter_by(bank_id=viewer.bank_id, status=ReliefStatus.OPEN)
    rows = db.session.scalars(
        waiting.options(joinedload(ReliefRequest.loan).joinedload(Loan.person))
        .order_by(ReliefRequest.id)
        .limit(PAGE_SIZE)
    )
    return RequestList(
        requests=[
            WaitingRequest(
                public_id=row.public_id,
                loan_no=row.loan.reference_no,
                borrower_name=row.loan.person.full_name,
                reason=row.reason,
                wish=row.wish,
                asked_at=row.asked_at,
            )
            for row in rows
        ],
        total=db.session.scalars(waiting.with_only_columns(func.count())).one(),
    )


def request_file(viewer: Viewer, public_id: str, *, on: date) -> RequestFile | None:
    """Return a request of the viewer's bank with its effect today, or None."""
    if not viewer.has(Permission.APPLICATION_READ):
        return None
    row = db.session.scalar(
        select(ReliefRequest)
        .filter_by(public_id=public_id, bank_id=viewer.bank_id)
        .options(joinedload(ReliefRequest.loan_change))
    )
    if row is None:
        return None
    loan = row.loan
    now = position_of(loan, on=on)
    group = loan.application_line.application.group
    return RequestFile(
        public_id=row.public_id,
        status=row.status,
        loan_public_id=loan.public_id,
        loan_no=loan.reference_no,
        borrower_name=loan.person.full_name,
        group_name=group.name if group else None,
        reason=row.reason,
        wish=row.wish,
        count=row.count,
        can_pay=row.can_pay,
        pays=row.pays,
        note=row.note,
        asked_at=row.asked_at,
        position=now,
        now=ways.outlook(now),
        way=ways.relief(
            terms=terms_of(loan),
            known=events_of(loan),
            on=on,
            wish=row.wish,
            count=row.count,
            pays=pays_left(row),
        ),
        change_public_id=row.loan_change.public_id if row.loan_change else None,
    )


def pays_left(request: ReliefRequest) -> Rupiah:
    """Return what of the part that was to be paid at once has not come in since the request."""
    undone = {row.reverses_seq for row in request.loan.events}
    came = total(
        row.amount
        for row in request.loan.events
        if row.kind is EventKind.REPAID
        and row.recorded_at > request.asked_at
        and row.seq not in undone
    )
    return max(request.pays - came, ZERO)


def _running(loans: Select[Any]) -> Loan | None:
    found: Loan | None = db.session.scalar(
        loans.where(Loan.status == LoanStatus.ACTIVE).options(
            joinedload(Loan.bank), selectinload(Loan.events)
        )
    )
    return found


def _waiting_of(loan_id: int) -> ReliefRequest | None:
    return db.session.scalar(
        select(ReliefRequest)
        .filter_by(loan_id=loan_id)
        .where(ReliefRequest.status.in_((ReliefStatus.OPEN, ReliefStatus.PROPOSED)))
    )
