"""Terms of a loan: written one way, read back the same, refused by name."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from harkat.domain.money import Rupiah
from harkat.domain.product import (
    DayCount,
    Every,
    Impossible,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    LoanTerms,
    MarginSpread,
    NotYetSupported,
    Rounding,
)
from tests.domain.loans import TERMS, given_terms, loan_terms

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

    @given(loan_terms)
    def test_are_read_back_the_same(self, terms: LoanTerms):
        assert LoanTerms.from_json(json.loads(json.dumps(terms.to_json()))) == terms

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

    @pytest.mark.parametrize(
        ("field", "value", "supported"),
        [
            ("method", InterestMethod.BULLET, tuple(InterestMethod)[:3]),
            ("method", InterestMethod.PROFIT_SHARE, tuple(InterestMethod)[:3]),
            ("every", Every.WEEK, (Every.MONTH,)),
            ("day_count", DayCount.ACTUAL_365, (DayCount.THIRTY_360,)),
            ("rounding", Rounding.HALF_EVEN, (Rounding.HALF_UP,)),
            ("multiple", 500, (1,)),
            ("principal_grace", 3, (0,)),
            ("interest_grace", 3, (0,)),
            ("interest_grace_mode", InterestGraceMode.WAIVED, (InterestGraceMode.COLLECTED,)),
            ("margin", Rupiah(300_000), (None,)),
            ("margin_spread", MarginSpread.ANNUITY, (MarginSpread.FLAT,)),
            ("fee", Rupiah(50_000), (0,)),
        ],
    )
    def test_say_what_can_be_computed_today(
        self, field: str, value: object, supported: tuple[object, ...]
    ):
        with pytest.raises(NotYetSupported) as refused:
            given_terms(**{field: value})

        assert (refused.value.field, refused.value.value) == (field, value)
        assert refused.value.supported == supported

    @pytest.mark.parametrize("value", ["fortnight", 12, None, []])
    def test_say_what_can_be_computed_where_the_word_is_unknown(self, value: Any):
        with pytest.raises(NotYetSupported) as refused:
            LoanTerms.from_json({**WRITTEN, "every": value})

        assert refused.value.supported == (Every.MONTH,)

    @pytest.mark.parametrize(
        ("every", "periods"),
        [(Every.DAY, 360), (Every.WEEK, 52), (Every.TWO_WEEKS, 26), (Every.MONTH, 12)],
    )
    def test_know_the_periods_of_a_year(self, every: Every, periods: int):
        assert every.periods_a_year == periods
