"""The messages an owner was sent, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.record import OutboxMessage

_ON_A_PAGE = 25
_MOST_COUNTED = 100


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: the name of its sentence and what fills it in."""

    template: str
    details: Mapping[str, object]
    created_at: datetime
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class MessagePage:
    """Some of the messages, and where in all of them they stand; pages count from 1."""

    messages: tuple[Message, ...]
    page: int
    pages: int
    total: int


def received(viewer: Viewer, *, page: int) -> MessagePage:
    """Return one page of the viewer's own messages; a page that is not there is the nearest one.

    For example ``Message(template="application_submitted",
    details={"application": "BH26-0001-9"}, ...)``.
    """
    own = OutboxMessage.recipient_id == viewer.user_id
    total = db.session.scalars(select(func.count()).select_from(OutboxMessage).where(own)).one()
    pages = max(1, -(-total // _ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        select(OutboxMessage)
        .where(own)
        .order_by(OutboxMessage.id.desc())
        .limit(_ON_A_PAGE)
        .offset((page - 1) * _ON_A_PAGE)
    )
    return MessagePage(
        messages=tuple(
            Message(
                template=row.template,
                details=row.details,
                created_at=row.created_at,
                is_new=row.read_at is None,
            )
            for row in rows
        ),
        page=page,
        pages=pages,
        total=total,
    )


def unread(viewer: Viewer) -> int:
    """Return how many own messages were not seen yet, at most a hundred.

    A header shows it on every page, that of an error too: a silent database means none.
    """
    waiting = (
        select(OutboxMessage.id)
        .where(OutboxMessage.recipient_id == viewer.user_id, OutboxMessage.read_at.is_(None))
        .limit(_MOST_COUNTED)
    )
    try:
        return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    except SQLAlchemyError:
        return 0
