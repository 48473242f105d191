"""One-time codes: how often they may be sent, and what a typed one is worth."""

from datetime import timedelta

import pytest

from harkat.domain.phone_codes import (
    BUDGET,
    BUDGET_PERIOD,
    LIFE,
    MOST_TRIES,
    RESEND_AFTER,
    CodeVerdict,
    next_code_at,
    verdict,
)
from tests.moments import NOON


class TestNextCode:
    def test_may_go_at_once_to_a_phone_that_got_none(self):
        assert next_code_at((), last_of_kind=None) is None

    def test_waits_a_minute_after_the_last(self):
        assert next_code_at((NOON,), last_of_kind=NOON) == NOON + RESEND_AFTER

    def test_does_not_wait_for_one_that_was_for_something_else(self):
        assert next_code_at((NOON,), last_of_kind=None) is None

    def test_waits_for_the_oldest_to_leave_the_days_budget(self):
        sent_at = tuple(NOON - timedelta(minutes=number) for number in range(BUDGET))

        assert next_code_at(sent_at, last_of_kind=NOON) == sent_at[-1] + BUDGET_PERIOD


class TestVerdict:
    @pytest.mark.parametrize(
        ("is_right", "tries", "age", "expected"),
        [
            (True, 0, timedelta(0), CodeVerdict.MATCHED),
            (True, MOST_TRIES - 1, LIFE - timedelta(seconds=1), CodeVerdict.MATCHED),
            (False, 0, timedelta(0), CodeVerdict.WRONG),
            (True, MOST_TRIES, timedelta(0), CodeVerdict.TOO_MANY_TRIES),
            (True, 0, LIFE, CodeVerdict.EXPIRED),
            (False, MOST_TRIES, LIFE, CodeVerdict.EXPIRED),
        ],
    )
    def test_looks_at_age_then_tries_then_digits(self, is_right, tries, age, expected):
        found = verdict(is_right=is_right, tries=tries, expires_at=NOON + LIFE, at=NOON + age)

        assert found is expected
