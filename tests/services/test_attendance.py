"""Balikat notes who came; who came can be recorded as having completed the class."""

from datetime import timedelta

import pytest

from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.enrolment import Attendance
from harkat.models.training import TrainingCompletion
from harkat.services import attendance, training
from harkat.services.attendance import NeverCame, NobodyChosen
from harkat.services.training import DateOutsideClass
from tests import given
from tests.classes import coming_class, enrol, messages_to, place_of
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

START = TODAY + timedelta(days=5)
AFTER = NOON + timedelta(days=7)
"""The last day of the class."""


@pytest.fixture
def teacher() -> given.Somebody:
    """Somebody who works at Balikat."""
    return given.staff(Role.TRAINING_STAFF)


@pytest.fixture
def siti(class_public_id: str) -> given.Somebody:
    """Siti, who has a seat."""
    siti = given.owner()
    enrol(siti, class_public_id)
    return siti


@pytest.fixture
def class_public_id(teacher: given.Somebody) -> str:
    return coming_class(teacher)


def mark(teacher: given.Somebody, class_public_id: str, *came: str, days: int = 0, at=AFTER) -> int:
    return attendance.mark(
        actor_id=teacher.id,
        class_public_id=class_public_id,
        day=START + timedelta(days=days),
        present=frozenset(came),
        key=given.key(),
        at=at,
    )


def complete(
    teacher: given.Somebody, class_public_id: str, *chosen: str, completed_on=START
) -> int:
    return attendance.complete(
        actor_id=teacher.id,
        class_public_id=class_public_id,
        enrolments=frozenset(chosen),
        completed_on=completed_on,
        key=given.key(),
        at=AFTER,
    )


class TestAttendance:
    def test_of_a_day_replaces_what_was_noted_for_that_day(
        self, teacher: given.Somebody, class_public_id: str, siti: given.Somebody
    ):
        place = place_of(siti).public_id

        assert mark(teacher, class_public_id, place, "0" * 22) == 1
        assert mark(teacher, class_public_id, place, days=1) == 1
        assert mark(teacher, class_public_id) == 0

        assert db.session.scalars(db.select(Attendance.day)).all() == [START + timedelta(days=1)]

    @pytest.mark.parametrize("days", [-1, 3])
    def test_is_for_the_days_of_the_class(
        self, teacher: given.Somebody, class_public_id: str, days: int
    ):
        with pytest.raises(DateOutsideClass):
            mark(teacher, class_public_id, days=days, at=NOON + timedelta(days=30))

    def test_is_not_noted_before_the_day(self, teacher: given.Somebody, class_public_id: str):
        with pytest.raises(DateOutsideClass):
            mark(teacher, class_public_id, days=2, at=NOON + timedelta(days=6))

    def test_is_noted_by_balikat_alone(self, class_public_id: str, siti: given.Somebody):
        with pytest.raises(NotPermitted):
            mark(siti, class_public_id, place_of(siti).public_id)


class TestCompleting:
    def test_gives_those_who_came_a_certificate_and_ends_the_place(
        self, teacher: given.Somebody, class_public_id: str, siti: given.Somebody
    ):
        place = place_of(siti).public_id
        mark(teacher, class_public_id, place)

        assert complete(teacher, class_public_id, place) == 1
        assert complete(teacher, class_public_id, place) == 0

        completion = db.session.scalars(db.select(TrainingCompletion)).one()
        assert (completion.person_id, completion.completed_on) == (siti.person_id, START)
        assert place_of(siti).status == "completed"
        assert messages_to(siti) == ["training_enrolled", "training_completed"]

    def test_needs_somebody_who_came(
        self, teacher: given.Somebody, class_public_id: str, siti: given.Somebody
    ):
        with pytest.raises(NeverCame):
            complete(teacher, class_public_id, place_of(siti).public_id)
        with pytest.raises(NobodyChosen):
            complete(teacher, class_public_id, "0" * 22)

        assert db.session.scalars(db.select(TrainingCompletion)).all() == []

    def test_by_nik_ends_the_place_too(
        self, teacher: given.Somebody, class_public_id: str, siti: given.Somebody
    ):
        training.record_completion(
            actor_id=teacher.id,
            class_public_id=class_public_id,
            nik=siti.nik,
            completed_on=START,
            key=given.key(),
            at=AFTER,
        )

        assert place_of(siti).status == "completed"

    def test_is_done_by_balikat_alone(self, class_public_id: str, siti: given.Somebody):
        with pytest.raises(NotPermitted):
            complete(siti, class_public_id, place_of(siti).public_id)
