"""The programme's settings: each default is a value, each bad text is named, products override."""

from dataclasses import fields
from decimal import Decimal

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod
from harkat.domain.programme_rules import (
    SETTINGS,
    CeilingBasis,
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
    training_rule=TrainingRule.REQUIRED,
    minimum_age_years=21,
    business_age_months=6,
    smallest_line=Rupiah(250_000),
    member_ceiling=Rupiah(10_000_000),
    group_ceiling=Rupiah(20_000_000),
    ceiling_basis=CeilingBasis.BOTH,
    group_size_min=5,
    group_size_max=50,
    borrowers_min=3,
    kelurahan_rule=KelurahanRule.SAME_KECAMATAN,
    invitation_days=14,
    consent_days=7,
    party_changes_max=2,
    is_revolving=False,
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
            ("instalment_choices", "3  6", (3, 6)),
            ("is_revolving", "yes", True),
            ("kelurahan_rule", "city", KelurahanRule.CITY),
            ("ceiling_basis", "member", CeilingBasis.MEMBER),
            ("minimum_age_years", "0", 0),
        ],
    )
    def test_is_read_from_its_text(self, name: str, text: str, value: object):
        assert read_setting(name, text) == value

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("method", "cheap"),
            ("method", "bullet"),
            ("annual_rate", "three"),
            ("annual_rate", "NaN"),
            ("annual_rate", "Infinity"),
            ("annual_rate", "-0.01"),
            ("annual_rate", "1.01"),
            ("instalment_choices", "6 0 12"),
            ("instalment_choices", "6,12"),
            ("training_rule", "sometimes"),
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
