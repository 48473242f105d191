"""A borrower in trouble asks for relief; the bank proposes a change of the loan or says why not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain import relief as ways
from harkat.domain.calendar import business_day
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.relief import Relief, ReliefDecline, ReliefReason, ReliefWish
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import LoanStatus, ReliefEvent
from harkat.extensions import db
from harkat.models.loan import Loan, LoanChange
from harkat.models.relief import ReliefRequest
from harkat.queries.loan_history import events_of, terms_of
from harkat.queries.relief import pays_left
from harkat.services import loan_changes, outbox, transitions
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound, loan_for
from harkat.services.transaction import keyed_use_case, use_case


class RequestWaiting(ValueError):
    """The borrower asked for relief of this loan already, and is not answered yet."""


class NoSuchRelief(ValueError):
    """This way cannot be recorded on the loan as it stands."""


class NoWayOn(ValueError):
    """A request is not declined without a next step."""


@keyed_use_case
def ask(
    *,
    actor_id: int,
    loan_public_id: str,
    reason: ReliefReason,
    wish: ReliefWish,
    count: int,
    key: str,
    at: datetime,
    can_pay: Rupiah = ZERO,
    pays: Rupiah = ZERO,
    note: str | None = None,
) -> str:
    """Ask for relief of the own loan; return the request's public id.

    :raises NotFound: if the loan is not the actor's
    :raises NoSuchRelief: if the loan as it stands cannot be helped in this way
    :raises RequestWaiting: if an earlier request is not answered yet
    """
    viewer, _person_id = owner(actor_id)
    loan = loan_for(viewer, loan_public_id)
    pays = pays if wish is ReliefWish.PART_NOW else ZERO
    if wish is ReliefWish.PART_NOW and not pays:
        raise NoSuchRelief(loan.reference_no)
    _way(loan, wish=wish, count=count, pays=pays, at=at)
    request = ReliefRequest(
        loan_id=loan.id,
        bank_id=loan.bank_id,
        reason=reason,
        wish=wish,
        count=count,
        can_pay=can_pay,
        pays=pays,
        note=note,
        asked_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        raise RequestWaiting(loan.reference_no) from None
    outbox.put(recipient_id=actor_id, template="relief_asked", at=at, loan=loan.reference_no)
    return request.public_id


@use_case
def withdraw(*, actor_id: int, request_public_id: str, at: datetime) -> None:
    """Take the own request back before the bank has answered.

    :raises NotFound: if it is not the actor's
    :raises IllegalTransition: if the bank has answered
    """
    viewer, _person_id = owner(actor_id)
    request = _request(viewer, request_public_id)
    transitions.record(request, ReliefEvent.WITHDRAWN, actor_id=actor_id, at=at)


@keyed_use_case
def propose(
    *, actor_id: int, request_public_id: str, reason_note: str, key: str, at: datetime
) -> str:
    """Propose what was asked for, as a change of the loan; return the change's public id.

    Another officer decides on it, and everybody whose risk it touches must agree. What somebody
    can pay at once is taken at the counter as any payment.

    :raises NotFound: if it is another bank's
    :raises NoSuchRelief: if the loan as it stands cannot be helped in this way any more
    :raises IllegalTransition: if it was answered already
    :raises NothingSaid, ChangeWaiting, TooManyRestructurings, MonthClosed: as any change of a loan
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    request = _request(viewer, request_public_id)
    left = pays_left(request)
    way = _way(request.loan, wish=request.wish, count=request.count, pays=left, at=at)
    transitions.record(request, ReliefEvent.PROPOSED, actor_id=actor_id, at=at)
    change_public_id: str = loan_changes.propose(
        actor_id=actor_id,
        loan_public_id=request.loan.public_id,
        kind=way.kind,
        value_on=business_day(at),
        reason_note=reason_note,
        change=way.change,
        key=f"{key}:change",
        at=at,
    )
    change = select(LoanChange.id).filter_by(public_id=change_public_id)
    request.loan_change_id = db.session.scalars(change).one()
    request.answered_by_id, request.answered_at = actor_id, at
    return change_public_id


@use_case
def decline(
    *,
    actor_id: int,
    request_public_id: str,
    code: ReliefDecline,
    next_step: str,
    at: datetime,
    note: str | None = None,
) -> None:
    """Say why the bank does not propose what was asked for, and what the borrower can do now.

    :raises NotFound: if it is another bank's
    :raises NoWayOn: if no next step is given
    :raises IllegalTransition: if it was answered already
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    request = _request(viewer, request_public_id)
    if not next_step.strip():
        raise NoWayOn(request_public_id)
    transitions.record(request, ReliefEvent.DECLINED, actor_id=actor_id, at=at)
    request.decline_code, request.decline_note = code, note
    request.next_step = next_step.strip()
    request.answered_by_id, request.answered_at = actor_id, at
    outbox.put(
        recipient_id=request.loan.person.account_id,
        template="relief_declined",
        at=at,
        loan=request.loan.reference_no,
    )


def _request(viewer: Viewer, public_id: str) -> ReliefRequest:
    """Return a request about a loan the viewer may open, locked with its loan."""
    request = db.session.scalar(select(ReliefRequest).filter_by(public_id=public_id))
    if request is None:
        raise NotFound(public_id)
    loan_for(viewer, request.loan.public_id)
    db.session.refresh(request, with_for_update=True)
    return request


def _way(loan: Loan, *, wish: ReliefWish, count: int, pays: Rupiah, at: datetime) -> Relief:
    way = None
    if loan.status is LoanStatus.ACTIVE:
        way = ways.relief(
            terms=terms_of(loan),
            known=events_of(loan),
            on=business_day(at),
            wish=wish,
            count=count,
            pays=pays,
        )
    if way is None:
        raise NoSuchRelief(loan.reference_no)
    return way
