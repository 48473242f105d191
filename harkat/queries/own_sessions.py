"""The places where an account is signed in at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.people import LoginSession
from harkat.models.tokens import token_hash

_MOST_SESSIONS = 50


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """One browser that is signed in; `device` is what it said it was."""

    id: int
    device: str | None
    started_at: datetime
    seen_at: datetime
    is_this: bool


def open_sessions(viewer: Viewer, *, token: str, at: datetime) -> Sequence[OpenSession]:
    """Return the viewer's living sessions, the one of `token` first, then the latest used."""
    rows = db.session.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == viewer.user_id, LoginSession.expires_at > at)
        .order_by(LoginSession.seen_at.desc())
        .limit(_MOST_SESSIONS)
    )
    this = token_hash(token)
    found = [
        OpenSession(
            id=row.id,
            device=row.content.get("device"),
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.token_hash == this,
        )
        for row in rows
    ]
    return sorted(found, key=lambda session: not session.is_this)
