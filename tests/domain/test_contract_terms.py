"""A product's rules become the terms of its loans, and the contract keeps them as they were."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain import contract_terms
from harkat.domain.contract_terms import (
    TERM_SETTINGS,
    AgreedRules,
    Fees,
    ImpossibleProduct,
    first_due_on,
    require_possible_loans,
)
from harkat.domain.money import Rupiah
from harkat.domain.product import DueDayShift, ImpossibleTerms, InterestMethod, LoanTerms
from harkat.domain.programme_rules import SETTINGS, CeilingBasis, FirstPeriod, Rules, rules

ON = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)
OTHERS = {
    "method": "flat",
    "annual_rate": "0.06",
    "every": "week",
    "day_count": "actual/365",
    "rounding": "up",
    "multiple": "100",
    "principal_grace": "2",
    "interest_grace": "1",
    "interest_grace_mode": "spread",
    "margin_spread": "annuity",
    "fee_provision": "25000",
    "fee_admin": "10000",
    "fee_insurance": "5000",
    "due_day": "10",
    "due_day_shift": "forward",
    "bank_rate": "0.09",
    "allocation_order": "penalty_interest_principal",
    "surplus": "recast_shorten",
    "settlement": "whole_margin",
    "settlement_rebate": "0.5",
    "penalty_rate": "0.001",
    "penalty_per": "month",
    "penalty_grace_days": "3",
    "penalty_cap": "0.1",
}
BESIDE = {
    "price_label": "margin",
    "restructurings_per_year": "1",
    "call_after_days": "10",
    "write_off_call_days": "60",
}


def terms_under(found: Rules, **changes: Any) -> LoanTerms:
    asked: dict[str, Any] = {
        "principal": Rupiah(10_000_000),
        "instalments": 12,
        "disbursed_on": ON,
        "holidays": (CHRISTMAS,),
    }
    return contract_terms.loan_terms(found, **(asked | changes))


def kept(found: Rules) -> dict[str, Any]:
    """Return the contract as it comes back from the database."""
    agreed = contract_terms.contract(found, instalments=12, on=ON, holidays=(CHRISTMAS,))
    result: dict[str, Any] = json.loads(json.dumps(agreed))
    return result


def agreed_terms(agreed: dict[str, Any]) -> LoanTerms:
    return contract_terms.agreed_terms(
        agreed, principal=Rupiah(10_000_000), instalments=12, disbursed_on=ON
    )


class TestLoanTerms:
    def test_are_those_of_the_worked_example_by_default(self):
        assert terms_under(rules({})) == LoanTerms(
            principal=Rupiah(10_000_000),
            annual_rate=Decimal("0.03"),
            instalments=12,
            method=InterestMethod.DECLINING_ANNUITY,
            disbursed_on=ON,
        )

    @pytest.mark.parametrize("name", OTHERS)
    def test_follow_each_setting(self, name: str):
        assert terms_under(rules({name: OTHERS[name]})) != terms_under(rules({}))

    def test_hold_one_fee_that_is_the_sum_of_all(self):
        found = rules({name: OTHERS[name] for name in OTHERS if name.startswith("fee_")})

        assert terms_under(found).fee == 40_000

    def test_take_holidays_only_where_due_dates_move(self):
        assert terms_under(rules({})).holidays == ()
        assert terms_under(rules({"due_day_shift": "forward"})).holidays == (CHRISTMAS,)

    def test_have_a_fixed_day_of_the_month_or_none(self):
        assert terms_under(rules({})).first_due_on is None
        assert terms_under(rules({"due_day": "10"})).first_due_on == date(2027, 1, 10)
        with pytest.raises(ImpossibleTerms) as refused:
            terms_under(rules({"due_day": "10", "every": "week"}))
        assert refused.value.field == "every"


class TestMargin:
    def test_of_a_profit_share_is_fixed_in_rupiah(self):
        assert terms_under(rules({"method": "profit_share"})).margin == 300_000


class TestContract:
    def test_names_every_setting_it_carries(self):
        choices = {"instalment_choices", "first_period"}  # of the offer, and tested beside due_day

        assert {*OTHERS, *BESIDE} | choices == TERM_SETTINGS
        assert set(SETTINGS) >= TERM_SETTINGS

    @pytest.mark.parametrize("name", [*OTHERS, *BESIDE])
    def test_differs_with_each_setting(self, name: str):
        assert kept(rules({name: (OTHERS | BESIDE)[name]})) != kept(rules({}))

    @pytest.mark.parametrize("name", OTHERS)
    def test_gives_back_the_terms_it_was_made_of(self, name: str):
        found = rules({name: OTHERS[name]})

        assert agreed_terms(kept(found)) == terms_under(found)

    def test_keeps_each_fee_by_its_kind(self):
        found = rules(OTHERS | BESIDE | {"every": "month"})

        assert contract_terms.agreed_rules(kept(found)) == AgreedRules(
            price_label="margin",
            fees=Fees(provision=Rupiah(25_000), admin=Rupiah(10_000), insurance=Rupiah(5_000)),
            restructurings_per_year=1,
            call_after_days=10,
            write_off_call_days=60,
        )

    def test_of_before_the_terms_had_names_still_reads(self):
        old = {"method": "flat", "annual_rate": "0.05"}

        assert agreed_terms(old) == terms_under(rules({"method": "flat", "annual_rate": "0.05"}))
        assert contract_terms.agreed_rules(old) == contract_terms.agreed_rules(kept(rules({})))


class TestFirstDueOn:
    @pytest.mark.parametrize(
        ("disbursed_on", "due_day", "long", "short"),
        [
            (date(2026, 11, 23), 10, date(2027, 1, 10), date(2026, 12, 10)),
            (date(2026, 11, 23), 23, date(2026, 12, 23), date(2026, 12, 23)),
            (date(2026, 11, 23), 28, date(2026, 12, 28), date(2026, 11, 28)),
            (date(2026, 12, 5), 4, date(2027, 2, 4), date(2027, 1, 4)),
            (date(2027, 1, 31), 28, date(2027, 2, 28), date(2027, 2, 28)),
        ],
    )
    def test_makes_the_first_period_longer_or_shorter(
        self, disbursed_on: date, due_day: int, long: date, short: date
    ):
        found = [
            first_due_on(disbursed_on, due_day=due_day, first_period=period)
            for period in (FirstPeriod.LONG, FirstPeriod.SHORT)
        ]

        assert found == [long, short]

    @given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 28))
    def test_lies_within_a_month_or_the_one_after(self, disbursed_on: date, due_day: int):
        short = first_due_on(disbursed_on, due_day=due_day, first_period=FirstPeriod.SHORT)
        long = first_due_on(disbursed_on, due_day=due_day, first_period=FirstPeriod.LONG)

        assert short is not None
        assert long is not None
        assert short.day == long.day == due_day
        assert 1 <= (short - disbursed_on).days <= 31
        assert 28 <= (long - disbursed_on).days <= 62


class TestPossibleLoans:
    def test_let_the_defaults_pass(self):
        require_possible_loans(rules({}), on=ON)

    @pytest.mark.parametrize(
        ("changed", "instalments", "principal"),
        [
            ({"principal_grace": "6"}, 6, 250_000),
            ({"interest_grace": "6"}, 6, 250_000),
            ({"multiple": "1000", "smallest_line": "9000"}, 6, 9_000),
            ({"due_day": "10", "every": "day"}, 6, 250_000),
            ({"instalment_choices": "6 400"}, 400, 250_000),
            ({"smallest_line": "3"}, 6, 3),
            ({"smallest_line": "0"}, 6, 0),
        ],
    )
    def test_refuse_what_no_loan_can_have(
        self, changed: dict[str, str], instalments: int, principal: int
    ):
        with pytest.raises(ImpossibleProduct) as refused:
            require_possible_loans(rules(changed), on=ON)

        assert (refused.value.instalments, refused.value.principal) == (instalments, principal)

    def test_look_at_the_largest_amount_one_borrower_may_have(self):
        beyond = Rupiah(10**15)
        found = replace(rules({}), group_ceiling=beyond)

        require_possible_loans(found, on=ON)
        with pytest.raises(ImpossibleProduct) as refused:
            require_possible_loans(replace(found, ceiling_basis=CeilingBasis.GROUP), on=ON)
        assert refused.value.principal == beyond

    def test_need_no_holidays(self):
        require_possible_loans(replace(rules({}), due_day_shift=DueDayShift.FORWARD), on=ON)
