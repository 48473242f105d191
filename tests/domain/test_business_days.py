"""Working days: Monday to Friday, without holidays and collective leave."""

from datetime import date, timedelta

import pytest

from harkat.domain.business_days import (
    business_days_after,
    is_business_day,
    is_sunday,
    next_business_day,
)

CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 25)})  # a Thursday and a Friday
WEDNESDAY, THURSDAY, SUNDAY, MONDAY = (date(2026, 12, day) for day in (23, 24, 27, 28))


class TestBusinessDay:
    @pytest.mark.parametrize(
        ("day", "works"),
        [
            (WEDNESDAY, True),
            (THURSDAY, False),
            (date(2026, 12, 26), False),
            (SUNDAY, False),
            (MONDAY, True),
        ],
    )
    def test_is_neither_weekend_nor_holiday(self, day: date, *, works: bool):
        assert is_business_day(day, CHRISTMAS) is works

    def test_knows_its_sundays(self):
        assert [is_sunday(day) for day in (SUNDAY, MONDAY)] == [True, False]


class TestNextBusinessDay:
    def test_is_the_day_itself_when_offices_work(self):
        assert next_business_day(WEDNESDAY, CHRISTMAS) == WEDNESDAY

    def test_goes_over_holidays_and_the_weekend_after_them(self):
        assert next_business_day(THURSDAY, CHRISTMAS) == MONDAY


class TestBusinessDaysLater:
    @pytest.mark.parametrize(
        ("number", "day"), [(0, THURSDAY), (1, MONDAY), (2, MONDAY + timedelta(days=1))]
    )
    def test_count_only_days_on_which_offices_work(self, number: int, day: date):
        assert business_days_after(THURSDAY, number, CHRISTMAS) == day

    def test_begin_on_the_day_after(self):
        assert business_days_after(MONDAY, 5, frozenset()) == MONDAY + timedelta(days=7)
