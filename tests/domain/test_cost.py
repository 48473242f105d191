"""What a loan costs: flat 3 % is not 3 %, and the effective rate is the rate that says so."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy_financial
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harkat.domain.cost import (
    Cost,
    as_declining,
    as_flat,
    cost,
    effective_rate,
)
from harkat.domain.money import Rupiah
from harkat.domain.product import Every, InterestMethod, LoanTerms
from harkat.domain.schedule import Schedule, schedule
from harkat.domain.schedule_methods import SCHEDULERS
from tests.domain.loans import given_terms, is_possible, level_terms, loan_terms

FLAT = InterestMethod.FLAT
STEP = Decimal("0.000001")


def present_value(plan: Schedule, *, annual_rate: Decimal) -> Decimal:
    """Return what the rows are worth on the day of disbursement, at a yearly rate."""
    growth = 1 + annual_rate / plan.terms.every.periods_a_year
    return sum((int(row.total) / growth**row.number for row in plan.rows), Decimal(0))


def rate_of(**changes: Any) -> str:
    return str(effective_rate(schedule(given_terms(**changes))))


class TestCost:
    def test_discloses_interest_sum_and_rate(self):
        found = cost(schedule(given_terms()))

        assert found == Cost(
            total_interest=Rupiah(163_244),
            fees=Rupiah(0),
            total_to_pay=Rupiah(10_163_244),
            effective_rate=Decimal("0.030000"),
        )
        assert found.total_cost == 163_244

    def test_counts_the_fee_as_a_cost_and_in_the_rate(self):
        found = cost(schedule(given_terms(fee=Rupiah(150_000))))

        assert found == Cost(
            total_interest=Rupiah(163_244),
            fees=Rupiah(150_000),
            total_to_pay=Rupiah(10_313_244),
            effective_rate=Decimal("0.058194"),
        )
        assert found.total_cost == 313_244


class TestEffectiveRate:
    @pytest.mark.parametrize(
        ("instalments", "rate"), [(6, "0.051247"), (12, "0.054925"), (24, "0.056580")]
    )
    def test_of_a_flat_three_per_cent_is_nearly_twice_that(self, instalments: int, rate: str):
        assert rate_of(method=FLAT, instalments=instalments) == rate

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_is_exactly_zero_without_interest(self, method: InterestMethod):
        assert rate_of(method=method, annual_rate=Decimal(0)) == "0.000000"

    @pytest.mark.parametrize(
        ("changes", "rate"),
        [
            ({"instalments": 1}, "0.030000"),
            ({"instalments": 1, "annual_rate": Decimal(0), "fee": Rupiah(1)}, "0.000001"),
            ({"annual_rate": Decimal(0), "fee": Rupiah(150_000)}, "0.027994"),
            ({"every": Every.DAY, "instalments": 100}, "0.030000"),
            ({"every": Every.DAY, "instalments": 360}, "0.030001"),
            ({"instalments": 360, "interest_grace": 300}, "0.022785"),
            ({"instalments": 360, "principal_grace": 359}, "0.030000"),
            ({"annual_rate": Decimal(1), "instalments": 120}, "1.000000"),
            ({"instalments": 1, "fee": Rupiah(9_999_999)}, "120299988.000000"),
        ],
    )
    def test_is_found_for_every_kind_of_loan(self, changes: dict[str, Any], rate: str):
        assert rate_of(**changes) == rate

    @given(loan_terms)
    def test_makes_the_rows_worth_what_was_received(self, terms: LoanTerms):
        plan = schedule(terms)

        rate = effective_rate(plan)

        received = terms.principal - terms.fee
        assert rate.as_tuple().exponent == -6
        assert present_value(plan, annual_rate=rate - STEP) >= received
        assert present_value(plan, annual_rate=rate + STEP) <= received

    @settings(deadline=None)
    @given(loan_terms)
    def test_is_that_of_irr(self, terms: LoanTerms):
        plan = schedule(terms)
        assume(plan.totals.interest + terms.fee > 0)
        flows = [-int(terms.principal - terms.fee), *(int(row.total) for row in plan.rows)]

        found = float(numpy_financial.irr(flows)) * terms.every.periods_a_year

        assert float(effective_rate(plan)) == pytest.approx(found, abs=2e-6)

    @given(
        level_terms,
        st.sampled_from([method for method in SCHEDULERS if "declining" in method]),
    )
    def test_of_a_declining_loan_is_the_agreed_rate_but_for_rounding(
        self, terms: LoanTerms, method: InterestMethod
    ):
        plan = schedule(given_terms(annual_rate=terms.annual_rate, method=method))

        assert abs(effective_rate(plan) - terms.annual_rate) <= Decimal("0.000002")

    @given(loan_terms, st.integers(1, 100_000))
    def test_is_never_lower_with_a_higher_fee(self, terms: LoanTerms, more: int):
        dear = replace(terms, fee=terms.fee + more)
        assume(is_possible(dear))

        assert effective_rate(schedule(terms)) <= effective_rate(schedule(dear))


class TestOtherMethod:
    def test_shows_the_same_loan_as_flat_and_as_declining(self):
        terms = given_terms(fee=Rupiah(50_000))

        assert as_flat(terms) == schedule(replace(terms, method=FLAT))
        assert as_declining(as_flat(terms).terms) == schedule(terms)

    def test_shows_a_margin_at_its_rate(self):
        terms = given_terms(method=InterestMethod.PROFIT_SHARE, margin=Rupiah(450_000))

        assert as_flat(terms).totals.interest == 300_000
        assert as_declining(terms).totals.interest == 163_244
