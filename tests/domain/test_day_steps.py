"""Which days a run of the night closes, and who is reminded on which day."""

from datetime import date, timedelta

import pytest

from harkat.domain.day_steps import (
    MOST_DAYS_AT_ONCE,
    Reminder,
    ReminderKind,
    days_to_close,
    reminders,
)

MONDAY = date(2026, 3, 2)
OFFSETS = (-3, 0, 1, 7, 30)


class TestDaysToClose:
    def test_are_one_day_the_first_time(self):
        assert days_to_close(last_closed=None, until=MONDAY) == (MONDAY,)

    def test_are_every_day_since_the_last_one(self):
        assert days_to_close(last_closed=date(2026, 2, 27), until=MONDAY) == (
            date(2026, 2, 28),
            date(2026, 3, 1),
            MONDAY,
        )

    def test_are_one_day_that_was_left_out(self):
        assert days_to_close(last_closed=date(2026, 3, 5), until=MONDAY) == (MONDAY,)

    def test_are_the_last_month_when_more_was_missed(self):
        found = days_to_close(last_closed=date(2025, 1, 1), until=MONDAY)

        assert (len(found), found[0], found[-1]) == (
            MOST_DAYS_AT_ONCE,
            MONDAY - timedelta(days=30),
            MONDAY,
        )


class TestReminders:
    def test_are_for_what_falls_due_soon_today_and_for_what_is_late(self):
        assert reminders(day=MONDAY, until=MONDAY, offsets=OFFSETS) == (
            Reminder(kind=ReminderKind.DUE_SOON, due_on=date(2026, 3, 5)),
            Reminder(kind=ReminderKind.DUE_TODAY, due_on=MONDAY),
            Reminder(kind=ReminderKind.LATE, due_on=date(2026, 3, 1)),
            Reminder(kind=ReminderKind.LATE, due_on=date(2026, 2, 23)),
            Reminder(kind=ReminderKind.LATE, due_on=date(2026, 1, 31)),
        )

    @pytest.mark.parametrize("missed", [0, 1, 2, 3, 5, 6, 22, 23, 40])
    def test_of_missed_days_come_once_for_an_instalment(self, missed: int):
        until = MONDAY + timedelta(days=missed)
        days = [MONDAY + timedelta(days=count) for count in range(missed + 1)]

        found = [
            reminder.due_on
            for day in days
            for reminder in reminders(day=day, until=until, offsets=OFFSETS)
        ]

        assert len(found) == len(set(found))
        assert set(found) == {day - timedelta(days=offset) for day in days for offset in OFFSETS}
