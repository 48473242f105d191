"""What was typed at the desk so far, and the codes that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from harkat.domain.people import ConsentPurpose
from harkat.domain.phone_codes import CodePurpose
from harkat.services import assisting, phone_codes
from harkat.services.phone_codes import CodeAnswer
from harkat.web import sealed_answers
from harkat.web.sealed_answers import Answers

_WAY = "desk"


@dataclass(frozen=True, kw_only=True)
class Desk(Answers):
    """Who sits at the desk, and the KTP of whoever is new; new owners get a code of their own."""

    nik: str = ""
    full_name: str = ""
    consents: Sequence[str] = ()
    registering_subject: str = ""

    @property
    def given_consents(self) -> frozenset[ConsentPurpose]:
        """What the new owner allows."""
        return frozenset(map(ConsentPurpose, self.consents))


def known() -> Desk | None:
    """Return what the session holds, or None."""
    return sealed_answers.known(_WAY, Desk)


def keep(desk: Desk) -> None:
    """Store what was typed."""
    sealed_answers.keep(_WAY, desk)


def forget() -> None:
    """Drop what was typed."""
    sealed_answers.forget(_WAY)


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
