"""Months of the books, and the day on which an entry is booked."""

from datetime import date

import pytest

from harkat.domain.months import booking_day, last_day_of, month_after, month_of


class TestMonth:
    @pytest.mark.parametrize("day", [date(2026, 2, 1), date(2026, 2, 17), date(2026, 2, 28)])
    def test_is_named_by_its_first_day(self, day: date):
        assert month_of(day) == date(2026, 2, 1)

    @pytest.mark.parametrize(
        ("month", "after"),
        [
            (date(2026, 1, 1), date(2026, 2, 1)),
            (date(2026, 2, 1), date(2026, 3, 1)),
            (date(2026, 12, 1), date(2027, 1, 1)),
        ],
    )
    def test_is_followed_by_the_next(self, month: date, after: date):
        assert month_after(month) == after

    @pytest.mark.parametrize(
        ("month", "last"),
        [
            (date(2026, 2, 1), date(2026, 2, 28)),
            (date(2028, 2, 1), date(2028, 2, 29)),
            (date(2026, 12, 1), date(2026, 12, 31)),
        ],
    )
    def test_ends_on_its_last_day(self, month: date, last: date):
        assert last_day_of(month) == last


class TestBookingDay:
    def test_is_the_true_date_while_its_month_is_open(self):
        closed = {date(2026, 1, 1)}

        assert booking_day(value_on=date(2026, 2, 17), closed=closed) == date(2026, 2, 17)

    def test_is_the_first_of_the_next_open_month_after_a_closed_one(self):
        closed = {date(2026, 1, 1), date(2026, 2, 1)}

        assert booking_day(value_on=date(2026, 1, 30), closed=closed) == date(2026, 3, 1)

    def test_is_in_a_month_that_was_opened_again(self):
        closed = {date(2026, 1, 1), date(2026, 3, 1)}

        assert booking_day(value_on=date(2026, 1, 30), closed=closed) == date(2026, 2, 1)
        assert booking_day(value_on=date(2026, 3, 30), closed=closed) == date(2026, 4, 1)
