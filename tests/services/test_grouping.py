"""A group is founded and invites; each member accepts on the own phone, and may leave."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.reference import is_reference_no
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import GroupStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.record import OutboxMessage
from harkat.services import grouping
from harkat.services.grouping import BusinessFirst, InvitationGone, InvitedAlready
from harkat.services.membership import InGroupAlready
from tests import given
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

TWO_WEEKS = timedelta(days=14)


def found(somebody: given.Somebody, *, at: datetime = NOON) -> str:
    return grouping.found_group(actor_id=somebody.id, name="Mawar", key=given.key(), at=at)


def invite(
    leader: given.Somebody, group: str, guest: given.Somebody, *, at: datetime = NOON
) -> str:
    return grouping.invite(
        actor_id=leader.id,
        group_public_id=group,
        name=guest.name,
        phone=guest.phone,
        key=given.key(),
        at=at,
    )


def accept(guest: given.Somebody, invitation: str, *, at: datetime = NOON) -> str:
    return grouping.accept(actor_id=guest.id, invitation_public_id=invitation, at=at)


def membership(public_id: str) -> GroupMember:
    db.session.rollback()
    return db.session.scalars(db.select(GroupMember).filter_by(public_id=public_id)).one()


@pytest.fixture
def siti() -> given.Somebody:
    """Siti, who founds a group."""
    return given.owner()


@pytest.fixture
def rina() -> given.Somebody:
    """Rina, whom Siti invites."""
    return given.owner("Rina Contoh")


@pytest.fixture
def group(siti: given.Somebody) -> str:
    """Siti's group, of which she is the only member."""
    return found(siti)


class TestFounding:
    def test_makes_the_founder_leader_and_first_member(self, siti: given.Somebody, group: str):
        stored = given.stored_group(group)

        assert (stored.name, stored.status, stored.leader_id, stored.kelurahan.name) == (
            "Mawar",
            GroupStatus.FORMING,
            siti.person_id,
            "Legok",
        )
        [founder] = stored.members
        assert (founder.status, founder.person_id, founder.liability_text_version) == (
            MembershipStatus.ACCEPTED,
            siti.person_id,
            LIABILITY_TEXT_VERSION,
        )

    def test_gives_the_group_a_number(self, group: str):
        reference = given.stored_group(group).reference_no

        assert reference.startswith("KL26-0001-")
        assert is_reference_no(reference)

    def test_needs_a_business(self):
        with pytest.raises(BusinessFirst):
            found(given.owner(kelurahan_code=None))

    def test_is_refused_to_whoever_is_in_a_group(self, siti: given.Somebody, group: str):
        with pytest.raises(InGroupAlready):
            found(siti)

        assert db.session.scalars(db.select(LoanGroup.public_id)).all() == [group]

    def test_is_refused_to_staff(self):
        with pytest.raises(NotPermitted):
            found(given.staff(Role.DINAS_OFFICER))


class TestInvitation:
    def test_does_not_tell_whose_number_it_is(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        messages = db.session.query(OutboxMessage).count()

        invited = membership(invite(siti, group, rina))

        assert (invited.status, invited.person_id, invited.answered_at) == (
            MembershipStatus.INVITED,
            None,
            None,
        )
        assert db.session.query(OutboxMessage).count() == messages

    def test_is_made_by_the_leader_of_this_group_alone(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        accept(rina, invite(siti, group, rina))
        tono = given.owner("Tono Contoh")
        found(tono)

        for somebody in (rina, tono):
            with pytest.raises(NotPermitted):
                invite(somebody, group, given.owner("Wati Contoh"))

    def test_is_one_for_each_number(self, siti: given.Somebody, rina: given.Somebody, group: str):
        invite(siti, group, rina)

        for guest in (rina, siti):
            with pytest.raises(InvitedAlready):
                invite(siti, group, guest)

    def test_of_whoever_is_a_member_is_refused(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        accept(rina, invite(siti, group, rina))

        with pytest.raises(InvitedAlready):
            invite(siti, group, rina)

    def test_can_be_made_again_after_it_was_declined(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        declined = invite(siti, group, rina)
        grouping.decline(actor_id=rina.id, invitation_public_id=declined, at=NOON)

        assert accept(rina, invite(siti, group, rina)) == group

    def test_can_be_made_again_after_it_lapsed(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        old = invite(siti, group, rina)
        later = NOON + TWO_WEEKS

        accept(rina, invite(siti, group, rina, at=later), at=later)

        assert membership(old).status is MembershipStatus.LAPSED


class TestAnswer:
    def test_yes_joins_with_the_liability_text_as_shown(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        invitation = invite(siti, group, rina)

        assert accept(rina, invitation) == group

        member = membership(invitation)
        assert (
            member.status,
            member.person_id,
            member.answered_at,
            member.liability_text_version,
        ) == (MembershipStatus.ACCEPTED, rina.person_id, NOON, LIABILITY_TEXT_VERSION)

    def test_yes_is_told_to_the_leader(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        accept(rina, invite(siti, group, rina))

        message = db.session.query(OutboxMessage).order_by(OutboxMessage.id.desc()).first()
        assert message is not None
        assert (message.recipient_id, message.template, message.details) == (
            siti.id,
            "member_accepted",
            {"group": given.stored_group(group).reference_no},
        )

    def test_no_leaves_the_group_as_it_was(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        invitation = invite(siti, group, rina)

        grouping.decline(actor_id=rina.id, invitation_public_id=invitation, at=NOON)

        assert membership(invitation).status is MembershipStatus.DECLINED
        assert membership(invitation).person_id is None

    def test_is_given_once(self, siti: given.Somebody, rina: given.Somebody, group: str):
        invitation = invite(siti, group, rina)
        grouping.decline(actor_id=rina.id, invitation_public_id=invitation, at=NOON)

        for answer in (grouping.accept, grouping.decline):
            with pytest.raises(InvitationGone):
                answer(actor_id=rina.id, invitation_public_id=invitation, at=NOON)

    def test_is_given_by_the_owner_of_the_number_alone(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        invitation = invite(siti, group, rina)
        stranger = given.owner("Tono Contoh")

        for answer in (grouping.accept, grouping.decline):
            with pytest.raises(InvitationGone):
                answer(actor_id=stranger.id, invitation_public_id=invitation, at=NOON)
        assert membership(invitation).status is MembershipStatus.INVITED

    def test_to_no_invitation_is_refused(self, rina: given.Somebody):
        with pytest.raises(InvitationGone):
            accept(rina, "tidak-ada")

    def test_comes_within_two_weeks(self, siti: given.Somebody, rina: given.Somebody, group: str):
        invitation = invite(siti, group, rina)

        for answer in (grouping.accept, grouping.decline):
            with pytest.raises(InvitationGone):
                answer(actor_id=rina.id, invitation_public_id=invitation, at=NOON + TWO_WEEKS)

        assert accept(rina, invitation, at=NOON + TWO_WEEKS - timedelta(seconds=1)) == group

    def test_of_whoever_is_in_another_group_waits_until_it_is_left(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        found(rina)
        invitation = invite(siti, group, rina)

        with pytest.raises(InGroupAlready):
            accept(rina, invitation)
        grouping.leave(actor_id=rina.id, at=NOON)

        assert accept(rina, invitation) == group

    def test_to_two_groups_at_once_joins_one(
        self, app: Flask, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        tono = given.owner("Tono Contoh")
        invitations = [invite(siti, group, rina), invite(tono, found(tono), rina)]
        db.session.rollback()

        answers = at_once(app, [partial(accept, rina, item) for item in invitations])

        assert sorted(isinstance(answer, InGroupAlready) for answer in answers) == [False, True]
        statuses = sorted(membership(item).status for item in invitations)
        assert statuses == [MembershipStatus.ACCEPTED, MembershipStatus.INVITED]


class TestTakingBack:
    def test_ends_an_invitation_nobody_answered(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        invitation = invite(siti, group, rina)

        grouping.take_back_invitation(actor_id=siti.id, invitation_public_id=invitation, at=NOON)

        assert membership(invitation).status is MembershipStatus.REMOVED
        with pytest.raises(InvitationGone):
            accept(rina, invitation)

    def test_is_the_leaders(self, siti: given.Somebody, rina: given.Somebody, group: str):
        invitation = invite(siti, group, rina)

        with pytest.raises(NotPermitted):
            grouping.take_back_invitation(
                actor_id=rina.id, invitation_public_id=invitation, at=NOON
            )

        assert membership(invitation).status is MembershipStatus.INVITED

    def test_comes_too_late_after_an_answer(
        self, siti: given.Somebody, rina: given.Somebody, group: str
    ):
        invitation = invite(siti, group, rina)
        accept(rina, invitation)

        with pytest.raises(InvitationGone):
            grouping.take_back_invitation(
                actor_id=siti.id, invitation_public_id=invitation, at=NOON
            )

        assert membership(invitation).status is MembershipStatus.ACCEPTED
