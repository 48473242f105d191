"""More than half of a group decides who leads it and who has to go."""

from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.group_votes import (
    chosen,
    counted,
    is_voted_out,
    leader_after,
    majority_of,
)

people = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)
ballots = st.dictionaries(st.integers(1, 14), st.integers(1, 14))

SITI, RINA, TONO, WATI, JOKO = range(1, 6)
FIVE = [SITI, RINA, TONO, WATI, JOKO]


class TestMajority:
    @given(size=st.integers(1, 1000))
    def test_is_the_fewest_that_are_more_than_half(self, size: int):
        assert 2 * majority_of(size) > size
        assert 2 * (majority_of(size) - 1) <= size


class TestLeader:
    def test_is_whom_three_of_five_want(self):
        votes = {SITI: RINA, RINA: RINA, TONO: RINA}

        assert chosen(votes, members=FIVE) == RINA

    def test_is_nobody_with_exactly_half(self):
        assert chosen({SITI: RINA, RINA: RINA}, members=FIVE[:4]) is None

    @given(votes=ballots, members=people)
    def test_has_the_votes_of_more_than_half_of_all_members(
        self, votes: dict[int, int], members: list[int]
    ):
        leader = chosen(votes, members=members)

        counts = counted(votes, members=members)
        enough = {who for who, count in counts.items() if 2 * count > len(members)}
        assert enough == ({leader} if leader is not None else set())
        assert sum(counts.values()) <= len(members)

    @given(votes=ballots, members=people)
    def test_does_not_depend_on_votes_of_strangers(self, votes: dict[int, int], members: list[int]):
        own = {voter: who for voter, who in votes.items() if voter in members and who in members}

        assert chosen(votes, members=members) == chosen(own, members=members)

    @given(votes=ballots, members=people, before=st.integers(1, 14), was_chosen=st.booleans())
    def test_is_always_a_member(
        self, votes: dict[int, int], members: list[int], before: int, *, was_chosen: bool
    ):
        leader, is_chosen = leader_after(
            votes, members=members, before=before, was_chosen=was_chosen
        )

        assert leader in members
        assert is_chosen or leader == members[0]

    def test_acts_as_the_longest_member_until_one_is_chosen(self):
        assert leader_after({}, members=FIVE, before=TONO, was_chosen=False) == (SITI, False)

    def test_once_chosen_leads_on_while_the_members_are_divided(self):
        votes = {SITI: RINA, RINA: TONO}

        assert leader_after(votes, members=FIVE, before=WATI, was_chosen=True) == (WATI, True)

    def test_who_is_gone_is_followed_by_the_longest_member(self):
        assert leader_after({}, members=FIVE[:4], before=JOKO, was_chosen=True) == (SITI, False)


class TestVotedOut:
    @given(voters=st.sets(st.integers(1, 14)), members=people, target=st.integers(1, 14))
    def test_needs_more_than_half_of_all_members_without_the_own_vote(
        self, voters: set[int], members: list[int], target: int
    ):
        counting = (voters & set(members)) - {target}

        expected = target in members and 2 * len(counting) > len(members)
        assert is_voted_out(voters, target=target, members=members) == expected

    def test_is_never_the_work_of_one_of_two(self):
        assert not is_voted_out({SITI}, target=RINA, members=[SITI, RINA])
