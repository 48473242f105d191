"""Working days: Monday to Friday, without holidays and collective leave."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.business_days import (
    business_day_after,
    is_business_day,
    is_sunday,
    next_business_day,
    workdays_between,
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


class TestBusinessDayAfter:
    def test_counts_the_days_that_come_after(self):
        assert business_day_after(WEDNESDAY, days=1, holidays=CHRISTMAS) == MONDAY
        assert business_day_after(THURSDAY, days=2, holidays=()) == MONDAY
        assert business_day_after(SUNDAY, days=0, holidays=()) == SUNDAY


class TestWorkdaysBetween:
    def test_count_the_last_day_and_not_the_first(self):
        assert workdays_between(WEDNESDAY, MONDAY, CHRISTMAS) == 1
        assert workdays_between(WEDNESDAY, MONDAY, ()) == 3

    def test_are_none_when_the_later_day_is_not_later(self):
        assert workdays_between(MONDAY, MONDAY, ()) == 0
        assert workdays_between(MONDAY, WEDNESDAY, ()) == 0

    @given(
        first=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
        lengths=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    )
    def test_add_up_over_any_day_between(self, first: date, lengths: tuple[int, int]):
        middle = first + timedelta(days=lengths[0])
        last = middle + timedelta(days=lengths[1])

        parts = [workdays_between(*days, CHRISTMAS) for days in ((first, middle), (middle, last))]

        assert sum(parts) == workdays_between(first, last, CHRISTMAS)

    @given(first=st.dates(date(2026, 12, 1), date(2027, 1, 31)), days=st.integers(1, 20))
    def test_undo_counting_forward(self, first: date, days: int):
        later = business_day_after(first, days=days, holidays=CHRISTMAS)

        assert workdays_between(first, later, CHRISTMAS) == days
