"""What a group can borrow is the lower of its ceiling and that of its members; what it lacks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.bank_room import BankRoom, room_of
from harkat.domain.group_capacity import (
    Capacity,
    MemberFacts,
    Missing,
    capacity,
    highest_amount,
    is_near,
)
from harkat.domain.joining import first_name
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import CeilingBasis, KelurahanRule, TrainingRule, rules

RULES = rules({})
LEGOK, SUNGAI_PUTRI, TALANG_BANJAR = "15.71.10.1003", "15.71.10.1001", "15.71.06.1001"
READY = MemberFacts(kelurahan_code=LEGOK, has_data=True, has_training=True)


def of(*members: MemberFacts, is_leader_chosen: bool = True, **changes: object) -> Capacity:
    return capacity(
        rules=replace(RULES, **changes), members=members, is_leader_chosen=is_leader_chosen
    )


class TestAmount:
    @pytest.mark.parametrize(
        ("basis", "borrowers", "amount"),
        [
            (CeilingBasis.BOTH, 0, 0),
            (CeilingBasis.BOTH, 1, 10_000_000),
            (CeilingBasis.BOTH, 2, 20_000_000),
            (CeilingBasis.BOTH, 38, 20_000_000),
            (CeilingBasis.MEMBER, 3, 30_000_000),
            (CeilingBasis.GROUP, 1, 20_000_000),
            (CeilingBasis.GROUP, 0, 0),
        ],
    )
    def test_follows_the_basis(self, basis: CeilingBasis, borrowers: int, amount: int):
        found = highest_amount(rules=replace(RULES, ceiling_basis=basis), borrowers=borrowers)

        assert found == Rupiah(amount)

    @given(borrowers=st.integers(0, 60))
    def test_never_falls_when_somebody_joins(self, borrowers: int):
        assert highest_amount(rules=RULES, borrowers=borrowers) <= highest_amount(
            rules=RULES, borrowers=borrowers + 1
        )


class TestMissing:
    def test_is_nothing_for_five_who_are_ready(self):
        assert of(*[READY] * 5) == Capacity(amount=Rupiah(20_000_000), size=5, missing=())

    def test_counts_members_leader_data_and_training(self):
        members = [replace(READY, has_data=False), replace(READY, has_training=False), READY, READY]

        assert of(*members, is_leader_chosen=False).missing == (
            (Missing.MEMBERS, 1),
            (Missing.LEADER, 1),
            (Missing.DATA, 1),
            (Missing.TRAINING, 1),
        )

    def test_leaves_training_out_where_the_programme_does_not_ask_for_it(self):
        members = [replace(READY, has_training=False)] * 5

        assert of(*members, training_rule=TrainingRule.NONE).missing == ()

    @pytest.mark.parametrize(
        ("rule", "places", "missing"),
        [
            (KelurahanRule.SAME_KECAMATAN, [LEGOK, SUNGAI_PUTRI, TALANG_BANJAR], 1),
            (KelurahanRule.SAME_KECAMATAN, [LEGOK, SUNGAI_PUTRI, LEGOK, TALANG_BANJAR], 0),
            (KelurahanRule.SAME_KELURAHAN, [LEGOK, SUNGAI_PUTRI, TALANG_BANJAR], 2),
            (KelurahanRule.CITY, [LEGOK, SUNGAI_PUTRI, TALANG_BANJAR], 0),
            (KelurahanRule.SAME_KELURAHAN, [LEGOK, None, None], 0),
        ],
    )
    def test_counts_borrowers_near_each_other(
        self, rule: KelurahanRule, places: list[str | None], missing: int
    ):
        members = [replace(READY, kelurahan_code=place) for place in places]

        found = dict(of(*members, kelurahan_rule=rule, group_size_min=1).missing)

        assert found.get(Missing.BORROWERS_NEAR, 0) == missing

    def test_flags_members_of_one_family_card_beyond_the_first(self):
        members = [replace(READY, family_card=card) for card in ("a", "a", "a", "b", None)]

        assert of(*members).missing == ((Missing.FAMILY_CARD, 2),)
        assert of(*members, per_family_card_max=3).missing == ()


class TestNearness:
    @pytest.mark.parametrize(
        ("rule", "other", "expected"),
        [
            (KelurahanRule.SAME_KELURAHAN, LEGOK, True),
            (KelurahanRule.SAME_KELURAHAN, SUNGAI_PUTRI, False),
            (KelurahanRule.SAME_KECAMATAN, SUNGAI_PUTRI, True),
            (KelurahanRule.SAME_KECAMATAN, TALANG_BANJAR, False),
            (KelurahanRule.CITY, TALANG_BANJAR, True),
        ],
    )
    def test_follows_the_rule(self, rule: KelurahanRule, other: str, *, expected: bool):
        assert is_near(rule, LEGOK, other) is expected


class TestBankRoom:
    @pytest.mark.parametrize(
        ("available", "room"),
        [
            (0, BankRoom.GONE),
            (249_999, BankRoom.GONE),
            (250_000, BankRoom.NEARLY_GONE),
            (99_999_999, BankRoom.NEARLY_GONE),
            (100_000_000, BankRoom.PLENTY),
        ],
    )
    def test_is_a_word_and_no_sum(self, available: int, room: BankRoom):
        found = room_of(
            Rupiah(available),
            group_ceiling=RULES.group_ceiling,
            smallest_line=RULES.smallest_line,
        )

        assert found is room


class TestFirstName:
    def test_is_all_that_strangers_are_told(self):
        assert first_name("Siti Aminah binti Contoh") == "Siti"
