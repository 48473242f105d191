"""A group's size decides its status; who leaves, who leads on, and who gets the last place."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import AgreementStatus, GroupStatus, LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.group import GroupMember
from harkat.models.loan import LoanAgreement
from harkat.services import grouping, part_withdrawal
from harkat.services.grouping import InvitationGone, StillNeeded
from harkat.services.membership import GroupFull
from tests import given
from tests.moments import NOON
from tests.rules import set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


def status_of(group: given.Kelompok) -> GroupStatus:
    db.session.rollback()
    return given.stored_group(group.public_id).status


def leader_of(group: given.Kelompok) -> int:
    db.session.rollback()
    return given.stored_group(group.public_id).leader_id


def leave(somebody: given.Somebody) -> None:
    grouping.leave(actor_id=somebody.id, at=NOON)


def invite(group: given.Kelompok, guest: given.Somebody) -> str:
    return grouping.invite(
        actor_id=group.leader.id,
        group_public_id=group.public_id,
        name=guest.name,
        phone=guest.phone,
        key=given.key(),
        at=NOON,
    )


def accept(guest: given.Somebody, invitation: str) -> str:
    return grouping.accept(actor_id=guest.id, invitation_public_id=invitation, at=NOON)


class TestSize:
    @pytest.mark.parametrize(
        ("size", "status"),
        [(1, GroupStatus.FORMING), (4, GroupStatus.FORMING), (5, GroupStatus.COMPLETE)],
    )
    def test_decides_whether_the_group_is_complete(self, size: int, status: GroupStatus):
        assert status_of(given.group(size, is_trained=False)) is status

    def test_that_shrinks_makes_the_group_form_again(self):
        group = given.group(5, is_trained=False)

        leave(group.people[4])

        assert status_of(group) is GroupStatus.FORMING

    def test_that_stays_enough_changes_nothing(self):
        group = given.group(6, is_trained=False)

        leave(group.people[5])

        assert status_of(group) is GroupStatus.COMPLETE

    def test_is_written_down_step_by_step(self):
        group = given.group(5, is_trained=False)
        leave(group.people[4])

        steps = db.session.query(StatusChange).filter_by(
            subject="loan_group", subject_id=given.stored_group(group.public_id).id
        )
        assert [(step.event, step.to_status) for step in steps.order_by(StatusChange.id)] == [
            ("completed", "complete"),
            ("shrunk", "forming"),
        ]


class TestLastPlace:
    def test_is_the_last(self):
        set_rule("group_size_max", "2")
        group = given.group(2, is_trained=False)
        guest = given.owner("Tamu Contoh")
        invitation = invite(group, guest)

        with pytest.raises(GroupFull):
            accept(guest, invitation)

        leave(group.people[1])
        assert accept(guest, invitation) == group.public_id

    def test_goes_to_one_of_those_who_accept_at_once(self, app: Flask):
        set_rule("group_size_max", "2")
        group = given.group(1, is_trained=False)
        guests = [given.owner(f"Tamu Contoh {number}") for number in range(4)]
        invitations = [invite(group, guest) for guest in guests]
        db.session.rollback()

        answers = at_once(
            app,
            [
                partial(accept, guest, invitation)
                for guest, invitation in zip(guests, invitations, strict=True)
            ],
        )

        assert answers.count(group.public_id) == 1
        assert len([answer for answer in answers if isinstance(answer, GroupFull)]) == 3
        db.session.rollback()
        members = db.session.query(GroupMember).filter_by(status=MembershipStatus.ACCEPTED)
        assert members.count() == 2


class TestLeaving:
    def test_is_free_and_leaves_a_trace(self):
        group = given.group(3, is_trained=False)

        leave(group.people[1])

        db.session.rollback()
        statuses = [member.status for member in given.stored_group(group.public_id).members]
        assert statuses == [
            MembershipStatus.ACCEPTED,
            MembershipStatus.LEFT,
            MembershipStatus.ACCEPTED,
        ]

    def test_needs_a_group(self):
        with pytest.raises(NotPermitted):
            leave(given.owner())

    def test_lets_the_longest_member_lead_on(self):
        group = given.group(1, is_trained=False)
        late, early = given.owner("Tono Contoh"), given.owner("Wati Contoh")
        invitations = {somebody: invite(group, somebody) for somebody in (late, early)}
        for days, somebody in enumerate((early, late)):
            grouping.accept(
                actor_id=somebody.id,
                invitation_public_id=invitations[somebody],
                at=NOON + timedelta(days=days),
            )

        leave(group.leader)

        assert leader_of(group) == early.person_id

    def test_of_a_member_keeps_the_leader(self):
        group = given.group(3, is_trained=False)

        leave(group.people[2])

        assert leader_of(group) == group.leader.person_id

    def test_twice_at_once_is_leaving_once(self, app: Flask):
        group = given.group(3, is_trained=False)
        db.session.rollback()

        answers = at_once(app, [partial(leave, group.people[1])] * 4)

        assert answers.count(None) == 1
        assert len([answer for answer in answers if isinstance(answer, NotPermitted)]) == 3

    def test_of_the_last_member_dissolves_the_group(self):
        group = given.group(1, is_trained=False)
        guest = given.owner("Tamu Contoh")
        invitation = invite(group, guest)

        leave(group.leader)

        assert status_of(group) is GroupStatus.DISSOLVED
        with pytest.raises(InvitationGone):
            accept(guest, invitation)

    def test_lets_everybody_found_another_group(self):
        group = given.group(1, is_trained=False)
        leave(group.leader)

        founded = grouping.found_group(
            actor_id=group.leader.id, name="Melati", key=given.key(), at=NOON
        )

        assert given.stored_group(founded).leader_id == group.leader.person_id


class TestPart:
    def test_that_was_not_sent_goes_along(self):
        group, desk = given.group(5), given.bank()
        tono = group.people[1]
        application = given.draft(
            desk, {group.leader: 3_000_000, tono: 3_000_000}, product_code="kelompok"
        )

        leave(tono)

        assert status_of(group) is GroupStatus.FORMING
        statuses = [line.status for line in given.application(application).lines]
        assert statuses == [LineStatus.READY, LineStatus.REMOVED]

    def test_that_was_sent_keeps_its_owner_in_the_group_until_it_is_withdrawn(self):
        group, desk = given.group(5), given.bank()
        borrowers = group.people[:4]
        application = given.submitted(
            desk, dict.fromkeys(borrowers, 3_000_000), product_code="kelompok"
        )

        with pytest.raises(StillNeeded):
            leave(borrowers[1])
        part_withdrawal.withdraw_part(
            actor_id=borrowers[1].id, application_public_id=application, at=NOON
        )
        leave(borrowers[1])

        assert status_of(group) is GroupStatus.FORMING

    def test_of_somebody_else_keeps_nobody(self):
        group, desk = given.group(6), given.bank()
        given.submitted(desk, dict.fromkeys(group.people[:3], 3_000_000), product_code="kelompok")

        leave(group.people[5])

        assert status_of(group) is GroupStatus.COMPLETE

    def test_keeps_its_owner_until_everybody_has_paid(self):
        group, desk = given.group(5), given.bank()
        borrowers = group.people[:3]
        application = given.submitted(
            desk, dict.fromkeys(borrowers, 3_000_000), product_code="kelompok"
        )
        given.approve(desk, given.propose(desk, application))
        loans = given.disburse(desk, given.consent_all(application))
        for loan in loans[:2]:
            given.repay(desk, loan, 3_200_000, at=NOON)

        with pytest.raises(StillNeeded):
            leave(borrowers[0])
        given.repay(desk, loans[2], 3_200_000, at=NOON)

        assert db.session.query(LoanAgreement).one().status is AgreementStatus.CLOSED
        leave(borrowers[0])
        assert leader_of(group) == borrowers[1].person_id
