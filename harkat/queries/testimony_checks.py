"""Testimonies the Dinas looks at again: each one that was used, and where to find the person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from harkat.domain.roles import Permission, Role, Viewer
from harkat.domain.statuses import LineStatus
from harkat.domain.witnessing import WitnessedStep
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.circumstances import PersonDetails
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by
from harkat.models.witnessing import Testimony

_MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class UsedStep:
    """A step that was done with a witness; `checked_at` is when the Dinas asked the person."""

    public_id: str
    step: WitnessedStep
    owner_name: str
    asked_by: str
    witness: str
    used_at: datetime
    checked_at: datetime | None
    is_true: bool | None
    check_note: str | None


@dataclass(frozen=True, kw_only=True)
class WhereToFind:
    """Where somebody without a phone lives and works, for a visit."""

    home: str | None
    business: str | None


def to_check(viewer: Viewer) -> Sequence[UsedStep]:
    """Return what nobody has checked yet, the oldest first."""
    if not viewer.has(Permission.SIGN_READ):
        return ()
    return _steps(
        _used()
        .where(Testimony.checked_at.is_(None))
        .order_by(Testimony.used_at, Testimony.id)
        .limit(_MOST_SHOWN)
    )


def one(viewer: Viewer, public_id: str) -> UsedStep | None:
    """Return one used testimony for the Dinas, checked or not."""
    if not viewer.has(Permission.SIGN_READ):
        return None
    return next(iter(_steps(_used().where(Testimony.public_id == public_id))), None)


def where_to_find(viewer: Viewer, public_id: str) -> WhereToFind:
    """Return where the person of a testimony can be visited; the Dinas alone needs it."""
    viewer.require(Permission.SIGN_READ)
    row = db.session.execute(
        select(PersonDetails, Business, Kelurahan.name)
        .select_from(Testimony)
        .join(Person, Person.account_id == Testimony.owner_id)
        .outerjoin(PersonDetails, PersonDetails.person_id == Person.id)
        .outerjoin(Business, Business.person_id == Person.id)
        .outerjoin(Kelurahan, Kelurahan.code == Business.kelurahan_code)
        .where(Testimony.public_id == public_id)
    ).one_or_none()
    if row is None:
        return WhereToFind(home=None, business=None)
    details, business, kelurahan = row
    return WhereToFind(
        home=f"{details.street}, RT {details.rt}" if details and details.street else None,
        business=f"{business.address}, Kelurahan {kelurahan}" if business else None,
    )


def steps_of(viewer: Viewer, application_public_id: str) -> Sequence[UsedStep]:
    """Return what was witnessed for the borrowers of an application the viewer may open.

    An owner sees only the own.
    """
    application: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer).where(LoanApplication.public_id == application_public_id)
    )
    if application is None:
        return ()
    borrowers = (
        select(Person.account_id)
        .join(ApplicationLine, ApplicationLine.person_id == Person.id)
        .where(ApplicationLine.application_id == application.id)
        .where(ApplicationLine.status != LineStatus.REMOVED)
    )
    is_about_it = (Testimony.application_id == application.id) | (
        Testimony.application_id.is_(None) & Testimony.owner_id.in_(borrowers)
    )
    found = _used().where(is_about_it).order_by(Testimony.id.desc()).limit(_MOST_SHOWN)
    if viewer.role is Role.BUSINESS_OWNER:
        found = found.where(Testimony.owner_id == viewer.user_id)
    return _steps(found)


def _used() -> Select[Testimony]:
    people = (Testimony.asked_by, Testimony.witness, Testimony.owner)
    return (
        select(Testimony)
        .where(Testimony.used_at.is_not(None))
        .options(*(joinedload(person) for person in people))
    )


def _steps(rows: Select[Testimony]) -> Sequence[UsedStep]:
    return [
        UsedStep(
            public_id=row.public_id,
            step=row.step,
            owner_name=row.owner.full_name if row.owner else json.loads(row.told)["full_name"],
            asked_by=row.asked_by.full_name,
            witness=row.witness.full_name if row.witness else "",
            used_at=row.used_at,
            checked_at=row.checked_at,
            is_true=row.is_true,
            check_note=row.check_note,
        )
        for row in db.session.scalars(rows)
        if row.used_at is not None
    ]
