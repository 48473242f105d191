"""The highest amount a business carries: worked rupiah, and never one too high or too low."""

from dataclasses import replace
from datetime import date

import pytest

from harkat.domain.affordability import MonthlyMoney, affordability, limits_of
from harkat.domain.contract_terms import agreed_terms, contract
from harkat.domain.money import Rupiah
from harkat.domain.product import Every
from harkat.domain.programme_rules import rules
from harkat.domain.schedule import schedule
from harkat.domain.suggestion import STEP, Suggestion, suggestion

TODAY = date(2026, 3, 2)
RULES = rules({})
STALL = MonthlyMoney(
    sales=Rupiah(9_000_000),
    purchases=Rupiah(5_000_000),
    other_costs=Rupiah(1_100_000),
    household=Rupiah(1_500_000),
    other_instalments=Rupiah(250_000),
)
"""It leaves 1,150,000, of which 805,000 may become an instalment; 765,000 by the other limit."""


def suggested(
    money: MonthlyMoney = STALL,
    *,
    instalments: int = 12,
    most: int = 10_000_000,
    smallest: int = 250_000,
    every: Every = Every.MONTH,
) -> Suggestion | None:
    then = replace(RULES, every=every)
    return suggestion(
        money,
        limits_of(RULES),
        contract=contract(then, instalments=instalments, on=TODAY, holidays=()),
        every=every,
        instalments=instalments,
        smallest=Rupiah(smallest),
        most=Rupiah(most),
        on=TODAY,
    )


class TestSuggestion:
    def test_is_nothing_where_no_loan_can_be_like_this(self):
        assert suggested(most=5, smallest=1) is None

    @pytest.mark.parametrize(
        ("instalments", "amount", "instalment"),
        [
            # 10,000,000 cost 1,681,280 a month in six months, so 765,000 carry 4,550,105.
            (6, 4_500_000, 756_576),
            # 846,937 in twelve months: 765,000 carry 9,032,550.
            (12, 9_000_000, 762_243),
            # 429,812 in twenty-four: the ceiling is carried.
            (24, 10_000_000, 429_812),
        ],
    )
    def test_is_the_highest_amount_of_a_length(
        self, instalments: int, amount: int, instalment: int
    ):
        assert suggested(instalments=instalments) == Suggestion(
            instalments=instalments, amount=Rupiah(amount), instalment=Rupiah(instalment)
        )

    @pytest.mark.parametrize("instalments", [6, 12, 18])
    def test_passes_both_limits_and_a_step_more_does_not(self, instalments: int):
        found = suggested(instalments=instalments, most=50_000_000)
        assert found is not None

        def passes(amount: Rupiah) -> bool:
            terms = agreed_terms(
                contract(RULES, instalments=instalments, on=TODAY, holidays=()),
                principal=amount,
                instalments=instalments,
                disbursed_on=TODAY,
            )
            largest = max(row.total for row in schedule(terms).rows)
            return affordability(STALL, largest, limits_of(RULES)).is_within_both

        assert passes(found.amount)
        assert not passes(found.amount + STEP)

    def test_is_what_was_asked_where_that_is_carried(self):
        found = suggested(most=8_050_000)

        assert found is not None
        assert found.amount == 8_050_000

    def test_is_none_where_not_even_the_smallest_loan_is_carried(self):
        broke = replace(STALL, household=Rupiah(2_650_000))
        nearly = replace(STALL, household=Rupiah(2_620_000))  # 21,000 carry 200,000

        assert suggested(broke) is None
        assert suggested(nearly) is None
        assert suggested(nearly, smallest=200_000) is not None

    def test_holds_a_months_instalments_of_another_rhythm(self):
        # A week's instalment counts 52/12 times: 765,000 a month are 176,538 a week.
        found = suggested(instalments=24, every=Every.WEEK)

        assert found is not None
        assert found.amount == 4_200_000
        assert found.instalment * 52 <= 765_000 * 12
