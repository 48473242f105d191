"""Dates, moments, shares, counts and amounts in words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from harkat.domain.indonesian import (
    amount_in_words,
    count,
    long_date,
    moment,
    month_and_year,
    percent,
    plain_date,
    short_date,
    time_of_day,
)
from harkat.domain.money import Rupiah

SATURDAY = date(2026, 4, 4)
AFTERNOON = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


class TestDates:
    def test_are_written_in_full(self):
        assert long_date(SATURDAY) == "Sabtu, 4 April 2026"

    def test_are_written_without_the_weekday(self):
        assert plain_date(SATURDAY) == "4 April 2026"

    @pytest.mark.parametrize(
        ("on", "written"),
        [
            (SATURDAY, "4 Apr 2026"),
            (date(2026, 8, 17), "17 Agu 2026"),
            (date(2026, 5, 1), "1 Mei 2026"),
        ],
    )
    def test_are_written_short(self, on, written):
        assert short_date(on) == written

    def test_are_written_as_a_month(self):
        assert month_and_year(SATURDAY) == "April 2026"


class TestMoments:
    def test_are_told_in_jambi(self):
        assert moment(AFTERNOON) == "23 November 2026, 14.30 WIB"

    def test_fall_on_the_day_of_jambi(self):
        assert moment(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == "1 Januari 2027, 00.00 WIB"

    def test_are_told_as_a_time(self):
        assert time_of_day(AFTERNOON) == "14.30 WIB"

    def test_need_a_time_zone(self):
        with pytest.raises(ValueError, match="time zone"):
            moment(AFTERNOON.replace(tzinfo=None))


class TestPercent:
    @pytest.mark.parametrize(
        ("ratio", "written"),
        [
            (Decimal("0.0027"), "0,27%"),
            (Decimal("0.32"), "32%"),
            (Decimal("0.125"), "12,5%"),
            (Decimal(0), "0%"),
            (Decimal(1), "100%"),
            (Decimal(12), "1.200%"),
            (Decimal("0.00125"), "0,13%"),  # half up
            (Decimal("0.00001"), "<0,01%"),
            (Decimal("-0.05"), "\N{MINUS SIGN}5%"),
            (Decimal("-0.00001"), "\N{MINUS SIGN}<0,01%"),
            (Fraction(1, 3), "33,33%"),
        ],
    )
    def test_writes_a_share_of_one(self, ratio, written):
        assert percent(ratio) == written


class TestCount:
    @pytest.mark.parametrize(
        ("number", "written"), [(0, "0"), (5500, "5.500"), (-1200, "\N{MINUS SIGN}1.200")]
    )
    def test_sets_thousands_apart(self, number, written):
        assert count(number) == written


class TestAmountInWords:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            (0, "nol rupiah"),
            (11, "sebelas rupiah"),
            (1000, "seribu rupiah"),
            (5_000_000, "lima juta rupiah"),
            (110_000_000_000, "seratus sepuluh miliar rupiah"),
            (-100, "minus seratus rupiah"),
        ],
    )
    def test_says_an_amount(self, amount, words):
        assert amount_in_words(Rupiah(amount)) == words
