"""The other borrowers choose what becomes of blocked parts, and their choice is carried out.

The outcome is the group's, or the deadline's: the history names nobody for it.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import delete, select

from harkat.domain.business_days import business_days_after
from harkat.domain.calendar import business_day
from harkat.domain.day_steps import DayStep
from harkat.domain.group_choice import (
    UNDECIDED,
    BlockedChoice,
    GroupChoiceEvent,
    GroupChoiceStatus,
    chosen,
    holds_minimum,
    offered,
    wait_until,
)
from harkat.domain.indonesian import plain_date
from harkat.domain.programme_rules import Rules
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationEvent, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group_choice import ChoiceVote, GroupChoice
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.queries.readiness import live_lines
from harkat.queries.rules import rules_on
from harkat.services import day_steps, outbox, transitions
from harkat.services.authority import owner
from harkat.services.day_steps import Night, Subject
from harkat.services.files import application_for
from harkat.services.transaction import keyed_use_case, use_case

_MOST_AT_ONCE = 1000


class NothingToChoose(LookupError):
    """The group has chosen, the time is over, or nothing was asked."""


class NotOffered(ValueError):
    """Too few would borrow if the group went on like this."""


@keyed_use_case
def choose(
    *, actor_id: int, application_public_id: str, choice: BlockedChoice, key: str, at: datetime
) -> bool:
    """Say what the group should do about blocked parts, or say otherwise; tell if that decided it.

    :raises NotFound: if the application is not the actor's, the own group's included
    :raises NothingToChoose: if nothing is asked any more
    :raises NotPermitted: if the actor does not borrow in it, or the own part is blocked
    :raises NotOffered: if too few would be left to go on
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    found = undecided(application)
    if found is None or found.due_on < business_day(at):
        raise NothingToChoose
    others = _others(application)
    if all(line.person_id != person_id for line in others):
        raise NotPermitted("no voice in this")
    if choice not in offered(others=len(others), minimum=_rules(application, at).borrowers_min):
        raise NotOffered
    _say(found, person_id, choice, at=at)
    before = found.status
    _follow_voices(found, application, at=at)
    return found.status is not before


def ask(application: LoanApplication, *, actor_id: int, at: datetime) -> GroupChoice:
    """Ask the group about its blocked parts; a question that was open begins anew."""
    on = business_day(at)
    days = _rules(application, at).blocked_choice_days
    due_on = business_days_after(on, days, holidays_of_coming_year(on))
    found = undecided(application)
    if found is None:
        found = GroupChoice(application_id=application.id, due_on=due_on, asked_at=at)
        db.session.add(found)
    else:
        transitions.record(found, GroupChoiceEvent.ASKED_AGAIN, actor_id=actor_id, at=at)
        _forget_voices(found)
        found.due_on, found.asked_at = due_on, at
    transitions.record(application, ApplicationEvent.PART_BLOCKED, actor_id=actor_id, at=at)
    _tell_others(application, "part_blocked", at=at, until=plain_date(due_on))
    return found


def follow_lifted(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    """Let the file go on if no part is blocked any more; with too few left it is mended first."""
    found = undecided(application)
    if found is None or _blocked(application):
        return
    _end(found, GroupChoiceEvent.LIFTED, actor_id=actor_id, at=at)
    is_enough = _holds_minimum(application, at)
    event = ApplicationEvent.BLOCK_LIFTED if is_enough else ApplicationEvent.PLACE_FREED
    transitions.record(application, event, actor_id=actor_id, at=at)
    _tell_others(application, "block_lifted" if is_enough else "place_freed", at=at)


def follow_borrowers(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    """Count again when a borrower has withdrawn; with no blocked part left nothing is asked."""
    found = undecided(application)
    if found is None:
        return
    if _blocked(application):
        _follow_voices(found, application, at=at)
        return
    overtake(application, actor_id=actor_id, at=at)
    transitions.record(application, ApplicationEvent.PARTY_LEFT, actor_id=actor_id, at=at)


def overtake(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    """End the choice without an outcome: the application ended, or nobody is blocked in it."""
    found = undecided(application)
    if found is not None:
        _end(found, GroupChoiceEvent.OVERTAKEN, actor_id=actor_id, at=at)


def carry_out_overdue(night: Night) -> None:
    """Let every group that chose nothing in time, or waited long enough, go on without."""
    overdue = db.session.scalars(
        select(GroupChoice.application_id)
        .where(GroupChoice.status.in_(UNDECIDED), GroupChoice.due_on < night.day)
        .order_by(GroupChoice.due_on, GroupChoice.id)
        .limit(_MOST_AT_ONCE)
    ).all()
    for application_id in overdue:
        subject = Subject(application_id=application_id)
        day_steps.try_for(night, DayStep.EXPIRY, subject, partial(carry_out_if_due, subject, night))


def carry_out_if_due(subject: Subject, night: Night) -> int:
    """Carry out the default for one application if its day has passed; return how many were."""
    application = db.session.get_one(
        LoanApplication, subject.application_id, with_for_update=True, populate_existing=True
    )
    found = undecided(application)
    if found is None or found.due_on >= night.day:
        return 0
    _default(application_id=application.id, at=night.at)
    return 1


@use_case
def _default(*, application_id: int, at: datetime) -> None:
    application = db.session.get_one(LoanApplication, application_id)
    found = undecided(application)
    assert found is not None  # locked and looked at by the caller
    _carry_out(found, application, BlockedChoice.GO_ON, at=at)


def undecided(application: LoanApplication) -> GroupChoice | None:
    """Return the choice in which voices still count, locked, or None."""
    return db.session.scalar(
        select(GroupChoice)
        .filter_by(application_id=application.id)
        .where(GroupChoice.status.in_(UNDECIDED))
        .with_for_update()
    )


def _follow_voices(found: GroupChoice, application: LoanApplication, *, at: datetime) -> None:
    """Carry out what more than half of the other borrowers want, if they do."""
    rows = db.session.execute(
        select(ChoiceVote.voter_id, ChoiceVote.choice).filter_by(group_choice_id=found.id)
    )
    choice = chosen(
        {row.voter_id: row.choice for row in rows},
        voters={line.person_id for line in _others(application)},
        minimum=_rules(application, at).borrowers_min,
    )
    if choice is BlockedChoice.WAIT:
        _wait(found, application, at=at)
    elif choice is not None:
        _carry_out(found, application, choice, at=at)


def _wait(found: GroupChoice, application: LoanApplication, *, at: datetime) -> None:
    if found.status is GroupChoiceStatus.WAITING:
        return
    transitions.record(found, GroupChoiceEvent.WAITED, actor_id=None, at=at)
    days = _rules(application, at).blocked_wait_days
    found.due_on = wait_until(business_day(at), days=days)
    until = plain_date(found.due_on)
    _tell_others(application, "group_waits", at=at, until=until)
    for line in _blocked(application):
        _tell(application, line.person.account_id, "group_waits_for_you", at=at, until=until)


def _carry_out(
    found: GroupChoice, application: LoanApplication, choice: BlockedChoice, *, at: datetime
) -> None:
    """Take the blocked parts out; the file goes on if that was wanted and enough are left."""
    gone = _blocked(application)
    for line in gone:
        transitions.record(line, LineEvent.REMOVED, actor_id=None, at=at)
        _tell(application, line.person.account_id, "left_out", at=at)
    is_going_on = choice is BlockedChoice.GO_ON and _holds_minimum(application, at)
    if is_going_on:
        _end(found, GroupChoiceEvent.WENT_ON, actor_id=None, at=at)
        event, template = ApplicationEvent.GROUP_WENT_ON, "group_went_on"
    else:
        _end(found, GroupChoiceEvent.PLACE_FREED, actor_id=None, at=at)
        event, template = ApplicationEvent.PLACE_FREED, "place_freed"
    transitions.record(application, event, actor_id=None, at=at)
    _tell_others(application, template, at=at)


def _end(
    found: GroupChoice, event: GroupChoiceEvent, *, actor_id: int | None, at: datetime
) -> None:
    transitions.record(found, event, actor_id=actor_id, at=at)
    found.ended_at = at


def _say(found: GroupChoice, person_id: int, choice: BlockedChoice, *, at: datetime) -> None:
    mark = {"group_choice_id": found.id, "voter_id": person_id}
    vote = db.session.scalar(select(ChoiceVote).filter_by(**mark)) or ChoiceVote(**mark)
    vote.choice, vote.cast_at = choice, at
    db.session.add(vote)
    db.session.flush()


def _forget_voices(found: GroupChoice) -> None:
    db.session.execute(
        delete(ChoiceVote)
        .where(ChoiceVote.group_choice_id == found.id)
        .execution_options(synchronize_session=False)
    )


def _blocked(application: LoanApplication) -> list[ApplicationLine]:
    return [line for line in application.lines if line.status is LineStatus.BLOCKED]


def _others(application: LoanApplication) -> list[ApplicationLine]:
    return [line for line in live_lines(application) if line.status is not LineStatus.BLOCKED]


def _holds_minimum(application: LoanApplication, at: datetime) -> bool:
    minimum = _rules(application, at).borrowers_min
    return holds_minimum(others=len(_others(application)), minimum=minimum)


def _rules(application: LoanApplication, at: datetime) -> Rules:
    return rules_on(product_id=application.product_id, on=business_day(at))


def _tell_others(
    application: LoanApplication, template: str, *, at: datetime, **details: str
) -> None:
    """Tell the other borrowers and the leader; whose part it was stands nowhere."""
    assert application.group is not None
    blocked = {line.person.account_id for line in _blocked(application)}
    accounts = {line.person.account_id for line in _others(application)}
    accounts.add(application.group.leader.account_id)
    for account_id in sorted(accounts - blocked):
        _tell(application, account_id, template, at=at, **details)


def _tell(
    application: LoanApplication, account_id: int, template: str, *, at: datetime, **details: str
) -> None:
    outbox.put(
        recipient_id=account_id,
        template=template,
        at=at,
        application=application.reference_no,
        **details,
    )
