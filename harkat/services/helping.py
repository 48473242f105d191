"""The helping session a request belongs to: every deed in it is marked, and none is done after it.

Whoever answers a request says for which session it is. `services.transaction` asks here for every
deed, so that no use case can forget who helped.
"""

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import select

from harkat.domain.assisting import is_open
from harkat.domain.roles import NotPermitted
from harkat.extensions import db
from harkat.models.assisting import Assistance, AssistedAct, AssistedSending
from harkat.models.record import AuditEvent

_ASSISTANCE: ContextVar[int | None] = ContextVar("harkat_assistance", default=None)


class OwnCodeMissing(ValueError):
    """Nothing is sent in a helping session without a code from the owner's own phone."""


def stand_in(assistance_id: int | None) -> None:
    """Say in which helping session all that follows is done, or in none."""
    _ASSISTANCE.set(assistance_id)


def current() -> int | None:
    """Return the helping session all this is done in, or None."""
    return _ASSISTANCE.get()


def require_running(*, actor_id: object, at: Any) -> None:
    """Let a deed pass outside of helping, or in a session that still runs and is of this owner.

    :raises NotPermitted: if the session is over, is another owner's, or an account was closed
    """
    assistance_id = current()
    if assistance_id is None:
        return
    row = db.session.get(Assistance, assistance_id)
    if row is None or not is_open(ended_at=row.ended_at, ends_at=row.ends_at, at=at):
        raise NotPermitted("the helping session is over")
    if not (row.assistant.is_active and row.owner.is_active):
        raise NotPermitted("an account of the helping session is closed")
    if actor_id is not None and actor_id != row.owner_id:
        raise NotPermitted("the helping session is for another owner")


def mark(event: AuditEvent) -> None:
    """Write beside an audit row in which helping session it was done, if in one."""
    assistance_id = current()
    if assistance_id is not None:
        db.session.add(AssistedAct(audit_event=event, assistance_id=assistance_id))


def require_own_code(*, application_id: int, at: datetime) -> None:
    """Let an application be sent outside of helping, or with the owner's code of this moment.

    :raises OwnCodeMissing: otherwise
    """
    assistance_id = current()
    if assistance_id is None:
        return
    confirmed = select(AssistedSending.id).filter_by(
        assistance_id=assistance_id, application_id=application_id, confirmed_at=at
    )
    if db.session.scalar(confirmed.limit(1)) is None:
        raise OwnCodeMissing
