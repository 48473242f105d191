"""What a browser has answered so far on its way through pages of one question each.

It stands in the session on the server, sealed as one piece: a NIK is never stored in the open.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from flask import session

from harkat.sealing import BrokenSeal, keyring

_PROOF_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of one way that begins with a phone; `subject` binds codes to this try.

    `proved_at` is when the phone's code was matched; it opens the later pages for a while.
    """

    subject: str
    phone: str
    proved_at: str = ""

    def is_proved(self, at: datetime) -> bool:
        """Tell whether the phone's code was matched a short while ago."""
        return bool(self.proved_at) and at - datetime.fromisoformat(self.proved_at) < _PROOF_LIFE


A = TypeVar("A", bound=Answers)


def new_subject() -> str:
    """Return a mark that binds a code to what was typed before it."""
    return secrets.token_urlsafe(16)


def known(way: str, kind: type[A]) -> A | None:
    """Return what the session holds of a way, or None."""
    sealed = session.get(way)
    if not isinstance(sealed, str):
        return None
    try:
        return kind(**json.loads(keyring().open(field=_field(way), sealed=sealed)))
    except (BrokenSeal, TypeError):
        return None


def keep(way: str, answers: Answers) -> None:
    """Store the answers of a way."""
    session[way] = keyring().seal(field=_field(way), text=json.dumps(asdict(answers)))


def forget(way: str) -> None:
    """Drop what the session holds of a way."""
    session.pop(way, None)


def _field(way: str) -> str:
    return f"answers:{way}"
