"""Finds the session a browser's cookie stands for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.people import LoginSession, Person, UserAccount
from harkat.models.tokens import token_hash


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """A live session with what it holds."""

    token: str
    content: dict[str, Any]
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedInAccount:
    """Whoever is signed in: what the header shows and whom queries are asked for."""

    viewer: Viewer
    full_name: str
    public_id: str
    bank_name: str | None


def find(*, token: str, at: datetime) -> StoredSession | None:
    """Return the session of a cookie's token if it has not expired."""
    row = db.session.scalar(
        select(LoginSession)
        .filter_by(token_hash=token_hash(token))
        .where(LoginSession.expires_at > at)
    )
    if row is None:
        return None
    return StoredSession(
        token=token, content=row.content, started_at=row.started_at, seen_at=row.seen_at
    )


def account(account_id: int) -> SignedInAccount | None:
    """Return the account if it is still open."""
    row = db.session.execute(
        select(UserAccount, Person.id)
        .outerjoin(Person)
        .where(UserAccount.id == account_id, UserAccount.is_active.is_(True))
    ).one_or_none()
    if row is None:
        return None
    found, person_id = row
    return SignedInAccount(
        viewer=Viewer(
            user_id=found.id, role=found.role, bank_id=found.bank_id, person_id=person_id
        ),
        full_name=found.full_name,
        public_id=found.public_id,
        bank_name=found.bank.name if found.bank else None,
    )
