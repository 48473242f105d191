"""When a complaint must be answered, who may send one more, and what opens it."""

from datetime import date, timedelta

import pytest

from harkat.domain.complaints import (
    MOST_ANONYMOUS,
    MOST_FROM_ONE,
    URGENT_KINDS,
    ComplaintKind,
    ComplaintProblem,
    answer_due_on,
    complaint_problem,
    is_same_phone_end,
)
from tests.moments import NOON

CHRISTMAS = date(2026, 12, 25)


class TestAnswer:
    @pytest.mark.parametrize(
        ("kind", "received_on", "due_on"),
        [
            (ComplaintKind.SLOW, date(2026, 11, 23), date(2026, 11, 30)),
            (ComplaintKind.DEDUCTED, date(2026, 11, 23), date(2026, 11, 25)),
            (ComplaintKind.FRAUD, date(2026, 11, 27), date(2026, 12, 1)),  # over a weekend
            (ComplaintKind.FRAUD, date(2026, 12, 24), date(2026, 12, 29)),  # and over Christmas
            (ComplaintKind.OTHER, date(2026, 11, 22), date(2026, 11, 27)),  # sent on a Sunday
        ],
    )
    def test_is_due_after_so_many_working_days(
        self, kind: ComplaintKind, received_on: date, due_on: date
    ):
        found = answer_due_on(
            kind, received_on=received_on, workdays=5, urgent_workdays=2, holidays={CHRISTMAS}
        )

        assert found == due_on

    def test_is_hurried_for_fraud_and_for_money_cut_off(self):
        assert {ComplaintKind.DEDUCTED, ComplaintKind.FRAUD} == URGENT_KINDS


class TestOneMore:
    RECENT = NOON - timedelta(hours=23)

    def test_is_taken_while_there_are_few(self):
        sent = [self.RECENT] * (MOST_FROM_ONE - 1) + [NOON - timedelta(days=1)]

        assert problem(from_one=sent, anonymous=0) is None

    def test_is_not_taken_from_one_hand_that_sent_many_today(self):
        sent = [self.RECENT] * MOST_FROM_ONE

        assert problem(from_one=sent) is ComplaintProblem.TOO_MANY_FROM_ONE

    def test_is_not_taken_from_strangers_who_flood(self):
        assert problem(anonymous=MOST_ANONYMOUS) is ComplaintProblem.TOO_MANY_IN_ALL
        assert problem(anonymous=MOST_ANONYMOUS - 1) is None

    def test_is_always_taken_from_an_account_when_strangers_flood(self):
        assert problem(anonymous=MOST_ANONYMOUS, is_anonymous=False) is None


def problem(
    *, from_one: list | None = None, anonymous: int = 0, is_anonymous: bool = True
) -> ComplaintProblem | None:
    return complaint_problem(
        from_one=from_one or [], anonymous=anonymous, is_anonymous=is_anonymous, at=NOON
    )


class TestLastDigits:
    @pytest.mark.parametrize(
        ("phone", "digits", "is_same"),
        [
            ("+6281234567890", "7890", True),
            ("+6281234567890", "7891", False),
            ("+6281234567890", "", False),
            ("+6281234567890", "90", False),
            ("+6281234567890", "67890", False),
            ("+6281234567890", "٧٨٩٠", False),
            (None, "7890", False),
        ],
    )
    def test_open_only_what_ends_with_them(self, phone: str | None, digits: str, *, is_same: bool):
        assert is_same_phone_end(phone, digits) is is_same
