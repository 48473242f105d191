"""Server-side sessions: the cookie holds a random token, everything else is in the database."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

from harkat import clock
from harkat.domain.roles import Role
from harkat.queries import sessions
from harkat.services import accounts

_WRITE_EVERY = timedelta(minutes=1)
_IDLE = {True: timedelta(minutes=15), False: timedelta(minutes=30)}
_ABSOLUTE = {True: timedelta(hours=8), False: timedelta(hours=24)}


def idle_seconds(role: Role) -> int:
    """Return how long a session of somebody with the role lasts without any request."""
    return int(_IDLE[role is not Role.BUSINESS_OWNER].total_seconds())


class BrowserSession(SessionMixin):
    """One browser's session; it is stored only when it holds something."""

    def __init__(self, stored: sessions.StoredSession | None) -> None:
        self.token = stored.token if stored else None
        self.before: dict[str, Any] = dict(stored.content) if stored else {}
        self.content = deepcopy(self.before)
        self.started_at = stored.started_at if stored else clock.now()
        self.seen_at = stored.seen_at if stored else None
        self.replaces: str | None = None
        self.modified = False
        self.accessed = False

    def renew(self) -> None:
        """Take a new token and forget the old one: at every sign-in (T18)."""
        self.replaces, self.token = self.token, None
        self.started_at = clock.now()
        self.modified = True

    def __getitem__(self, name: str) -> Any:
        self.accessed = True
        return self.content[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.content[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.content[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        self.accessed = True
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def clear(self) -> None:
        """Empty it, as signing out does."""
        self.content.clear()
        self.modified = True


class DatabaseSessions(SessionInterface):
    """Opens and keeps sessions in the programme's own table."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return the session the cookie stands for, or a new one."""
        token = request.cookies.get(self.get_cookie_name(app))
        return BrowserSession(sessions.find(token=token, at=clock.now()) if token else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed and send the cookie; an emptied session ends."""
        assert isinstance(session, BrowserSession)
        name = self.get_cookie_name(app)
        if session.accessed or session.modified:
            response.vary.add("Cookie")
        if not session.content:
            if session.token:
                accounts.end_session(token=session.token)
                response.delete_cookie(name, secure=self._is_secure(app), httponly=True)
            return
        now = clock.now()
        is_due = session.seen_at is None or now - session.seen_at >= _WRITE_EVERY
        if not (session.modified or is_due):
            return
        account_id = _account_id(session.content)
        goes_on = account_id is not None and account_id == _account_id(session.before)
        is_new = session.token is None and not goes_on
        if session.token is None:
            session.token = secrets.token_urlsafe(24)
            response.set_cookie(
                name,
                session.token,
                secure=self._is_secure(app),
                httponly=True,
                samesite="Lax",
                path="/",
            )
        is_staff = session.content.get("role", Role.BUSINESS_OWNER) != Role.BUSINESS_OWNER
        accounts.store_session(
            token=session.token,
            replaces=session.replaces,
            is_new=is_new,
            account_id=account_id,
            before=session.before,
            content=session.content,
            expires_at=min(now + _IDLE[is_staff], session.started_at + _ABSOLUTE[is_staff]),
            at=now,
        )

    def _is_secure(self, app: Flask) -> bool:
        return str(app.config["BASE_URL"]).startswith("https://")

    def get_cookie_name(self, app: Flask) -> str:
        """Return the cookie's name; over https it is bound to this host."""
        return "__Host-harkat" if self._is_secure(app) else "harkat"


def _account_id(content: dict[str, Any]) -> int | None:
    user_id = content.get("_user_id")
    return int(user_id) if user_id is not None else None
