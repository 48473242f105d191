"""People look after their own account: password, sessions, and a way back in by a code."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from harkat.domain.identity import Nik
from harkat.domain.passwords import (
    SHORTEST,
    SHORTEST_FOR_STAFF,
    check_password,
    cores,
    first_guesses,
)
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.people import LoginSession, SignInThrottle, UserAccount
from harkat.models.tokens import token_hash
from harkat.sealing import lookup
from harkat.services import outbox, phone_codes
from harkat.services.accounts import hash_password
from harkat.services.transaction import use_case

_MARK_LENGTH = 24


@use_case
def send_registration_code(*, phone: str, subject: str, at: datetime) -> None:
    """Send the code that begins a registration; a known phone gets a notice instead (T15).

    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    account = _account_of(phone)
    send = phone_codes.send_code if account is None else phone_codes.send_no_code
    send(phone=phone, purpose=CodePurpose.REGISTRATION, subject=subject, at=at)
    if account is not None:
        outbox.put(recipient_id=account.id, template="registered_before", at=at)


@use_case
def send_reset_code(*, phone: str, subject: str, allow_demo: bool, at: datetime) -> None:
    """Send the code for a new password to an owner's phone; nobody else's gets one.

    Staff come back by their administrator. Demo accounts only where the demo is allowed.

    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    account = _account_of(phone)
    is_owner = account is not None and _may_reset(account, allow_demo=allow_demo)
    send = phone_codes.send_code if is_owner else phone_codes.send_no_code
    send(phone=phone, purpose=CodePurpose.PASSWORD_RESET, subject=subject, at=at)


@use_case
def reset_password(*, phone: str, password: str, allow_demo: bool, at: datetime) -> None:
    """Give an owner's account a new password; the caller has just matched the phone's code.

    All sessions end, and guesses counted before count no more: whoever holds the phone is in.

    :raises NotPermitted: if no owner's open account has this phone
    :raises WeakPassword: if the password is not good enough
    """
    account = _account_of(phone)
    if account is None or not _may_reset(account, allow_demo=allow_demo):
        raise NotPermitted("no owner with this phone")
    _check(account, password)
    account.password_hash = hash_password(password)
    db.session.execute(
        delete(SignInThrottle).where(SignInThrottle.phone_lookup == account.phone_lookup)
    )
    db.session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    outbox.put(recipient_id=account.id, template="password_changed", at=at)


@use_case
def change_password(*, actor_id: int, password: str, keep_token: str, at: datetime) -> None:
    """Give the actor's account a new password; the caller has just asked for the old one.

    Every other session of the account ends.

    :raises WeakPassword: if the password is not good enough
    """
    account = db.session.get_one(UserAccount, actor_id)
    _check(account, password)
    account.password_hash = hash_password(password)
    _end_others(actor_id, keep_token)
    outbox.put(recipient_id=actor_id, template="password_changed", at=at)


@use_case
def end_own_session(*, actor_id: int, session_id: int, at: datetime) -> None:
    """End one of the actor's own sessions; one that is over already is no error."""
    db.session.execute(
        delete(LoginSession).where(
            LoginSession.id == session_id, LoginSession.account_id == actor_id
        )
    )


def marks_of(password: str) -> list[str]:
    """Return keyed marks of what the password is little more than, to be held for some minutes.

    They tell nothing without the key, and let `is_made_of` judge a password nobody kept.
    """
    return sorted(map(_mark, cores(password)))


def is_made_of(marks: Collection[str], *, full_name: str, nik: Nik) -> bool:
    """Tell whether the password with these marks is little more than a name, NIK or birthday."""
    guesses = first_guesses(full_name=full_name, nik=nik.digits, birth_on=nik.birth_on)
    return not {_mark(guess) for guess in guesses}.isdisjoint(marks)


def _mark(core: str) -> str:
    return lookup(field="password_core", text=core)[:_MARK_LENGTH]


def _end_others(account_id: int, keep_token: str) -> None:
    db.session.execute(
        delete(LoginSession).where(
            LoginSession.account_id == account_id,
            LoginSession.token_hash != token_hash(keep_token),
        )
    )


def _may_reset(account: UserAccount, *, allow_demo: bool) -> bool:
    is_owner = account.role is Role.BUSINESS_OWNER and account.is_active
    return is_owner and (allow_demo or not account.is_demo)


def _check(account: UserAccount, password: str) -> None:
    """Let a password pass that is good enough for the account.

    :raises WeakPassword: otherwise
    """
    phone = account.phone or ""
    own_words = [account.full_name, phone, f"0{phone.removeprefix('+62')}"]
    if account.person is not None:
        own_words.append(account.person.nik)
    is_owner = account.role is Role.BUSINESS_OWNER
    shortest = SHORTEST if is_owner else SHORTEST_FOR_STAFF
    check_password(password, own_words=own_words, shortest=shortest)


def _account_of(phone: str) -> UserAccount | None:
    return db.session.scalar(
        select(UserAccount).filter_by(phone_lookup=lookup(field="phone", text=phone))
    )
