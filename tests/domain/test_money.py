"""Rupiah: exact whole amounts, read without guessing and written the Indonesian way."""

import copy
import json
import operator
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.money import (
    ZERO,
    AmountWithDecimals,
    EmptyAmount,
    ForeignDigits,
    NegativeAmount,
    NotAnAmount,
    Rounding,
    Rupiah,
    TooManyDigits,
    UnclearAmount,
    UnclearSeparators,
    format_rupiah,
    format_short,
    half_up_quotient,
    parse_rupiah,
    round_half_up,
    rounded,
    total,
)

amounts = st.integers(-(10**15), 10**15).map(Rupiah)


class TestRupiah:
    @pytest.mark.parametrize(
        "result",
        [
            Rupiah(5) + Rupiah(3),
            Rupiah(5) + 3,
            5 + Rupiah(3),
            Rupiah(11) - Rupiah(3),
            11 - Rupiah(3),
            Rupiah(4) * 2,
            2 * Rupiah(4),
            -Rupiah(-8),
            +Rupiah(8),
            abs(Rupiah(-8)),
            Rupiah(Decimal("8.00")),
            total([Rupiah(5), Rupiah(3)]),
            sum([Rupiah(5), Rupiah(3)]),
            copy.deepcopy(Rupiah(8)),
            pickle.loads(pickle.dumps(Rupiah(8))),  # noqa: S301 - our own bytes
        ],
    )
    def test_stays_rupiah(self, result: object):
        assert (type(result), result) == (Rupiah, 8)

    @pytest.mark.parametrize("other", [True, 1.5, Decimal(1), Fraction(1), "1", None])
    @pytest.mark.parametrize(
        "operation",
        [operator.add, operator.sub, operator.mul],
        ids=lambda operation: operation.__name__,
    )
    def test_goes_with_whole_numbers_only(self, operation: Callable[..., Any], other: object):
        with pytest.raises(TypeError):
            operation(Rupiah(5), other)

    @pytest.mark.parametrize("other", [True, 2, 1.5, Rupiah(2)])
    @pytest.mark.parametrize(
        "division", [operator.truediv, operator.floordiv, operator.mod, divmod]
    )
    def test_is_never_divided(self, division: Callable[..., Any], other: Any):
        with pytest.raises(TypeError, match="shared out or rounded"):
            division(Rupiah(5), other)

    def test_divides_nothing(self):
        with pytest.raises(TypeError, match="shared out or rounded"):
            operator.floordiv(5, Rupiah(2))

    def test_is_not_multiplied_with_rupiah(self):
        with pytest.raises(TypeError, match="not an amount"):
            Rupiah(5) * Rupiah(2)

    def test_becomes_no_float(self):
        with pytest.raises(TypeError):
            float(Rupiah(5))

    @pytest.mark.parametrize("amount", [True, 5.0, "5", None, Fraction(5)])
    def test_is_not_made_of(self, amount: Any):
        with pytest.raises(TypeError):
            Rupiah(amount)

    @pytest.mark.parametrize("amount", ["0.5", "NaN", "Infinity"])
    def test_is_not_made_of_a_decimal_such_as(self, amount: str):
        with pytest.raises(ValueError, match="not a whole number"):
            Rupiah(Decimal(amount))

    def test_is_plain_where_text_or_json_is_made(self):
        amount = Rupiah(-5_000)

        assert (repr(amount), str(amount), f"{amount}", json.dumps(amount)) == (
            "Rupiah(-5000)",
            "-5000",
            "-5000",
            "-5000",
        )

    def test_takes_part_in_exact_arithmetic(self):
        assert Decimal("0.0025") * Rupiah(10_000_001) == Decimal("25000.0025")
        assert Fraction(1, 400) * Rupiah(10_000_001) == Fraction(10_000_001, 400)

    def test_adds_up_to_zero_rupiah_when_there_is_none(self):
        assert (type(total([])), total([])) == (Rupiah, ZERO)

    @given(amounts, amounts, amounts)
    def test_adds_up_in_any_order(self, one: Rupiah, other: Rupiah, third: Rupiah):
        assert one + other - other == one
        assert total([one, other, third]) == total([third, other, one])
        assert (one < other) == (other - one > 0)


class TestRoundHalfUp:
    @pytest.mark.parametrize(
        ("exact", "rounded"),
        [("2.5", 3), ("2.499", 2), ("0.5", 1), ("-2.5", -3), ("-2.499", -2), ("0", 0), ("7", 7)],
    )
    def test_takes_half_a_rupiah_away_from_zero(self, exact: str, rounded: int):
        assert round_half_up(Decimal(exact)) == rounded
        assert round_half_up(Fraction(exact)) == rounded

    @given(st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6))
    def test_is_never_more_than_half_a_rupiah_off(self, exact: Fraction):
        assert abs(exact - round_half_up(exact)) <= Fraction(1, 2)

    @given(st.integers(0, 10**18), st.integers(1, 10**9))
    def test_is_the_same_for_a_quotient(self, numerator: int, denominator: int):
        assert half_up_quotient(numerator, denominator) == round_half_up(
            Fraction(numerator, denominator)
        )

    def test_is_exact_beyond_the_usual_precision(self):
        assert round_half_up(Decimal("123456789012345678901234567890.5")) == Rupiah(
            123456789012345678901234567891
        )


class TestRounded:
    @pytest.mark.parametrize(
        ("exact", "half_up", "half_even", "up"),
        [
            ("0", 0, 0, 0),
            ("2", 2, 2, 2),
            ("2.01", 2, 2, 3),
            ("2.5", 3, 2, 3),
            ("3.5", 4, 4, 4),
            ("2.51", 3, 3, 3),
            ("0.5", 1, 0, 1),
        ],
    )
    def test_rounds_as_the_contract_says(self, exact: str, half_up: int, half_even: int, up: int):
        found = [rounded(Fraction(exact), rounding) for rounding in Rounding]

        assert found == [half_up, half_even, up]

    @given(st.fractions(min_value=0, max_value=10**15))
    def test_is_less_than_a_rupiah_away(self, exact: Fraction):
        assert all(abs(rounded(exact, rounding) - exact) < 1 for rounding in Rounding)
        assert rounded(exact, Rounding.UP) >= exact
        assert rounded(exact, Rounding.HALF_UP) == round_half_up(exact)


READABLE = {
    "0": 0,
    "5": 5,
    "5000000": 5_000_000,
    "1.000.000": 1_000_000,
    "Rp 5.000.000,00": 5_000_000,
    "Rp5.000.000": 5_000_000,
    "rp. 5000000": 5_000_000,
    "5 000 000": 5_000_000,
    "5\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000": 5_000_000,
    "Rp\N{NO-BREAK SPACE}5\N{NARROW NO-BREAK SPACE}000": 5_000,
    "  250.000 ": 250_000,
    "8jt": 8_000_000,
    "8 juta": 8_000_000,
    "Rp1.500 Juta": 1_500_000_000,
    "500rb": 500_000,
    "Rp 500 ribu": 500_000,
    "1,5 juta": 1_500_000,
    "2.5jt": 2_500_000,
    "Rp0,75 juta": 750_000,
    "7,5 RB": 7_500,
    "Rp5.000.000,-": 5_000_000,
    "2147483648": 2_147_483_648,
    "110000000001": 110_000_000_001,
    "999999999999999": 999_999_999_999_999,
}
UNCLEAR: dict[str, type[UnclearAmount]] = {
    "": EmptyAmount,
    " \N{NO-BREAK SPACE}\t": EmptyAmount,
    "-1": NegativeAmount,
    "-Rp5.000": NegativeAmount,
    "Rp -5.000,50": NegativeAmount,
    "\N{MINUS SIGN}5 juta": NegativeAmount,
    "0,5": AmountWithDecimals,
    "1.5": AmountWithDecimals,
    "1500,5 juta": AmountWithDecimals,
    "-1,5 juta": NegativeAmount,
    "Rp 5.000.000,50": AmountWithDecimals,
    "5000000.00": AmountWithDecimals,
    "5000000,000": AmountWithDecimals,
    "1,000": UnclearSeparators,
    "1,000,000": UnclearSeparators,
    "1,000,000.00": UnclearSeparators,
    "1.00.000": UnclearSeparators,
    "10.0000": UnclearSeparators,
    "5.000 000": UnclearSeparators,
    "5 00": UnclearSeparators,
    "0.500": UnclearSeparators,
    "9223372036854775808": TooManyDigits,
    "1" * 400: TooManyDigits,
    "1" * 10_000: TooManyDigits,
    "1000000000 juta": TooManyDigits,
    "1.000.000.000.000.000": TooManyDigits,
    "٥٠٠٠٠٠٠": ForeignDigits,
    "５００００００": ForeignDigits,
    "5²": ForeignDigits,
    "1e9": NotAnAmount,
    "NaN": NotAnAmount,
    "Infinity": NotAnAmount,
    "0x1F": NotAnAmount,
    "5000000;DROP": NotAnAmount,
    "5000000\n1": NotAnAmount,
    "true": NotAnAmount,
    "Rp": NotAnAmount,
    "juta": NotAnAmount,
    "1,555 juta": UnclearSeparators,
    "0812345678": NotAnAmount,
    "5\N{ZERO WIDTH SPACE}000": NotAnAmount,
    "lima juta": NotAnAmount,
    "1" * 10_000 + "x": NotAnAmount,
}


class TestParseRupiah:
    @pytest.mark.parametrize(("text", "amount"), READABLE.items())
    def test_reads(self, text: str, amount: int):
        read = parse_rupiah(text)

        assert (type(read), read) == (Rupiah, amount)

    @pytest.mark.parametrize(
        ("text", "problem"), UNCLEAR.items(), ids=lambda value: str(value)[:24]
    )
    def test_refuses_to_guess(self, text: str, problem: type[UnclearAmount]):
        with pytest.raises(UnclearAmount) as refused:
            parse_rupiah(text)

        assert type(refused.value) is problem

    def test_gives_every_problem_a_word_of_its_own(self):
        words = [problem.reason for problem in UnclearAmount.__subclasses__()]

        assert len(set(words)) == len(words) == len(set(UNCLEAR.values()))

    @given(st.integers(0, 10**15 - 1).map(Rupiah))
    def test_reads_back_what_was_written(self, amount: Rupiah):
        assert parse_rupiah(format_rupiah(amount)) == amount
        assert parse_rupiah(str(amount)) == amount

    @given(st.text(alphabet="0123456789.,- \N{NO-BREAK SPACE}RpjutaribxeE\n", max_size=24))
    def test_reads_the_digits_as_they_stand_or_nothing(self, text: str):
        try:
            amount = parse_rupiah(text)
        except UnclearAmount:
            return

        digits = re.sub(r"[^0-9]", "", text)
        assert str(amount).strip("0") == digits.strip("0")


class TestFormatRupiah:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (0, "Rp0"),
            (999, "Rp999"),
            (1_250_000, "Rp1.250.000"),
            (110_000_000_000, "Rp110.000.000.000"),
            (-1_250_000, "\N{MINUS SIGN}Rp1.250.000"),
        ],
    )
    def test_groups_thousands_with_points(self, amount: int, text: str):
        assert format_rupiah(Rupiah(amount)) == text


class TestFormatShort:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (110_000_000_000, "Rp110 miliar"),
            (1_200_000_000, "Rp1,2 miliar"),
            (340_000_000, "Rp340 juta"),
            (340_450_000, "Rp340,5 juta"),
            (1_000_000, "Rp1 juta"),
            (999_949_999, "Rp999,9 juta"),
            (999_950_000, "Rp1 miliar"),
            (2_500_000_000_000, "Rp2,5 triliun"),
            (1_234_000_000_000_000, "Rp1.234 triliun"),
            (950_000_000, "Rp950 juta"),
            (999_950_000_000, "Rp1 triliun"),
            (999_999, "Rp999.999"),
            (0, "Rp0"),
            (-300_000_000, "\N{MINUS SIGN}Rp300 juta"),
        ],
    )
    def test_says_the_largest_unit_with_one_decimal(self, amount: int, text: str):
        assert format_short(Rupiah(amount)) == text
