"""The counts of the pre-check: exact, never twice for one run, and about nobody."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.precheck import Answer, Outcome, Question
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.models.precheck import PrecheckCount, SpentPrecheck
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.queries.precheck import precheck_counts
from harkat.services.authority import viewer_of
from harkat.services.precheck import RESULT, count_result
from tests import given
from tests.moments import NOON, TODAY
from tests.threads import at_once

ANSWERS = dict.fromkeys(Question, Answer.UNKNOWN)
pytestmark = pytest.mark.usefixtures("app")


def count(mark: str, *, days: int = 0, **answers: Answer) -> bool:
    return count_result(
        mark=mark,
        answers={**ANSWERS, **{Question[name]: answer for name, answer in answers.items()}},
        outcome=Outcome.AFTER,
        at=NOON + timedelta(days=days),
    )


def counts() -> dict[tuple[str, str], int]:
    viewer = viewer_of(db.session.get_one(UserAccount, given.staff(Role.DINAS_VIEWER).id))
    return dict(precheck_counts(viewer=viewer, since=TODAY, until=TODAY + timedelta(days=30)).times)


class TestCounting:
    def test_adds_each_answer_and_the_result(self):
        assert count("a")
        assert count("b", ARREARS=Answer.LATE)

        found = counts()
        assert found[RESULT, "setelah"] == 2
        assert found["ktp", "tidak-tahu"] == 2
        assert found["cicilan", "telat"] == found["cicilan", "tidak-tahu"] == 1

    def test_does_nothing_for_a_run_that_was_counted(self):
        assert [count("a"), count("a"), count("a", AGE=Answer.TOO_YOUNG)] == [True, False, False]
        assert set(counts().values()) == {1}

    def test_forgets_marks_that_no_page_may_send_any_more(self):
        for number in range(3):
            count(f"alt-{number}")
        count("baru", days=3)

        assert [row.mark for row in db.session.scalars(db.select(SpentPrecheck))] == ["baru"]
        assert counts()[RESULT, "setelah"] == 4

    def test_keeps_no_row_about_a_visitor(self):
        for number in range(5):
            count(f"m{number}")

        columns = {*PrecheckCount.__table__.columns.keys(), *SpentPrecheck.__table__.columns.keys()}
        assert columns == {"day", "question", "answer", "times", "mark"}
        assert db.session.query(PrecheckCount).count() == len(Question) + 1
        assert db.session.query(AuditEvent).filter(AuditEvent.action.like("precheck%")).count() == 0
        assert db.session.query(IdempotencyRecord).count() == 0

    def test_is_for_those_who_read_the_portfolio(self):
        viewer = viewer_of(db.session.get_one(UserAccount, given.owner().id))
        with pytest.raises(NotPermitted):
            precheck_counts(viewer=viewer, since=TODAY, until=TODAY)


class TestManyAtOnce:
    def test_are_all_counted(self, app: Flask):
        mixed = [Answer.LATE, Answer.NONE]
        deeds = [partial(count, f"m{n}", ARREARS=mixed[n % 2]) for n in range(12)]

        assert at_once(app, deeds) == [True] * 12
        found = counts()
        assert found[RESULT, "setelah"] == 12
        assert found["cicilan", "telat"] == found["cicilan", "tidak-ada"] == 6

    def test_of_one_run_are_counted_once(self, app: Flask):
        outcomes = at_once(app, [partial(count, "satu") for _ in range(8)])

        assert sorted(outcomes, key=str) == [False] * 7 + [True]
        assert set(counts().values()) == {1}
