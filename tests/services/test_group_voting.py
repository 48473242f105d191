"""Members choose their leader and may ask somebody to go, each on the own account."""

from functools import partial

import pytest
from flask import Flask

from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.group_votes import LeaderVote, RemovalVote
from harkat.services import group_voting, grouping
from harkat.services.group_voting import NoSuchMember, TooLateToRemove
from tests import given
from tests.groups import membership_of, told, vote
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


def want_gone(voter: given.Somebody, target: given.Somebody) -> bool:
    return group_voting.vote_to_remove(
        actor_id=voter.id, member_public_id=membership_of(target).public_id, at=NOON
    )


def leader_of(kelompok: given.Kelompok) -> tuple[int, bool]:
    db.session.rollback()
    group = given.stored_group(kelompok.public_id)
    return group.leader_id, group.is_leader_chosen


@pytest.fixture
def five() -> given.Kelompok:
    """A group of five."""
    return given.group(5)


class TestLeader:
    def test_is_the_founder_until_more_than_half_want_another(self, five: given.Kelompok):
        siti, rina, tono, wati, _joko = five.people
        assert leader_of(five) == (siti.person_id, False)

        vote(rina, rina)
        vote(tono, rina)
        assert leader_of(five) == (siti.person_id, False)
        vote(wati, rina)

        assert leader_of(five) == (rina.person_id, True)
        assert [told(person)[-1] for person in five.people] == ["leader_changed"] * 5

    def test_follows_a_vote_that_is_changed(self, five: given.Kelompok):
        siti, rina, tono, wati, joko = five.people
        for voter in (siti, rina, tono):
            vote(voter, rina)
        for voter in (siti, tono, wati):
            vote(voter, joko)

        assert leader_of(five) == (joko.person_id, True)
        assert db.session.query(LeaderVote).count() == 4

    def test_is_chosen_by_those_who_stay_when_one_leaves(self):
        four = given.group(4)
        _siti, rina, tono, wati = four.people
        vote(rina, rina)
        vote(tono, rina)
        assert leader_of(four) == (four.leader.person_id, False)

        grouping.leave(actor_id=wati.id, at=NOON)

        assert leader_of(four) == (rina.person_id, True)

    def test_who_goes_is_followed_by_the_longest_member_and_takes_votes_along(
        self, five: given.Kelompok
    ):
        siti, rina, tono, wati, _joko = five.people
        for voter in (rina, tono, wati):
            vote(voter, rina)

        grouping.leave(actor_id=rina.id, at=NOON)

        assert leader_of(five) == (siti.person_id, False)
        assert db.session.query(LeaderVote).count() == 0

    def test_sends_the_groups_application(self, five: given.Kelompok):
        desk = given.bank()
        public_id = given.draft(desk, {five.leader: 3_000_000}, product_code="kelompok")

        for voter in five.people[:3]:
            vote(voter, five.people[1])

        assert given.application(public_id).applicant_id == five.people[1].person_id

    def test_is_voted_for_by_and_among_members_alone(self, five: given.Kelompok):
        stranger = given.group(1).leader
        with pytest.raises(NoSuchMember):
            vote(five.leader, stranger)
        with pytest.raises(NoSuchMember):
            vote(stranger, five.leader)
        with pytest.raises(NotPermitted):
            vote(given.owner("Orang Lain"), five.leader)

    def test_is_one_however_many_vote_at_once(self, app: Flask, five: given.Kelompok):
        rina, joko = five.people[1], five.people[4]
        ballots = [(five.people[0], rina), (rina, rina), (five.people[2], rina), (joko, joko)]

        outcomes = at_once(app, [partial(vote, voter, wanted) for voter, wanted in ballots])

        assert outcomes == [None] * 4
        assert leader_of(five) == (rina.person_id, True)


class TestRemoval:
    def test_takes_more_than_half_of_all_members(self, five: given.Kelompok):
        siti, rina, tono, _wati, joko = five.people
        desk = given.bank()
        draft = given.draft(desk, {siti: 3_000_000, joko: 3_000_000}, product_code="kelompok")

        assert [want_gone(voter, joko) for voter in (siti, rina, rina)] == [False] * 3
        assert want_gone(tono, joko)

        assert membership_of(joko).status is MembershipStatus.REMOVED
        assert told(joko)[-1] == "membership_removed"
        assert db.session.query(RemovalVote).count() == 0
        lines = given.application(draft).lines
        assert [line.status for line in lines] == [LineStatus.READY, LineStatus.REMOVED]

    def test_follows_once_the_members_are_fewer_and_the_votes_enough(self, five: given.Kelompok):
        siti, rina, tono, wati, joko = five.people
        for voter in (siti, rina):
            assert not want_gone(voter, joko)
        grouping.leave(actor_id=tono.id, at=NOON)
        assert membership_of(joko).status is MembershipStatus.ACCEPTED

        grouping.leave(actor_id=wati.id, at=NOON)

        db.session.rollback()
        assert membership_of(joko).status is MembershipStatus.REMOVED
        assert told(joko)[-1] == "membership_removed"

    def test_vote_can_be_taken_back(self, five: given.Kelompok):
        siti, rina, tono, wati, joko = five.people
        for voter in (siti, rina):
            want_gone(voter, joko)

        for _twice in range(2):
            group_voting.take_back_removal_vote(
                actor_id=siti.id, member_public_id=membership_of(joko).public_id, at=NOON
            )

        assert not want_gone(tono, joko)
        assert want_gone(wati, joko)

    def test_is_over_once_an_application_was_sent(self, five: given.Kelompok):
        parts = dict.fromkeys(five.people[:3], 3_000_000)
        given.submitted(given.bank(), parts, product_code="kelompok")

        with pytest.raises(TooLateToRemove):
            want_gone(five.leader, five.people[4])

    def test_is_of_others_in_the_own_group(self, five: given.Kelompok):
        for target in (five.leader, given.group(1).leader):
            with pytest.raises(NoSuchMember):
                want_gone(five.leader, target)

    def test_happens_once_when_the_last_votes_come_at_once(self, app: Flask, five: given.Kelompok):
        siti, rina, tono, wati, joko = five.people
        for voter in (siti, rina):
            want_gone(voter, joko)
        membership_id = membership_of(joko).public_id

        outcomes = at_once(
            app,
            [
                partial(
                    group_voting.vote_to_remove,
                    actor_id=voter.id,
                    member_public_id=membership_id,
                    at=NOON,
                )
                for voter in (tono, wati)
            ],
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoSuchMember", "bool"]
        assert told(joko).count("membership_removed") == 1
