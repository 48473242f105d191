"""What every way into and out of a group shares: places, status, leader, votes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.group_votes import is_voted_out, leader_after
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.statuses import (
    ApplicationStatus,
    GroupEvent,
    GroupStatus,
    JoinRequestEvent,
    JoinRequestStatus,
    LineEvent,
    MembershipEvent,
    MembershipStatus,
)
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.group_votes import LeaderVote, RemovalVote
from harkat.models.joining import GroupCode, GroupSearch, JoinRequest, MemberSearch
from harkat.models.people import Person, UserAccount
from harkat.queries.group_holds import live_parts
from harkat.queries.rules import rules_on
from harkat.sealing import lookup
from harkat.services import bank_moves, outbox, transitions


class InGroupAlready(ValueError):
    """Nobody is in two live groups."""


class GroupFull(ValueError):
    """The group has as many members as it may have."""


def live_memberships(person_id: int) -> Select[GroupMember]:
    """Return the query of the person's membership; there is at most one."""
    return select(GroupMember).filter_by(person_id=person_id, status=MembershipStatus.ACCEPTED)


def led_group_of(person_id: int) -> LoanGroup | None:
    """Return the live group this person leads, if any."""
    return db.session.scalar(
        select(LoanGroup)
        .filter_by(leader_id=person_id)
        .where(LoanGroup.status != GroupStatus.DISSOLVED)
    )


def is_member(person_id: int, group_id: int) -> bool:
    """Tell whether the person is an accepted member of the group."""
    member = db.session.scalar(live_memberships(person_id))
    return member is not None and member.group_id == group_id


def wait_in_line(account_id: int) -> None:
    """Let one account's tries and requests come one after the other, so that all are counted."""
    db.session.get_one(UserAccount, account_id, with_for_update={"key_share": True})


def refuse_second_group(person_id: int) -> None:
    """Stop whoever is in a group.

    :raises InGroupAlready: if the person is
    """
    if db.session.scalar(live_memberships(person_id)) is not None:
        raise InGroupAlready


def locked_group(group_id: int) -> LoanGroup:
    """Return a group whose members nobody else changes until the use case ends.

    Its open application comes second: what a member takes out of it, or a new leader gets of it,
    must not be sent a moment earlier.
    """
    group = db.session.get_one(LoanGroup, group_id, with_for_update=True, populate_existing=True)
    db.session.scalar(
        _open_applications(group)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return group


def size_of(group: LoanGroup) -> int:
    """Return how many have accepted."""
    return len(people_of(group))


def people_of(group: LoanGroup) -> list[int]:
    """Return the accepted members' person ids, who joined first coming first."""
    rows = db.session.scalars(
        select(GroupMember.person_id)
        .filter_by(group_id=group.id, status=MembershipStatus.ACCEPTED)
        .order_by(GroupMember.answered_at, GroupMember.id)
    )
    return [person_id for person_id in rows if person_id is not None]


def refuse_full_group(group: LoanGroup, *, at: datetime) -> None:
    """Stop when the last place is taken; the group must be locked by then.

    :raises GroupFull: if it is, with the number of places
    """
    limit = rules_on(product_id=None, on=business_day(at)).group_size_max
    if size_of(group) >= limit:
        raise GroupFull(limit)


def new_member(
    group: LoanGroup, *, name: str, phone: str | None, actor_id: int, at: datetime
) -> GroupMember:
    """Write an invitation for a phone number; whoever has none comes by the group's code."""
    member = GroupMember(
        group_id=group.id,
        invited_name=name,
        phone=phone,
        phone_lookup=lookup(field="phone", text=phone) if phone else None,
        invited_by_id=actor_id,
        invited_at=at,
    )
    db.session.add(member)
    db.session.flush()
    return member


def join(
    member: GroupMember,
    *,
    person_id: int,
    actor_id: int,
    at: datetime,
    liability_text_version: str = LIABILITY_TEXT_VERSION,
) -> None:
    """Make the invited person a member; searches and other requests of that person end.

    :raises InGroupAlready: if the same person joined another group a moment earlier
    """
    try:
        with db.session.begin_nested():
            member.person_id = person_id
            member.answered_at, member.liability_text_version = at, liability_text_version
            transitions.record(member, MembershipEvent.ACCEPTED, actor_id=actor_id, at=at)
    except IntegrityError:
        raise InGroupAlready from None
    _end_search_of(person_id, actor_id=actor_id, at=at)
    _count_down_search_of(member.group_id)
    follow_members(db.session.get_one(LoanGroup, member.group_id), actor_id=actor_id, at=at)


def let_go(
    member: GroupMember,
    group: LoanGroup,
    event: MembershipEvent,
    *,
    actor_id: int,
    at: datetime,
) -> None:
    """End a membership with its votes; the last one to go dissolves the group."""
    transitions.record(member, event, actor_id=actor_id, at=at)
    for votes, other in (
        (LeaderVote, LeaderVote.candidate_id),
        (RemovalVote, RemovalVote.target_id),
    ):
        db.session.execute(
            delete(votes)
            .where(votes.group_id == group.id)
            .where(or_(votes.voter_id == member.person_id, other == member.person_id))
            .execution_options(synchronize_session=False)
        )
    if people_of(group):
        follow_members(group, actor_id=actor_id, at=at)
        _remove_next(group, actor_id=actor_id, at=at)
        return
    _close(group, actor_id=actor_id, at=at)


def remove(member: GroupMember, group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    """Let a member go whom the others voted out, with a part that was not sent, and say so."""
    assert member.person is not None
    drop_drafted_part(member.person.id, group, actor_id=actor_id, at=at)
    let_go(member, group, MembershipEvent.REMOVED, actor_id=actor_id, at=at)
    outbox.put(
        recipient_id=member.person.account_id,
        template="membership_removed",
        at=at,
        group=group.reference_no,
    )


def follow_members(group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    """Let the group's status and leader be what its members make them."""
    people = people_of(group)
    is_enough = len(people) >= rules_on(product_id=None, on=business_day(at)).group_size_min
    if is_enough and group.status is GroupStatus.FORMING:
        transitions.record(group, GroupEvent.COMPLETED, actor_id=actor_id, at=at)
    elif not is_enough and group.status is not GroupStatus.FORMING:
        transitions.record(group, GroupEvent.SHRUNK, actor_id=actor_id, at=at)
    rows = db.session.execute(
        select(LeaderVote.voter_id, LeaderVote.candidate_id).filter_by(group_id=group.id)
    )
    leader_id, is_chosen = leader_after(
        {row.voter_id: row.candidate_id for row in rows},
        members=_those_with_phones_first(people),
        before=group.leader_id,
        was_chosen=group.is_leader_chosen,
    )
    group.is_leader_chosen = is_chosen
    if leader_id != group.leader_id:
        _hand_over(group, leader_id, at=at)


def _those_with_phones_first(people: Sequence[int]) -> list[int]:
    """Return members in the order they joined, but whoever cannot lead alone comes last."""
    reachable = set(
        db.session.scalars(
            select(Person.id)
            .join(UserAccount, UserAccount.id == Person.account_id)
            .where(Person.id.in_(people), UserAccount.phone_lookup.is_not(None))
        )
    )
    return sorted(people, key=lambda person_id: person_id not in reachable)


def drop_drafted_part(person_id: int, group: LoanGroup, *, actor_id: int, at: datetime) -> bool:
    """Take the person's part out of what was not sent; tell whether nothing else holds them."""
    if is_held(person_id, group):
        return False
    for line in live_parts(person_id, group.id):
        transitions.record(line, LineEvent.REMOVED, actor_id=actor_id, at=at)
        bank_moves.follow_borrowers(line.application, actor_id=actor_id, at=at)
    return True


def is_held(person_id: int, group: LoanGroup) -> bool:
    """Tell whether the person has a part in what was sent, or in an agreement not closed."""
    return any(
        line.application.status is not ApplicationStatus.DRAFT
        for line in live_parts(person_id, group.id)
    )


def open_application_of(group: LoanGroup) -> LoanApplication | None:
    """Return the group's application that has not ended and is not paid out, if there is one."""
    return db.session.scalar(_open_applications(group))


def _open_applications(group: LoanGroup) -> Select[LoanApplication]:
    return (
        select(LoanApplication)
        .filter_by(group_id=group.id)
        .where(LoanApplication.status.not_in((*ENDED_APPLICATIONS, ApplicationStatus.DISBURSED)))
    )


def _remove_next(group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    """Remove whom enough members want gone, now that they are fewer; never after sending."""
    application = open_application_of(group)
    if application is not None and application.status is not ApplicationStatus.DRAFT:
        return
    voters: dict[int, list[int]] = {}
    for vote in db.session.scalars(select(RemovalVote).filter_by(group_id=group.id)):
        voters.setdefault(vote.target_id, []).append(vote.voter_id)
    people = people_of(group)
    for target_id in sorted(voters):
        is_out = is_voted_out(voters[target_id], target=target_id, members=people)
        member = db.session.scalar(live_memberships(target_id).filter_by(group_id=group.id))
        if is_out and member is not None and not is_held(target_id, group):
            remove(member, group, actor_id=actor_id, at=at)  # which looks for the next
            return


def _hand_over(group: LoanGroup, leader_id: int, *, at: datetime) -> None:
    """Let somebody else lead, send the open application and hear of it; the members are told."""
    group.leader_id = leader_id
    application = open_application_of(group)
    if application is not None:
        application.applicant_id = leader_id
    db.session.flush()
    db.session.refresh(group, ["leader"])
    members = db.session.scalars(
        select(GroupMember).filter_by(group_id=group.id, status=MembershipStatus.ACCEPTED)
    )
    for member in members:
        assert member.person is not None
        outbox.put(
            recipient_id=member.person.account_id,
            template="leader_changed",
            at=at,
            group=group.reference_no,
        )


def _close(group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    """Dissolve an empty group: nobody finds it any more, and who asked hears of it."""
    transitions.record(group, GroupEvent.DISSOLVED, actor_id=actor_id, at=at)
    for found in (GroupCode, MemberSearch):
        db.session.execute(
            delete(found)
            .where(found.group_id == group.id)
            .execution_options(synchronize_session=False)
        )
    for request in db.session.scalars(
        select(JoinRequest).filter_by(group_id=group.id, status=JoinRequestStatus.OPEN)
    ):
        transitions.record(request, JoinRequestEvent.LAPSED, actor_id=actor_id, at=at)


def _end_search_of(person_id: int, *, actor_id: int, at: datetime) -> None:
    db.session.execute(
        delete(GroupSearch)
        .where(GroupSearch.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
    for request in db.session.scalars(
        select(JoinRequest).filter_by(person_id=person_id, status=JoinRequestStatus.OPEN)
    ):
        transitions.record(request, JoinRequestEvent.WITHDRAWN, actor_id=actor_id, at=at)


def _count_down_search_of(group_id: int) -> None:
    """Let a search end by itself when as many have joined as were wanted."""
    search = db.session.scalar(select(MemberSearch).filter_by(group_id=group_id).with_for_update())
    if search is None:
        return
    if search.wanted == 1:
        db.session.delete(search)
    else:
        search.wanted -= 1
    db.session.flush()
