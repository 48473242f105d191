"""Visits are on working days from tomorrow on, and said in words."""

from datetime import date, timedelta

import pytest

from harkat.domain.visits import (
    DayPart,
    Unfit,
    VisitStatus,
    days_offered,
    is_ahead,
    unfit,
    visit_in_words,
)

THURSDAY = date(2026, 12, 24)
CHRISTMAS = date(2026, 12, 25)


class TestDay:
    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (date(2026, 12, 23), Unfit.TOO_SOON),
            (THURSDAY, Unfit.TOO_SOON),
            (CHRISTMAS, Unfit.NO_WORKDAY),
            (date(2026, 12, 26), Unfit.NO_WORKDAY),
            (date(2026, 12, 28), None),
            (date(2027, 1, 22), None),
            (date(2027, 1, 25), Unfit.TOO_LATE),
        ],
    )
    def test_of_a_visit_is_a_working_day_from_tomorrow_on(self, day: date, why: Unfit | None):
        assert unfit(day, today=THURSDAY, holidays={CHRISTMAS}) is why

    def test_is_chosen_among_the_next_five_working_days(self):
        offered = days_offered(today=THURSDAY, holidays={CHRISTMAS})

        assert [day.day for day in offered] == [28, 29, 30, 31, 1]
        assert all(unfit(day, today=THURSDAY, holidays={CHRISTMAS}) is None for day in offered)

    def test_is_said_with_its_part(self):
        assert visit_in_words(date(2026, 3, 10), DayPart.MORNING) == "Selasa, 10 Maret 2026, pagi"
        assert visit_in_words(THURSDAY, DayPart.MIDDAY).endswith("siang")
        assert visit_in_words(THURSDAY, DayPart.AFTERNOON).endswith("sore")


class TestAhead:
    @pytest.mark.parametrize(("days", "is_so"), [(-1, False), (0, True), (1, True)])
    def test_is_a_planned_visit_to_the_end_of_its_day(self, days: int, *, is_so: bool):
        day = THURSDAY + timedelta(days=days)
        planned = VisitStatus.PLANNED

        assert is_ahead(planned, visit_on=day, wish_on=None, on=THURSDAY) is is_so
        assert is_ahead(planned, visit_on=None, wish_on=day, on=THURSDAY) is is_so

    def test_is_a_visit_that_was_asked_for_until_it_is_planned(self):
        assert is_ahead(VisitStatus.ASKED, visit_on=None, wish_on=None, on=THURSDAY)
        assert not is_ahead(VisitStatus.DONE, visit_on=THURSDAY, wish_on=None, on=THURSDAY)
