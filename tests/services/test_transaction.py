"""One use case is one transaction with one audit row, and a form sent twice has one effect."""

# ruff: noqa: ARG001 - `actor_id`, `key` and `at` are for the transaction around a use case

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event

from harkat.domain.identity import parse_nik
from harkat.domain.money import Rupiah
from harkat.domain.people import REQUIRED_CONSENTS
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.group import LoanGroup
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.models.training import TrainingCourse
from harkat.services import grouping, registration, staff_accounts, training
from harkat.services.transaction import (
    KeyReused,
    keyed_use_case,
    quiet_use_case,
    use_case,
)
from tests import given
from tests.apps import spoil
from tests.moments import NOON, TODAY
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


class NoRoom(ValueError):
    """What goes wrong in these tests."""


@use_case
def open_course(*, actor_id: int | None, name: str, at: datetime) -> int:
    course = TrainingCourse(name=name)
    db.session.add(course)
    db.session.flush()
    return course.id


@use_case
def open_two_courses(*, actor_id: int | None, is_full: bool, at: datetime) -> None:
    open_course(actor_id=actor_id, name="Membatik", at=at)
    open_course(actor_id=actor_id, name="Menjahit", at=at)
    if is_full:
        raise NoRoom


@keyed_use_case
def order_course(
    *,
    actor_id: int | None,
    name: str,
    seats: int,
    key: str,
    at: datetime,
    is_full: bool = False,
) -> str:
    db.session.add(TrainingCourse(name=f"{name} {db.session.query(TrainingCourse).count()}"))
    if is_full:
        raise NoRoom
    return f"{name} untuk {seats}"


@keyed_use_case
def choose_days(*, actor_id: int | None, days: frozenset[int], key: str, at: datetime) -> int:
    return len(days)


@quiet_use_case
def open_course_quietly(*, name: str) -> None:
    db.session.add(TrainingCourse(name=name))


def order(*, key: str, seats: int = 20, actor_id: int | None = None, at: datetime = NOON) -> str:
    """Order a course of weaving, with this key in the form."""
    return order_course(actor_id=actor_id, name="Menenun", seats=seats, key=key, at=at)


def courses() -> set[str]:
    """Return the names of the courses that came to those of the reference data."""
    db.session.rollback()
    return set(db.session.scalars(db.select(TrainingCourse.name).where(TrainingCourse.id > 5)))


def audit(action: str) -> list[tuple[datetime, int | None, dict[str, object]]]:
    """Return when, by whom and with which details an action was done."""
    rows = db.session.query(AuditEvent).filter_by(action=action).order_by(AuditEvent.id)
    return [(row.at, row.actor_id, row.details) for row in rows]


def commits_from_now_on() -> list[object]:
    """Return a list that gets an item for each commit the database sees."""
    found: list[object] = []
    spoil()
    event.listen(db.engine, "commit", found.append)
    return found


class TestUseCase:
    def test_is_one_transaction_with_those_it_calls(self):
        commits = commits_from_now_on()

        open_two_courses(actor_id=None, is_full=False, at=NOON)

        assert len(commits) == 1
        assert courses() == {"Membatik", "Menjahit"}

    def test_that_fails_stores_nothing_of_itself_or_of_those_it_called(self):
        commits = commits_from_now_on()

        with pytest.raises(NoRoom):
            open_two_courses(actor_id=None, is_full=True, at=NOON)

        assert commits == []
        assert courses() == set()
        assert audit("test_transaction.open_course") == []

    def test_can_follow_one_that_failed(self):
        with pytest.raises(NoRoom):
            open_two_courses(actor_id=None, is_full=True, at=NOON)

        open_two_courses(actor_id=None, is_full=False, at=NOON)

        assert courses() == {"Membatik", "Menjahit"}

    def test_leaves_aside_what_was_changed_before_it_began(self):
        db.session.add(TrainingCourse(name="Tanpa izin"))

        open_course(actor_id=None, name="Membatik", at=NOON)

        assert courses() == {"Membatik"}

    def test_decides_on_what_others_have_changed_meanwhile(self, app: Flask):
        admin = given.staff(Role.SECURITY_ADMIN)
        account = db.session.get_one(UserAccount, admin.id)
        assert account.is_active
        other_admin = given.staff(Role.SECURITY_ADMIN)
        assert db.session.get_one(UserAccount, admin.id).is_active
        close = partial(
            staff_accounts.close_account,
            actor_id=other_admin.id,
            account_public_id=admin.public_id,
            at=NOON,
        )
        assert at_once(app, [close]) == [None]

        with pytest.raises(NotPermitted):
            staff_accounts.add_staff(
                actor_id=admin.id,
                full_name="Gita Contoh",
                phone="+628110000001",
                role=Role.AUDITOR,
                bank_id=None,
                key=given.key(),
                at=NOON,
            )


class TestAudit:
    def test_tells_amounts_and_words_of_ours(self):
        @use_case
        def lend(*, actor_id: int | None, amount: Rupiah, role: Role, at: datetime) -> bool:
            return True

        lend(actor_id=None, amount=Rupiah(5_000_000), role=Role.AUDITOR, at=NOON)

        assert audit("test_transaction.lend") == [
            (NOON, None, {"amount": 5_000_000, "role": "auditor", "result": True})
        ]

    def test_has_a_row_for_each_use_case_in_one_transaction(self):
        open_two_courses(actor_id=None, is_full=False, at=NOON)

        assert [details for _, _, details in audit("test_transaction.open_course")] == [
            {"result": db.session.query(TrainingCourse).filter_by(name="Membatik").one().id},
            {"result": db.session.query(TrainingCourse).filter_by(name="Menjahit").one().id},
        ]
        assert audit("test_transaction.open_two_courses") == [(NOON, None, {"is_full": False})]

    def test_has_no_row_for_a_form_sent_again(self):
        assert order(key="satu-kunci") == order(key="satu-kunci")

        assert len(audit("test_transaction.order_course")) == 1

    def test_has_none_for_what_nobody_answers_for(self):
        open_course_quietly(name="Membatik")

        assert courses() == {"Membatik"}
        assert audit("test_transaction.open_course_quietly") == []


class TestKeyedUseCase:
    def test_sent_twice_with_one_key_has_one_effect_and_one_answer(self):
        assert order(key="satu-kunci") == "Menenun untuk 20"
        assert order(key="satu-kunci", at=NOON + timedelta(days=20)) == "Menenun untuk 20"

        assert courses() == {"Menenun 5"}

    def test_refuses_a_key_that_comes_back_with_other_contents(self):
        order(key="satu-kunci")

        with pytest.raises(KeyReused):
            order(key="satu-kunci", seats=30)

        assert courses() == {"Menenun 5"}

    def test_sent_with_two_keys_has_two_effects(self):
        order(key="satu-kunci")
        order(key="dua-kunci")

        assert courses() == {"Menenun 5", "Menenun 6"}

    def test_knows_whose_key_it_is(self):
        siti, rina = given.owner(), given.owner("Rina Contoh")

        order(key="satu-kunci", actor_id=siti.id)
        order(key="satu-kunci", actor_id=rina.id)

        assert courses() == {"Menenun 5", "Menenun 6"}

    def test_knows_for_what_the_key_was(self):
        order(key="satu-kunci")

        assert choose_days(actor_id=None, days=frozenset({1}), key="satu-kunci", at=NOON) == 1

    def test_that_failed_can_be_sent_again_with_its_key(self):
        with pytest.raises(NoRoom):
            order_course(
                actor_id=None, name="Menenun", seats=20, key="satu-kunci", at=NOON, is_full=True
            )

        assert order(key="satu-kunci") == "Menenun untuk 20"

    def test_does_not_mind_in_which_order_a_choice_was_ticked(self):
        ticked, ticked_backwards = frozenset([0, 8]), frozenset([8, 0])
        assert list(ticked) != list(ticked_backwards)

        for days in (ticked, ticked_backwards):
            assert choose_days(actor_id=None, days=days, key="satu-kunci", at=NOON) == 2

    def test_keeps_the_answer_and_nothing_that_was_sent(self):
        order(key="satu-kunci", at=NOON)

        record = db.session.query(IdempotencyRecord).filter_by(key="satu-kunci").one()
        assert (record.action, record.result, record.created_at) == (
            "test_transaction.order_course",
            {"value": "Menenun untuk 20"},
            NOON,
        )
        assert len(record.body_hash) == 64

    def test_does_not_tell_two_hashes_of_one_password_apart(self):
        nik = parse_nik("1571064506880001", today=TODAY)

        def register(password_hash: str) -> int | None:
            return registration.open_account(
                phone="+6281200000001",
                password_hash=password_hash,
                nik=nik,
                full_name="Siti Contoh",
                consents=REQUIRED_CONSENTS,
                key="satu-kunci",
                at=NOON,
            )

        assert register("satu") == register("dua")


class TestKeyedUseCaseAtOnce:
    def test_with_one_key_has_one_effect_and_one_answer(self, app: Flask):
        db.session.rollback()

        answers = at_once(app, [partial(order, key="satu-kunci")] * 8)

        assert answers == ["Menenun untuk 20"] * 8
        assert courses() == {"Menenun 5"}
        assert len(audit("test_transaction.order_course")) == 1

    def test_with_one_key_and_other_contents_does_only_the_first(self, app: Flask):
        db.session.rollback()

        answers = at_once(app, [partial(order, key="satu-kunci", seats=n) for n in (20, 30)])

        assert [type(answer) for answer in answers].count(KeyReused) == 1
        assert courses() == {"Menenun 5"}

    def test_with_two_keys_has_two_effects(self, app: Flask):
        siti = given.owner(is_trained=True)
        teacher = given.staff(Role.TRAINING_STAFF)
        db.session.rollback()

        def open_class(key: str) -> str:
            return training.open_class(
                actor_id=teacher.id,
                course_id=1,
                kelurahan_code=given.LEGOK,
                venue="Balai Contoh",
                starts_on=date(2026, 12, 1),
                ends_on=date(2026, 12, 2),
                seats=20,
                key=key,
                at=NOON,
            )

        answers = at_once(app, [partial(open_class, key) for key in ("satu-kunci", "dua-kunci")])

        assert len(set(answers)) == 2
        assert siti.id

    def test_gives_the_slower_the_answer_even_when_a_rule_stops_it(self, app: Flask):
        siti = given.owner()
        db.session.rollback()

        answers = at_once(
            app,
            [
                partial(
                    grouping.found_group, actor_id=siti.id, name="Mawar", key="satu-kunci", at=NOON
                )
            ]
            * 4,
        )

        db.session.rollback()
        group = db.session.query(LoanGroup).one()
        assert answers == [group.public_id] * 4
