"""What a loan costs: flat 3 % is not 3 %, and the effective rate is the rate that says so."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkat.domain.cost import Cost, cost, effective_rate
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import SCHEDULERS, Schedule, schedule
from tests.domain.loans import given_terms, loan_terms


def present_value(plan: Schedule, *, annual_rate: Decimal) -> Decimal:
    """Return what the rows are worth on the day of disbursement, at a rate paid monthly."""
    growth = 1 + annual_rate / 12
    return sum((int(row.total) / growth**row.number for row in plan.rows), Decimal(0))


class TestCost:
    def test_discloses_interest_sum_and_rate(self):
        assert cost(schedule(given_terms())) == Cost(
            total_interest=Rupiah(163_244),
            total_to_pay=Rupiah(10_163_244),
            effective_rate=Decimal("0.030000"),
        )


class TestEffectiveRate:
    @pytest.mark.parametrize(
        ("instalments", "rate"), [(6, "0.051247"), (12, "0.054925"), (24, "0.056580")]
    )
    def test_of_a_flat_three_per_cent_is_nearly_twice_that(self, instalments: int, rate: str):
        plan = schedule(given_terms(method=InterestMethod.FLAT, instalments=instalments))

        assert str(effective_rate(plan)) == rate

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_is_exactly_zero_without_interest(self, method: InterestMethod):
        plan = schedule(given_terms(method=method, annual_rate=Decimal(0)))

        assert str(effective_rate(plan)) == "0.000000"

    @settings(max_examples=50)
    @given(loan_terms)
    def test_makes_the_rows_worth_the_loan(self, terms: LoanTerms):
        plan = schedule(terms)

        rate = effective_rate(plan)

        step = Decimal("0.000001")
        assert rate.as_tuple().exponent == -6
        assert present_value(plan, annual_rate=rate - step) >= terms.principal
        assert present_value(plan, annual_rate=rate + step) <= terms.principal

    @settings(max_examples=50)
    @given(loan_terms, st.sampled_from([method for method in SCHEDULERS if "declining" in method]))
    def test_of_a_declining_loan_is_the_agreed_rate_but_for_rounding(
        self, terms: LoanTerms, method: InterestMethod
    ):
        plan = schedule(given_terms(annual_rate=terms.annual_rate, method=method))

        assert abs(effective_rate(plan) - terms.annual_rate) <= Decimal("0.000002")
