"""The other borrowers choose what becomes of a blocked part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.group_choice import (
    BLOCKING,
    BlockedChoice,
    chosen,
    offered,
    voices,
    wait_until,
)
from harkat.domain.group_votes import majority_of
from harkat.domain.reasons import ReasonCode

GO_ON, REPLACE, WAIT = BlockedChoice.GO_ON, BlockedChoice.REPLACE, BlockedChoice.WAIT

votes_of_people = st.dictionaries(
    st.integers(min_value=1, max_value=8), st.sampled_from(BlockedChoice)
)
people = st.sets(st.integers(min_value=1, max_value=8))


class TestOffer:
    def test_is_all_three_while_enough_borrow_without(self):
        assert offered(others=3, minimum=3) == (GO_ON, REPLACE, WAIT)

    def test_leaves_out_going_on_with_too_few(self):
        assert offered(others=2, minimum=3) == (REPLACE, WAIT)


class TestChoice:
    @pytest.mark.parametrize(
        ("votes", "expected"),
        [
            ({}, None),
            ({1: GO_ON, 2: GO_ON}, None),
            ({1: GO_ON, 2: GO_ON, 3: GO_ON}, GO_ON),
            ({1: WAIT, 2: WAIT, 3: WAIT, 4: GO_ON}, WAIT),
            ({1: REPLACE, 2: REPLACE, 3: WAIT, 4: WAIT}, None),
            # Whoever does not borrow, or is blocked, has no voice.
            ({1: REPLACE, 2: REPLACE, 9: REPLACE}, None),
        ],
    )
    def test_is_what_more_than_half_of_four_want(self, votes, expected):
        assert chosen(votes, voters={1, 2, 3, 4}, minimum=3) is expected

    def test_cannot_be_to_go_on_with_too_few(self):
        assert chosen({1: GO_ON, 2: GO_ON}, voters={1, 2}, minimum=3) is None

    @given(votes=votes_of_people, voters=people, minimum=st.integers(min_value=0, max_value=5))
    def test_has_more_than_half_of_all_voices_and_was_offered(self, votes, voters, minimum):
        choice = chosen(votes, voters=voters, minimum=minimum)

        counted = voices(votes, voters=voters)
        assert sum(counted.values()) <= len(voters)
        if choice is None:
            allowed = offered(others=len(voters), minimum=minimum)
            assert all(counted.get(each, 0) < majority_of(len(voters)) for each in allowed)
        else:
            assert 2 * counted[choice] > len(voters)
            assert choice in offered(others=len(voters), minimum=minimum)

    @given(votes=votes_of_people, voters=people)
    def test_does_not_change_by_a_voice_that_does_not_count(self, votes, voters):
        with_stranger = {**votes, 99: GO_ON}

        assert chosen(with_stranger, voters=voters, minimum=0) is chosen(
            votes, voters=voters, minimum=0
        )


class TestWaiting:
    def test_lasts_days_of_the_calendar(self):
        assert wait_until(date(2026, 11, 23), days=30) == date(2026, 12, 23)


class TestBlockingReason:
    def test_is_none_that_is_mended_in_the_file(self):
        mended = {ReasonCode.DOK_1, ReasonCode.DATA_1, ReasonCode.MAMPU_1, ReasonCode.KEL_1}

        assert set(BLOCKING) == set(ReasonCode) - mended
