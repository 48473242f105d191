"""Officers of the Dinas follow cases of arrears: take, note, hand over, and say how they ended."""

from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.arrears import LIVE, CloseReason, usual_reminder
from harkat.domain.calendar import business_day
from harkat.domain.roles import GRANTS, Permission, Viewer
from harkat.domain.statuses import ArrearsCaseEvent
from harkat.extensions import db
from harkat.models.arrears import ArrearsCase, ArrearsNote
from harkat.models.arrears_scope import arrears_cases_seen_by
from harkat.models.people import UserAccount
from harkat.services import outbox, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class TakenAlready(ValueError):
    """Somebody else follows this case."""


class NotYourCase(ValueError):
    """Only whoever follows a case may act on it."""


class CaseEnded(ValueError):
    """The case has ended; nothing more is written down."""


class UnknownCompanion(LookupError):
    """The case cannot be handed to this account."""


@use_case
def take(*, actor_id: int, case_public_id: str, at: datetime) -> None:
    """Become the companion of somebody who has none; the person hears of it.

    :raises NotFound: if there is no such case
    :raises TakenAlready: if somebody else follows it
    :raises IllegalTransition: if it has ended
    """
    case = _case(_follower(actor_id), case_public_id)
    if case.companion_id == actor_id:
        return
    if case.companion_id is not None:
        raise TakenAlready(case_public_id)
    transitions.record(case, ArrearsCaseEvent.TAKEN, actor_id=actor_id, at=at)
    case.companion_id = actor_id
    tell(case, "arrears_taken", at=at)


@use_case
def hand_over(
    *, actor_id: int, case_public_id: str, companion_public_id: str, at: datetime
) -> None:
    """Give a case to another officer.

    :raises NotFound: if there is no such case
    :raises NotYourCase: if the actor does not follow it
    :raises UnknownCompanion: if the other may not follow cases, or is the same
    :raises IllegalTransition: if it has ended
    """
    case = _own_case(actor_id, case_public_id)
    other = db.session.scalar(
        select(UserAccount).filter_by(public_id=companion_public_id, is_active=True)
    )
    if other is None or other.id == actor_id or Permission.ARREARS_FOLLOW not in GRANTS[other.role]:
        raise UnknownCompanion(companion_public_id)
    transitions.record(case, ArrearsCaseEvent.HANDED_OVER, actor_id=actor_id, at=at)
    case.companion_id = other.id


@keyed_use_case
def add_note(
    *,
    actor_id: int,
    case_public_id: str,
    note: str,
    next_on: date | None,
    key: str,
    at: datetime,
) -> None:
    """Write down what was talked about and when to talk again.

    :raises NotFound: if there is no such case
    :raises NotYourCase: if the actor does not follow it
    :raises CaseEnded: if there is nothing more to talk about
    """
    case = _own_case(actor_id, case_public_id)
    if case.status not in LIVE:
        raise CaseEnded(case_public_id)
    case.next_on = next_on
    db.session.add(ArrearsNote(case_id=case.id, author_id=actor_id, at=at, note=note))
    db.session.flush()


@use_case
def mark_paid(*, actor_id: int, case_public_id: str, at: datetime) -> None:
    """Note that the person paid or has a new agreement; the record changes later.

    :raises NotFound: if there is no such case
    :raises NotYourCase: if the actor does not follow it
    :raises IllegalTransition: if that cannot happen now
    """
    case = _own_case(actor_id, case_public_id)
    transitions.record(case, ArrearsCaseEvent.SETTLED, actor_id=actor_id, at=at)
    case.remind_on = usual_reminder(today=business_day(at))


@use_case
def clear(*, actor_id: int, case_public_id: str, at: datetime) -> None:
    """Note that the record is clean; the person hears that they can apply.

    :raises NotFound: if there is no such case
    :raises NotYourCase: if the actor does not follow it
    :raises IllegalTransition: if it has ended
    """
    case = _own_case(actor_id, case_public_id)
    transitions.record(case, ArrearsCaseEvent.CLEARED, actor_id=actor_id, at=at)
    case.cleared_on = case.ended_on = business_day(at)
    case.remind_on = case.next_on = None
    tell(case, "arrears_cleared", at=at)


@use_case
def close(*, actor_id: int, case_public_id: str, reason: CloseReason, at: datetime) -> None:
    """End a case without a clean record.

    :raises NotFound: if there is no such case
    :raises NotYourCase: if the actor does not follow it
    :raises IllegalTransition: if it has ended
    """
    case = _own_case(actor_id, case_public_id)
    transitions.record(case, ArrearsCaseEvent.CLOSED, actor_id=actor_id, at=at)
    case.close_reason, case.ended_on = reason, business_day(at)
    case.remind_on = case.next_on = None


def tell(case: ArrearsCase, template: str, *, at: datetime) -> None:
    """Send a message to whoever the case is about, to the account or to the phone alone."""
    if case.person is not None:
        outbox.put(recipient_id=case.person.account_id, template=template, at=at)
    else:
        assert case.phone is not None
        outbox.put_to_phone(phone=case.phone, template=template, at=at)


def _follower(actor_id: int) -> Viewer:
    return acting(actor_id=actor_id, permission=Permission.ARREARS_FOLLOW)


def _own_case(actor_id: int, case_public_id: str) -> ArrearsCase:
    case = _case(_follower(actor_id), case_public_id)
    if case.companion_id != actor_id:
        raise NotYourCase(case_public_id)
    return case


def _case(viewer: Viewer, public_id: str) -> ArrearsCase:
    case: ArrearsCase | None = db.session.scalar(
        arrears_cases_seen_by(viewer)
        .where(ArrearsCase.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if case is None:
        raise NotFound(public_id)
    return case
