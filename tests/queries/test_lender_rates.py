"""The same amount and time here and elsewhere, by rates that hold on the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harkat.domain.lender_rates import BorrowedFor, RatePer
from harkat.domain.money import Rupiah
from harkat.domain.product import Every, InterestMethod, LoanTerms
from harkat.extensions import db
from harkat.models.lender_rates import LenderRateRow
from harkat.queries.lender_rates import Compared, compare, lender_rates

pytestmark = pytest.mark.usefixtures("app")

ON = date(2026, 2, 2)
OWN = LoanTerms(
    principal=Rupiah(10_000_000),
    annual_rate=Decimal("0.03"),
    instalments=12,
    method=InterestMethod.DECLINING_ANNUITY,
    disbursed_on=ON,
)


def at(code: str, others: Sequence[Compared]) -> Compared:
    return next(found for found in others if found.lender and found.lender.code == code)


def own(**changes: Any) -> LoanTerms:
    return replace(OWN, **changes)


class TestLenderRates:
    @pytest.mark.parametrize(
        ("on", "rate"),
        [
            (date(2024, 12, 31), "0.001"),
            (date(2025, 6, 30), "0.00275"),
            (date(2026, 1, 1), "0.00067"),
        ],
    )
    def test_are_those_of_the_day(self, on: date, rate: str):
        found = {row.code: row for row in lender_rates(on=on)}

        assert found["pindar_pendek"].rate == Decimal(rate)
        assert found["pindar_pendek"].rate_per is RatePer.DAY

    def test_disappear_when_they_have_expired(self):
        row = db.session.query(LenderRateRow).filter_by(code="kur_mikro").one()
        row.valid_until = date(2026, 2, 1)
        db.session.commit()

        codes = [rate.code for rate in lender_rates(on=ON)]
        shown = [found.lender.code for found in compare(OWN, on=ON).others if found.lender]

        assert "kur_mikro" not in codes
        assert "kur_mikro" not in shown
        assert "kur_super_mikro" in shown


class TestCompare:
    def test_counts_every_place_by_the_same_schedule(self):
        found = compare(OWN, on=ON)

        assert (found.own.cost, found.own.effective_rate) == (163_244, Decimal("0.030000"))
        assert found.counted_otherwise is not None
        assert found.counted_otherwise.cost == 300_000
        assert found.counted_otherwise.effective_rate == Decimal("0.054925")
        assert {c.lender.code: int(c.cost) for c in found.others if c.lender} == {
            "kur_super_mikro": 163_244,
            "kur_mikro": 327_973,
            "pindar_panjang": 2_445_500,
            "rentenir": 24_000_000,
        }

    def test_goes_from_cheap_to_dear(self):
        costs = [found.cost for found in compare(OWN, on=ON).others]

        assert costs == sorted(costs)

    def test_takes_the_rule_for_the_time_asked(self):
        codes = {c.lender.code for c in compare(own(instalments=6), on=ON).others if c.lender}

        assert "pindar_pendek" in codes
        assert "pindar_panjang" not in codes

    @pytest.mark.parametrize(
        ("on", "months", "rate"),
        [
            (date(2024, 6, 1), 12, "0.003"),
            (date(2025, 6, 1), 6, "0.003"),
            (date(2025, 6, 1), 12, "0.002"),
            (date(2026, 2, 2), 6, "0.001"),
            (date(2026, 2, 2), 12, "0.001"),
        ],
    )
    def test_takes_the_cap_for_a_household_of_its_day_and_time(
        self, on: date, months: int, rate: str
    ):
        found = compare(
            own(instalments=months, disbursed_on=on), on=on, purpose=BorrowedFor.HOUSEHOLD
        )
        lenders = [other.lender for other in found.others if other.lender]

        assert [lender.rate for lender in lenders if lender.is_limit] == [Decimal(rate)]
        assert {lender.code for lender in lenders if not lender.is_limit} == {"rentenir"}

    def test_leaves_out_who_does_not_lend_so_much(self):
        larger = own(principal=Rupiah(10_000_001))

        codes = {c.lender.code for c in compare(larger, on=ON).others if c.lender}
        assert "kur_super_mikro" not in codes

    def test_puts_an_offer_in_the_place_of_the_example(self):
        others = compare(OWN, on=ON, monthly_offer=Decimal("0.30")).others

        assert at("offer", others).cost == 36_000_000
        assert "rentenir" not in {c.lender.code for c in others if c.lender}

    def test_turns_a_flat_rate_into_one_on_the_rest(self):
        found = compare(own(method=InterestMethod.FLAT), on=ON).counted_otherwise

        assert found is not None
        assert found.cost == 163_244

    def test_has_no_other_way_to_count_a_margin(self):
        assert compare(own(method=InterestMethod.PROFIT_SHARE), on=ON).counted_otherwise is None

    def test_compares_weeks_with_about_as_many_months(self):
        found = compare(own(instalments=52, every=Every.WEEK), on=ON)

        assert at("kur_mikro", found.others).terms.instalments == 12

    def test_counts_fees_as_cost(self):
        assert compare(own(fee=Rupiah(100_000)), on=ON).own.cost == 263_244
