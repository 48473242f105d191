"""Browsers an account was entered from, and the word to its holder about one that is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage
from harkat.sealing import lookup
from harkat.services import outbox

_MARK_LENGTH = 20
_TOLD_ONCE_IN = timedelta(days=1)
_TEMPLATE = "entered_elsewhere"


@dataclass(frozen=True, kw_only=True)
class Browser:
    """What somebody signs in with: the word for its device, and the marks it was left before."""

    device: str
    marks: frozenset[str]


def mark_of(account_public_id: str) -> str:
    """Return what a browser keeps of an account it has entered; without the key it tells nothing.

    It opens nothing either: whoever copies it only enters without a word to the holder.
    """
    return lookup(field="browser", text=account_public_id)[:_MARK_LENGTH]


def note_entry(account: UserAccount, browser: Browser, *, at: datetime) -> None:
    """Tell the holder that a browser enters the account for the first time.

    Nothing is told of the account's very first entry, nor twice a day of browsers that forget.
    """
    if account.first_entered_at is None:
        account.first_entered_at = at
    elif mark_of(account.public_id) not in browser.marks and not _was_told(account, at=at):
        outbox.put(recipient_id=account.id, template=_TEMPLATE, at=at, device=browser.device)


def _was_told(account: UserAccount, *, at: datetime) -> bool:
    lately = (
        select(OutboxMessage.id)
        .filter_by(recipient_id=account.id, template=_TEMPLATE)
        .where(OutboxMessage.created_at > at - _TOLD_ONCE_IN)
    )
    return db.session.scalar(lately.limit(1)) is not None
