"""Due dates: one a month, clamped to the month's end, never shifted by it."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.due_dates import monthly_due_dates

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


class TestMonthlyDueDates:
    @pytest.mark.parametrize(
        ("disbursed_on", "due_dates"),
        [
            (date(2026, 2, 2), (date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2))),
            (date(2026, 1, 31), (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))),
            (date(2028, 1, 30), (date(2028, 2, 29), date(2028, 3, 30), date(2028, 4, 30))),
            (date(2028, 2, 29), (date(2028, 3, 29), date(2028, 4, 29), date(2028, 5, 29))),
            (date(2026, 11, 30), (date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28))),
        ],
    )
    def test_clamp_to_the_end_of_the_month_and_come_back(
        self, disbursed_on: date, due_dates: tuple[date, ...]
    ):
        assert monthly_due_dates(disbursed_on=disbursed_on, instalments=3) == due_dates

    def test_keep_29_february_for_leap_years(self):
        due_dates = monthly_due_dates(disbursed_on=date(2028, 2, 29), instalments=48)

        assert due_dates[11] == date(2029, 2, 28)
        assert due_dates[12] == date(2029, 3, 29)
        assert due_dates[47] == date(2032, 2, 29)

    def test_follow_the_first_one_where_it_is_agreed(self):
        due_dates = monthly_due_dates(
            disbursed_on=date(2026, 2, 2), instalments=3, first_due_on=date(2026, 3, 31)
        )

        assert due_dates == (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31))

    @given(days, st.integers(1, 120), st.one_of(st.none(), days))
    def test_are_one_in_each_month_on_the_day_or_the_last(
        self, disbursed_on: date, instalments: int, first_due_on: date | None
    ):
        due_dates = monthly_due_dates(
            disbursed_on=disbursed_on, instalments=instalments, first_due_on=first_due_on
        )

        start = first_due_on or disbursed_on
        months = [due_on.year * 12 + due_on.month for due_on in due_dates]
        first_month = start.year * 12 + start.month + (first_due_on is None)
        assert months == list(range(first_month, first_month + instalments))
        assert all(
            due_on.day == min(start.day, monthrange(due_on.year, due_on.month)[1])
            for due_on in due_dates
        )
