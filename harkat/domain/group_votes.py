"""What a group's members decide by more than half of them: who leads, and who has to go."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence


def majority_of(size: int) -> int:
    """Return the fewest votes that are more than half of `size` members."""
    return size // 2 + 1


def counted(votes: Mapping[int, int], *, members: Collection[int]) -> Counter[int]:
    """Return the votes for each candidate; only members vote, and only for members.

    `votes` holds one candidate for each voter.
    """
    return Counter(
        candidate for voter, candidate in votes.items() if voter in members and candidate in members
    )


def chosen(votes: Mapping[int, int], *, members: Collection[int]) -> int | None:
    """Return whom more than half of all members want as leader, or None if nobody."""
    needed = majority_of(len(members))
    winners = [who for who, count in counted(votes, members=members).items() if count >= needed]
    return winners[0] if winners else None


def leader_after(
    votes: Mapping[int, int], *, members: Sequence[int], before: int, was_chosen: bool
) -> tuple[int, bool]:
    """Return who leads now, and whether by the members' choice.

    `members` stand in the order they joined. A chosen leader leads on until more than half want
    another or the leader is gone; then the longest member acts.
    """
    choice = chosen(votes, members=members)
    if choice is not None:
        return choice, True
    if was_chosen and before in members:
        return before, True
    return members[0], False


def is_voted_out(voters: Collection[int], *, target: int, members: Collection[int]) -> bool:
    """Tell whether more than half of all members want one of them to go."""
    counting = {voter for voter in voters if voter in members and voter != target}
    return target in members and len(counting) >= majority_of(len(members))
