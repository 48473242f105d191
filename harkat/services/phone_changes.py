"""A new phone number: by its owner, or by two people at a desk for whoever has none (any more)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from harkat.domain.personal_data import OpenedData
from harkat.domain.phone_changes import PROPOSAL_LIFE
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.account_care import PhoneChange
from harkat.models.assisting import Assistance
from harkat.models.people import LoginSession, Person, UserAccount
from harkat.models.tokens import token_hash
from harkat.sealing import lookup
from harkat.services import data_openings, outbox, phone_codes
from harkat.services.accounts import PhoneTaken
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class OtherNumber(ValueError):
    """The second person typed another number than the first: one of them misheard."""


@use_case
def send_change_code(*, actor_id: int, phone: str, subject: str, at: datetime) -> None:
    """Send the code to the new number; a number of another account gets a notice instead.

    :raises NotPermitted: if the account belongs to nobody who can apply
    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    owner(actor_id)
    holder = _holder_of(phone)
    send = phone_codes.send_code if holder is None else phone_codes.send_no_code
    send(phone=phone, purpose=CodePurpose.PHONE_CHANGE, subject=subject, at=at)
    if holder is not None:
        outbox.put(recipient_id=holder.id, template="phone_wanted", at=at)


@use_case
def change_phone(*, actor_id: int, phone: str, keep_token: str, at: datetime) -> None:
    """Give the actor's account the number that has just confirmed a code.

    Every other session ends, the old number is told, and money waits three days (T17).

    :raises NotPermitted: if the account belongs to nobody who can apply
    :raises PhoneTaken: if the number has become another account's meanwhile
    """
    _viewer, person_id = owner(actor_id)
    person = db.session.get_one(Person, person_id)
    _replace(person.account, phone, at=at)
    db.session.execute(
        delete(LoginSession).where(
            LoginSession.account_id == actor_id,
            LoginSession.token_hash != token_hash(keep_token),
        )
    )


@keyed_use_case
def propose_replacement(*, actor_id: int, nik: str, phone: str, key: str, at: datetime) -> str:
    """Propose a new number, or a first one, for whoever showed this KTP; return its public id.

    An earlier proposal for the same person is discarded by it.

    :raises NotFound: if no open account has this NIK
    :raises PhoneTaken: if the number is an account's already
    """
    acting(actor_id=actor_id, permission=Permission.PHONE_REPLACE)
    person = db.session.scalar(
        select(Person)
        .filter_by(nik_lookup=lookup(field="nik", text=nik))
        .with_for_update(key_share=True)
    )
    if person is None or not person.account.is_active or person.account_id == actor_id:
        raise NotFound("no owner with this NIK")
    if _holder_of(phone) is not None:
        raise PhoneTaken
    for earlier in db.session.scalars(
        select(PhoneChange).filter_by(person_id=person.id, ended_at=None)
    ):
        earlier.ended_at, earlier.ended_by_id = at, actor_id
    change = PhoneChange(
        person_id=person.id,
        phone=phone,
        phone_lookup=lookup(field="phone", text=phone),
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    db.session.add(change)
    db.session.flush()
    data_openings.note(
        actor_id=actor_id,
        person_ids=(person.id,),
        what=OpenedData.PHONE_CHANGE,
        reference_no="",
        at=at,
    )
    outbox.put(recipient_id=person.account_id, template="phone_change_proposed", at=at)
    return change.public_id


@use_case
def confirm_replacement(*, actor_id: int, change_public_id: str, phone: str, at: datetime) -> None:
    """Put a proposed number into force, typed once more by the second person.

    All sessions of the account end; the way in leads over a new password by a code.

    :raises NotPermitted: if the actor proposed it
    :raises NotFound: if it is not waiting any more
    :raises OtherNumber: if the number is not the one that was proposed
    :raises PhoneTaken: if the number has become another account's meanwhile
    """
    change = _waiting(actor_id, change_public_id, at=at)
    if change.proposed_by_id == actor_id:
        raise NotPermitted("another person confirms")
    if lookup(field="phone", text=phone) != change.phone_lookup:
        raise OtherNumber
    change.ended_at, change.ended_by_id, change.is_confirmed = at, actor_id, True
    account = change.person.account
    _replace(account, phone, at=at)
    db.session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    for running in db.session.scalars(
        select(Assistance).filter_by(owner_id=account.id, ended_at=None)
    ):
        running.ended_at = min(at, running.ends_at)  # With a phone it takes a code again.


@use_case
def discard_replacement(*, actor_id: int, change_public_id: str, at: datetime) -> None:
    """Drop a proposed number; whoever proposed it may do so too.

    :raises NotFound: if it is not waiting any more
    """
    change = _waiting(actor_id, change_public_id, at=at)
    change.ended_at, change.ended_by_id = at, actor_id


def _waiting(actor_id: int, public_id: str, *, at: datetime) -> PhoneChange:
    acting(actor_id=actor_id, permission=Permission.PHONE_REPLACE)
    change = db.session.scalar(
        select(PhoneChange)
        .filter_by(public_id=public_id, ended_at=None)
        .where(PhoneChange.proposed_at > at - PROPOSAL_LIFE)
        .with_for_update()
    )
    if change is None:
        raise NotFound(public_id)
    return change


def _replace(account: UserAccount, phone: str, *, at: datetime) -> None:
    """Change the number and tell both phones.

    :raises PhoneTaken: if it is another account's
    """
    old_phone = account.phone  # Empty if the account gets its first.
    account.phone, account.phone_lookup = phone, lookup(field="phone", text=phone)
    account.phone_changed_at = at
    try:
        db.session.flush()
    except IntegrityError:
        raise PhoneTaken from None
    if old_phone is not None:
        outbox.put_to_phone(phone=old_phone, template="phone_changed_old", at=at)
    outbox.put(recipient_id=account.id, template="phone_changed", at=at)


def _holder_of(phone: str) -> UserAccount | None:
    return db.session.scalar(
        select(UserAccount).filter_by(phone_lookup=lookup(field="phone", text=phone))
    )
