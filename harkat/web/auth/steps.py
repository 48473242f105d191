"""What a browser has answered so far on its way through pages of one question each.

It stands in the session on the server, sealed as one piece: a NIK is never stored in the open.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import session

from harkat.sealing import BrokenSeal, keyring

_FIELD = "steps"
_PROOF_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The answers of one way; `subject` binds codes to this browser and this try.

    `proved_at` is when the phone's code was matched; it opens the later pages for a while.
    """

    subject: str
    phone: str
    proved_at: str = ""
    password_hash: str = ""
    password_marks: Sequence[str] = ()
    nik: str = ""
    full_name: str = ""
    is_done: bool = False

    def is_proved(self, at: datetime) -> bool:
        """Tell whether the phone's code was matched a short while ago."""
        return bool(self.proved_at) and at - datetime.fromisoformat(self.proved_at) < _PROOF_LIFE


def begun(phone: str) -> Steps:
    """Return the first answer of a new try."""
    return Steps(subject=secrets.token_urlsafe(16), phone=phone)


def known(way: str) -> Steps | None:
    """Return what the session holds of a way, or None."""
    sealed = session.get(way)
    if not isinstance(sealed, str):
        return None
    try:
        return Steps(**json.loads(keyring().open(field=_FIELD, sealed=sealed)))
    except (BrokenSeal, TypeError):
        return None


def keep(way: str, steps: Steps, **answers: Any) -> Steps:
    """Store the steps with further answers and return them."""
    grown = replace(steps, **answers)
    session[way] = keyring().seal(field=_FIELD, text=json.dumps(asdict(grown)))
    return grown


def forget(way: str) -> None:
    """Drop what the session holds of a way."""
    session.pop(way, None)
