"""Times of classes as people write them, and when a class's people are reminded."""

from datetime import date, timedelta

import pytest

from harkat.domain.training import UnclearTime, classes_to_remind_of, time_of_day

DAY = date(2026, 11, 23)


class TestTimeOfDay:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("8", "08.00"),
            ("8.30", "08.30"),
            (" 08:30 ", "08.30"),
            ("23.59", "23.59"),
            ("0", "00.00"),
        ],
    )
    def test_is_read_as_people_write_it(self, written: str, read: str):
        assert time_of_day(written) == read

    @pytest.mark.parametrize("written", ["", "24", "8.60", "8.3", "pagi", "8.30.00", "-1", "٨"])
    def test_is_refused_when_there_is_no_such_time(self, written: str):
        with pytest.raises(UnclearTime):
            time_of_day(written)


class TestReminders:
    def test_come_three_days_and_one_day_before(self):
        assert classes_to_remind_of(day=DAY, until=DAY) == (
            DAY + timedelta(days=3),
            DAY + timedelta(days=1),
        )

    @pytest.mark.parametrize("missed", range(8))
    def test_of_one_class_come_once_at_most_in_a_run_that_makes_up_for_days(self, missed: int):
        until = DAY + timedelta(days=missed)
        days = [DAY + timedelta(days=count) for count in range(missed + 1)]

        found = [start for day in days for start in classes_to_remind_of(day=day, until=until)]

        assert len(found) == len(set(found))
        assert all(start > until for start in found)
        assert until + timedelta(days=1) in found
        assert until + timedelta(days=3) in found
