"""Accounts and sessions: passwords, signing in and out."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from harkat.extensions import db
from harkat.models.people import LoginSession, SignInThrottle, UserAccount
from harkat.models.tokens import token_hash
from harkat.sealing import lookup
from harkat.services import browsers, session_content
from harkat.services.browsers import Browser
from harkat.services.transaction import quiet_use_case, use_case

# OWASP's second choice for argon2id: 19 MiB, two passes; about 25 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

FREE_TRIES = 3
LONG_BLOCK_FROM = 10
LONG_BLOCK = timedelta(minutes=15)
_PURGE_AT_ONCE = 100


class PhoneTaken(ValueError):
    """The phone number belongs to another account."""


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
    before: Mapping[str, Any],
    content: dict[str, Any],
    expires_at: datetime,
    at: datetime,
) -> None:
    """Keep a browser's session; `replaces` is the old token when the session gets a new one.

    `before` is what the session held when the request began: only what the request changed is
    stored, beside what others of the same browser stored meanwhile. Unless it `is_new`, it goes on
    from the one with its token or the old one's, and if that was ended meanwhile it stays ended.
    """
    session = _locked_session(token)
    replaced = _locked_session(replaces) if replaces is not None and replaces != token else None
    earlier = session or (None if is_new else replaced)
    if earlier is None and not is_new:
        return
    if earlier is not None:
        content = session_content.joined(before=before, after=content, stored=earlier.content)
    if replaced is not None:
        db.session.delete(replaced)
    if session is None:
        _purge_expired(at)
        session = LoginSession(token_hash=token_hash(token), started_at=at)
        db.session.add(session)
    session.account_id, session.content = account_id, content
    session.seen_at, session.expires_at = at, expires_at


@quiet_use_case
def end_session(*, token: str) -> None:
    """Forget a session; its token is worthless from now on."""
    db.session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def _locked_session(token: str) -> LoginSession | None:
    return db.session.scalar(
        select(LoginSession).filter_by(token_hash=token_hash(token)).with_for_update()
    )


def _purge_expired(at: datetime) -> None:
    expired = select(LoginSession.id).where(LoginSession.expires_at < at).limit(_PURGE_AT_ONCE)
    db.session.execute(
        delete(LoginSession)
        .where(LoginSession.id.in_(expired.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )
