"""Members vote, each on the own account: who leads, and whether somebody has to go."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.group_votes import is_voted_out
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.group_votes import LeaderVote, RemovalVote
from harkat.services import membership
from harkat.services.authority import owner
from harkat.services.transaction import use_case


class NoSuchMember(LookupError):
    """This person is not in the actor's group, or not any more."""


class NoPhoneToLead(ValueError):
    """Who leads answers requests and sends for all: that takes a phone of one's own."""


class TooLateToRemove(ValueError):
    """After an application was sent nobody is voted out; one may leave by oneself."""


@use_case
def vote_for_leader(*, actor_id: int, member_public_id: str, at: datetime) -> None:
    """Want a member as leader, oneself included; the last vote of each counts.

    :raises NotPermitted: if the actor is in no group
    :raises NoSuchMember: if the other is not in it
    :raises NoPhoneToLead: if the other has no phone
    """
    group, person_id = _own_group(actor_id)
    candidate = _other_member(group, member_public_id)
    if candidate.person is not None and candidate.person.account.phone is None:
        raise NoPhoneToLead
    vote = db.session.scalar(select(LeaderVote).filter_by(group_id=group.id, voter_id=person_id))
    vote = vote or LeaderVote(group_id=group.id, voter_id=person_id)
    vote.candidate_id, vote.cast_at = _person_of(candidate), at
    db.session.add(vote)
    db.session.flush()
    membership.follow_members(group, actor_id=actor_id, at=at)


@use_case
def vote_to_remove(*, actor_id: int, member_public_id: str, at: datetime) -> bool:
    """Want another member to go; tell whether that was enough and the member is gone.

    :raises NotPermitted: if the actor is in no group
    :raises NoSuchMember: if the other is not in it, or is the actor
    :raises TooLateToRemove: if the group has sent an application that has not ended
    """
    group, person_id = _own_group(actor_id)
    target = _other_member(group, member_public_id)
    target_id = _person_of(target)
    if target_id == person_id:
        raise NoSuchMember
    _require_nothing_sent(group, target_id)
    mark = {"group_id": group.id, "voter_id": person_id, "target_id": target_id}
    if db.session.scalar(select(RemovalVote.id).filter_by(**mark)) is None:
        db.session.add(RemovalVote(**mark, cast_at=at))
        db.session.flush()
    voters = db.session.scalars(
        select(RemovalVote.voter_id).filter_by(group_id=group.id, target_id=target_id)
    ).all()
    members = membership.people_of(group)
    if not is_voted_out(voters, target=target_id, members=members):
        return False
    membership.remove(target, group, actor_id=actor_id, at=at)
    return True


@use_case
def take_back_removal_vote(*, actor_id: int, member_public_id: str, at: datetime) -> None:
    """Take the own vote against a member back.

    :raises NotPermitted: if the actor is in no group
    :raises NoSuchMember: if the other is not in it
    """
    group, person_id = _own_group(actor_id)
    target_id = _person_of(_other_member(group, member_public_id))
    vote = db.session.scalar(
        select(RemovalVote).filter_by(group_id=group.id, voter_id=person_id, target_id=target_id)
    )
    if vote is not None:
        db.session.delete(vote)


def _own_group(actor_id: int) -> tuple[LoanGroup, int]:
    """Return the actor's group, locked: votes are counted one after the other."""
    _viewer, person_id = owner(actor_id)
    group_id = db.session.scalar(
        membership.live_memberships(person_id).with_only_columns(GroupMember.group_id)
    )
    if group_id is None:
        raise NotPermitted("in no group")
    group = membership.locked_group(group_id)
    if not membership.is_member(person_id, group.id):
        raise NotPermitted("in this group no more")
    return group, person_id


def _other_member(group: LoanGroup, public_id: str) -> GroupMember:
    member = db.session.scalar(
        select(GroupMember)
        .filter_by(group_id=group.id, public_id=public_id, status=MembershipStatus.ACCEPTED)
        .with_for_update()
    )
    if member is None:
        raise NoSuchMember
    return member


def _person_of(member: GroupMember) -> int:
    assert member.person_id is not None
    return member.person_id


def _require_nothing_sent(group: LoanGroup, target_id: int) -> None:
    application = membership.open_application_of(group)
    is_sent = application is not None and application.status is not ApplicationStatus.DRAFT
    if is_sent or membership.is_held(target_id, group):
        raise TooLateToRemove
