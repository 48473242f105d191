"""Send a one-time code to a phone, and check the one that is typed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from harkat.domain.phone_codes import (
    BUDGET,
    BUDGET_PERIOD,
    DIGITS,
    LIFE,
    MOST_TRIES,
    CodePurpose,
    CodeVerdict,
    next_code_at,
    verdict,
)
from harkat.extensions import db
from harkat.models.phone_codes import PhoneCode
from harkat.models.record import OutboxMessage
from harkat.sealing import lookup
from harkat.services import outbox
from harkat.services.transaction import use_case

_PURGE_AT_ONCE = 100


class TooManyCodes(ValueError):
    """The phone got a code a moment ago, or too many today; the argument says when one may go."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


@dataclass(frozen=True, kw_only=True)
class CodeAnswer:
    """What came of a typed code, and how many tries are left."""

    verdict: CodeVerdict
    tries_left: int = 0

    @property
    def is_match(self) -> bool:
        """Whether the code was the right one in time."""
        return self.verdict is CodeVerdict.MATCHED


@use_case
def send_code(*, phone: str, purpose: CodePurpose, subject: str, at: datetime) -> None:
    """Send a fresh code to a phone; earlier ones for the same step die with it.

    :raises TooManyCodes: if the last one is too recent or the day's budget is used up
    """
    code = _new_code(phone=phone, purpose=purpose, subject=subject, at=at)
    outbox.put_to_phone(phone=phone, template=f"code_{purpose}", secret=code, at=at)


@use_case
def send_no_code(*, phone: str, purpose: CodePurpose, subject: str, at: datetime) -> None:
    """Do all that `send_code` does, budget and tries too, but let nobody know the code.

    For a phone that must get none, so that whoever asked cannot tell it from one that did (T15).

    :raises TooManyCodes: if the last one is too recent or the day's budget is used up
    """
    _new_code(phone=phone, purpose=purpose, subject=subject, at=at)


def _new_code(*, phone: str, purpose: CodePurpose, subject: str, at: datetime) -> str:
    phone_lookup = lookup(field="phone", text=phone)
    sent = _sent(phone_lookup, at)
    again_at = next_code_at(
        tuple(row.created_at for row in sent),
        last_of_kind=next((row.created_at for row in sent if row.purpose is purpose), None),
    )
    if again_at is not None and again_at > at:
        raise TooManyCodes(again_at)
    _forget_old(at)
    for earlier in _living(phone_lookup, purpose, subject):
        earlier.used_at = at
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    db.session.add(
        PhoneCode(
            phone_lookup=phone_lookup,
            purpose=purpose,
            subject=subject,
            code_hash=_code_hash(phone_lookup, purpose, subject, code),
            created_at=at,
            expires_at=at + LIFE,
        )
    )
    return code


def expired() -> CodeAnswer:
    """Return the answer to a code of something that has changed since."""
    return CodeAnswer(verdict=CodeVerdict.EXPIRED)


@use_case
def check_code(
    *, phone: str, purpose: CodePurpose, subject: str, code: str, at: datetime
) -> CodeAnswer:
    """Check a typed code against the last one sent for the step; a right one is used up.

    Wrong ones are counted, and the count is kept whatever the caller does next.
    """
    phone_lookup = lookup(field="phone", text=phone)
    sent = next(iter(_living(phone_lookup, purpose, subject)), None)
    if sent is None:
        return CodeAnswer(verdict=CodeVerdict.EXPIRED)
    is_right = secrets.compare_digest(
        sent.code_hash, _code_hash(phone_lookup, purpose, subject, code)
    )
    found = verdict(is_right=is_right, tries=sent.tries, expires_at=sent.expires_at, at=at)
    if found is CodeVerdict.MATCHED:
        sent.used_at = at
    elif found is CodeVerdict.WRONG:
        sent.tries += 1
        if sent.tries >= MOST_TRIES:
            return CodeAnswer(verdict=CodeVerdict.TOO_MANY_TRIES)
    return CodeAnswer(verdict=found, tries_left=max(MOST_TRIES - sent.tries, 0))


def _living(phone_lookup: str, purpose: CodePurpose, subject: str) -> list[PhoneCode]:
    """Return the unused codes of a step, the newest first, locked: guesses wait in line."""
    return list(
        db.session.scalars(
            select(PhoneCode)
            .filter_by(phone_lookup=phone_lookup, purpose=purpose, subject=subject, used_at=None)
            .order_by(PhoneCode.id.desc())
            .with_for_update()
        )
    )


def _sent(phone_lookup: str, at: datetime) -> Sequence[PhoneCode]:
    return db.session.scalars(
        select(PhoneCode)
        .where(PhoneCode.phone_lookup == phone_lookup, PhoneCode.created_at > at - BUDGET_PERIOD)
        .order_by(PhoneCode.created_at.desc())
        .limit(BUDGET)
    ).all()


def _forget_old(at: datetime) -> None:
    """Delete codes that no longer count for the budget, and the secrets of messages unsent."""
    old = (
        select(PhoneCode.id).where(PhoneCode.expires_at < at - BUDGET_PERIOD).limit(_PURGE_AT_ONCE)
    )
    db.session.execute(
        delete(PhoneCode)
        .where(PhoneCode.id.in_(old.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )
    for message in db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.secret.is_not(None), OutboxMessage.created_at < at - LIFE)
        .limit(_PURGE_AT_ONCE)
    ):
        message.secret = None


def _code_hash(phone_lookup: str, purpose: CodePurpose, subject: str, code: str) -> str:
    return lookup(field="phone_code", text=f"{phone_lookup}:{purpose}:{subject}:{code}")
