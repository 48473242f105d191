"""The programme's settings: each default is a value, each bad text is named, products override."""

from dataclasses import fields
from decimal import Decimal

import pytest

from harkat.domain.documents import DocumentKind
from harkat.domain.money import Rupiah
from harkat.domain.product import (
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    InterestGraceMode,
    InterestMethod,
    MarginSpread,
    PenaltyPer,
    Rounding,
    SettlementRule,
    Surplus,
)
from harkat.domain.programme_rules import (
    SETTINGS,
    BankRouting,
    CeilingBasis,
    FirstPeriod,
    KelurahanRule,
    Rules,
    TrainingRule,
    UnreadableSetting,
    read_setting,
    rules,
)

AS_ANNOUNCED = Rules(
    method=InterestMethod.DECLINING_ANNUITY,
    annual_rate=Decimal("0.03"),
    price_label="bunga",
    instalment_choices=(6, 12, 18, 24),
    every=Every.MONTH,
    day_count=DayCount.THIRTY_360,
    rounding=Rounding.HALF_UP,
    multiple=1,
    principal_grace=0,
    interest_grace=0,
    interest_grace_mode=InterestGraceMode.COLLECTED,
    margin_spread=MarginSpread.FLAT,
    fee_provision=Rupiah(0),
    fee_admin=Rupiah(0),
    fee_insurance=Rupiah(0),
    due_day=None,
    first_period=FirstPeriod.LONG,
    due_day_shift=DueDayShift.NONE,
    bank_rate=None,
    allocation_order=AllocationOrder.INTEREST_PRINCIPAL_PENALTY,
    surplus=Surplus.NEXT_INSTALMENTS,
    settlement=SettlementRule.CURRENT_PERIOD,
    settlement_rebate=Decimal(0),
    penalty_rate=Decimal(0),
    penalty_per=PenaltyPer.DAY,
    penalty_grace_days=0,
    penalty_cap=None,
    restructurings_per_year=2,
    call_after_days=7,
    write_off_call_days=30,
    training_rule=TrainingRule.REQUIRED,
    minimum_age_years=21,
    business_age_months=6,
    documents_required=(
        DocumentKind.ID_CARD,
        DocumentKind.FAMILY_CARD,
        DocumentKind.BUSINESS_PLACE,
    ),
    smallest_line=Rupiah(250_000),
    member_ceiling=Rupiah(10_000_000),
    group_ceiling=Rupiah(20_000_000),
    ceiling_basis=CeilingBasis.BOTH,
    group_size_min=5,
    group_size_max=50,
    borrowers_min=3,
    group_arrears_days=30,
    kelurahan_rule=KelurahanRule.SAME_KECAMATAN,
    per_family_card_max=1,
    bank_routing=BankRouting.FREE_CHOICE,
    invitation_days=14,
    consent_days=7,
    party_changes_max=2,
    verify_days=3,
    visit_days=3,
    decide_days=3,
    disburse_days=2,
    blocked_choice_days=5,
    blocked_wait_days=30,
    appeal_days=14,
    appeal_answer_days=10,
    reminder_days=(-3, 0, 1, 7, 30),
    provision_commercial=tuple(map(Decimal, ("0.01", "0.05", "0.15", "0.5", "1"))),
    provision_bpr=tuple(map(Decimal, ("0.005", "0.03", "0.1", "0.5", "1"))),
    cash_in_hand_max=Rupiah(5_000_000),
    is_revolving=False,
    complaint_workdays=5,
    complaint_urgent_workdays=2,
    capacity_share=Decimal("0.7"),
    debt_service_limit=Decimal("0.35"),
    draft_days=90,
    draft_reminder_days=(30, 7),
    helped_owners_max=20,
    guest_case_days=90,
    helped_days=30,
    shared_use_max=1,
    witnessed_together_max=5,
)


class TestRules:
    def test_are_as_announced_until_somebody_sets_them(self):
        assert rules({}) == AS_ANNOUNCED

    def test_are_each_a_setting(self):
        assert set(SETTINGS) == {field.name for field in fields(Rules)}

    def test_take_what_is_set(self):
        found = rules({"training_rule": "none", "member_ceiling": "5000000"})

        assert (found.training_rule, found.member_ceiling) == (
            TrainingRule.NONE,
            Rupiah(5_000_000),
        )

    def test_do_not_mind_settings_of_another_time(self):
        assert rules({"abolished": "yes"}) == AS_ANNOUNCED

    def test_name_the_setting_that_cannot_be_read(self):
        with pytest.raises(UnreadableSetting) as refused:
            rules({"consent_days": "seven"})

        assert (refused.value.name, refused.value.text) == ("consent_days", "seven")


class TestSetting:
    @pytest.mark.parametrize("name", SETTINGS)
    def test_has_a_default_that_can_be_read(self, name: str):
        assert read_setting(name, SETTINGS[name].default) == getattr(AS_ANNOUNCED, name)

    @pytest.mark.parametrize("name", SETTINGS)
    def test_is_never_empty(self, name: str):
        with pytest.raises(UnreadableSetting):
            read_setting(name, " ")

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("method", "flat", InterestMethod.FLAT),
            ("annual_rate", "0", Decimal(0)),
            ("annual_rate", "1", Decimal(1)),
            ("price_label", " margin ", "margin"),
            ("documents_required", "none", ()),
            ("documents_required", "nib id_card", (DocumentKind.ID_CARD, DocumentKind.NIB)),
            ("instalment_choices", "3  6", (3, 6)),
            ("is_revolving", "yes", True),
            ("kelurahan_rule", "city", KelurahanRule.CITY),
            ("bank_routing", "most_available", BankRouting.MOST_AVAILABLE),
            ("ceiling_basis", "member", CeilingBasis.MEMBER),
            ("minimum_age_years", "0", 0),
            ("method", "bullet", InterestMethod.BULLET),
            ("every", "two_weeks", Every.TWO_WEEKS),
            ("day_count", "actual/actual", DayCount.ACTUAL_ACTUAL),
            ("rounding", "up", Rounding.UP),
            ("multiple", "500", 500),
            ("interest_grace_mode", "waived", InterestGraceMode.WAIVED),
            ("margin_spread", "annuity", MarginSpread.ANNUITY),
            ("fee_admin", "50000", Rupiah(50_000)),
            ("due_day", "28", 28),
            ("due_day", "none", None),
            ("first_period", "short", FirstPeriod.SHORT),
            ("due_day_shift", "forward", DueDayShift.FORWARD),
            ("bank_rate", "0.06", Decimal("0.06")),
            ("bank_rate", "none", None),
            ("allocation_order", "all_interest_first", AllocationOrder.ALL_INTEREST_FIRST),
            ("surplus", "recast_keep", Surplus.RECAST_KEEP),
            ("settlement", "whole_margin", SettlementRule.WHOLE_MARGIN),
            ("settlement_rebate", "1", Decimal(1)),
            ("penalty_rate", "0.001", Decimal("0.001")),
            ("penalty_per", "month", PenaltyPer.MONTH),
            ("penalty_cap", "none", None),
            ("provision_bpr", "0 0 0 0 100", (0, 0, 0, 0, 1)),
            ("cash_in_hand_max", "0", Rupiah(0)),
            ("reminder_days", "1 0 -3", (-3, 0, 1)),
        ],
    )
    def test_is_read_from_its_text(self, name: str, text: str, value: object):
        assert read_setting(name, text) == value

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("method", "cheap"),
            ("annual_rate", "three"),
            ("annual_rate", "0.00000000001"),
            ("every", "fortnight"),
            ("day_count", "30/365"),
            ("rounding", "down"),
            ("multiple", "0"),
            ("multiple", "250"),
            ("principal_grace", "-1"),
            ("interest_grace_mode", "forgotten"),
            ("margin_spread", "bullet"),
            ("fee_provision", "1%"),
            ("due_day", "0"),
            ("due_day", "29"),
            ("first_period", "usual"),
            ("due_day_shift", "backward"),
            ("bank_rate", "None"),
            ("bank_rate", "1.5"),
            ("allocation_order", "principal"),
            ("surplus", "keep"),
            ("settlement", "free"),
            ("settlement_rebate", "none"),
            ("penalty_per", "year"),
            ("penalty_cap", "-1"),
            ("provision_commercial", "1 5 15 50"),
            ("provision_commercial", "5 1 15 50 100"),
            ("provision_commercial", "1 5 15 50 101"),
            ("provision_bpr", "a b c d e"),
            ("reminder_days", "1 1"),
            ("reminder_days", "--3"),
            ("reminder_days", "366"),
            ("verify_days", "366"),
            ("appeal_days", "-1"),
            ("annual_rate", "NaN"),
            ("annual_rate", "Infinity"),
            ("annual_rate", "-0.01"),
            ("annual_rate", "1.01"),
            ("instalment_choices", "6 0 12"),
            ("instalment_choices", "6,12"),
            ("training_rule", "sometimes"),
            ("documents_required", "id_card passport"),
            ("documents_required", "id_card id_card"),
            ("consent_days", "-1"),
            ("consent_days", "7.5"),
            ("consent_days", "1_000"),
            ("consent_days", "٧"),  # an Arabic digit, which Python would read
            ("member_ceiling", "10.000.000"),
            ("is_revolving", "Yes"),
            ("no_such_setting", "1"),
        ],
    )
    def test_names_a_text_that_is_no_value(self, name: str, text: str):
        with pytest.raises(UnreadableSetting) as refused:
            read_setting(name, text)

        assert (refused.value.name, refused.value.text) == (name, text)
