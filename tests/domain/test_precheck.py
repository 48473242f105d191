"""The pre-check: what each answer means under the rules of the day, and that nobody is stuck."""

from itertools import product

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from harkat.domain.precheck import (
    FORBIDDING,
    Answer,
    Limits,
    Need,
    Outcome,
    Question,
    asked,
    check,
    choices,
)
from harkat.domain.programme_rules import TrainingRule, rules

RULES = Limits.of(rules({}))
BEST = {
    Question.ID_CARD: Answer.YES,
    Question.AGE: Answer.OLD_ENOUGH,
    Question.BUSINESS_AGE: Answer.ABOVE_LIMIT,
    Question.TRAINING: Answer.DONE,
    Question.ARREARS: Answer.NONE,
    Question.GROUP: Answer.DONE,
    Question.RUNNING_LOAN: Answer.NO,
}


def with_rule(training: TrainingRule = TrainingRule.REQUIRED, months: int = 6) -> Limits:
    return Limits(
        age_years=21,
        business_months=months,
        training=training,
        group_size_min=5,
        group_size_max=50,
    )


limits_of_any_kind = st.builds(
    with_rule, training=st.sampled_from(TrainingRule), months=st.integers(0, 36)
)


class TestQuestions:
    def test_are_seven_and_come_in_the_order_of_the_journey(self):
        assert asked(RULES) == tuple(Question)
        assert len(asked(RULES)) == 7

    def test_leave_training_out_where_it_plays_no_part(self):
        assert Question.TRAINING not in asked(with_rule(TrainingRule.NONE))

    @each(limits_of_any_kind)
    def test_can_always_be_answered_with_not_knowing(self, limits: Limits):
        assert all(choices(question, limits)[-1] is Answer.UNKNOWN for question in Question)

    @pytest.mark.parametrize(
        ("months", "offered"),
        [
            (0, (Answer.NOT_STARTED, Answer.ABOVE_LIMIT, Answer.OVER_A_YEAR)),
            (6, (Answer.NOT_STARTED, Answer.BELOW_LIMIT, Answer.ABOVE_LIMIT, Answer.OVER_A_YEAR)),
            (12, (Answer.NOT_STARTED, Answer.BELOW_LIMIT, Answer.ABOVE_LIMIT)),
        ],
    )
    def test_offer_ages_of_a_business_that_the_limit_tells_apart(
        self, months: int, offered: tuple[Answer, ...]
    ):
        assert choices(Question.BUSINESS_AGE, with_rule(months=months))[:-1] == offered


class TestResult:
    def test_is_ready_when_nothing_stands_in_the_way(self):
        result = check(BEST, RULES)

        assert (result.outcome, result.needs) == (Outcome.READY, ())

    @pytest.mark.parametrize(
        ("question", "answer", "outcome", "need"),
        [
            (Question.ID_CARD, Answer.NO, Outcome.NOT_NOW, Need.OTHER_CITY),
            (Question.ID_CARD, Answer.IN_PROGRESS, Outcome.AFTER, Need.CARD_IN_PROGRESS),
            (Question.ID_CARD, Answer.UNKNOWN, Outcome.AFTER, Need.CARD_UNKNOWN),
            (Question.AGE, Answer.TOO_YOUNG, Outcome.NOT_NOW, Need.TOO_YOUNG),
            (Question.AGE, Answer.UNKNOWN, Outcome.AFTER, Need.AGE_UNKNOWN),
            (Question.BUSINESS_AGE, Answer.NOT_STARTED, Outcome.AFTER, Need.BUSINESS_NOT_STARTED),
            (Question.BUSINESS_AGE, Answer.BELOW_LIMIT, Outcome.AFTER, Need.BUSINESS_TOO_YOUNG),
            (Question.BUSINESS_AGE, Answer.UNKNOWN, Outcome.AFTER, Need.BUSINESS_AGE_UNKNOWN),
            (Question.TRAINING, Answer.RUNNING, Outcome.AFTER, Need.TRAINING_RUNNING),
            (Question.TRAINING, Answer.NOT_YET, Outcome.AFTER, Need.TRAINING_MISSING),
            (Question.TRAINING, Answer.UNKNOWN, Outcome.AFTER, Need.TRAINING_UNKNOWN),
            (Question.ARREARS, Answer.LATE, Outcome.AFTER, Need.ARREARS),
            (Question.ARREARS, Answer.UNKNOWN, Outcome.AFTER, Need.ARREARS_UNKNOWN),
            (Question.GROUP, Answer.NOT_YET, Outcome.AFTER, Need.GROUP_MISSING),
            (Question.RUNNING_LOAN, Answer.YES, Outcome.NOT_NOW, Need.LOAN_RUNNING),
            (Question.RUNNING_LOAN, Answer.UNKNOWN, Outcome.AFTER, Need.LOAN_UNKNOWN),
        ],
    )
    def test_names_what_an_answer_asks_for(
        self, question: Question, answer: Answer, outcome: Outcome, need: Need
    ):
        result = check({**BEST, question: answer}, RULES)

        assert (result.outcome, result.needs) == (outcome, (need,))

    def test_counts_instalments_paid_in_time_for_nothing_bad(self):
        assert check({**BEST, Question.ARREARS: Answer.IN_TIME}, RULES).outcome is Outcome.READY

    def test_says_first_what_forbids_a_loan(self):
        answers = {**BEST, Question.TRAINING: Answer.NOT_YET, Question.RUNNING_LOAN: Answer.YES}

        assert check(answers, RULES).needs == (Need.LOAN_RUNNING, Need.TRAINING_MISSING)

    @pytest.mark.parametrize(
        ("business", "training", "needs"),
        [
            (Answer.BELOW_LIMIT, Answer.DONE, ()),
            (Answer.ABOVE_LIMIT, Answer.NOT_YET, ()),
            (
                Answer.BELOW_LIMIT,
                Answer.NOT_YET,
                (Need.BUSINESS_TOO_YOUNG, Need.TRAINING_MISSING),
            ),
            (Answer.NOT_STARTED, Answer.DONE, (Need.BUSINESS_NOT_STARTED,)),
        ],
    )
    def test_lets_training_stand_in_for_the_age_of_a_business_where_the_rule_says_so(
        self, business: Answer, training: Answer, needs: tuple[Need, ...]
    ):
        answers = {**BEST, Question.BUSINESS_AGE: business, Question.TRAINING: training}

        assert check(answers, with_rule(TrainingRule.WAIVES_BUSINESS_AGE)).needs == needs

    def test_holds_not_knowing_against_nobody(self):
        unknown = dict.fromkeys(Question, Answer.UNKNOWN)

        assert check(unknown, RULES).outcome is Outcome.AFTER

    @each(limits_of_any_kind, st.data())
    def test_follows_from_every_possible_run(self, limits: Limits, data: st.DataObject):
        answers = {
            question: data.draw(st.sampled_from(choices(question, limits)))
            for question in asked(limits)
        }
        result = check(answers, limits)

        assert (result.outcome is Outcome.READY) == (not result.needs)
        assert (result.outcome is Outcome.NOT_NOW) == bool(FORBIDDING & set(result.needs))
        assert list(result.needs) == sorted(result.needs, key=lambda need: need not in FORBIDDING)

    def test_reaches_every_need(self):
        runs = product(*(choices(question, RULES) for question in Question))
        found = {
            need
            for run in runs
            for need in check(dict(zip(Question, run, strict=True)), RULES).needs
        }

        assert found == set(Need)
