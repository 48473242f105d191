"""What follows when lending may not use somebody's data any more: no bank goes on with the part."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.statuses import ApplicationEvent, LineEvent, LineStatus, MembershipEvent
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import GroupMember, LoanGroup
from harkat.services import membership, part_withdrawal, transitions

_UNDECIDED = (LineStatus.OPEN, LineStatus.READY, LineStatus.CLEARED, LineStatus.BLOCKED)


def stop_applications(person_id: int, *, actor_id: int, at: datetime) -> None:
    """Take the person's undecided parts out of all applications; the others of a group go on."""
    parts = db.session.execute(
        select(ApplicationLine.id, ApplicationLine.application_id)
        .filter_by(person_id=person_id)
        .where(ApplicationLine.status.in_(_UNDECIDED))
        .order_by(ApplicationLine.application_id)
    ).all()
    for line_id, application_id in parts:
        application = db.session.get_one(LoanApplication, application_id, with_for_update=True)
        line = db.session.get_one(ApplicationLine, line_id)
        if application.group is not None:
            part_withdrawal.take_out(application, line, actor_id=actor_id, at=at)
            continue
        transitions.record(application, ApplicationEvent.WITHDRAWN, actor_id=actor_id, at=at)
        transitions.record(line, LineEvent.REMOVED, actor_id=actor_id, at=at)


def leave_group(person_id: int, *, actor_id: int, at: datetime) -> None:
    """Let the person's membership end, unless an agreement holds it: nobody leads who is gone."""
    group = locked_group_of(person_id)
    if group is None:
        return
    member = db.session.scalar(
        membership.live_memberships(person_id).filter_by(group_id=group.id).with_for_update()
    )
    if member is not None and not membership.is_held(person_id, group):
        membership.let_go(member, group, MembershipEvent.LEFT, actor_id=actor_id, at=at)


def locked_group_of(person_id: int) -> LoanGroup | None:
    """Return the person's group, if any; its members stay the same until the use case ends."""
    group_id = db.session.scalar(
        membership.live_memberships(person_id).with_only_columns(GroupMember.group_id)
    )
    return None if group_id is None else membership.locked_group(group_id)
