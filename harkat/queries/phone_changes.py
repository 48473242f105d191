"""New phone numbers: since when an account has its own, and which ones wait for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from harkat.domain import phone_changes
from harkat.domain.identity import nik_masked, phone_masked
from harkat.domain.phone_changes import PROPOSAL_LIFE
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.account_care import PhoneChange
from harkat.models.people import Person, UserAccount

_MOST_WAITING = 50


@dataclass(frozen=True, kw_only=True)
class WaitingChange:
    """A new number that waits for a second person; `is_own` if the viewer proposed it."""

    public_id: str
    full_name: str
    nik_masked: str
    old_phone_masked: str
    new_phone_masked: str
    proposed_by: str
    proposed_at: datetime
    is_own: bool


def money_waits_until(*, account_id: int, at: datetime) -> datetime | None:
    """Return until when the account may not confirm anything about money, or None if it may.

    A stolen or recycled number must not reach the money before its old holder was told (T17).
    """
    changed_at = db.session.scalar(
        select(UserAccount.phone_changed_at).where(UserAccount.id == account_id)
    )
    return phone_changes.money_waits_until(changed_at, at=at)


def own_phone_masked(viewer: Viewer) -> str | None:
    """Return the viewer's own number, such as ``0812••••789``."""
    account = db.session.get(UserAccount, viewer.user_id)
    return phone_masked(account.phone) if account else None


def waiting(viewer: Viewer, *, at: datetime) -> Sequence[WaitingChange]:
    """Return the proposed numbers nobody has decided on, the oldest first."""
    return _waiting(viewer, at=at)


def waiting_change(viewer: Viewer, public_id: str, *, at: datetime) -> WaitingChange | None:
    """Return one proposed number, or None if it is not waiting any more."""
    return next(iter(_waiting(viewer, at=at, public_id=public_id)), None)


def _waiting(
    viewer: Viewer, *, at: datetime, public_id: str | None = None
) -> Sequence[WaitingChange]:
    viewer.require(Permission.PHONE_REPLACE)
    proposer = aliased(UserAccount)
    statement = (
        select(PhoneChange, proposer.full_name)
        .join(proposer, proposer.id == PhoneChange.proposed_by_id)
        .where(PhoneChange.ended_at.is_(None), PhoneChange.proposed_at > at - PROPOSAL_LIFE)
        .options(joinedload(PhoneChange.person).joinedload(Person.account))
        .order_by(PhoneChange.proposed_at, PhoneChange.id)
        .limit(_MOST_WAITING)
    )
    if public_id is not None:
        statement = statement.where(PhoneChange.public_id == public_id)
    return [
        WaitingChange(
            public_id=change.public_id,
            full_name=change.person.full_name,
            nik_masked=nik_masked(change.person.nik),
            old_phone_masked=phone_masked(change.person.account.phone),
            new_phone_masked=phone_masked(change.phone),
            proposed_by=proposed_by,
            proposed_at=change.proposed_at,
            is_own=change.proposed_by_id == viewer.user_id,
        )
        for change, proposed_by in db.session.execute(statement)
    ]
