"""People ask about their own data, take back consents, and get an answer in time (UU PDP)."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from harkat.domain.lifecycle import COMMITTED_LINES
from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.personal_data import (
    ANSWER_WITHIN,
    MOST_OPEN_REQUESTS,
    DataRequestKind,
    OpenedData,
)
from harkat.domain.roles import Permission
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.account_care import DataRequest
from harkat.models.application import ApplicationLine
from harkat.models.business import Business
from harkat.models.loan import Loan
from harkat.models.people import DataConsent, LoginSession
from harkat.services import data_openings, outbox, withdrawn_use
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class TooManyRequests(ValueError):
    """So many requests of the person are open that another one would not be read sooner."""


class ConsentNeeded(ValueError):
    """A consent lending rests on is not taken back by itself, nor while money is promised."""


@use_case
def withdraw_consent(*, actor_id: int, purpose: ConsentPurpose, at: datetime) -> None:
    """Take back the consent to a use that is a free choice; it stops at once.

    :raises ConsentNeeded: if lending rests on this consent; ask for it instead
    """
    _viewer, person_id = owner(actor_id)
    if purpose in REQUIRED_CONSENTS:
        raise ConsentNeeded(purpose)
    _withdraw(person_id, purpose, at=at)


@keyed_use_case
def ask(
    *,
    actor_id: int,
    kind: DataRequestKind,
    purpose: ConsentPurpose | None,
    note: str,
    key: str,
    at: datetime,
) -> str:
    """File a request about the actor's own data; return its public id. The clock runs from now.

    :raises TooManyRequests: if many of the person's requests are open
    """
    _viewer, person_id = owner(actor_id)
    still_open = (
        select(func.count())
        .select_from(DataRequest)
        .where(DataRequest.person_id == person_id, DataRequest.answered_at.is_(None))
    )
    if db.session.scalars(still_open).one() >= MOST_OPEN_REQUESTS:
        raise TooManyRequests
    request = DataRequest(
        person_id=person_id,
        kind=kind,
        purpose=purpose,
        note=note,
        requested_at=at,
        due_at=at + ANSWER_WITHIN,
    )
    db.session.add(request)
    db.session.flush()
    return request.public_id


@use_case
def answer(
    *, actor_id: int, request_public_id: str, is_granted: bool, answer: str, at: datetime
) -> None:
    """Answer a request; what is granted about consents and deletion happens at once.

    :raises NotFound: if there is no such open request, or it is the actor's own
    :raises ConsentNeeded: if it would end what a running loan or promised money rests on
    """
    acting(actor_id=actor_id, permission=Permission.DATA_REQUEST_ANSWER)
    request = db.session.scalar(
        select(DataRequest)
        .filter_by(public_id=request_public_id, answered_at=None)
        .with_for_update()
    )
    if request is None or request.person.account_id == actor_id:
        raise NotFound(request_public_id)
    if is_granted and request.kind is not DataRequestKind.CORRECT:
        if has_running_business(request.person_id):
            raise ConsentNeeded(request.kind)
        _end_use(request, actor_id=actor_id, at=at)
    request.is_granted, request.answer = is_granted, answer
    request.answered_at, request.answered_by_id = at, actor_id
    outbox.put(recipient_id=request.person.account_id, template="data_request_answered", at=at)


@use_case
def open_request(*, actor_id: int, request_public_id: str, at: datetime) -> None:
    """Note that the actor reads a request, which shows whose it is and what it asks.

    :raises NotFound: if there is no such request
    """
    acting(actor_id=actor_id, permission=Permission.DATA_REQUEST_ANSWER)
    request = db.session.scalar(select(DataRequest).filter_by(public_id=request_public_id))
    if request is None:
        raise NotFound(request_public_id)
    data_openings.note(
        actor_id=actor_id,
        person_ids=(request.person_id,),
        what=OpenedData.DATA_REQUEST,
        reference_no="",
        at=at,
    )


@use_case
def note_own_look(*, actor_id: int, is_download: bool, at: datetime) -> None:
    """Write down that the actor saw or took all own numbers in full, after the password."""
    owner(actor_id)


def has_running_business(person_id: int) -> bool:
    """Tell whether a loan runs or money is promised, so that data must stay."""
    running = select(Loan.id).where(
        Loan.person_id == person_id, Loan.status.in_((LoanStatus.ACTIVE, LoanStatus.WRITTEN_OFF))
    )
    promised = select(ApplicationLine.id).where(
        ApplicationLine.person_id == person_id, ApplicationLine.status.in_(COMMITTED_LINES)
    )
    return any(
        db.session.scalar(statement.limit(1)) is not None for statement in (running, promised)
    )


def _end_use(request: DataRequest, *, actor_id: int, at: datetime) -> None:
    """End one consent, or for a deletion all of them together with the account.

    What lending rests on ends the person's applications, too.
    """
    if request.purpose is None:
        withdrawn_use.locked_group_of(request.person_id)  # groups before applications
    if request.purpose is None or request.purpose in REQUIRED_CONSENTS:
        withdrawn_use.stop_applications(request.person_id, actor_id=actor_id, at=at)
    if request.purpose is not None:
        _withdraw(request.person_id, request.purpose, at=at)
        return
    withdrawn_use.leave_group(request.person_id, actor_id=actor_id, at=at)
    person = request.person
    for purpose in ConsentPurpose:
        _withdraw(person.id, purpose, at=at)
    person.payout_bank = person.payout_holder = None
    person.bank_account_no = person.bank_account_no_lookup = None
    db.session.execute(
        update(Business)
        .where(Business.person_id == person.id)
        .values(pin=None, pinned_at=None, reminder_asked_at=None)
    )
    person.account.is_active = False
    db.session.execute(delete(LoginSession).where(LoginSession.account_id == person.account_id))


def _withdraw(person_id: int, purpose: ConsentPurpose, *, at: datetime) -> None:
    db.session.execute(
        update(DataConsent)
        .where(
            DataConsent.person_id == person_id,
            DataConsent.purpose == purpose,
            DataConsent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
