"""The demo's people held up by arrears elsewhere, and how often the pre-check was answered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from harkat.cli.demo.diary import Diary, moment
from harkat.cli.demo.owners import Owner
from harkat.domain.arrears import ArrearsBand, ArrearsWish, LenderType
from harkat.domain.calendar import business_day
from harkat.domain.precheck import Answer, Limits, Question, asked, check, choices
from harkat.domain.roles import Permission
from harkat.queries.arrears import CaseRow, Which, case_list
from harkat.queries.rules import rules_on
from harkat.services import arrears
from harkat.services import arrears_following as following
from harkat.services.authority import acting
from harkat.services.precheck import count_result

_RUNS_A_DAY = 3
_DAYS_OF_RUNS = 20
_USUAL = {
    Question.ID_CARD: Answer.YES,
    Question.AGE: Answer.OLD_ENOUGH,
    Question.BUSINESS_AGE: Answer.OVER_A_YEAR,
    Question.TRAINING: Answer.NOT_YET,
    Question.ARREARS: Answer.NONE,
    Question.GROUP: Answer.DONE,
    Question.RUNNING_LOAN: Answer.NO,
}


def write(diary: Diary, people: Sequence[Owner], *, today: date, companion_id: int) -> None:
    """Plan some weeks of asking, being helped and coming out of it."""
    for number, owner in enumerate(people):
        asked_on = moment(today - timedelta(days=45 - 6 * number), minute=90)
        diary.write(asked_on, partial(_open, owner, number))
    diary.write(moment(today - timedelta(days=30), minute=30), partial(_take_two, companion_id))
    diary.write(moment(today - timedelta(days=3), minute=30), partial(_clear_one, companion_id))
    guests = moment(today - timedelta(days=4), minute=200)
    diary.write(guests, _ask_as_guest)
    for days in range(_DAYS_OF_RUNS):
        diary.write(moment(today - timedelta(days=days), minute=60), partial(_count, days))


def _open(owner: Owner, number: int, at: datetime) -> None:
    lenders, wishes, bands = list(LenderType), list(ArrearsWish), list(ArrearsBand)
    arrears.open_case(
        actor_id=owner.account_id,
        lender_types=[lenders[number % len(lenders)]],
        band=bands[number % len(bands)],
        wish=wishes[number % len(wishes)],
        remind_on=business_day(at) + timedelta(days=30),
        key=f"tunggakan-{owner.key}",
        at=at,
    )


def _take_two(companion_id: int, at: datetime) -> None:
    for row in _cases(companion_id, Which.WITHOUT_COMPANION)[:2]:
        following.take(actor_id=companion_id, case_public_id=row.public_id, at=at)


def _clear_one(companion_id: int, at: datetime) -> None:
    for row in _cases(companion_id, Which.OWN)[:1]:
        following.mark_paid(actor_id=companion_id, case_public_id=row.public_id, at=at)
        following.clear(actor_id=companion_id, case_public_id=row.public_id, at=at)


def _cases(companion_id: int, which: Which) -> Sequence[CaseRow]:
    viewer = acting(actor_id=companion_id, permission=Permission.ARREARS_FOLLOW)
    return case_list(viewer=viewer, which=which).rows


def _ask_as_guest(at: datetime) -> None:
    arrears.open_case_as_guest(
        full_name="Wahyu Rekaan",
        phone="+6281299990001",
        kecamatan_code=None,
        lender_types=[LenderType.PAYLATER],
        band=None,
        wish=ArrearsWish.RELIEF,
        remind_on=None,
        key="tunggakan-tanpa-akun",
        at=at,
    )


def _count(days: int, at: datetime) -> None:
    """Count the runs of a day: most people give the answer that helps them."""
    limits = Limits.of(rules_on(product_id=None, on=business_day(at)))
    chance = Random(days)  # noqa: S311  (invents answers, guards nothing)
    for number in range(_RUNS_A_DAY):
        answers = {
            question: chance.choice([_USUAL[question]] * 6 + list(choices(question, limits)))
            for question in asked(limits)
        }
        count_result(
            mark=f"demo-{days}-{number}",
            answers=answers,
            outcome=check(answers, limits).outcome,
            at=at,
        )
