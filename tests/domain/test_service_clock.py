"""The bank's time for an application: working days of its own turn, and of nobody else's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.business_days import business_days_after, business_days_between, is_business_day
from harkat.domain.service_clock import DUTIES, Deadline, Duty, Move, deadline
from harkat.domain.statuses import ApplicationEvent as Event
from harkat.domain.statuses import ApplicationStatus as Status

MONDAY = date(2026, 3, 2)
LIMITS = {Duty.VERIFY: 6, Duty.DECIDE: 3, Duty.DISBURSE: 2}

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
holiday_sets = st.frozensets(days, max_size=20)
waits = st.integers(0, 60)


def sent(on: date = MONDAY) -> Move:
    return Move(on=on, event=Event.SUBMITTED, status=Status.SUBMITTED)


def move(event: Event, status: Status, on: date) -> Move:
    return Move(on=on, event=event, status=status)


def due(*moves: Move, on: date, holidays: frozenset[date] = frozenset()) -> Deadline | None:
    return deadline(moves, limits=LIMITS, holidays=holidays, on=on)


class TestDeadline:
    def test_is_so_many_working_days_after_the_day_of_sending(self):
        assert due(sent(), on=MONDAY) == Deadline(
            duty=Duty.VERIFY, due_on=date(2026, 3, 10), late_days=0
        )

    def test_moves_past_a_holiday(self):
        found = due(sent(), on=MONDAY, holidays=frozenset({date(2026, 3, 4)}))

        assert found is not None
        assert found.due_on == date(2026, 3, 11)

    def test_counts_from_the_next_working_day_what_comes_on_a_saturday(self):
        found = due(sent(date(2026, 3, 7)), on=MONDAY)

        assert found is not None
        assert found.due_on == date(2026, 3, 16)

    def test_is_kept_on_its_day_and_missed_on_the_next_working_day(self):
        late = [due(sent(), on=MONDAY + timedelta(days=number)) for number in range(8, 14)]

        assert [each.late_days for each in late if each] == [0, 1, 2, 3, 3, 3]

    def test_stands_still_while_the_applicant_is_waited_for(self):
        returned = move(Event.RETURNED_TO_APPLICANT, Status.NEEDS_FIX, date(2026, 3, 4))
        again = move(Event.RESUBMITTED, Status.IN_VERIFICATION, date(2026, 5, 4))

        assert due(sent(), returned, on=date(2026, 4, 30)) is None
        assert due(sent(), returned, again, on=date(2026, 5, 4)) == Deadline(
            duty=Duty.VERIFY, due_on=date(2026, 5, 8), late_days=0
        )

    def test_stands_still_while_the_group_chooses_and_goes_on_where_it_stood(self):
        blocked = move(Event.PART_BLOCKED, Status.AWAITING_GROUP, date(2026, 3, 4))
        again = move(Event.GROUP_WENT_ON, Status.IN_VERIFICATION, date(2026, 4, 6))

        assert due(sent(), blocked, on=date(2026, 4, 3)) is None
        assert due(sent(), blocked, again, on=date(2026, 4, 6)) == Deadline(
            duty=Duty.VERIFY, due_on=date(2026, 4, 10), late_days=0
        )

    def test_of_the_decision_is_its_own(self):
        proposed = move(Event.PROPOSED, Status.IN_DECISION, date(2026, 3, 30))

        found = due(sent(), proposed, on=date(2026, 3, 30))

        assert found == Deadline(duty=Duty.DECIDE, due_on=date(2026, 4, 2), late_days=0)

    def test_that_was_used_up_before_is_late_at_once_when_the_turn_comes_back(self):
        proposed = move(Event.PROPOSED, Status.IN_DECISION, date(2026, 3, 11))
        back = move(Event.RETURNED_TO_MAKER, Status.IN_VERIFICATION, date(2026, 3, 12))

        found = due(sent(), proposed, back, on=date(2026, 3, 12))

        assert found == Deadline(duty=Duty.VERIFY, due_on=date(2026, 3, 12), late_days=1)

    @pytest.mark.parametrize(
        ("event", "before"),
        [(Event.REOPENED, Status.APPROVED), (Event.APPEAL_UPHELD, Status.REJECTED)],
    )
    def test_begins_anew_when_a_decision_is_taken_back(self, event: Event, before: Status):
        decided = move(Event.APPROVED, before, date(2026, 3, 20))
        anew = move(event, Status.IN_VERIFICATION, MONDAY + timedelta(days=28))

        found = due(sent(), decided, anew, on=anew.on)

        assert found == Deadline(duty=Duty.VERIFY, due_on=date(2026, 4, 7), late_days=0)

    @pytest.mark.parametrize("status", sorted(set(Status) - set(DUTIES)))
    def test_is_nobodys_where_the_bank_is_not_waited_for(self, status: Status):
        assert due(sent(), move(Event.WITHDRAWN, status, MONDAY), on=MONDAY) is None

    def test_of_nothing_is_none(self):
        assert due(on=MONDAY) is None


class TestStandingClock:
    @given(first=days, before=waits, wait=waits, after=waits, holidays=holiday_sets)
    def test_counts_no_day_of_waiting_for_the_applicant(
        self, first: date, before: int, wait: int, after: int, holidays: frozenset[date]
    ):
        returned_on = first + timedelta(days=before)
        again_on = returned_on + timedelta(days=wait)
        on = again_on + timedelta(days=after)
        moves = (
            sent(first),
            move(Event.RETURNED_TO_APPLICANT, Status.NEEDS_FIX, returned_on),
            move(Event.RESUBMITTED, Status.IN_VERIFICATION, again_on),
        )

        found = due(*moves, on=on, holidays=holidays)

        used = business_days_between(first, returned_on, holidays)
        running = business_days_between(again_on, on, holidays)
        assert found is not None
        assert found.late_days == max(running - (LIMITS[Duty.VERIFY] - used), 0)

    @given(first=days, passed=waits, holidays=holiday_sets)
    def test_is_late_exactly_when_working_days_passed_the_due_day(
        self, first: date, passed: int, holidays: frozenset[date]
    ):
        on = first + timedelta(days=passed)

        found = due(sent(first), on=on, holidays=holidays)

        assert found is not None
        assert is_business_day(found.due_on, holidays)
        beyond = business_days_between(found.due_on, on, holidays) if on > found.due_on else 0
        assert found.late_days == beyond


class TestWorkingDays:
    @given(first=days, one=waits, other=waits, holidays=holiday_sets)
    def test_of_two_spans_add_up(
        self, first: date, one: int, other: int, holidays: frozenset[date]
    ):
        middle = first + timedelta(days=one)
        last = middle + timedelta(days=other)

        assert business_days_between(first, last, holidays) == (
            business_days_between(first, middle, holidays)
            + business_days_between(middle, last, holidays)
        )

    @given(first=days, number=st.integers(0, 40), holidays=holiday_sets)
    def test_after_a_day_are_as_many_as_lie_between(
        self, first: date, number: int, holidays: frozenset[date]
    ):
        last = business_days_after(first, number, holidays)

        assert business_days_between(first, last, holidays) == number
