"""Groups that look for members and owners who look for a group find each other, if they want."""

from datetime import timedelta

import pytest

from harkat.domain.bank_room import BankRoom
from harkat.domain.joining import MARK_LIFE
from harkat.domain.people import BusinessPlace, Sector
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.domain.statuses import MembershipStatus
from harkat.extensions import db
from harkat.models.joining import MemberSearch
from harkat.queries import bank_choice, group_finding
from harkat.services import group_searching, grouping, joining, registration
from harkat.services.group_searching import SearchGone, TooManyWanted
from harkat.services.grouping import BusinessFirst
from harkat.services.membership import GroupFull, InGroupAlready
from tests import given
from tests.groups import membership_of, told
from tests.moments import NOON
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

SAME_KECAMATAN = "15.71.10.1001"
FAR_AWAY = "15.71.06.1001"


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id, role=Role.BUSINESS_OWNER, bank_id=None, person_id=somebody.person_id
    )


def seek(kelompok: given.Kelompok, wanted: int = 2, *, at=NOON) -> None:
    group_searching.seek_members(
        actor_id=kelompok.leader.id, group_public_id=kelompok.public_id, wanted=wanted, at=at
    )


def seeking(name: str, *, kelurahan_code: str = given.LEGOK, at=NOON) -> given.Somebody:
    somebody = given.owner(name, kelurahan_code=kelurahan_code, at=at)
    group_searching.seek_group(actor_id=somebody.id, at=at)
    return somebody


def ask(somebody: given.Somebody, kelompok: given.Kelompok, *, at=NOON) -> str:
    return group_searching.ask_by_list(
        actor_id=somebody.id, group_public_id=kelompok.public_id, key=given.key(), at=at
    )


def invite(kelompok: given.Kelompok, search: str, *, by: given.Somebody | None = None) -> None:
    group_searching.invite_seeker(
        actor_id=(by or kelompok.leader).id,
        group_public_id=kelompok.public_id,
        search_public_id=search,
        key=given.key(),
        at=NOON,
    )


def owners_for(somebody: given.Somebody, *, at=NOON) -> list[str]:
    found = group_finding.seeking_owners(viewer_of(somebody), at=at)
    return [owner.first_name for owner in found]


def groups_for(somebody: given.Somebody, *, at=NOON) -> list[str]:
    found = group_finding.own_search(viewer_of(somebody), at=at).groups
    return [group.public_id for group in found]


@pytest.fixture
def kelompok() -> given.Kelompok:
    """A group of two in Legok."""
    return given.group(2, is_trained=False)


class TestSeekingGroup:
    def test_is_shown_without_anybodys_name_to_owners_nearby(self, kelompok: given.Kelompok):
        seek(kelompok)
        near, far = (
            given.owner("Tono", kelurahan_code=SAME_KECAMATAN),
            given.owner("Wati", kelurahan_code=FAR_AWAY),
        )

        [shown] = group_finding.own_search(viewer_of(near), at=NOON).groups

        assert (shown.name, shown.size, shown.wanted, shown.sectors) == (
            "Mawar",
            2,
            2,
            (Sector.FOOD,),
        )
        assert "Contoh" not in repr(shown)
        assert groups_for(far) == []
        set_rule("kelurahan_rule", "same_kelurahan")
        assert groups_for(near) == []

    def test_is_gone_at_once_when_switched_off_and_after_sixty_days(self, kelompok: given.Kelompok):
        tono = given.owner("Tono")
        seek(kelompok)
        assert groups_for(tono, at=NOON + MARK_LIFE - timedelta(seconds=1)) != []
        assert groups_for(tono, at=NOON + MARK_LIFE) == []

        for _twice in range(2):
            group_searching.stop_seeking_members(
                actor_id=kelompok.leader.id, group_public_id=kelompok.public_id, at=NOON
            )

        assert groups_for(tono) == []
        with pytest.raises(SearchGone):
            ask(tono, kelompok)

    def test_is_marked_by_its_leader_alone_for_places_there_are(self, kelompok: given.Kelompok):
        with pytest.raises(NotPermitted):
            group_searching.seek_members(
                actor_id=kelompok.people[1].id,
                group_public_id=kelompok.public_id,
                wanted=1,
                at=NOON,
            )
        for wanted in (0, 49):
            with pytest.raises(TooManyWanted):
                seek(kelompok, wanted)

    def test_counts_down_as_people_come_and_ends_by_itself(self, kelompok: given.Kelompok):
        seek(kelompok, 2)
        for name, left in (("Tono Contoh", 1), ("Wati Contoh", None)):
            guest = given.owner(name)
            joining.answer_request(
                actor_id=kelompok.leader.id,
                request_public_id=ask(guest, kelompok),
                is_accepted=True,
                at=NOON,
            )
            grouping.accept(
                actor_id=guest.id, invitation_public_id=given.invitation_of(guest), at=NOON
            )
            assert db.session.scalar(db.select(MemberSearch.wanted)) == left


class TestRequestByList:
    def test_leads_to_an_invitation_that_needs_the_own_yes(self, kelompok: given.Kelompok):
        seek(kelompok)
        tono = given.owner("Tono Rahasia")

        joining.answer_request(
            actor_id=kelompok.leader.id,
            request_public_id=ask(tono, kelompok),
            is_accepted=True,
            at=NOON,
        )

        invited = given.stored_group(kelompok.public_id).members[-1]
        assert (invited.status, invited.person_id, invited.invited_name) == (
            MembershipStatus.INVITED,
            None,
            "Tono",
        )
        assert told(tono)[-1] == "group_invites"
        grouping.accept(actor_id=tono.id, invitation_public_id=given.invitation_of(tono), at=NOON)
        assert membership_of(tono).status is MembershipStatus.ACCEPTED

    def test_is_for_owners_nearby_with_a_business(self, kelompok: given.Kelompok):
        seek(kelompok)

        with pytest.raises(SearchGone):
            ask(given.owner("Jauh", kelurahan_code=FAR_AWAY), kelompok)
        with pytest.raises(BusinessFirst):
            ask(given.owner("Baru", kelurahan_code=None), kelompok)


class TestSeekingOwner:
    def test_is_shown_by_first_name_to_leaders_of_seeking_groups_nearby(
        self, kelompok: given.Kelompok
    ):
        seeking("Tono Rahasia", kelurahan_code=SAME_KECAMATAN)
        seeking("Wati Rahasia", kelurahan_code=FAR_AWAY)
        assert owners_for(kelompok.leader) == []

        seek(kelompok)

        assert owners_for(kelompok.leader) == ["Tono"]
        assert owners_for(kelompok.people[1]) == []
        set_rule("kelurahan_rule", "same_kelurahan")
        assert owners_for(kelompok.leader) == []
        set_rule("kelurahan_rule", "city")
        assert owners_for(kelompok.leader) == ["Wati", "Tono"]

    def test_is_of_a_kind_of_business_the_group_has(self, kelompok: given.Kelompok):
        seek(kelompok)
        tailor = given.owner("Tono Rahasia")
        registration.describe_business(
            actor_id=tailor.id,
            name="Jahit",
            sector=Sector.CLOTHING,
            place=BusinessPlace.HOME,
            kelurahan_code=given.LEGOK,
            address="Jalan Contoh 1",
            started_on=NOON.date() - timedelta(days=900),
            nib=None,
            key=given.key(),
            at=NOON,
        )
        group_searching.seek_group(actor_id=tailor.id, at=NOON)

        assert owners_for(kelompok.leader) == []

    def test_is_gone_at_once_when_switched_off_and_after_sixty_days(self, kelompok: given.Kelompok):
        seek(kelompok, at=NOON)
        tono = seeking("Tono Rahasia")
        seek(kelompok, at=NOON + MARK_LIFE)
        assert owners_for(kelompok.leader, at=NOON + MARK_LIFE) == []
        [shown] = group_finding.seeking_owners(viewer_of(kelompok.leader), at=NOON)

        for _twice in range(2):
            group_searching.stop_seeking_group(actor_id=tono.id, at=NOON)

        assert owners_for(kelompok.leader) == []
        with pytest.raises(SearchGone):
            invite(kelompok, shown.public_id)

    def test_can_be_invited_and_joins_with_the_own_yes(self, kelompok: given.Kelompok):
        seek(kelompok)
        tono = seeking("Tono Rahasia")
        [shown] = group_finding.seeking_owners(viewer_of(kelompok.leader), at=NOON)
        with pytest.raises(NotPermitted):
            invite(kelompok, shown.public_id, by=kelompok.people[1])

        for _twice in range(2):
            invite(kelompok, shown.public_id)
        grouping.accept(actor_id=tono.id, invitation_public_id=given.invitation_of(tono), at=NOON)

        assert told(tono).count("group_invites") == 1
        assert owners_for(kelompok.leader) == []
        with pytest.raises(InGroupAlready):
            group_searching.seek_group(actor_id=tono.id, at=NOON)

    def test_is_not_invited_into_a_full_group(self, kelompok: given.Kelompok):
        seek(kelompok)
        seeking("Tono Rahasia")
        [shown] = group_finding.seeking_owners(viewer_of(kelompok.leader), at=NOON)
        set_rule("group_size_max", "2")

        with pytest.raises(GroupFull):
            invite(kelompok, shown.public_id)


class TestOpenBanks:
    def test_stand_by_name_or_with_most_left_first_and_tell_no_sum(self):
        sizes = {given.bank(slice_amount=amount).code: amount for amount in (0, 50_000_000, 10**9)}
        small, middle, big = sizes

        def rooms() -> dict[str, BankRoom]:
            return {
                bank.code: bank.room
                for bank in bank_choice.open_banks(product_id=None, on=given.TODAY)
            }

        assert list(rooms()) == sorted(sizes)
        set_rule("bank_routing", "most_available")
        assert rooms() == {
            big: BankRoom.PLENTY,
            middle: BankRoom.NEARLY_GONE,
            small: BankRoom.GONE,
        }
        assert list(rooms()) == [big, middle, small]
