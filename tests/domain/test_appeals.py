"""An objection to a refusal: in time, and judged by somebody else."""

from datetime import date

from harkat.domain.appeals import last_day, may_answer


class TestLastDay:
    def test_is_so_many_days_after_the_refusal(self):
        assert last_day(refused_on=date(2026, 11, 23), days=14) == date(2026, 12, 7)


class TestAnswer:
    def test_is_never_given_by_whoever_had_a_hand_in_the_refusal(self):
        assert not may_answer(7, took_part=(7, 3))
        assert not may_answer(3, took_part=(7, 3))
        assert may_answer(5, took_part=(7, 3))

    def test_can_come_from_anybody_if_nobody_is_known(self):
        assert may_answer(5, took_part=(None, None))
