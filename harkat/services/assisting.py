"""Somebody of the staff helps an owner: with a code from the owner's phone, and never silently."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.assisting import LONGEST
from harkat.domain.identity import Nik
from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.personal_data import OpenedData
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted, Permission, Role
from harkat.extensions import db
from harkat.models.assisting import Assistance, AssistedSending
from harkat.models.people import UserAccount
from harkat.queries.read_out import sending_mark
from harkat.sealing import lookup
from harkat.services import (
    data_openings,
    helping,
    origination,
    outbox,
    phone_codes,
    registration,
)
from harkat.services.authority import acting, owner, phone_of
from harkat.services.files import application_for
from harkat.services.phone_codes import CodeAnswer
from harkat.services.registration import ConsentMissing
from harkat.services.transaction import keyed_use_case, use_case


class NotAnOwner(LookupError):
    """The phone belongs to an account nobody can be helped with."""


class CodeRefused(ValueError):
    """The code typed was not the one sent for this; `answer` says why."""

    def __init__(self, answer: CodeAnswer) -> None:
        super().__init__(answer.verdict)
        self.answer = answer


@use_case
def send_code(
    *, actor_id: int, phone: str, purpose: CodePurpose, subject: str, at: datetime
) -> None:
    """Send the code by which the holder of a phone lets the actor help, or register there.

    It goes to every number alike, so that nobody learns from it who has an account (T15).

    :raises NotPermitted: if the actor does not help owners
    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    if purpose not in {CodePurpose.ASSISTANCE, CodePurpose.ASSISTED_REGISTRATION}:
        raise NotPermitted(purpose)
    phone_codes.send_code(phone=phone, purpose=purpose, subject=subject, at=at)


@use_case
def begin(*, actor_id: int, phone: str, at: datetime) -> str | None:
    """Begin to help the owner of a phone whose code was just matched; return the session's id.

    Another session of the actor ends with it. Without an account there is nobody to help yet:
    None.

    :raises NotPermitted: if the actor does not help owners
    :raises NotAnOwner: if the account is closed or not an owner's
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    account = db.session.scalar(
        select(UserAccount).filter_by(phone_lookup=lookup(field="phone", text=phone))
    )
    if account is None:
        return None
    if account.role is not Role.BUSINESS_OWNER or not account.is_active or account.person is None:
        raise NotAnOwner
    return begun(account, actor_id=actor_id, at=at)


@keyed_use_case
def register(
    *,
    actor_id: int,
    phone: str,
    nik: Nik,
    full_name: str,
    consents: frozenset[ConsentPurpose],
    key: str,
    at: datetime,
) -> str | None:
    """Open the account of an owner who sits beside the actor, and begin to help.

    The owner's code for exactly this was just matched. The account has no password: its owner
    makes one with the own phone. None if phone or NIK is known already: whoever that is keeps the
    account and is told.

    :raises NotPermitted: if the actor does not help owners
    :raises ConsentMissing: if a required consent was not given
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    if not consents >= REQUIRED_CONSENTS:
        raise ConsentMissing
    account_id = registration.open_account(
        phone=phone,
        password_hash=None,
        nik=nik,
        full_name=full_name,
        consents=consents,
        key=key,
        at=at,
    )
    if account_id is None:
        return None
    return begun(db.session.get_one(UserAccount, account_id), actor_id=actor_id, at=at)


@use_case
def end(*, actor_id: int, assistance_public_id: str, at: datetime) -> None:
    """End a helping session; both who helps and who is helped may. One that ended stays so.

    :raises NotPermitted: if the actor is neither of the two
    """
    row = db.session.scalar(
        select(Assistance).filter_by(public_id=assistance_public_id).with_for_update(key_share=True)
    )
    if row is None or actor_id not in {row.owner_id, row.assistant_id}:
        raise NotPermitted("not a session of the actor")
    if row.ended_at is None:
        row.ended_at = min(at, row.ends_at)


@use_case
def send_sending_code(*, actor_id: int, application_public_id: str, at: datetime) -> None:
    """Send the helped owner the code that sends the application as it stands now.

    :raises NotFound: if the application is not the owner's
    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    phone, subject, _application_id = sending_of(actor_id, application_public_id)
    phone_codes.send_code(phone=phone, purpose=CodePurpose.ASSISTED_SENDING, subject=subject, at=at)


def send_application(
    *, actor_id: int, application_public_id: str, code: str, key: str, at: datetime
) -> str:
    """Send a helped owner's application with the code from the owner's phone.

    A wrong try is counted even though nothing else happens. The code is for what stood in the
    application when it was asked for: a change since makes it worthless.

    :raises CodeRefused: if the code does not match
    :raises NotReady: if something still stands in the way
    :raises IllegalTransition: if it was sent already
    """
    phone, subject, application_id = sending_of(actor_id, application_public_id)
    answer = phone_codes.check_code(
        phone=phone, purpose=CodePurpose.ASSISTED_SENDING, subject=subject, code=code, at=at
    )
    if not answer.is_match:
        raise CodeRefused(answer)
    return submit_confirmed(
        actor_id=actor_id,
        application_public_id=application_public_id,
        application_id=application_id,
        subject=subject,
        key=key,
        at=at,
    )


@keyed_use_case
def submit_confirmed(
    *,
    actor_id: int,
    application_public_id: str,
    application_id: int,
    subject: str,
    key: str,
    at: datetime,
) -> str:
    """Write down the owner's yes and send the application; the caller has matched the code.

    :raises CodeRefused: if the application changed in this very moment
    """
    if subject != sending_of(actor_id, application_public_id)[1]:
        raise CodeRefused(phone_codes.expired())
    note_yes(application_id=application_id, at=at)
    return origination.submit(
        actor_id=actor_id, application_public_id=application_public_id, key=key, at=at
    )


def note_yes(*, application_id: int, at: datetime) -> None:
    """Write down that the owner's yes to sending was proved in this moment; part of a use case.

    :raises NotPermitted: if nobody helps
    """
    assistance_id = helping.current()
    if assistance_id is None:
        raise NotPermitted("nobody helps")
    db.session.add(
        AssistedSending(assistance_id=assistance_id, application_id=application_id, confirmed_at=at)
    )
    db.session.flush()


def begun(account: UserAccount, *, actor_id: int, at: datetime) -> str:
    """Begin a session, end the actor's other one, and tell the owner; part of a use case."""
    # Two beginnings wait in line.
    db.session.get_one(UserAccount, actor_id, with_for_update={"key_share": True})
    for running in db.session.scalars(
        select(Assistance).filter_by(assistant_id=actor_id, ended_at=None)
    ):
        running.ended_at = min(at, running.ends_at)
    db.session.flush()
    row = Assistance(
        owner_id=account.id, assistant_id=actor_id, started_at=at, ends_at=at + LONGEST
    )
    db.session.add(row)
    db.session.flush()
    assert account.person is not None
    data_openings.note(
        actor_id=actor_id,
        person_ids=(account.person.id,),
        what=OpenedData.ASSISTANCE,
        reference_no="",
        at=at,
    )
    outbox.put(recipient_id=account.id, template="assistance_begun", at=at)
    return row.public_id


def sending_of(actor_id: int, application_public_id: str) -> tuple[str, str, int]:
    """Return the sender's phone, what a code is bound to, and the application's id.

    :raises NoPhone: if the sender has none, and needs a witness
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    account = db.session.get_one(UserAccount, actor_id)
    return phone_of(account), sending_mark(application, person_id), application.id
