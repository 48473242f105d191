"""Testimonies: those that wait for a witness, one to read out, and what came of one's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from harkat.domain.roles import Permission, Role, Viewer
from harkat.domain.witnessing import (
    MOST_WRONG_NIKS,
    DeclineReason,
    WitnessedStep,
    WitnessState,
    state_of,
)
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.assisting import AssistantDesk
from harkat.models.group import LoanGroup
from harkat.models.people import Person, UserAccount
from harkat.models.scope import applications_seen_by
from harkat.models.witnessing import Testimony
from harkat.queries import read_out
from harkat.queries.own_progress import own_line
from harkat.queries.papers import name_masked
from harkat.queries.read_out import ReadOut

_MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class WaitingStep:
    """What waits for a witness, of whom only a masked name is shown in the list."""

    public_id: str
    step: WitnessedStep
    name_masked: str
    asked_by: str
    role: Role
    kelurahan: str | None
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepToRead:
    """What a witness reads out: `told` as it was asked for, see `queries.read_out`."""

    public_id: str
    step: WitnessedStep
    told: Mapping[str, Any]
    asked_by: str
    ends_at: datetime
    tries_left: int


@dataclass(frozen=True, kw_only=True)
class AskedStep:
    """What came of what somebody at a desk asked for; `reason` if the witness said no."""

    state: WitnessState
    ends_at: datetime
    witness: str | None
    reason: DeclineReason | None
    note: str | None


def waiting(viewer: Viewer, *, at: datetime) -> Sequence[WaitingStep]:
    """Return what the viewer could be the witness of, the oldest first."""
    if not viewer.has(Permission.OWNER_WITNESS):
        return ()
    rows = db.session.execute(
        _answerable(viewer, at=at)
        .add_columns(Kelurahan.name)
        .outerjoin(AssistantDesk, AssistantDesk.account_id == Testimony.asked_by_id)
        .outerjoin(Kelurahan, Kelurahan.code == AssistantDesk.kelurahan_code)
        .order_by(Testimony.ends_at, Testimony.id)
        .limit(_MOST_SHOWN)
    )
    return [
        WaitingStep(
            public_id=row.public_id,
            step=row.step,
            name_masked=name_masked(json.loads(row.told)["full_name"]),
            asked_by=row.asked_by.full_name,
            role=row.asked_by.role,
            kelurahan=kelurahan,
            asked_at=row.asked_at,
        )
        for row, kelurahan in rows
    ]


def step_to_read(viewer: Viewer, public_id: str, *, at: datetime) -> StepToRead | None:
    """Return what the viewer may witness, or None if it is not waiting for the viewer."""
    if not viewer.has(Permission.OWNER_WITNESS):
        return None
    row = db.session.scalar(_answerable(viewer, at=at).where(Testimony.public_id == public_id))
    if row is None:
        return None
    return StepToRead(
        public_id=row.public_id,
        step=row.step,
        told=json.loads(row.told),
        asked_by=row.asked_by.full_name,
        ends_at=row.ends_at,
        tries_left=MOST_WRONG_NIKS - row.wrong_niks,
    )


def was_asked_of(viewer: Viewer, public_id: str) -> bool:
    """Tell whether the viewer could once have been the witness of it, whatever came of it."""
    if not viewer.has(Permission.OWNER_WITNESS):
        return False
    asked_by_id = db.session.scalar(select(Testimony.asked_by_id).filter_by(public_id=public_id))
    return asked_by_id is not None and asked_by_id != viewer.user_id


def asked(viewer: Viewer, about: ReadOut, *, at: datetime) -> AskedStep | None:
    """Return what came of the last testimony about exactly this, or None.

    The viewer is whoever asked, or the helped owner it is about.
    """
    is_own = (Testimony.asked_by_id == viewer.user_id) | (Testimony.owner_id == viewer.user_id)
    row = db.session.scalar(
        select(Testimony)
        .filter_by(step=about.step, subject=about.subject)
        .where(is_own)
        .order_by(Testimony.asked_at.desc(), Testimony.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return AskedStep(
        state=state_of(
            is_confirmed=row.is_confirmed,
            used_at=row.used_at,
            wrong_niks=row.wrong_niks,
            ends_at=row.ends_at,
            at=at,
        ),
        ends_at=row.ends_at,
        witness=row.witness.full_name if row.witness else None,
        reason=row.reason_code,
        note=row.reason_note,
    )


def sending_now(viewer: Viewer, application_public_id: str) -> ReadOut | None:
    """Return what a witness would read out about the viewer's application as it stands now."""
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if application is None or person is None:
        return None
    return read_out.sending(application, person)


def consenting_now(viewer: Viewer, application_public_id: str, *, on: date) -> ReadOut | None:
    """Return what a witness would read out about the terms offered to the viewer on a day."""
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    own = own_line(application, viewer.person_id) if application and viewer.person_id else None
    if application is None or own is None or not own.approved:
        return None
    return read_out.consenting(application, own, on=on)


def joining_now(viewer: Viewer, group_public_id: str) -> ReadOut | None:
    """Return what a witness would read out about the viewer's joining a group."""
    group = db.session.scalar(select(LoanGroup).filter_by(public_id=group_public_id))
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    return read_out.joining(group, person) if group and person else None


def _answerable(viewer: Viewer, *, at: datetime) -> Select[Testimony]:
    return (
        select(Testimony)
        .join(UserAccount, UserAccount.id == Testimony.asked_by_id)
        .where(
            Testimony.answered_at.is_(None),
            Testimony.ends_at > at,
            Testimony.wrong_niks < MOST_WRONG_NIKS,
            Testimony.asked_by_id != viewer.user_id,
            UserAccount.is_active.is_(True),
        )
        .options(joinedload(Testimony.asked_by))
    )
