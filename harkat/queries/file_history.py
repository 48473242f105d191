"""Who did what with an application, and why: its own steps and those of its members' parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from harkat.domain.lifecycle import APPLICATION, LINE
from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationEvent, LineStatus
from harkat.extensions import db
from harkat.models.appeals import FurtherReason
from harkat.models.application import ApplicationLine, StatusChange
from harkat.models.people import Person, UserAccount

_MOST_STEPS = 200
_TOLD_OF_LINES = (
    LineStatus.BLOCKED,
    LineStatus.DECLINED,
    LineStatus.CONSENTED,
    LineStatus.REFUSED,
    LineStatus.LAPSED,
)


@dataclass(frozen=True, kw_only=True)
class GivenReason:
    """A reason as it was given; `about_line_id` is the part it is about, if not about all.

    `about_name` says whose part that is, to the bank alone.
    """

    code: ReasonCode
    next_step: str
    note: str
    about_line_id: int | None = None
    about_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step; `person_name` says whose part it is about, if it is not the whole application.

    `further` are the reasons given beside the first.

    For example ``Step(at=..., actor_name="Budi", word=ApplicationEvent.PROPOSED, reason=None)``.
    Nobody is the actor of what the end of day does.
    """

    at: datetime
    actor_id: int | None
    actor_name: str | None
    actor_role: Role | None
    word: ApplicationEvent | LineStatus
    person_name: str | None
    reason: GivenReason | None
    further: tuple[GivenReason, ...] = ()


def steps_of(*, application_id: int, line_ids: Sequence[int]) -> Sequence[Step]:
    """Return the latest steps of an application and its lines, the latest first.

    What another bank did and found out before the application came here stays with that bank.
    """
    rows = db.session.execute(
        select(StatusChange, UserAccount.full_name, UserAccount.role, Person.full_name)
        .outerjoin(UserAccount, StatusChange.actor_id == UserAccount.id)
        .outerjoin(
            ApplicationLine,
            and_(StatusChange.subject == LINE.name, StatusChange.subject_id == ApplicationLine.id),
        )
        .outerjoin(Person, ApplicationLine.person_id == Person.id)
        .where(
            or_(
                and_(
                    StatusChange.subject == APPLICATION.name,
                    StatusChange.subject_id == application_id,
                ),
                and_(
                    StatusChange.subject == LINE.name,
                    StatusChange.subject_id.in_(line_ids),
                    StatusChange.to_status.in_([str(status) for status in _TOLD_OF_LINES]),
                ),
            )
        )
        .where(StatusChange.id >= _arrival([application_id]))
        .order_by(StatusChange.id.desc())
        .limit(_MOST_STEPS)
    ).all()
    further = further_reasons([change.id for change, *_ in rows if change.reason_code])
    names = _names_of(line_ids)
    return [
        Step(
            at=change.at,
            actor_id=change.actor_id,
            actor_name=actor_name,
            actor_role=role,
            word=_word(change),
            person_name=person_name,
            reason=_named(reason, names) if (reason := _reason(change)) else None,
            further=tuple(_named(reason, names) for reason in further.get(change.id, ())),
        )
        for change, actor_name, role, person_name in rows
    ]


def reasons_of_lines(line_ids: Sequence[int]) -> Mapping[int, GivenReason]:
    """Return the latest reason given for each line that has one, by the line's id.

    The lines are of one application; a reason of a bank it was at before does not count.
    """
    application_ids = list(
        db.session.scalars(
            select(ApplicationLine.application_id).where(ApplicationLine.id.in_(line_ids))
        )
    )
    changes = db.session.scalars(
        select(StatusChange)
        .where(StatusChange.subject == LINE.name)
        .where(StatusChange.subject_id.in_(line_ids))
        .where(StatusChange.reason_code.is_not(None))
        .where(StatusChange.id >= _arrival(application_ids))
        .order_by(StatusChange.id)
    )
    found = {change.subject_id: _reason(change) for change in changes}
    return {line_id: reason for line_id, reason in found.items() if reason is not None}


def further_reasons(step_ids: Sequence[int]) -> Mapping[int, tuple[GivenReason, ...]]:
    """Return the reasons given beside the first, by the ids of the steps that have any."""
    if not step_ids:
        return {}
    rows = db.session.scalars(
        select(FurtherReason)
        .where(FurtherReason.status_change_id.in_(step_ids))
        .order_by(FurtherReason.id)
    )
    found: dict[int, tuple[GivenReason, ...]] = {}
    for row in rows:
        reason = GivenReason(
            code=row.reason_code,
            next_step=row.next_step,
            note=row.reason_note,
            about_line_id=row.about_line_id,
        )
        found[row.status_change_id] = (*found.get(row.status_change_id, ()), reason)
    return found


def _named(reason: GivenReason, names: Mapping[int, str]) -> GivenReason:
    if reason.about_line_id is None:
        return reason
    return replace(reason, about_name=names.get(reason.about_line_id))


def _names_of(line_ids: Sequence[int]) -> Mapping[int, str]:
    rows = db.session.execute(
        select(ApplicationLine.id, Person.full_name)
        .join(Person, ApplicationLine.person_id == Person.id)
        .where(ApplicationLine.id.in_(line_ids))
    )
    return {row.id: row.full_name for row in rows}


def _arrival(application_ids: Sequence[int]) -> int:
    """Return the step by which an application came to the bank it is at, or 0 if it began there."""
    found = db.session.scalar(
        select(func.max(StatusChange.id))
        .where(StatusChange.subject == APPLICATION.name)
        .where(StatusChange.subject_id.in_(application_ids))
        .where(StatusChange.event == str(ApplicationEvent.BANK_CHANGED))
    )
    return found or 0


def _word(change: StatusChange) -> ApplicationEvent | LineStatus:
    if change.subject == APPLICATION.name:
        return ApplicationEvent(change.event)
    return LineStatus(change.to_status)


def _reason(change: StatusChange) -> GivenReason | None:
    if change.reason_code is None:
        return None
    return GivenReason(
        code=change.reason_code,
        next_step=change.next_step or "",
        note=change.reason_note or "",
        about_line_id=change.about_line_id,
    )
