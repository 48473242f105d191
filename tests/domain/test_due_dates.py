"""Due dates: their rhythm, the month's end that comes back, the way off Sundays and holidays."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.due_dates import due_dates
from harkat.domain.product import DueDayShift, Every, LoanTerms
from tests.domain.loans import any_terms, given_terms

DAY = timedelta(days=1)
SUNDAY = 6


def dates(*, instalments: int = 3, **changes: Any) -> tuple[date, ...]:
    return due_dates(given_terms(instalments=instalments, **changes))


def moved(**changes: Any) -> tuple[date, ...]:
    return dates(shift=DueDayShift.FORWARD, **changes)


class TestMonthlyDueDates:
    @pytest.mark.parametrize(
        ("disbursed_on", "expected"),
        [
            (date(2026, 2, 2), (date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2))),
            (date(2026, 1, 31), (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))),
            (date(2028, 1, 30), (date(2028, 2, 29), date(2028, 3, 30), date(2028, 4, 30))),
            (date(2028, 2, 29), (date(2028, 3, 29), date(2028, 4, 29), date(2028, 5, 29))),
            (date(2026, 11, 30), (date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28))),
        ],
    )
    def test_clamp_to_the_end_of_the_month_and_come_back(
        self, disbursed_on: date, expected: tuple[date, ...]
    ):
        assert dates(disbursed_on=disbursed_on) == expected

    def test_keep_29_february_for_leap_years(self):
        found = dates(disbursed_on=date(2028, 2, 29), instalments=48)

        assert found[11] == date(2029, 2, 28)
        assert found[12] == date(2029, 3, 29)
        assert found[47] == date(2032, 2, 29)

    @pytest.mark.parametrize("first", [date(2026, 2, 10), date(2026, 3, 31), date(2026, 4, 15)])
    def test_follow_the_first_one_where_it_is_agreed(self, first: date):
        found = dates(first_due_on=first, instalments=12)

        assert found[0] == first
        assert all(
            day.day == min(first.day, monthrange(day.year, day.month)[1]) for day in found[1:]
        )

    @given(any_terms())
    def test_are_one_in_each_month_on_the_day_or_the_last(self, drawn: LoanTerms):
        terms = given_terms(disbursed_on=drawn.disbursed_on, first_due_on=drawn.first_due_on)
        found = due_dates(terms, instalments=60)

        start = terms.first_due_on or terms.disbursed_on
        months = [due_on.year * 12 + due_on.month for due_on in found]
        first_month = start.year * 12 + start.month + (terms.first_due_on is None)
        assert months == list(range(first_month, first_month + 60))
        assert all(
            due_on.day == min(start.day, monthrange(due_on.year, due_on.month)[1])
            for due_on in found
        )


class TestOtherRhythms:
    @pytest.mark.parametrize(
        ("every", "days"), [(Every.DAY, 1), (Every.WEEK, 7), (Every.TWO_WEEKS, 14)]
    )
    def test_are_so_many_days_apart_from_the_disbursement_on(self, every: Every, days: int):
        found = dates(every=every)

        assert found == tuple(date(2026, 2, 2) + days * count * DAY for count in (1, 2, 3))

    def test_follow_the_first_one_where_it_is_agreed(self):
        found = dates(every=Every.WEEK, first_due_on=date(2026, 2, 20))

        assert found == (date(2026, 2, 20), date(2026, 2, 27), date(2026, 3, 6))


class TestShift:
    def test_moves_off_a_sunday_and_comes_back_to_the_day(self):
        assert dates(disbursed_on=date(2026, 2, 1))[0] == date(2026, 3, 1)
        assert moved(disbursed_on=date(2026, 2, 1)) == (
            date(2026, 3, 2),
            date(2026, 4, 1),
            date(2026, 5, 1),
        )

    def test_leaves_a_saturday_alone(self):
        assert moved(disbursed_on=date(2026, 1, 7))[0] == date(2026, 2, 7)
        assert date(2026, 2, 7).weekday() == 5

    def test_moves_off_a_holiday_and_the_sunday_after_it(self):
        found = moved(disbursed_on=date(2026, 2, 7), holidays=(date(2026, 3, 7),))

        assert found[0] == date(2026, 3, 9)

    def test_moves_the_agreed_first_date_too(self):
        assert moved(first_due_on=date(2026, 3, 1))[0] == date(2026, 3, 2)

    def test_knows_no_holiday_unless_it_is_agreed(self):
        assert dates(holidays=(date(2026, 3, 2),))[0] == date(2026, 3, 2)
        assert moved(holidays=(date(2026, 3, 2),))[0] == date(2026, 3, 3)

    def test_lets_a_daily_loan_skip_closed_days(self):
        found = moved(every=Every.DAY, disbursed_on=date(2026, 2, 5), holidays=(date(2026, 2, 9),))

        assert found == (date(2026, 2, 6), date(2026, 2, 7), date(2026, 2, 10))

    def test_never_puts_two_instalments_on_one_day(self):
        feast = tuple(date(2026, 3, 17) + count * DAY for count in range(10))

        found = moved(every=Every.WEEK, disbursed_on=date(2026, 3, 11), holidays=feast)

        assert found == (date(2026, 3, 27), date(2026, 3, 28), date(2026, 4, 1))


class TestDueDates:
    @given(any_terms())
    def test_rise_from_the_day_after_the_disbursement(self, terms: LoanTerms):
        found = due_dates(terms)

        assert len(found) == terms.instalments
        assert all(earlier < later for earlier, later in pairwise((terms.disbursed_on, *found)))

    @given(any_terms())
    def test_lie_on_open_days_where_that_is_agreed(self, terms: LoanTerms):
        is_closed = [day.weekday() == SUNDAY or day in terms.holidays for day in due_dates(terms)]

        assert terms.shift is DueDayShift.NONE or not any(is_closed)

    @given(any_terms(), st.integers(0, 60))
    def test_are_only_appended_to_when_more_are_asked_for(self, terms: LoanTerms, more: int):
        found = due_dates(terms, instalments=terms.instalments + more)

        assert len(found) == terms.instalments + more
        assert found[: terms.instalments] == due_dates(terms)
