"""What a business leaves over and which instalment that carries: examples, limits, properties."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.affordability import (
    Limits,
    MoneyUnit,
    MonthlyMoney,
    a_month,
    affordability,
    capacity,
    highest_amount,
    instalment_a_month,
    limits_of,
)
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.product import Every
from harkat.domain.programme_rules import rules

DEFAULTS = Limits(capacity_share=Decimal("0.7"), debt_service_limit=Decimal("0.35"))
STALL = MonthlyMoney(
    sales=Rupiah(9_000_000),
    purchases=Rupiah(5_000_000),
    other_costs=Rupiah(1_100_000),
    household=Rupiah(1_500_000),
    other_instalments=Rupiah(250_000),
)
AMOUNTS = st.integers(0, 10**12).map(Rupiah)
MONEY = st.builds(
    MonthlyMoney,
    sales=AMOUNTS,
    purchases=AMOUNTS,
    other_costs=AMOUNTS,
    household=AMOUNTS,
    other_instalments=AMOUNTS,
)
SHARES = st.decimals(0, 1, places=4)
LIMITS = st.builds(Limits, capacity_share=SHARES, debt_service_limit=SHARES)


class TestMonth:
    @pytest.mark.parametrize(
        ("amount", "unit", "open_days", "monthly"),
        [
            (300_000, MoneyUnit.DAY, 6, 7_800_000),
            (300_000, MoneyUnit.DAY, 7, 9_100_000),
            (100_000, MoneyUnit.DAY, 1, 433_333),
            (1_800_000, MoneyUnit.WEEK, 6, 7_800_000),
            (1_800_000, MoneyUnit.WEEK, 1, 7_800_000),
            (0, MoneyUnit.DAY, 7, 0),
        ],
    )
    def test_is_a_twelfth_of_52_weeks(
        self, amount: int, unit: MoneyUnit, open_days: int, monthly: int
    ):
        assert a_month(Rupiah(amount), unit=unit, open_days=open_days) == monthly

    @given(amount=AMOUNTS, open_days=st.integers(1, 7))
    def test_of_days_is_that_of_the_week_they_make(self, amount: Rupiah, open_days: int):
        by_day = a_month(amount, unit=MoneyUnit.DAY, open_days=open_days)

        assert by_day == a_month(amount * open_days, unit=MoneyUnit.WEEK, open_days=1)
        assert abs(12 * int(by_day) - 52 * int(amount) * open_days) <= 6

    @pytest.mark.parametrize(
        ("every", "monthly"),
        [
            (Every.DAY, 3_041_667),
            (Every.WEEK, 433_333),
            (Every.TWO_WEEKS, 216_667),
            (Every.MONTH, 100_000),
        ],
    )
    def test_holds_as_many_instalments_as_the_rhythm_has(self, every: Every, monthly: int):
        assert instalment_a_month(Rupiah(100_000), every=every) == monthly


class TestLimits:
    def test_are_those_of_the_rules_in_force(self):
        set_by_two = {"capacity_share": "0.6", "debt_service_limit": "0.4"}

        assert limits_of(rules({})) == DEFAULTS
        assert limits_of(rules(set_by_two)) == Limits(
            capacity_share=Decimal("0.6"), debt_service_limit=Decimal("0.4")
        )


class TestBusiness:
    def test_leaves_what_the_officers_screen_shows(self):
        assert (STALL.business_net, STALL.left) == (2_900_000, 1_150_000)

    def test_may_leave_less_than_nothing(self):
        poor = replace(STALL, sales=Rupiah(5_000_000))

        assert (poor.business_net, poor.left) == (-1_100_000, -2_850_000)


class TestInstalment:
    def test_within_both_limits_is_affordable(self):
        found = affordability(STALL, Rupiah(677_550), DEFAULTS)

        assert (found.capacity, found.left_after, found.missing) == (805_000, 472_450, 0)
        assert found.debt_service == Fraction(927_550, 2_900_000)
        assert (found.is_within_capacity, found.is_within_debt_service) == (True, True)

    @pytest.mark.parametrize(
        ("instalment", "within_capacity", "within_debt_service"),
        [
            (805_000, True, False),
            (805_001, False, False),
            (765_000, True, True),
            (765_001, True, False),
        ],
    )
    def test_on_a_limit_still_keeps_it(
        self, instalment: int, *, within_capacity: bool, within_debt_service: bool
    ):
        found = affordability(STALL, Rupiah(instalment), DEFAULTS)

        assert found.is_within_capacity is within_capacity
        assert found.is_within_debt_service is within_debt_service

    @pytest.mark.parametrize("sales", [6_100_000, 5_000_000])
    def test_has_no_share_of_a_business_that_leaves_nothing(self, sales: int):
        found = affordability(replace(STALL, sales=Rupiah(sales)), Rupiah(1), DEFAULTS)

        assert (found.capacity, found.debt_service) == (0, None)
        assert (found.is_within_capacity, found.is_within_debt_service) == (False, False)

    def test_of_nothing_is_within_the_capacity_of_anybody(self):
        found = affordability(replace(STALL, sales=ZERO), ZERO, DEFAULTS)

        assert found.is_within_capacity is True


class TestAnyBusiness:
    @given(money=MONEY, limits=LIMITS)
    def test_never_carries_more_than_what_is_left(self, money: MonthlyMoney, limits: Limits):
        highest = capacity(money, limits)

        assert 0 <= highest <= max(int(money.left), 0)

    @given(money=MONEY, limits=LIMITS, instalment=AMOUNTS, more=st.integers(1, 10**9))
    def test_never_carries_a_larger_instalment_better(
        self, money: MonthlyMoney, limits: Limits, instalment: Rupiah, more: int
    ):
        small = affordability(money, instalment, limits)
        large = affordability(money, instalment + more, limits)

        assert large.left_after == small.left_after - more
        assert large.missing == max(-large.left_after, Rupiah(0))
        assert small.is_within_capacity >= large.is_within_capacity
        assert small.is_within_debt_service >= large.is_within_debt_service

    @given(money=MONEY, limits=LIMITS)
    def test_carries_exactly_its_capacity(self, money: MonthlyMoney, limits: Limits):
        highest = capacity(money, limits)

        assert affordability(money, highest, limits).is_within_capacity
        assert not affordability(money, highest + 1, limits).is_within_capacity

    @given(money=MONEY, more=st.integers(1, 10**9), limits=LIMITS, instalment=AMOUNTS)
    def test_that_earns_more_carries_no_less(
        self, money: MonthlyMoney, more: int, limits: Limits, instalment: Rupiah
    ):
        richer = replace(money, sales=money.sales + more)

        assert capacity(richer, limits) >= capacity(money, limits)
        assert (
            affordability(richer, instalment, limits).is_within_debt_service
            >= affordability(money, instalment, limits).is_within_debt_service
        )


class TestHighestAmount:
    @given(step=st.integers(1, 10**6), most=st.integers(0, 10**8), bound=st.integers(-5, 2 * 10**8))
    def test_is_the_largest_step_that_is_affordable(self, step: int, most: int, bound: int):
        found = highest_amount(
            step=Rupiah(step), most=Rupiah(most), is_affordable=lambda amount: amount <= bound
        )

        expected = max(min(bound, most), 0) // step * step
        assert (found, type(found)) == (expected, Rupiah)
