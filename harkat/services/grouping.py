"""Owners form a group: one founds it and invites, each member accepts on the own account."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from harkat.domain import joint_liability
from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import (
    AgreementStatus,
    GroupEvent,
    GroupStatus,
    MembershipEvent,
    MembershipStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.loan import LoanAgreement
from harkat.models.people import Person
from harkat.queries.rules import rules_on
from harkat.sealing import lookup
from harkat.services import numbering, outbox, transitions
from harkat.services.authority import owner
from harkat.services.transaction import keyed_use_case, use_case

LIABILITY_TEXT_VERSION = joint_liability.LIABILITY_TEXT_VERSION


class InGroupAlready(ValueError):
    """Nobody is in two live groups."""


class BusinessFirst(ValueError):
    """The business must be described first, since the group is formed where it is."""


class InvitedAlready(ValueError):
    """This phone number has an open invitation to the group, or is in it."""


class GroupFull(ValueError):
    """The group has as many members as it may have."""


class InvitationGone(LookupError):
    """The invitation is not open any more, or never was for this phone number."""


class StillNeeded(ValueError):
    """Who has a part in the group's application cannot leave; the part is withdrawn first."""


@keyed_use_case
def found_group(*, actor_id: int, name: str, key: str, at: datetime) -> str:
    """Found a group where the actor's business is, as its first member; return its public id.

    :raises BusinessFirst: if the actor's business is not described
    :raises InGroupAlready: if the actor is in a live group
    """
    _viewer, person_id = owner(actor_id)
    business = db.session.scalar(select(Business).filter_by(person_id=person_id))
    if business is None:
        raise BusinessFirst
    _refuse_second_group(person_id)
    person = db.session.get_one(Person, person_id)
    group = LoanGroup(
        reference_no=numbering.next_reference(ReferenceKind.GROUP, at=at),
        name=name,
        kelurahan_code=business.kelurahan_code,
        leader_id=person_id,
        founded_at=at,
    )
    db.session.add(group)
    db.session.flush()
    founder = _new_member(
        group, name=person.full_name, phone=person.account.phone, actor_id=actor_id, at=at
    )
    _join(founder, person_id=person_id, actor_id=actor_id, at=at)
    return group.public_id


@keyed_use_case
def invite(
    *, actor_id: int, group_public_id: str, name: str, phone: str, key: str, at: datetime
) -> str:
    """Invite the owner of a phone number; whether it is registered is not told.

    :raises NotPermitted: if the actor does not lead this group
    :raises InvitedAlready: if the number has an open invitation or is in the group
    """
    group = _led_group(actor_id, group_public_id)
    _let_old_invitation_lapse(group, phone=phone, at=at)
    try:
        with db.session.begin_nested():
            member = _new_member(group, name=name, phone=phone, actor_id=actor_id, at=at)
    except IntegrityError:
        raise InvitedAlready from None
    return member.public_id


@use_case
def accept(*, actor_id: int, invitation_public_id: str, at: datetime) -> str:
    """Join the group with the joint-liability text as shown; return the group's public id.

    :raises InvitationGone: if the invitation is not open for the actor
    :raises InGroupAlready: if the actor is in a live group
    :raises GroupFull: if the last place went to somebody else
    """
    _viewer, person_id = owner(actor_id)
    member = _open_invitation(actor_id, invitation_public_id, at=at)
    group = db.session.get_one(LoanGroup, member.group_id, with_for_update=True)
    if group.status is GroupStatus.DISSOLVED:
        raise InvitationGone
    _refuse_second_group(person_id)
    limit = rules_on(product_id=None, on=business_day(at)).group_size_max
    if _size(group) >= limit:
        raise GroupFull(limit)
    _join(member, person_id=person_id, actor_id=actor_id, at=at)
    outbox.put(
        recipient_id=group.leader.account_id,
        template="member_accepted",
        at=at,
        group=group.reference_no,
    )
    return group.public_id


@use_case
def decline(*, actor_id: int, invitation_public_id: str, at: datetime) -> None:
    """Decline an invitation.

    :raises InvitationGone: if the invitation is not open for the actor
    """
    member = _open_invitation(actor_id, invitation_public_id, at=at)
    transitions.record(member, MembershipEvent.DECLINED, actor_id=actor_id, at=at)
    member.answered_at = at


@use_case
def take_back_invitation(*, actor_id: int, invitation_public_id: str, at: datetime) -> None:
    """Take back an invitation nobody has answered.

    :raises NotPermitted: if the actor does not lead the group
    :raises InvitationGone: if it is not open any more
    """
    member = db.session.scalar(
        select(GroupMember).filter_by(public_id=invitation_public_id).with_for_update()
    )
    if member is None or member.status is not MembershipStatus.INVITED:
        raise InvitationGone
    _led_group(actor_id, member.group.public_id)
    transitions.record(member, MembershipEvent.REMOVED, actor_id=actor_id, at=at)


@use_case
def leave(*, actor_id: int, at: datetime) -> None:
    """Leave the own group, which is free before anything is signed and when all is paid.

    The longest member leads on when the leader goes; the last one to go dissolves the group.

    :raises NotPermitted: if the actor is in no group
    :raises StillNeeded: if the actor has a part in the group's application or open agreement
    """
    _viewer, person_id = owner(actor_id)
    member = db.session.scalar(_live_memberships(person_id).with_for_update())
    if member is None:
        raise NotPermitted("in no group")
    group = db.session.get_one(LoanGroup, member.group_id, with_for_update=True)
    if _has_part(person_id, group):
        raise StillNeeded
    transitions.record(member, MembershipEvent.LEFT, actor_id=actor_id, at=at)
    longest = db.session.scalar(
        select(GroupMember.person_id)
        .filter_by(group_id=group.id, status=MembershipStatus.ACCEPTED)
        .order_by(GroupMember.answered_at, GroupMember.id)
        .limit(1)
    )
    if longest is None:
        transitions.record(group, GroupEvent.DISSOLVED, actor_id=actor_id, at=at)
        return
    if group.leader_id == person_id:
        group.leader_id = longest
    _follow_size(group, actor_id=actor_id, at=at)


def led_group_of(person_id: int) -> LoanGroup | None:
    """Return the live group this person leads, if any."""
    return db.session.scalar(
        select(LoanGroup)
        .filter_by(leader_id=person_id)
        .where(LoanGroup.status != GroupStatus.DISSOLVED)
    )


def is_member(person_id: int, group_id: int) -> bool:
    """Tell whether the person is an accepted member of the group."""
    member = db.session.scalar(_live_memberships(person_id))
    return member is not None and member.group_id == group_id


def _new_member(
    group: LoanGroup, *, name: str, phone: str, actor_id: int, at: datetime
) -> GroupMember:
    member = GroupMember(
        group_id=group.id,
        invited_name=name,
        phone=phone,
        phone_lookup=lookup(field="phone", text=phone),
        invited_by_id=actor_id,
        invited_at=at,
    )
    db.session.add(member)
    db.session.flush()
    return member


def _let_old_invitation_lapse(group: LoanGroup, *, phone: str, at: datetime) -> None:
    """Close what nobody answered in time, so that the same number can be invited again."""
    unanswered = db.session.scalar(
        select(GroupMember)
        .filter_by(
            group_id=group.id,
            phone_lookup=lookup(field="phone", text=phone),
            status=MembershipStatus.INVITED,
        )
        .where(GroupMember.invited_at <= _oldest_open_invitation(at))
        .with_for_update()
    )
    if unanswered is not None:
        transitions.record(unanswered, MembershipEvent.LAPSED, actor_id=None, at=at)


def _oldest_open_invitation(at: datetime) -> datetime:
    """Return the moment after which an invitation was made that is still open now."""
    days = rules_on(product_id=None, on=business_day(at)).invitation_days
    return at - timedelta(days=days)


def _join(member: GroupMember, *, person_id: int, actor_id: int, at: datetime) -> None:
    try:
        with db.session.begin_nested():
            member.person_id = person_id
            member.answered_at, member.liability_text_version = at, LIABILITY_TEXT_VERSION
            transitions.record(member, MembershipEvent.ACCEPTED, actor_id=actor_id, at=at)
    except IntegrityError:
        # The same person joined another group a moment earlier.
        raise InGroupAlready from None
    _follow_size(db.session.get_one(LoanGroup, member.group_id), actor_id=actor_id, at=at)


def _follow_size(group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    """Let the group's status say whether it has enough members."""
    is_enough = _size(group) >= rules_on(product_id=None, on=business_day(at)).group_size_min
    if is_enough and group.status is GroupStatus.FORMING:
        transitions.record(group, GroupEvent.COMPLETED, actor_id=actor_id, at=at)
    elif not is_enough and group.status is not GroupStatus.FORMING:
        transitions.record(group, GroupEvent.SHRUNK, actor_id=actor_id, at=at)


def _size(group: LoanGroup) -> int:
    return db.session.scalars(
        select(func.count())
        .select_from(GroupMember)
        .filter_by(group_id=group.id, status=MembershipStatus.ACCEPTED)
    ).one()


def _live_memberships(person_id: int) -> Select[GroupMember]:
    return select(GroupMember).filter_by(person_id=person_id, status=MembershipStatus.ACCEPTED)


def _refuse_second_group(person_id: int) -> None:
    if db.session.scalar(_live_memberships(person_id)) is not None:
        raise InGroupAlready


def _led_group(actor_id: int, group_public_id: str) -> LoanGroup:
    _viewer, person_id = owner(actor_id)
    group = led_group_of(person_id)
    if group is None or group.public_id != group_public_id:
        raise NotPermitted("only the leader invites")
    return group


def _open_invitation(actor_id: int, public_id: str, *, at: datetime) -> GroupMember:
    _viewer, person_id = owner(actor_id)
    person = db.session.get_one(Person, person_id)
    member = db.session.scalar(
        select(GroupMember)
        .filter_by(
            public_id=public_id,
            phone_lookup=person.account.phone_lookup,
            status=MembershipStatus.INVITED,
        )
        .where(GroupMember.invited_at > _oldest_open_invitation(at))
        .with_for_update()
    )
    if member is None:
        raise InvitationGone
    return member


def _has_part(person_id: int, group: LoanGroup) -> bool:
    """Tell whether the person is in an application, or in an agreement that is not closed."""
    settled = select(LoanAgreement.application_id).filter_by(status=AgreementStatus.CLOSED)
    found = db.session.scalar(
        select(ApplicationLine.id)
        .join(LoanApplication)
        .where(LoanApplication.group_id == group.id, ApplicationLine.person_id == person_id)
        .where(ApplicationLine.status.not_in(ENDED_LINES), LoanApplication.id.not_in(settled))
        .limit(1)
    )
    return found is not None
