"""A group of the demo that can be found: it has a code, looks for members and chose its leader."""

from datetime import datetime

from harkat.cli.demo.owners import Kelompok
from harkat.domain.group_votes import majority_of
from harkat.queries import own_group
from harkat.services import group_codes, group_searching, group_voting
from harkat.services.authority import owner


def be_found(group: Kelompok, at: datetime) -> None:
    """Let the founder make a code and look for members, and more than half want the founder."""
    founder = group.owners[0]
    group_codes.make_code(
        actor_id=founder.account_id, group_public_id=group.public_id, key=founder.key, at=at
    )
    group_searching.seek_members(
        actor_id=founder.account_id, group_public_id=group.public_id, wanted=2, at=at
    )
    viewer, _person_id = owner(founder.account_id)
    found = own_group.group(viewer, at=at)
    assert found is not None
    chosen = next(member.public_id for member in found.members if member.is_leader)
    for voter in group.owners[: majority_of(len(group.owners))]:
        group_voting.vote_for_leader(actor_id=voter.account_id, member_public_id=chosen, at=at)
