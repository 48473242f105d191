"""Helping an owner without a phone: each of the owner's codes is a second person's testimony.

An account with a phone is never helped this way; it would be a way around the code.
"""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.identity import Nik
from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.roles import NotPermitted, Permission, Role
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.assisting import Assistance
from harkat.models.people import Person, UserAccount
from harkat.queries import read_out
from harkat.queries.read_out import ReadOut
from harkat.sealing import lookup
from harkat.services import assisting, helping, origination, outbox, registration, witnessing
from harkat.services.authority import acting, owner
from harkat.services.files import application_for
from harkat.services.registration import ConsentMissing
from harkat.services.transaction import keyed_use_case, use_case


@use_case
def ask_to_begin(*, actor_id: int, nik: Nik, full_name: str, at: datetime) -> str:
    """Ask for a witness that the holder of a KTP is here and wants help.

    Whether the NIK has an account is not looked up: the answer is the same for all (T15).

    :raises NotPermitted: if the actor does not help owners
    :raises AskedTooOften: if the actor has asked for enough today
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    told = read_out.beginning(nik=nik.digits, full_name=full_name)
    return witnessing.ask(told, asked_by_id=actor_id, at=at)


@use_case
def begin(*, actor_id: int, nik: Nik, full_name: str, at: datetime) -> str | None:
    """Begin to help the owner a witness has seen; return the session's id.

    None without an account that may be helped so. One with a phone is told of it and keeps to its
    codes; who asked cannot tell it from a NIK without an account.

    :raises NotPermitted: if the actor does not help owners
    :raises NoTestimony: if no witness has confirmed it
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    told = read_out.beginning(nik=nik.digits, full_name=full_name)
    testimony = witnessing.use(told, asked_by_id=actor_id, at=at)
    account = db.session.scalar(
        select(UserAccount)
        .join(Person)
        .where(Person.nik_lookup == lookup(field="nik", text=nik.digits))
        .with_for_update(of=UserAccount, key_share=True)
    )
    if account is None or account.role is not Role.BUSINESS_OWNER or not account.is_active:
        return None
    witnessing.name_owner(testimony, account, at=at)
    if account.phone is not None:
        outbox.put(recipient_id=account.id, template="help_without_phone", at=at)
        return None
    return assisting.begun(account, actor_id=actor_id, at=at)


@use_case
def ask_to_register(
    *,
    actor_id: int,
    nik: Nik,
    full_name: str,
    consents: frozenset[ConsentPurpose],
    at: datetime,
) -> str:
    """Ask for a witness that the holder of a KTP registers and allows these uses of data.

    :raises NotPermitted: if the actor does not help owners
    :raises ConsentMissing: if a required consent was not given
    :raises AskedTooOften: if the actor has asked for enough today
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    if not consents >= REQUIRED_CONSENTS:
        raise ConsentMissing
    told = read_out.registering(nik=nik.digits, full_name=full_name, consents=consents)
    return witnessing.ask(told, asked_by_id=actor_id, at=at)


@keyed_use_case
def register(
    *,
    actor_id: int,
    nik: Nik,
    full_name: str,
    consents: frozenset[ConsentPurpose],
    key: str,
    at: datetime,
) -> str | None:
    """Open an account without a phone, as a witness has confirmed, and begin to help its owner.

    Nobody can sign in to it. None if the NIK is known already: whoever that is keeps the account
    and is told.

    :raises NotPermitted: if the actor does not help owners
    :raises NoTestimony: if no witness has confirmed exactly this
    """
    acting(actor_id=actor_id, permission=Permission.OWNER_ASSIST)
    told = read_out.registering(nik=nik.digits, full_name=full_name, consents=consents)
    testimony = witnessing.use(told, asked_by_id=actor_id, at=at)
    account_id = registration.open_account(
        phone=None,
        password_hash=None,
        nik=nik,
        full_name=full_name,
        consents=consents,
        key=key,
        at=at,
    )
    if account_id is None:
        return None
    account = db.session.get_one(UserAccount, account_id)
    witnessing.name_owner(testimony, account, at=at)
    return assisting.begun(account, actor_id=actor_id, at=at)


@use_case
def ask_to_send(*, actor_id: int, application_public_id: str, at: datetime) -> str:
    """Ask for a witness that the helped owner sends the application as it stands now.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises NotFound: if the application is not the owner's
    :raises AskedTooOften: if whoever helps has asked for enough today
    """
    help_given = require_without_phone(actor_id)
    told, application = _sending(actor_id, application_public_id)
    return witnessing.ask(
        told,
        asked_by_id=help_given.assistant_id,
        owner_id=actor_id,
        application_id=application.id,
        at=at,
    )


@keyed_use_case
def send_application(*, actor_id: int, application_public_id: str, key: str, at: datetime) -> str:
    """Send the helped owner's application as a witness has confirmed it.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises NoTestimony: if no witness has confirmed exactly what stands in it now
    :raises NotReady: if something still stands in the way
    :raises IllegalTransition: if it was sent already
    """
    help_given = require_without_phone(actor_id)
    told, application = _sending(actor_id, application_public_id)
    witnessing.use(told, asked_by_id=help_given.assistant_id, at=at)
    assisting.note_yes(application_id=application.id, at=at)
    outbox.put(
        recipient_id=actor_id,
        template="witnessed_sending",
        at=at,
        application=application.reference_no,
    )
    return origination.submit(
        actor_id=actor_id, application_public_id=application_public_id, key=key, at=at
    )


def require_without_phone(actor_id: int) -> Assistance:
    """Return the helping session all this is done in, if its owner has no phone.

    :raises NotPermitted: otherwise
    """
    assistance_id = helping.current()
    account = db.session.get_one(
        UserAccount, actor_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if assistance_id is None or account.phone is not None:
        raise NotPermitted("a witness is for helping an owner without a phone")
    return db.session.get_one(Assistance, assistance_id)


def _sending(actor_id: int, application_public_id: str) -> tuple[ReadOut, LoanApplication]:
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    person = db.session.get_one(Person, person_id)
    return read_out.sending(application, person), application
