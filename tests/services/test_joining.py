"""People come into a group by its code: they ask, and the leader answers."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.join_codes import ALPHABET, LIFE, MOST_WRONG, WRONG_PERIOD, new_code
from harkat.domain.joining import MOST_REQUESTS, REQUEST_LIFE, REQUEST_PERIOD
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import JoinRequestStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.joining import JoinRequest, WrongCode
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.services import group_codes, grouping, joining
from harkat.services.group_codes import CodeAnswer, NoSuchCode
from harkat.services.joining import AskedAlready, RequestGone, TooManyRequests
from harkat.services.membership import GroupFull, InGroupAlready
from tests import given
from tests.groups import asked, code_of, membership_of, told
from tests.moments import NOON
from tests.rules import set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

NO_GROUP = new_code(lambda _alphabet: ALPHABET[0])


def answer(leader: given.Somebody, request: str, *, is_accepted: bool = True, at=NOON) -> None:
    joining.answer_request(
        actor_id=leader.id, request_public_id=request, is_accepted=is_accepted, at=at
    )


def find(somebody: given.Somebody, code: str, *, at=NOON) -> CodeAnswer:
    return group_codes.find_by_code(actor_id=somebody.id, code=code, at=at)


def request_of(public_id: str) -> JoinRequest:
    db.session.rollback()
    return db.session.scalars(db.select(JoinRequest).filter_by(public_id=public_id)).one()


@pytest.fixture
def kelompok() -> given.Kelompok:
    """A group of two."""
    return given.group(2, is_trained=False)


@pytest.fixture
def tono() -> given.Somebody:
    """Tono, who was told the code."""
    return given.owner("Tono Contoh")


class TestCode:
    def test_is_made_anew_by_the_leader_alone(self, kelompok: given.Kelompok):
        first = code_of(kelompok)
        second = code_of(kelompok)

        assert first != second
        with pytest.raises(NotPermitted):
            group_codes.make_code(
                actor_id=kelompok.people[1].id,
                group_public_id=kelompok.public_id,
                key=given.key(),
                at=NOON,
            )

    def test_opens_its_group_until_it_ends_or_is_changed(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        old = code_of(kelompok)
        assert find(tono, old).group_public_id == kelompok.public_id
        assert find(tono, old, at=NOON + LIFE).group_public_id is None

        new = code_of(kelompok)

        assert find(tono, old).group_public_id is None
        assert find(tono, new).group_public_id == kelompok.public_id

    def test_stands_in_no_audit_and_no_record_of_forms(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        code = code_of(kelompok)
        asked(tono, code)

        kept = [
            *db.session.scalars(db.select(AuditEvent.details)),
            *db.session.scalars(db.select(IdempotencyRecord.result)),
        ]
        assert code not in repr(kept)

    def test_cannot_be_guessed(self, kelompok: given.Kelompok, tono: given.Somebody):
        code = code_of(kelompok)
        for number in range(MOST_WRONG):
            assert find(tono, NO_GROUP, at=NOON + timedelta(seconds=number)) == CodeAnswer()

        assert find(tono, code).again_at == NOON + WRONG_PERIOD
        with pytest.raises(NoSuchCode):
            asked(tono, code)
        assert find(tono, code, at=NOON + WRONG_PERIOD).group_public_id == kelompok.public_id
        # The wait is the guesser's own.
        assert find(given.owner("Wati Contoh"), code).group_public_id == kelompok.public_id

    def test_counts_every_wrong_try_even_of_many_at_once(self, app: Flask, tono: given.Somebody):
        at_once(app, [partial(find, tono, NO_GROUP) for _ in range(4)])

        db.session.rollback()
        assert db.session.query(WrongCode).filter_by(account_id=tono.id).count() == 4

    def test_of_a_dissolved_group_opens_nothing(self, tono: given.Somebody):
        alone = given.group(1)
        code = code_of(alone)
        request = asked(tono, code)

        grouping.leave(actor_id=alone.leader.id, at=NOON)

        assert find(tono, code).group_public_id is None
        assert request_of(request).status is JoinRequestStatus.LAPSED


class TestRequest:
    def test_becomes_a_membership_when_the_leader_says_yes(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        request = asked(tono, code_of(kelompok))
        assert told(kelompok.leader)[-1] == "join_asked"

        answer(kelompok.leader, request)

        member = membership_of(tono)
        assert (member.status, member.liability_text_version, member.group.public_id) == (
            MembershipStatus.ACCEPTED,
            LIABILITY_TEXT_VERSION,
            kelompok.public_id,
        )
        assert told(tono)[-1] == "join_accepted"
        with pytest.raises(RequestGone):
            answer(kelompok.leader, request)

    def test_makes_nobody_a_member_by_itself(self, kelompok: given.Kelompok, tono: given.Somebody):
        asked(tono, code_of(kelompok))

        assert len(given.stored_group(kelompok.public_id).members) == 2

    def test_is_answered_by_the_leader_of_this_group_alone(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        request = asked(tono, code_of(kelompok))

        for somebody in (kelompok.people[1], tono, given.group(1).leader):
            with pytest.raises(NotPermitted):
                answer(somebody, request)
        assert request_of(request).status is JoinRequestStatus.OPEN

    def test_can_be_refused_and_made_again(self, kelompok: given.Kelompok, tono: given.Somebody):
        code = code_of(kelompok)
        answer(kelompok.leader, asked(tono, code), is_accepted=False)

        assert told(tono)[-1] == "join_refused"
        answer(kelompok.leader, asked(tono, code))
        assert membership_of(tono).status is MembershipStatus.ACCEPTED

    def test_is_one_for_each_group(self, kelompok: given.Kelompok, tono: given.Somebody):
        code = code_of(kelompok)
        asked(tono, code)

        with pytest.raises(AskedAlready):
            asked(tono, code)

    def test_lapses_and_can_be_made_again(self, kelompok: given.Kelompok, tono: given.Somebody):
        later = NOON + REQUEST_LIFE
        old = asked(tono, code_of(kelompok))

        with pytest.raises(RequestGone):
            answer(kelompok.leader, old, at=later)
        answer(kelompok.leader, asked(tono, code_of(kelompok, at=later), at=later), at=later)

        assert request_of(old).status is JoinRequestStatus.LAPSED

    def test_is_taken_back_by_its_maker_alone(self, kelompok: given.Kelompok, tono: given.Somebody):
        request = asked(tono, code_of(kelompok))
        with pytest.raises(RequestGone):
            joining.withdraw_request(
                actor_id=kelompok.leader.id, request_public_id=request, at=NOON
            )

        joining.withdraw_request(actor_id=tono.id, request_public_id=request, at=NOON)

        assert request_of(request).status is JoinRequestStatus.WITHDRAWN

    def test_is_refused_to_whoever_is_in_a_group(self, kelompok: given.Kelompok):
        with pytest.raises(InGroupAlready):
            asked(given.group(1).leader, code_of(kelompok))

    def test_ends_when_its_maker_joins_another_group(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        other = given.group(1)
        here, there = asked(tono, code_of(kelompok)), asked(tono, code_of(other))

        answer(other.leader, there)

        assert request_of(here).status is JoinRequestStatus.WITHDRAWN

    def test_closes_an_invitation_to_the_same_number(
        self, kelompok: given.Kelompok, tono: given.Somebody
    ):
        grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Tono",
            phone=tono.phone,
            key=given.key(),
            at=NOON,
        )

        answer(kelompok.leader, asked(tono, code_of(kelompok)))

        statuses = [member.status for member in given.stored_group(kelompok.public_id).members]
        assert statuses == [
            MembershipStatus.ACCEPTED,
            MembershipStatus.ACCEPTED,
            MembershipStatus.REMOVED,
            MembershipStatus.ACCEPTED,
        ]

    def test_is_limited_to_some_groups_a_day(self, tono: given.Somebody):
        codes = [code_of(given.group(1)) for _ in range(MOST_REQUESTS + 1)]
        for code in codes[:-1]:
            asked(tono, code)

        with pytest.raises(TooManyRequests):
            asked(tono, codes[-1])
        asked(tono, codes[-1], at=NOON + REQUEST_PERIOD)


class TestLastPlace:
    def test_goes_to_one_of_two_who_come_at_once(self, app: Flask, kelompok: given.Kelompok):
        set_rule("group_size_max", "3")
        code = code_of(kelompok)
        requests = [asked(given.owner(name), code) for name in ("Tono Contoh", "Wati Contoh")]

        outcomes = at_once(app, [partial(answer, kelompok.leader, each) for each in requests])

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["GroupFull", "NoneType"]
        db.session.rollback()
        assert len(given.stored_group(kelompok.public_id).members) == 3

    def test_goes_to_the_invited_or_to_who_asked(
        self, app: Flask, kelompok: given.Kelompok, tono: given.Somebody
    ):
        set_rule("group_size_max", "3")
        wati = given.owner("Wati Contoh")
        request = asked(tono, code_of(kelompok))
        invitation = grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Wati",
            phone=wati.phone,
            key=given.key(),
            at=NOON,
        )

        outcomes = at_once(
            app,
            [
                partial(answer, kelompok.leader, request),
                partial(
                    grouping.accept, actor_id=wati.id, invitation_public_id=invitation, at=NOON
                ),
            ],
        )

        assert sum(isinstance(outcome, GroupFull) for outcome in outcomes) == 1, outcomes
