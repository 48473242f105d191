"""Terms of a loan: written one way, read back the same, refused by name."""

import json
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from harkat.domain.money import Rupiah
from harkat.domain.product import (
    DueDayShift,
    Every,
    Impossible,
    ImpossibleTerms,
    InterestMethod,
    LoanTerms,
    Surplus,
)
from tests.domain.loans import TERMS, any_terms, given_terms

WRITTEN = {
    "principal": 10_000_000,
    "annual_rate": "0.03",
    "instalments": 12,
    "every": "month",
    "method": "declining_annuity",
    "day_count": "30/360",
    "rounding": "half_up",
    "multiple": 1,
    "disbursed_on": "2026-02-02",
    "first_due": None,
    "principal_grace": 0,
    "interest_grace": 0,
    "interest_grace_mode": "collected",
    "margin": None,
    "margin_spread": "flat",
    "fee": 0,
}
REQUIRED = {"principal", "annual_rate", "instalments", "method", "disbursed_on"}


class TestLoanTerms:
    def test_are_written_plainly_in_one_order(self):
        written = TERMS.to_json()

        assert list(written.items()) == list(WRITTEN.items())
        assert {type(value) for value in written.values()} == {int, str, type(None)}

    @pytest.mark.parametrize(
        ("rate", "text"), [("0.030", "0.03"), ("3E-2", "0.03"), ("-0", "0"), ("1.0", "1")]
    )
    def test_write_a_rate_one_way(self, rate: str, text: str):
        assert given_terms(annual_rate=Decimal(rate)).to_json()["annual_rate"] == text

    def test_write_the_agreed_first_due_date(self):
        assert given_terms(first_due_on=date(2026, 3, 10)).to_json()["first_due"] == "2026-03-10"

    def test_write_what_the_contract_says_only_where_it_differs_from_the_default(self):
        terms = given_terms(
            shift=DueDayShift.FORWARD,
            holidays=(date(2026, 3, 20),),
            bank_rate=Decimal("0.06"),
            surplus=Surplus.CREDIT,
            penalty_rate=Decimal("0.001"),
            penalty_grace_days=3,
            penalty_cap=Decimal("0.1"),
        )

        assert list(terms.to_json().items()) == [
            *WRITTEN.items(),
            ("shift", "forward"),
            ("holidays", ["2026-03-20"]),
            ("bank_rate", "0.06"),
            ("surplus", "credit"),
            ("penalty_rate", "0.001"),
            ("penalty_grace_days", 3),
            ("penalty_cap", "0.1"),
        ]

    def test_keep_holidays_in_order_and_each_once(self):
        first, second = date(2026, 3, 20), date(2026, 5, 1)

        assert given_terms(holidays=(second, first, second)).holidays == (first, second)

    @given(any_terms())
    def test_are_read_back_the_same(self, terms: LoanTerms):
        read = LoanTerms.from_json(json.loads(json.dumps(terms.to_json())))

        assert (read, hash(read), read.to_json()) == (terms, hash(terms), terms.to_json())

    def test_are_found_again_after_a_journey_to_another_process(self):
        known = {given_terms(): "found"}
        hash(travelled := pickle.loads(pickle.dumps(given_terms())))  # noqa: S301

        assert known[travelled] == "found"

    def test_have_defaults_for_what_is_left_out(self):
        assert LoanTerms.from_json({key: WRITTEN[key] for key in REQUIRED}) == TERMS

    @pytest.mark.parametrize("missing", sorted(REQUIRED))
    def test_name_what_is_missing(self, missing: str):
        written = {key: value for key, value in WRITTEN.items() if key != missing}

        with pytest.raises(ImpossibleTerms) as refused:
            LoanTerms.from_json(written)

        assert (refused.value.field, refused.value.reason) == (missing, Impossible.UNREADABLE)

    def test_name_what_is_unknown(self):
        with pytest.raises(ImpossibleTerms) as refused:
            LoanTerms.from_json({**WRITTEN, "discount": 1})

        assert (refused.value.field, refused.value.reason) == ("discount", Impossible.UNKNOWN)

    @pytest.mark.parametrize(
        ("key", "value", "field"),
        [
            ("principal", "10000000", "principal"),
            ("principal", True, "principal"),
            ("principal", 1e7, "principal"),
            ("principal", None, "principal"),
            ("annual_rate", 0.03, "annual_rate"),
            ("annual_rate", "three", "annual_rate"),
            ("annual_rate", "NaN", "annual_rate"),
            ("annual_rate", "Infinity", "annual_rate"),
            ("instalments", "12", "instalments"),
            ("disbursed_on", "2026-02-30", "disbursed_on"),
            ("disbursed_on", "20260202", "disbursed_on"),
            ("disbursed_on", 20260202, "disbursed_on"),
            ("first_due", "soon", "first_due_on"),
            ("multiple", "100", "multiple"),
            ("margin", 1.5, "margin"),
            ("fee", None, "fee"),
            ("holidays", "2026-03-20", "holidays"),
            ("holidays", ["2026-03-32"], "holidays"),
            ("bank_rate", 0.06, "bank_rate"),
            ("bank_rate", "NaN", "bank_rate"),
            ("penalty_rate", None, "penalty_rate"),
            ("penalty_grace_days", "3", "penalty_grace_days"),
            ("settlement_rebate", "half", "settlement_rebate"),
        ],
    )
    def test_name_what_cannot_be_read(self, key: str, value: object, field: str):
        with pytest.raises(ImpossibleTerms) as refused:
            LoanTerms.from_json({**WRITTEN, key: value})

        assert (refused.value.field, refused.value.reason) == (field, Impossible.UNREADABLE)

    @pytest.mark.parametrize(
        ("field", "value", "lowest", "highest"),
        [
            ("principal", Rupiah(0), 1, 10**15 - 1),
            ("principal", Rupiah(10**15), 1, 10**15 - 1),
            ("annual_rate", Decimal("-0.01"), 0, 1),
            ("annual_rate", Decimal("1.01"), 0, 1),
            ("instalments", 0, 1, 360),
            ("instalments", 361, 1, 360),
            ("disbursed_on", date(1999, 12, 31), date(2000, 1, 1), date(2099, 12, 31)),
            ("first_due_on", date(2026, 2, 2), date(2026, 2, 3), date(2099, 12, 31)),
            ("principal_grace", 12, 0, 11),
            ("principal_grace", -1, 0, 11),
            ("interest_grace", 12, 0, 11),
            ("fee", Rupiah(-1), 0, 9_999_999),
            ("fee", Rupiah(10_000_000), 0, 9_999_999),
            ("bank_rate", Decimal("0.029"), Decimal("0.03"), 1),
            ("bank_rate", Decimal("1.1"), Decimal("0.03"), 1),
            ("settlement_rebate", Decimal("1.1"), 0, 1),
            ("penalty_rate", Decimal("-0.1"), 0, 1),
            ("penalty_grace_days", 366, 0, 365),
            ("penalty_cap", Decimal(2), 0, 1),
        ],
    )
    def test_say_what_range_is_possible(
        self, field: str, value: object, lowest: object, highest: object
    ):
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(**{field: value})

        assert (refused.value.field, refused.value.value) == (field, value)
        assert refused.value.reason is Impossible.OUT_OF_RANGE
        assert (refused.value.lowest, refused.value.highest) == (lowest, highest)

    def test_take_a_rate_of_at_most_ten_decimals(self):
        assert given_terms(annual_rate=Decimal("0.0312345678")).period_rate == Fraction(
            312345678, 120_000_000_000
        )
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(annual_rate=Decimal("0.03123456789"))

        assert refused.value.reason is Impossible.TOO_MANY_DECIMALS

    def test_leave_a_row_for_the_principal_when_both_graces_meet(self):
        assert given_terms(principal_grace=5, interest_grace=6).interest_grace == 6
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(principal_grace=5, interest_grace=7)

        assert (refused.value.field, refused.value.highest) == ("interest_grace", 6)

    def test_have_a_margin_only_where_it_is_the_price(self):
        share = given_terms(method=InterestMethod.PROFIT_SHARE, margin=Rupiah(0))
        assert share.agreed_margin == 0
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(margin=Rupiah(300_000))

        assert refused.value.reason is Impossible.NOT_WITH_THIS_METHOD
        assert refused.value.choices == (InterestMethod.PROFIT_SHARE,)

    def test_refuse_a_margin_below_zero(self):
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(method=InterestMethod.PROFIT_SHARE, margin=Rupiah(-1))

        assert (refused.value.field, refused.value.lowest) == ("margin", 0)

    @pytest.mark.parametrize("field", ["bank_rate", "penalty_rate", "penalty_cap"])
    def test_take_every_rate_in_at_most_ten_decimals(self, field: str):
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(**{field: Decimal("0.51234567891")})

        assert (refused.value.field, refused.value.highest) == (field, 10)

    @pytest.mark.parametrize("multiple", [0, 50, 250, 2000])
    def test_say_what_an_instalment_can_be_a_multiple_of(self, multiple: int):
        with pytest.raises(ImpossibleTerms) as refused:
            given_terms(multiple=multiple)

        assert refused.value.choices == (1, 100, 500, 1000)

    @pytest.mark.parametrize("value", ["fortnight", 12, None, []])
    def test_say_which_words_there_are_where_one_is_unknown(self, value: Any):
        with pytest.raises(ImpossibleTerms) as refused:
            LoanTerms.from_json({**WRITTEN, "every": value})

        assert (refused.value.field, refused.value.reason) == ("every", Impossible.NO_CHOICE)
        assert refused.value.choices == tuple(Every)

    @pytest.mark.parametrize(
        ("every", "periods"),
        [(Every.DAY, 360), (Every.WEEK, 52), (Every.TWO_WEEKS, 26), (Every.MONTH, 12)],
    )
    def test_know_the_periods_of_a_year(self, every: Every, periods: int):
        assert every.periods_a_year == periods
