"""The same loan elsewhere: rates for a day, a month and a year, on the whole or on the rest."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harkat.domain.cost import effective_rate
from harkat.domain.lender_rates import (
    BorrowedFor,
    LenderKind,
    LenderRate,
    RateBasis,
    RatePer,
    months_of,
    terms_at,
)
from harkat.domain.money import Rupiah
from harkat.domain.product import Every
from harkat.domain.schedule import schedule

ON = date(2026, 2, 2)
KUR = LenderRate(
    code="kur",
    name="KUR",
    kind=LenderKind.BANK,
    basis=RateBasis.DECLINING,
    rate=Decimal("0.06"),
    rate_per=RatePer.YEAR,
    valid_from=date(2026, 1, 1),
    source="Peraturan contoh",
    noted_on=ON,
)


def flat(rate: str, per: RatePer, **changes: Any) -> LenderRate:
    return replace(KUR, basis=RateBasis.FLAT, rate=Decimal(rate), rate_per=per, **changes)


def interest(lender: LenderRate, *, months: int = 12) -> int:
    terms = terms_at(lender, principal=Rupiah(10_000_000), months=months, disbursed_on=ON)
    return int(schedule(terms).totals.interest)


class TestTermsAt:
    def test_are_those_of_kur_to_the_rupiah(self):
        terms = terms_at(KUR, principal=Rupiah(10_000_000), months=12, disbursed_on=ON)
        plan = schedule(terms)

        assert (plan.rows[0].total, plan.totals.interest) == (860_664, 327_973)
        assert effective_rate(plan) == Decimal("0.060000")

    @pytest.mark.parametrize(
        ("lender", "months", "expected"),
        [
            (flat("0.03", RatePer.YEAR), 12, 300_000),
            (flat("0.03", RatePer.YEAR), 6, 150_000),
            (flat("0.20", RatePer.MONTH), 12, 24_000_000),
            (flat("0.001", RatePer.DAY), 12, 3_650_000),
            (flat("0.00067", RatePer.DAY), 12, 2_445_500),
            (flat("0.00067", RatePer.DAY), 6, 1_212_700),  # 181 days
        ],
    )
    def test_take_a_rate_of_the_whole_amount_for_the_whole_time(
        self, lender: LenderRate, months: int, expected: int
    ):
        assert interest(lender, months=months) == expected

    def test_are_cut_to_the_cap_with_fees_in(self):
        capped = flat("0.01", RatePer.DAY, total_cap=Decimal(1), fee_share=Decimal("0.05"))
        terms = terms_at(capped, principal=Rupiah(10_000_000), months=12, disbursed_on=ON)

        assert (terms.margin, terms.fee) == (9_500_000, 500_000)

    def test_turn_a_monthly_rate_on_the_rest_into_a_yearly_one(self):
        monthly = replace(KUR, rate=Decimal("0.005"), rate_per=RatePer.MONTH)

        assert interest(monthly) == interest(KUR)


class TestLenderRate:
    def test_holds_from_its_first_day_to_its_last(self):
        rate = replace(KUR, valid_until=date(2026, 12, 31))
        days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]

        assert [rate.is_valid(day) for day in days] == [False, True, True, False]
        assert KUR.is_valid(date(2099, 1, 1))

    @pytest.mark.parametrize(
        ("bounds", "lends"),
        [
            ({}, True),
            ({"least": Rupiah(5_000_001)}, False),
            ({"most": Rupiah(4_999_999)}, False),
            ({"months_min": 13}, False),
            ({"months_max": 11}, False),
            ({"least": Rupiah(5_000_000), "most": Rupiah(5_000_000), "months_min": 12}, True),
        ],
    )
    def test_is_for_some_amounts_and_times(self, bounds: dict[str, Any], *, lends: bool):
        assert replace(KUR, **bounds).lends(principal=Rupiah(5_000_000), months=12) is lends

    @pytest.mark.parametrize(
        ("purpose", "for_business", "for_household"),
        [
            (None, True, True),
            (BorrowedFor.BUSINESS, True, False),
            (BorrowedFor.HOUSEHOLD, False, True),
        ],
    )
    def test_is_for_a_purpose_or_for_both(
        self, purpose: BorrowedFor | None, *, for_business: bool, for_household: bool
    ):
        lender = replace(KUR, purpose=purpose)
        lent = [
            lender.lends(principal=Rupiah(5_000_000), months=12, purpose=asked)
            for asked in (BorrowedFor.BUSINESS, BorrowedFor.HOUSEHOLD)
        ]

        assert lent == [for_business, for_household]


class TestMonthsOf:
    @pytest.mark.parametrize(
        ("instalments", "every", "months"),
        [
            (12, Every.MONTH, 12),
            (52, Every.WEEK, 12),
            (26, Every.TWO_WEEKS, 12),
            (90, Every.DAY, 3),
            (1, Every.DAY, 1),
        ],
    )
    def test_last_about_as_long(self, instalments: int, every: Every, months: int):
        assert months_of(instalments=instalments, every=every) == months
