"""Helping sessions: the one that runs, those of an owner, and who helped with an application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from harkat.domain.assisting import is_open
from harkat.domain.roles import Permission, Role, Viewer
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.assisting import Assistance, AssistantDesk, AssistedAct, AssistedSending
from harkat.models.people import Person, UserAccount
from harkat.models.scope import applications_seen_by

_MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class RunningHelp:
    """A helping session that runs: the owner as the pages' viewer, and until when at the latest.

    Without a phone the owner's codes are testimonies.
    """

    id: int
    public_id: str
    owner: Viewer
    owner_name: str
    owner_public_id: str
    has_phone: bool
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnHelp:
    """A helping session as its owner sees it; `acts` counts what was stored in it."""

    public_id: str
    assistant_name: str
    role: Role
    kelurahan: str | None
    started_at: datetime
    ended_at: datetime
    is_running: bool
    acts: int


@dataclass(frozen=True, kw_only=True)
class Help:
    """Somebody helped a borrower of an application; `has_sent` if the sending was done together."""

    owner_name: str
    assistant_name: str
    role: Role
    kelurahan: str | None
    started_at: datetime
    has_sent: bool


def running(viewer: Viewer, assistance_public_id: str, *, at: datetime) -> RunningHelp | None:
    """Return the viewer's own helping session while it runs; any other does not exist."""
    if not viewer.has(Permission.OWNER_ASSIST):
        return None
    row = db.session.execute(
        select(Assistance, UserAccount, Person.id)
        .join(UserAccount, UserAccount.id == Assistance.owner_id)
        .join(Person, Person.account_id == UserAccount.id)
        .where(Assistance.public_id == assistance_public_id)
        .where(Assistance.assistant_id == viewer.user_id, Assistance.ended_at.is_(None))
        .where(UserAccount.is_active.is_(True))
    ).one_or_none()
    if row is None:
        return None
    found, account, person_id = row
    if not is_open(ended_at=found.ended_at, ends_at=found.ends_at, at=at):
        return None
    return RunningHelp(
        id=found.id,
        public_id=found.public_id,
        owner=Viewer(user_id=account.id, role=account.role, person_id=person_id),
        owner_name=account.full_name,
        owner_public_id=account.public_id,
        has_phone=account.phone_lookup is not None,
        ends_at=found.ends_at,
    )


def own_helps(viewer: Viewer, *, at: datetime) -> Sequence[OwnHelp]:
    """Return the latest helping sessions of the viewer's own account, the newest first."""
    acts = (
        select(func.count())
        .select_from(AssistedAct)
        .where(AssistedAct.assistance_id == Assistance.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Assistance, acts, Kelurahan.name)
        .outerjoin(AssistantDesk, AssistantDesk.account_id == Assistance.assistant_id)
        .outerjoin(Kelurahan, Kelurahan.code == AssistantDesk.kelurahan_code)
        .options(joinedload(Assistance.assistant))
        .where(Assistance.owner_id == viewer.user_id)
        .order_by(Assistance.id.desc())
        .limit(_MOST_SHOWN)
    )
    return [
        OwnHelp(
            public_id=row.public_id,
            assistant_name=row.assistant.full_name,
            role=row.assistant.role,
            kelurahan=kelurahan,
            started_at=row.started_at,
            ended_at=row.ended_at or row.ends_at,
            is_running=is_open(ended_at=row.ended_at, ends_at=row.ends_at, at=at),
            acts=count,
        )
        for row, count, kelurahan in rows
    ]


def helps_with(viewer: Viewer, application_public_id: str) -> Sequence[Help]:
    """Return who helped with an application the viewer may open: borrowers, or its sending.

    An owner sees only the own help. A session counts in which something was stored, from the
    borrower's registering on.
    """
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    if application is None:
        return ()
    rows = db.session.execute(_helps(viewer, application.id))
    return [
        Help(
            owner_name=owner_name,
            assistant_name=assistant_name,
            role=role,
            kelurahan=kelurahan,
            started_at=started_at,
            has_sent=has_sent,
        )
        for owner_name, assistant_name, role, kelurahan, started_at, has_sent in rows
    ]


def _helps(viewer: Viewer, application_id: int) -> Select[Any, Any, Any, Any, Any, Any]:
    owner, assistant = aliased(UserAccount), aliased(UserAccount)
    borrowers = (
        select(Person.account_id)
        .join(ApplicationLine, ApplicationLine.person_id == Person.id)
        .where(ApplicationLine.application_id == application_id)
        .where(ApplicationLine.status != LineStatus.REMOVED)
    )
    has_sent = exists().where(
        AssistedSending.assistance_id == Assistance.id,
        AssistedSending.application_id == application_id,
    )
    found = (
        select(
            owner.full_name,
            assistant.full_name,
            assistant.role,
            Kelurahan.name,
            Assistance.started_at,
            has_sent,
        )
        .join(owner, owner.id == Assistance.owner_id)
        .join(assistant, assistant.id == Assistance.assistant_id)
        .outerjoin(AssistantDesk, AssistantDesk.account_id == assistant.id)
        .outerjoin(Kelurahan, Kelurahan.code == AssistantDesk.kelurahan_code)
        .where(Assistance.owner_id.in_(borrowers) | has_sent)
        .where(exists().where(AssistedAct.assistance_id == Assistance.id))
        .order_by(Assistance.id.desc())
        .limit(_MOST_SHOWN)
    )
    if viewer.role is Role.BUSINESS_OWNER:
        found = found.where(Assistance.owner_id == viewer.user_id)
    return found
