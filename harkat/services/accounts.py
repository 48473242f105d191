"""Accounts and sessions: signing in and out, one-time links, members of staff."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from harkat.domain.passwords import SHORTEST_FOR_STAFF, check_password
from harkat.domain.roles import BANK_ROLES, NotPermitted, Permission, Role
from harkat.extensions import db
from harkat.models.assisting import AssistantDesk
from harkat.models.people import ActivationLink, LoginSession, SignInThrottle, UserAccount
from harkat.models.tokens import token_hash
from harkat.sealing import lookup
from harkat.services import browsers
from harkat.services.authority import acting
from harkat.services.browsers import Browser
from harkat.services.transaction import keyed_use_case, quiet_use_case, use_case

# OWASP's second choice for argon2id: 19 MiB, two passes; about 25 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

FREE_TRIES = 3
LONG_BLOCK_FROM = 10
LONG_BLOCK = timedelta(minutes=15)
LINK_LIFE = timedelta(days=3)
_PURGE_AT_ONCE = 100


class PhoneTaken(ValueError):
    """The phone number belongs to another account."""


class LinkSpent(ValueError):
    """The one-time link was used, has expired, or never was."""


@dataclass(frozen=True, kw_only=True)
class OneTimeLink:
    """The token of a way in, told once and stored nowhere: neither in the audit nor for a key."""

    token: str


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """How an attempt to sign in ended: whose account it is, or until when trying is blocked."""

    account_id: int | None = None
    blocked_until: datetime | None = None


def hash_password(password: str) -> str:
    """Return the argon2id hash to store."""
    return _HASHER.hash(password)


@lru_cache(maxsize=1)
def _hash_of_nothing() -> str:
    """Return a hash to verify against when there is no account, so that both take as long."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def is_password_of(account: UserAccount | None, password: str) -> bool:
    """Tell whether this is the account's password; as slow when there is no account."""
    stored = account.password_hash if account is not None else None
    try:
        _HASHER.verify(stored or _hash_of_nothing(), password)
    except VerificationError:
        return False
    return stored is not None


@use_case
def sign_in(
    *, phone: str, password: str, allow_demo: bool, at: datetime, browser: Browser | None = None
) -> SignIn:
    """Check a phone number and password; failures are counted whether the number is known or not.

    From the third failure on the next try has to wait, from the tenth on a quarter of an hour.
    Demo accounts enter only where the demo is allowed. The holder is told of a new browser; at the
    server's console there is none.
    """
    phone_lookup = lookup(field="phone", text=phone)
    account = db.session.scalar(select(UserAccount).filter_by(phone_lookup=phone_lookup))
    may_enter = account is not None and account.is_active and (allow_demo or not account.is_demo)
    answer = _guess(phone_lookup, account if may_enter else None, password, at=at)
    if answer.account_id is not None and account is not None and browser is not None:
        browsers.note_entry(account, browser, at=at)
    return answer


def _guess(
    phone_lookup: str, account: UserAccount | None, password: str, *, at: datetime
) -> SignIn:
    """Check a password, count a failure, and refuse to look while trying is blocked."""
    throttle = _throttle_of(phone_lookup)
    if throttle.blocked_until and throttle.blocked_until > at:
        return SignIn(blocked_until=throttle.blocked_until)
    if is_password_of(account, password) and account is not None:
        db.session.delete(throttle)
        return SignIn(account_id=account.id)
    throttle.failures += 1
    throttle.blocked_until = _blocked_until(throttle.failures, at)
    return SignIn()


def _throttle_of(phone_lookup: str) -> SignInThrottle:
    """Return the count of a phone's failures, locked: guesses made at once wait in line."""
    while True:
        throttle = db.session.get(
            SignInThrottle, phone_lookup, with_for_update=True, populate_existing=True
        )
        if throttle is not None:
            return throttle
        # Somebody else's first try of this number may come a moment earlier.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(SignInThrottle(phone_lookup=phone_lookup, failures=0))


def _blocked_until(failures: int, at: datetime) -> datetime | None:
    if failures >= LONG_BLOCK_FROM:
        return at + LONG_BLOCK
    if failures >= FREE_TRIES:
        return at + timedelta(seconds=2 ** (failures - FREE_TRIES))
    return None


@use_case
def confirm_password(*, actor_id: int, password: str, at: datetime) -> bool:
    """Tell whether this is the actor's own password, asked again before a weighty step.

    Wrong answers are counted with those at signing in: a stolen session guesses no faster.
    """
    account = db.session.get_one(UserAccount, actor_id)
    if account.phone_lookup is None:
        return False  # Who has no phone has no password.
    return _guess(account.phone_lookup, account, password, at=at).account_id is not None


@quiet_use_case
def store_session(
    *,
    token: str,
    replaces: str | None,
    is_new: bool,
    account_id: int | None,
    content: dict[str, Any],
    expires_at: datetime,
    at: datetime,
) -> None:
    """Keep a browser's session; `replaces` is the old token when the session gets a new one.

    A session that was ended while its request ran stays ended: only a new token begins one.
    """
    if replaces is not None and replaces != token:
        _delete_session(replaces)
    session = db.session.scalar(select(LoginSession).filter_by(token_hash=token_hash(token)))
    if session is None:
        if not is_new:
            return
        _purge_expired(at)
        session = LoginSession(token_hash=token_hash(token), started_at=at)
        db.session.add(session)
    session.account_id, session.content = account_id, content
    session.seen_at, session.expires_at = at, expires_at


@quiet_use_case
def end_session(*, token: str) -> None:
    """Forget a session; its token is worthless from now on."""
    _delete_session(token)


def _delete_session(token: str) -> None:
    db.session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def _purge_expired(at: datetime) -> None:
    expired = select(LoginSession.id).where(LoginSession.expires_at < at).limit(_PURGE_AT_ONCE)
    db.session.execute(
        delete(LoginSession)
        .where(LoginSession.id.in_(expired.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )


@keyed_use_case
def add_staff(
    *,
    actor_id: int,
    full_name: str,
    phone: str,
    role: Role,
    bank_id: int | None,
    kelurahan_code: str | None = None,
    key: str,
    at: datetime,
) -> str:
    """Open an account for a member of staff and return its public id; `issue_link` lets them in.

    The kelurahan is that of an assistant's desk.

    :raises NotPermitted: for a role that is not staff, a bank role without a bank, a kelurahan for
        another role than an assistant's, or an actor who does not manage accounts
    :raises PhoneTaken: if the phone number has an account
    """
    acting(actor_id=actor_id, permission=Permission.ACCOUNT_MANAGE)
    if role is Role.BUSINESS_OWNER or (role in BANK_ROLES) != (bank_id is not None):
        raise NotPermitted(f"{role} with bank {bank_id}")
    if kelurahan_code is not None and role is not Role.ASSISTANT:
        raise NotPermitted(f"{role} with a kelurahan")
    account = _new_account(full_name=full_name, phone=phone, role=role, bank_id=bank_id, at=at)
    if kelurahan_code is not None:
        db.session.flush()
        db.session.add(AssistantDesk(account_id=account.id, kelurahan_code=kelurahan_code))
    return account.public_id


@use_case
def issue_link(*, actor_id: int, account_public_id: str, at: datetime) -> OneTimeLink:
    """Make the one-time link of a staff account that has no password yet; earlier ones are void.

    :raises NotPermitted: if the actor does not manage accounts, or the account is closed or was
        activated: a password is its holder's alone
    """
    acting(actor_id=actor_id, permission=Permission.ACCOUNT_MANAGE)
    account = db.session.scalar(
        select(UserAccount).filter_by(public_id=account_public_id).with_for_update()
    )
    if account is None or not account.is_active or account.password_hash is not None:
        raise NotPermitted("not an account to let in")
    db.session.execute(
        update(ActivationLink)
        .where(ActivationLink.account_id == account.id, ActivationLink.used_at.is_(None))
        .values(used_at=at)
    )
    return _new_link(account, at)


@use_case
def create_admin(*, full_name: str, phone: str, role: Role, at: datetime) -> OneTimeLink:
    """Open an administrator's account from the server's console; return its one-time link.

    :raises PhoneTaken: if the phone number has an account
    """
    account = _new_account(full_name=full_name, phone=phone, role=role, bank_id=None, at=at)
    return _new_link(account, at)


def _new_account(
    *, full_name: str, phone: str, role: Role, bank_id: int | None, at: datetime
) -> UserAccount:
    phone_lookup = lookup(field="phone", text=phone)
    if db.session.scalar(select(UserAccount.id).filter_by(phone_lookup=phone_lookup)):
        raise PhoneTaken
    account = UserAccount(
        full_name=full_name,
        phone=phone,
        phone_lookup=phone_lookup,
        role=role,
        bank_id=bank_id,
        created_at=at,
    )
    db.session.add(account)
    db.session.flush()
    return account


def _new_link(account: UserAccount, at: datetime) -> OneTimeLink:
    token = secrets.token_urlsafe(24)
    db.session.add(
        ActivationLink(
            account_id=account.id,
            token_hash=token_hash(token),
            created_at=at,
            expires_at=at + LINK_LIFE,
        )
    )
    return OneTimeLink(token=token)


@use_case
def activate(*, token: str, password: str, at: datetime) -> None:
    """Set the first password of a staff account by its one-time link.

    :raises LinkSpent: if the link was used, has expired or never was
    :raises WeakPassword: if the password is not good enough for staff
    """
    link = db.session.scalar(
        select(ActivationLink).filter_by(token_hash=token_hash(token)).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= at:
        raise LinkSpent
    account = db.session.get_one(UserAccount, link.account_id)
    check_password(
        password, own_words=(account.full_name, account.phone or ""), shortest=SHORTEST_FOR_STAFF
    )
    account.password_hash = hash_password(password)
    link.used_at = at


@use_case
def close_account(*, actor_id: int, account_public_id: str, at: datetime) -> None:
    """Close a staff account and end its sessions at once.

    :raises NotPermitted: if the actor does not manage accounts, or it is the actor's own account
    """
    acting(actor_id=actor_id, permission=Permission.ACCOUNT_MANAGE)
    account = db.session.scalars(
        select(UserAccount)
        .filter_by(public_id=account_public_id)
        .where(UserAccount.role != Role.BUSINESS_OWNER)
    ).one_or_none()
    if account is None or account.id == actor_id:
        raise NotPermitted("not an account to close")
    account.is_active = False
    db.session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
