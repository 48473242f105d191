"""Business days and ages: the day is Jambi's, and only whole months and years count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.calendar import (
    WIB,
    business_day,
    complete_on,
    full_months_between,
    full_years_between,
    latest_start,
    months_after,
    start_of,
)

LEAP_DAY = date(2004, 2, 29)


class TestBusinessDay:
    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
            (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
            (datetime(2028, 2, 28, 17, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
            (datetime(2026, 11, 23, 0, 0, 0, tzinfo=WIB), date(2026, 11, 23)),
        ],
    )
    def test_changes_at_midnight_in_jambi(self, at: datetime, day: date):
        assert business_day(at) == day

    def test_of_a_moment_without_a_zone_is_not_guessed(self):
        with pytest.raises(ValueError, match="time zone"):
            business_day(datetime(2026, 11, 23, 12))  # noqa: DTZ001 - that is the case

    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    def test_begins_with_its_first_moment(self, day: date):
        assert business_day(start_of(day)) == day
        assert start_of(day).utcoffset() == WIB.utcoffset(None)


class TestFullMonths:
    @pytest.mark.parametrize(
        ("earlier", "later", "months"),
        [
            (date(2026, 5, 23), date(2026, 11, 22), 5),
            (date(2026, 5, 23), date(2026, 11, 23), 6),
            (date(2025, 12, 31), date(2026, 1, 30), 0),
            (date(2026, 1, 31), date(2026, 2, 28), 0),
            (date(2026, 11, 23), date(2026, 11, 23), 0),
            (date(2026, 11, 23), date(2024, 1, 1), 0),
        ],
    )
    def test_are_counted_when_their_day_has_come(self, earlier: date, later: date, months: int):
        assert full_months_between(earlier, later) == months

    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 60))
    def test_are_complete_on_the_first_day_that_has_them(self, start: date, months: int):
        day = complete_on(start, months=months)

        assert full_months_between(start, day) == months
        assert months == 0 or full_months_between(start, day - timedelta(days=1)) == months - 1

    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 60))
    def test_have_passed_since_the_latest_start_and_not_a_day_later(self, on: date, months: int):
        start = latest_start(on, months=months)

        assert complete_on(start, months=months) <= on
        assert complete_on(start + timedelta(days=1), months=months) > on


class TestFullYears:
    @pytest.mark.parametrize(
        ("born_on", "day", "years"),
        [
            (date(2005, 11, 24), date(2026, 11, 23), 20),
            (date(2005, 11, 23), date(2026, 11, 23), 21),
            (LEAP_DAY, date(2025, 2, 28), 20),
            (LEAP_DAY, date(2025, 3, 1), 21),
        ],
    )
    def test_are_an_age(self, born_on: date, day: date, years: int):
        assert full_years_between(born_on, day) == years


class TestMonthsAfter:
    def test_is_the_same_day_or_the_last_of_a_shorter_month(self):
        assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
        assert months_after(date(2026, 6, 15), 6) == date(2026, 12, 15)
