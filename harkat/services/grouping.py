"""Owners form a group: one founds it and invites, each member accepts on the own account."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import GroupStatus, MembershipEvent, MembershipStatus
from harkat.extensions import db
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.people import Person
from harkat.queries.rules import rules_on
from harkat.sealing import lookup
from harkat.services import membership, numbering, outbox, transitions
from harkat.services.authority import owner
from harkat.services.membership import (
    led_group_of,
)
from harkat.services.transaction import keyed_use_case, use_case


class BusinessFirst(ValueError):
    """The business must be described first, since the group is formed where it is."""


class InvitedAlready(ValueError):
    """This phone number has an open invitation to the group, or is in it."""


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
    membership.refuse_second_group(person_id)
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
    founder = membership.new_member(
        group, name=person.full_name, phone=person.account.phone, actor_id=actor_id, at=at
    )
    membership.join(founder, person_id=person_id, actor_id=actor_id, at=at)
    return group.public_id


@keyed_use_case
def invite(
    *, actor_id: int, group_public_id: str, name: str, phone: str, key: str, at: datetime
) -> str:
    """Invite the owner of a phone number; whether it is registered is not told.

    :raises NotPermitted: if the actor does not lead this group
    :raises InvitedAlready: if the number has an open invitation or is in the group
    """
    group = led_group(actor_id, group_public_id)
    return send_invitation(group, name=name, phone=phone, actor_id=actor_id, at=at)


@use_case
def accept(*, actor_id: int, invitation_public_id: str, at: datetime) -> str:
    """Join the group with the joint-liability text as shown; return the group's public id.

    :raises InvitationGone: if the invitation is not open for the actor
    :raises InGroupAlready: if the actor is in a live group
    :raises GroupFull: if the last place went to somebody else
    """
    _viewer, person_id = owner(actor_id)
    group_id = db.session.scalar(
        select(GroupMember.group_id).filter_by(public_id=invitation_public_id)
    )
    if group_id is None:
        raise InvitationGone
    group = membership.locked_group(group_id)
    member = _open_invitation(actor_id, invitation_public_id, at=at)
    if group.status is GroupStatus.DISSOLVED:
        raise InvitationGone
    membership.refuse_second_group(person_id)
    membership.refuse_full_group(group, at=at)
    membership.join(member, person_id=person_id, actor_id=actor_id, at=at)
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
    led_group(actor_id, member.group.public_id)
    transitions.record(member, MembershipEvent.REMOVED, actor_id=actor_id, at=at)


@use_case
def leave(*, actor_id: int, at: datetime) -> None:
    """Leave the own group, which is free before anything was sent and when all is paid.

    A part in a draft goes along. The longest member leads on when the leader goes, unless the
    members chose another; the last one to go dissolves the group.

    :raises NotPermitted: if the actor is in no group
    :raises StillNeeded: if the actor has a part in what was sent, or in an open agreement
    """
    _viewer, person_id = owner(actor_id)
    group_id = db.session.scalar(
        membership.live_memberships(person_id).with_only_columns(GroupMember.group_id)
    )
    if group_id is None:
        raise NotPermitted("in no group")
    group = membership.locked_group(group_id)
    member = db.session.scalar(
        membership.live_memberships(person_id).filter_by(group_id=group.id).with_for_update()
    )
    if member is None:
        raise NotPermitted("in no group any more")
    if not membership.drop_drafted_part(person_id, group, actor_id=actor_id, at=at):
        raise StillNeeded
    membership.let_go(member, group, MembershipEvent.LEFT, actor_id=actor_id, at=at)


def send_invitation(group: LoanGroup, *, name: str, phone: str, actor_id: int, at: datetime) -> str:
    """Invite a phone number within a use case, and return the invitation's public id.

    :raises InvitedAlready: if the number has an open invitation or is in the group
    """
    _let_old_invitation_lapse(group, phone=phone, at=at)
    try:
        with db.session.begin_nested():
            member = membership.new_member(group, name=name, phone=phone, actor_id=actor_id, at=at)
    except IntegrityError:
        raise InvitedAlready from None
    return member.public_id


def end_open_invitation(
    group: LoanGroup, *, phone: str | None, actor_id: int, at: datetime
) -> None:
    """Close an invitation whose person came in another way; without a phone there is none."""
    if phone is None:
        return
    invited = db.session.scalar(
        select(GroupMember)
        .filter_by(
            group_id=group.id,
            phone_lookup=lookup(field="phone", text=phone),
            status=MembershipStatus.INVITED,
        )
        .with_for_update()
    )
    if invited is not None:
        transitions.record(invited, MembershipEvent.REMOVED, actor_id=actor_id, at=at)


def led_group(actor_id: int, group_public_id: str) -> LoanGroup:
    """Return the group, if the actor leads it.

    :raises NotPermitted: if not
    """
    _viewer, person_id = owner(actor_id)
    group = led_group_of(person_id)
    if group is None or group.public_id != group_public_id:
        raise NotPermitted("only the leader does this")
    return group


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


def _open_invitation(actor_id: int, public_id: str, *, at: datetime) -> GroupMember:
    _viewer, person_id = owner(actor_id)
    person = db.session.get_one(Person, person_id)
    member = db.session.scalar(
        select(GroupMember)
        .filter_by(public_id=public_id, status=MembershipStatus.INVITED)
        # An invitation is for a phone: nothing is equal to none.
        .where(GroupMember.phone_lookup == (person.account.phone_lookup or ""))
        .where(GroupMember.invited_at > _oldest_open_invitation(at))
        .with_for_update()
    )
    if member is None:
        raise InvitationGone
    return member
