"""Accounts of members of staff: opened, let in by a one-time link, closed."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from harkat.domain.passwords import SHORTEST_FOR_STAFF, check_password
from harkat.domain.roles import BANK_ROLES, NotPermitted, Permission, Role
from harkat.extensions import db
from harkat.models.assisting import AssistantDesk
from harkat.models.people import ActivationLink, LoginSession, UserAccount
from harkat.models.tokens import token_hash
from harkat.sealing import lookup
from harkat.services.accounts import PhoneTaken, hash_password
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case

LINK_LIFE = timedelta(days=3)


class LinkSpent(ValueError):
    """The one-time link was used, has expired, or never was."""


@dataclass(frozen=True, kw_only=True)
class OneTimeLink:
    """The token of a way in, told once and stored nowhere: neither in the audit nor for a key."""

    token: str


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
        select(UserAccount).filter_by(public_id=account_public_id).with_for_update(key_share=True)
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


@use_case
def activate(*, token: str, password: str, at: datetime) -> None:
    """Set the first password of a staff account by its one-time link.

    :raises LinkSpent: if the link was used, has expired or never was
    :raises WeakPassword: if the password is not good enough for staff
    """
    link = db.session.scalar(select(ActivationLink).filter_by(token_hash=token_hash(token)))
    if link is None:
        raise LinkSpent
    account = db.session.get_one(UserAccount, link.account_id, with_for_update={"key_share": True})
    db.session.refresh(link, with_for_update=True)
    if link.used_at is not None or link.expires_at <= at:
        raise LinkSpent
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
