"""The pre-check: seven questions anybody may answer, and what stands between them and a loan.

Nothing here is a decision: the bank checks everything again. What is not known is never held
against anybody; it becomes something to find out first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from harkat.domain.programme_rules import Rules, TrainingRule

_MONTHS_A_YEAR = 12


class Question(StrEnum):
    """What is asked, in its order; the word stands in addresses."""

    ID_CARD = "ktp"
    AGE = "umur"
    BUSINESS_AGE = "lama"
    TRAINING = "pelatihan"
    ARREARS = "cicilan"
    GROUP = "kelompok"
    RUNNING_LOAN = "pinjaman"


class Answer(StrEnum):
    """What may be answered; the word stands in addresses."""

    YES = "ya"
    NO = "tidak"
    IN_PROGRESS = "diurus"
    OLD_ENOUGH = "cukup"
    TOO_YOUNG = "kurang"
    NOT_STARTED = "belum-mulai"
    BELOW_LIMIT = "baru"
    ABOVE_LIMIT = "cukup-lama"
    OVER_A_YEAR = "setahun"
    DONE = "sudah"
    RUNNING = "sedang"
    NOT_YET = "belum"
    NONE = "tidak-ada"
    IN_TIME = "lancar"
    LATE = "telat"
    UNKNOWN = "tidak-tahu"


class Need(StrEnum):
    """What is to be done or found out before applying."""

    OTHER_CITY = "other_city"
    CARD_IN_PROGRESS = "card_in_progress"
    CARD_UNKNOWN = "card_unknown"
    TOO_YOUNG = "too_young"
    AGE_UNKNOWN = "age_unknown"
    BUSINESS_NOT_STARTED = "business_not_started"
    BUSINESS_TOO_YOUNG = "business_too_young"
    BUSINESS_AGE_UNKNOWN = "business_age_unknown"
    TRAINING_RUNNING = "training_running"
    TRAINING_MISSING = "training_missing"
    TRAINING_UNKNOWN = "training_unknown"
    ARREARS = "arrears"
    ARREARS_UNKNOWN = "arrears_unknown"
    GROUP_MISSING = "group_missing"
    LOAN_RUNNING = "loan_running"
    LOAN_UNKNOWN = "loan_unknown"


class Outcome(StrEnum):
    """What the result says first."""

    READY = "bisa"
    AFTER = "setelah"
    NOT_NOW = "belum"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The rules of the day that the questions are about; ages in years and months."""

    age_years: int
    business_months: int
    training: TrainingRule
    group_size_min: int
    group_size_max: int

    @classmethod
    def of(cls, rules: Rules) -> "Limits":
        """Return the limits the programme's rules state."""
        return cls(
            age_years=rules.minimum_age_years,
            business_months=rules.business_age_months,
            training=rules.training_rule,
            group_size_min=rules.group_size_min,
            group_size_max=rules.group_size_max,
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """What the answers amount to; what forbids a loan for now stands before what is to be done."""

    outcome: Outcome
    needs: tuple[Need, ...]


_ALWAYS: Mapping[Question, tuple[Answer, ...]] = {
    Question.ID_CARD: (Answer.YES, Answer.NO, Answer.IN_PROGRESS),
    Question.AGE: (Answer.OLD_ENOUGH, Answer.TOO_YOUNG),
    Question.TRAINING: (Answer.DONE, Answer.RUNNING, Answer.NOT_YET),
    Question.ARREARS: (Answer.NONE, Answer.IN_TIME, Answer.LATE),
    Question.GROUP: (Answer.DONE, Answer.NOT_YET),
    Question.RUNNING_LOAN: (Answer.YES, Answer.NO),
}

_NEEDS: Mapping[tuple[Question, Answer], Need] = {
    (Question.ID_CARD, Answer.NO): Need.OTHER_CITY,
    (Question.ID_CARD, Answer.IN_PROGRESS): Need.CARD_IN_PROGRESS,
    (Question.ID_CARD, Answer.UNKNOWN): Need.CARD_UNKNOWN,
    (Question.AGE, Answer.TOO_YOUNG): Need.TOO_YOUNG,
    (Question.AGE, Answer.UNKNOWN): Need.AGE_UNKNOWN,
    (Question.BUSINESS_AGE, Answer.NOT_STARTED): Need.BUSINESS_NOT_STARTED,
    (Question.BUSINESS_AGE, Answer.BELOW_LIMIT): Need.BUSINESS_TOO_YOUNG,
    (Question.BUSINESS_AGE, Answer.UNKNOWN): Need.BUSINESS_AGE_UNKNOWN,
    (Question.TRAINING, Answer.RUNNING): Need.TRAINING_RUNNING,
    (Question.TRAINING, Answer.NOT_YET): Need.TRAINING_MISSING,
    (Question.TRAINING, Answer.UNKNOWN): Need.TRAINING_UNKNOWN,
    (Question.ARREARS, Answer.LATE): Need.ARREARS,
    (Question.ARREARS, Answer.UNKNOWN): Need.ARREARS_UNKNOWN,
    (Question.GROUP, Answer.NOT_YET): Need.GROUP_MISSING,
    (Question.GROUP, Answer.UNKNOWN): Need.GROUP_MISSING,
    (Question.RUNNING_LOAN, Answer.YES): Need.LOAN_RUNNING,
    (Question.RUNNING_LOAN, Answer.UNKNOWN): Need.LOAN_UNKNOWN,
}

FORBIDDING = frozenset({Need.OTHER_CITY, Need.TOO_YOUNG, Need.LOAN_RUNNING})
"""What nobody can mend by doing something now; everything else is a step on the way."""

_OF_BUSINESS_AGE = frozenset({Need.BUSINESS_TOO_YOUNG, Need.BUSINESS_AGE_UNKNOWN})


def asked(limits: Limits) -> tuple[Question, ...]:
    """Return the questions that matter under the rules of the day, in their order."""
    without = {Question.TRAINING} if limits.training is TrainingRule.NONE else set()
    return tuple(question for question in Question if question not in without)


def choices(question: Question, limits: Limits) -> tuple[Answer, ...]:
    """Return the answers of a question; that one does not know is always one of them."""
    if question is Question.BUSINESS_AGE:
        return (*_business_ages(limits.business_months), Answer.UNKNOWN)
    return (*_ALWAYS[question], Answer.UNKNOWN)


def check(answers: Mapping[Question, Answer], limits: Limits) -> Result:
    """Return what stands in the way; `answers` holds one for each question asked."""
    found = [
        need
        for question in asked(limits)
        if (need := _NEEDS.get((question, answers[question]))) is not None
    ]
    if limits.training is TrainingRule.WAIVES_BUSINESS_AGE:
        found = _with_waiver(found)
    needs = tuple(sorted(found, key=lambda need: need not in FORBIDDING))
    if not needs:
        return Result(outcome=Outcome.READY, needs=())
    outcome = Outcome.NOT_NOW if needs[0] in FORBIDDING else Outcome.AFTER
    return Result(outcome=outcome, needs=needs)


def _business_ages(limit_months: int) -> tuple[Answer, ...]:
    below = (Answer.BELOW_LIMIT,) if limit_months else ()
    over_a_year = (Answer.OVER_A_YEAR,) if limit_months < _MONTHS_A_YEAR else ()
    return (Answer.NOT_STARTED, *below, Answer.ABOVE_LIMIT, *over_a_year)


def _with_waiver(found: list[Need]) -> list[Need]:
    """Return what is left where training stands in for the age of a business, and only there."""
    training = {Need.TRAINING_RUNNING, Need.TRAINING_MISSING, Need.TRAINING_UNKNOWN}
    if training.isdisjoint(found):
        return [need for need in found if need not in _OF_BUSINESS_AGE]
    if _OF_BUSINESS_AGE.isdisjoint(found):
        return [need for need in found if need not in training]
    return found
