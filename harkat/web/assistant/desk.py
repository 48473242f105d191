"""What was typed at the desk so far: it stands sealed in the session, on the server alone."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import session

from harkat.domain.people import ConsentPurpose
from harkat.domain.phone_codes import CodePurpose
from harkat.sealing import BrokenSeal, keyring
from harkat.services import assisting, phone_codes
from harkat.services.phone_codes import CodeAnswer

_FIELD = "desk"
_PROOF_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who sits at the desk: a phone, when its code matched, and the KTP of whoever is new.

    Each `..._subject` binds one code to this browser and to what was typed before it.
    """

    phone: str
    subject: str
    proved_at: str = ""
    nik: str = ""
    full_name: str = ""
    consents: Sequence[str] = ()
    registering_subject: str = ""

    def is_proved(self, at: datetime) -> bool:
        """Tell whether the phone's code was matched a short while ago."""
        return bool(self.proved_at) and at - datetime.fromisoformat(self.proved_at) < _PROOF_LIFE

    @property
    def given_consents(self) -> frozenset[ConsentPurpose]:
        """What the new owner allows."""
        return frozenset(map(ConsentPurpose, self.consents))


def new_subject() -> str:
    """Return a mark that binds a code to what was typed before it."""
    return secrets.token_urlsafe(16)


def known() -> Desk | None:
    """Return what the session holds, or None."""
    sealed = session.get(_FIELD)
    if not isinstance(sealed, str):
        return None
    try:
        return Desk(**json.loads(keyring().open(field=_FIELD, sealed=sealed)))
    except (BrokenSeal, TypeError):
        return None


def keep(desk: Desk) -> None:
    """Store what was typed."""
    session[_FIELD] = keyring().seal(field=_FIELD, text=json.dumps(asdict(desk)))


def forget() -> None:
    """Drop what was typed."""
    session.pop(_FIELD, None)


def send_code(desk: Desk, *, actor_id: int, at: datetime) -> None:
    """Send the code by which the owner lets somebody help.

    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    assisting.send_code(
        actor_id=actor_id,
        phone=desk.phone,
        purpose=CodePurpose.ASSISTANCE,
        subject=desk.subject,
        at=at,
    )


def send_registering_code(desk: Desk, *, actor_id: int, at: datetime) -> None:
    """Send the code by which the new owner registers with what was typed.

    :raises TooManyCodes: if the last code is too recent or the day's budget is used up
    """
    assisting.send_code(
        actor_id=actor_id,
        phone=desk.phone,
        purpose=CodePurpose.ASSISTED_REGISTRATION,
        subject=desk.registering_subject,
        at=at,
    )


def check(desk: Desk, *, purpose: CodePurpose, code: str, at: datetime) -> CodeAnswer:
    """Check a typed code; a wrong try is counted."""
    is_new = purpose is CodePurpose.ASSISTED_REGISTRATION
    return phone_codes.check_code(
        phone=desk.phone,
        purpose=purpose,
        subject=desk.registering_subject if is_new else desk.subject,
        code=code,
        at=at,
    )
