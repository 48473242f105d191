"""What stands in the way of an application: each rule alone, on the limit and just beyond it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from harkat.domain.documents import DocumentKind
from harkat.domain.eligibility import (
    BorrowerFacts,
    GroupFacts,
    Obstacle,
    ObstacleCode,
    obstacles,
    training_obstacles,
)
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import (
    CeilingBasis,
    KelurahanRule,
    Rules,
    TrainingRule,
    rules,
)
from tests.moments import TODAY

DEFAULTS = rules({})
SITI = BorrowerFacts(
    person_id=1,
    birth_on=date(1988, 6, 5),
    has_person_data=True,
    has_business=True,
    has_money=True,
    business_started_on=date(2021, 5, 1),
    kelurahan_code="15.71.10.1003",
    has_account_no=True,
    has_consents=True,
    has_running_loan=False,
    training_completed_on=date(2026, 10, 24),
    documents=frozenset(DEFAULTS.documents_required),
    amount=Rupiah(5_000_000),
)
RINA, TONO = replace(SITI, person_id=2), replace(SITI, person_id=3)
COMPLETE = GroupFacts(is_complete=True)


def of_siti(given_rules: Rules = DEFAULTS, **facts: Any) -> tuple[Obstacle, ...]:
    """Return what stands in the way of Siti alone, some facts about her being different."""
    return obstacles(rules=given_rules, borrowers=[replace(SITI, **facts)], group=None, on=TODAY)


def of_group(
    borrowers: Sequence[BorrowerFacts] = (SITI, RINA, TONO),
    *,
    group: GroupFacts = COMPLETE,
    **changes: Any,
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a group under rules of which some are different."""
    return obstacles(rules=replace(DEFAULTS, **changes), borrowers=borrowers, group=group, on=TODAY)


class TestBorrower:
    def test_with_everything_in_order_can_send(self):
        assert of_siti() == ()

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"has_person_data": False}, ObstacleCode.PERSON_MISSING),
            ({"has_business": False}, ObstacleCode.BUSINESS_MISSING),
            ({"has_money": False}, ObstacleCode.MONEY_MISSING),
            ({"has_account_no": False}, ObstacleCode.ACCOUNT_NO_MISSING),
            ({"has_consents": False}, ObstacleCode.CONSENT_MISSING),
            ({"has_running_loan": True}, ObstacleCode.LOAN_RUNNING),
            ({"amount": None}, ObstacleCode.LINE_OPEN),
            ({"training_completed_on": None}, ObstacleCode.TRAINING_MISSING),
        ],
    )
    def test_is_told_what_is_missing(self, facts: dict[str, Any], code: ObstacleCode):
        assert of_siti(**facts) == (Obstacle(code=code, person_id=1),)

    def test_is_told_everything_at_once_in_the_order_of_mending(self):
        found = of_siti(
            has_person_data=False,
            has_business=False,
            has_money=False,
            business_started_on=None,
            kelurahan_code=None,
            has_account_no=False,
            has_consents=False,
            has_running_loan=True,
            amount=None,
            birth_on=date(2010, 1, 1),
            training_completed_on=None,
        )

        assert [obstacle.code for obstacle in found] == [
            ObstacleCode.PERSON_MISSING,
            ObstacleCode.BUSINESS_MISSING,
            ObstacleCode.MONEY_MISSING,
            ObstacleCode.ACCOUNT_NO_MISSING,
            ObstacleCode.CONSENT_MISSING,
            ObstacleCode.LOAN_RUNNING,
            ObstacleCode.LINE_OPEN,
            ObstacleCode.TOO_YOUNG,
            ObstacleCode.TRAINING_MISSING,
        ]

    def test_is_told_of_each_photo_that_is_required_and_missing(self):
        found = of_siti(documents=frozenset({DocumentKind.FAMILY_CARD, DocumentKind.NIB}))

        assert found == tuple(
            Obstacle(code=ObstacleCode.DOCUMENT_MISSING, person_id=1, document=kind)
            for kind in (DocumentKind.ID_CARD, DocumentKind.BUSINESS_PLACE)
        )
        free = replace(DEFAULTS, documents_required=())
        assert of_siti(free, documents=frozenset()) == ()

    def test_must_have_come_of_age_on_the_day(self):
        assert of_siti(birth_on=date(2005, 11, 23)) == ()
        assert of_siti(birth_on=date(2005, 11, 24)) == (
            Obstacle(code=ObstacleCode.TOO_YOUNG, person_id=1, limit=21, actual=20),
        )

    @pytest.mark.parametrize("amount", [250_000, 10_000_000])
    def test_may_ask_for_any_amount_up_to_the_limits(self, amount: int):
        assert of_siti(amount=Rupiah(amount)) == ()

    @pytest.mark.parametrize(
        ("amount", "code", "limit"),
        [
            (249_999, ObstacleCode.LINE_TOO_SMALL, 250_000),
            (10_000_001, ObstacleCode.LINE_TOO_BIG, 10_000_000),
        ],
    )
    def test_is_told_the_limit_of_the_amount(self, amount: int, code: ObstacleCode, limit: int):
        assert of_siti(amount=Rupiah(amount)) == (
            Obstacle(code=code, person_id=1, limit=limit, actual=amount),
        )


class TestTrainingRule:
    YOUNG = date(2026, 5, 24)  # one day short of six months
    OLD_ENOUGH = date(2026, 5, 23)
    MISSING = Obstacle(code=ObstacleCode.TRAINING_MISSING, person_id=1)
    TOO_YOUNG = Obstacle(code=ObstacleCode.BUSINESS_TOO_YOUNG, person_id=1, limit=6, actual=5)

    @pytest.mark.parametrize(
        ("rule", "is_trained", "started_on", "expected"),
        [
            (TrainingRule.REQUIRED, True, OLD_ENOUGH, ()),
            (TrainingRule.REQUIRED, True, YOUNG, (TOO_YOUNG,)),
            (TrainingRule.REQUIRED, False, OLD_ENOUGH, (MISSING,)),
            (TrainingRule.REQUIRED, False, YOUNG, (MISSING,)),
            (TrainingRule.WAIVES_BUSINESS_AGE, True, YOUNG, ()),
            (TrainingRule.WAIVES_BUSINESS_AGE, False, YOUNG, (TOO_YOUNG,)),
            (TrainingRule.WAIVES_BUSINESS_AGE, False, OLD_ENOUGH, ()),
            (TrainingRule.NONE, True, YOUNG, (TOO_YOUNG,)),
            (TrainingRule.NONE, False, YOUNG, (TOO_YOUNG,)),
            (TrainingRule.NONE, False, OLD_ENOUGH, ()),
        ],
    )
    def test_decides_what_training_means(
        self,
        rule: TrainingRule,
        is_trained: bool,  # noqa: FBT001 - a column of the table above
        started_on: date,
        expected: tuple[Obstacle, ...],
    ):
        found = of_siti(
            replace(DEFAULTS, training_rule=rule),
            training_completed_on=TODAY if is_trained else None,
            business_started_on=started_on,
        )

        assert found == expected

    def test_does_not_count_a_training_that_is_still_to_come(self):
        assert of_siti(training_completed_on=date(2026, 11, 24)) == (self.MISSING,)

    def test_is_asked_alone_at_approval_and_disbursement(self):
        siti = replace(SITI, has_account_no=False, training_completed_on=None)

        found = training_obstacles(rules=DEFAULTS, borrowers=[siti, RINA], on=TODAY)

        assert found == (self.MISSING,)

    def test_does_not_ask_the_age_of_a_business_nobody_described(self):
        found = of_siti(
            replace(DEFAULTS, training_rule=TrainingRule.NONE),
            has_business=False,
            business_started_on=None,
        )

        assert found == (Obstacle(code=ObstacleCode.BUSINESS_MISSING, person_id=1),)

    @pytest.mark.parametrize("rule", TrainingRule)
    def test_has_a_meaning_for_each_setting(self, rule: TrainingRule):
        assert of_siti(replace(DEFAULTS, training_rule=rule)) == ()


class TestGroup:
    def test_with_everything_in_order_can_send(self):
        assert of_group() == ()

    def test_must_be_complete(self):
        assert of_group(group=GroupFacts(is_complete=False)) == (
            Obstacle(code=ObstacleCode.GROUP_INCOMPLETE, limit=5),
        )

    def test_needs_enough_borrowers(self):
        assert of_group((SITI, RINA)) == (
            Obstacle(code=ObstacleCode.TOO_FEW_BORROWERS, limit=3, actual=2),
        )

    def test_without_any_part_lacks_borrowers(self):
        assert of_group(()) == (Obstacle(code=ObstacleCode.TOO_FEW_BORROWERS, limit=3, actual=0),)

    def test_hears_of_each_members_own_obstacles_first(self):
        found = of_group((SITI, replace(RINA, has_account_no=False)))

        assert found == (
            Obstacle(code=ObstacleCode.ACCOUNT_NO_MISSING, person_id=2),
            Obstacle(code=ObstacleCode.TOO_FEW_BORROWERS, limit=3, actual=2),
        )

    def test_adds_up_what_is_filled_in(self):
        assert of_group((SITI, RINA, TONO), group_ceiling=Rupiah(15_000_000)) == ()
        assert of_group((SITI, RINA, TONO), group_ceiling=Rupiah(14_999_999)) == (
            Obstacle(code=ObstacleCode.GROUP_SUM_TOO_BIG, limit=14_999_999, actual=15_000_000),
        )

    def test_does_not_add_up_what_is_still_open(self):
        waiting = replace(TONO, amount=None)

        found = of_group((SITI, RINA, waiting), group_ceiling=Rupiah(10_000_000))

        assert found == (Obstacle(code=ObstacleCode.LINE_OPEN, person_id=3),)


class TestCeilingBasis:
    BIG_PART = replace(SITI, amount=Rupiah(10_000_001))
    PART_TOO_BIG = Obstacle(
        code=ObstacleCode.LINE_TOO_BIG, person_id=1, limit=10_000_000, actual=10_000_001
    )
    SUM_TOO_BIG = Obstacle(code=ObstacleCode.GROUP_SUM_TOO_BIG, limit=20_000_000, actual=20_000_001)

    @pytest.mark.parametrize(
        ("basis", "expected"),
        [
            (CeilingBasis.BOTH, (PART_TOO_BIG, SUM_TOO_BIG)),
            (CeilingBasis.GROUP, (SUM_TOO_BIG,)),
            (CeilingBasis.MEMBER, (PART_TOO_BIG,)),
        ],
    )
    def test_says_whose_amount_is_limited(
        self, basis: CeilingBasis, expected: tuple[Obstacle, ...]
    ):
        assert of_group((self.BIG_PART, RINA, TONO), ceiling_basis=basis) == expected

    @pytest.mark.parametrize("basis", CeilingBasis)
    def test_never_lets_a_part_be_too_small(self, basis: CeilingBasis):
        small = replace(SITI, amount=Rupiah(1))

        assert of_group((small, RINA, TONO), ceiling_basis=basis) == (
            Obstacle(code=ObstacleCode.LINE_TOO_SMALL, person_id=1, limit=250_000, actual=1),
        )


class TestKelurahanRule:
    SAME_KECAMATAN = replace(RINA, kelurahan_code="15.71.10.1001")
    OTHER_KECAMATAN = replace(RINA, kelurahan_code="15.71.01.1003")
    UNKNOWN = replace(RINA, kelurahan_code=None)

    @pytest.mark.parametrize(
        ("rule", "rina", "are_near"),
        [
            (KelurahanRule.SAME_KELURAHAN, RINA, True),
            (KelurahanRule.SAME_KELURAHAN, SAME_KECAMATAN, False),
            (KelurahanRule.SAME_KECAMATAN, SAME_KECAMATAN, True),
            (KelurahanRule.SAME_KECAMATAN, OTHER_KECAMATAN, False),
            (KelurahanRule.CITY, OTHER_KECAMATAN, True),
            (KelurahanRule.SAME_KELURAHAN, UNKNOWN, True),
        ],
    )
    def test_says_how_near_the_businesses_must_be(
        self,
        rule: KelurahanRule,
        rina: BorrowerFacts,
        are_near: bool,  # noqa: FBT001 - a column of the table above
    ):
        found = of_group((SITI, rina, TONO), kelurahan_rule=rule)

        assert found == (() if are_near else (Obstacle(code=ObstacleCode.GROUP_TOO_FAR_APART),))


class TestGroupThatOwes:
    def test_is_told_that_its_members_are_called_on(self):
        called = GroupFacts(is_complete=True, has_open_call=True)

        assert of_group(group=called) == (Obstacle(code=ObstacleCode.GROUP_CALLED),)

    def test_may_be_late_up_to_the_limit(self):
        on_the_limit, beyond = (
            GroupFacts(is_complete=True, days_past_due=days) for days in (30, 31)
        )

        assert of_group(group=on_the_limit) == ()
        assert of_group(group=beyond) == (
            Obstacle(code=ObstacleCode.GROUP_IN_ARREARS, limit=30, actual=31),
        )
