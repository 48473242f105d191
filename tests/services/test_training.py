"""Balikat opens classes and records who completed them; nobody else can."""

from datetime import date, timedelta

import pytest

from harkat.domain.reference import is_reference_no
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingClass, TrainingCompletion
from harkat.services import training
from harkat.services.registration import UnknownKelurahan
from harkat.services.training import (
    ClassEndsBeforeStart,
    CompletedAlready,
    DateOutsideClass,
    UnknownClass,
    UnknownPerson,
)
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

STARTED_ON = date(2026, 10, 21)
"""The first day of `given.training_class`."""


def open_class(
    teacher: given.Somebody,
    *,
    course_id: int = 1,
    kelurahan_code: str = given.LEGOK,
    starts_on: date = TODAY,
    ends_on: date = TODAY,
) -> str:
    return training.open_class(
        actor_id=teacher.id,
        course_id=course_id,
        kelurahan_code=kelurahan_code,
        venue="Balai Contoh",
        starts_on=starts_on,
        ends_on=ends_on,
        seats=20,
        key=given.key(),
        at=NOON,
    )


def complete(
    teacher: given.Somebody, class_public_id: str, nik: str, *, completed_on: date = TODAY
) -> str:
    return training.record_completion(
        actor_id=teacher.id,
        class_public_id=class_public_id,
        nik=nik,
        completed_on=completed_on,
        key=given.key(),
        at=NOON,
    )


@pytest.fixture
def teacher() -> given.Somebody:
    """Somebody who works at Balikat."""
    return given.staff(Role.TRAINING_STAFF)


class TestClass:
    def test_is_opened_for_a_course_at_a_place(self, teacher: given.Somebody):
        public_id = open_class(teacher, ends_on=TODAY + timedelta(days=3))

        opened = db.session.query(TrainingClass).one()
        assert (
            opened.public_id,
            opened.course.name,
            opened.kelurahan_code,
            opened.venue,
            opened.starts_on,
            opened.ends_on,
            opened.seats,
            opened.opened_by_id,
        ) == (
            public_id,
            "Kewirausahaan dan pembukuan sederhana",
            given.LEGOK,
            "Balai Contoh",
            TODAY,
            date(2026, 11, 26),
            20,
            teacher.id,
        )

    def test_needs_a_course(self, teacher: given.Somebody):
        with pytest.raises(UnknownClass):
            open_class(teacher, course_id=99)

    def test_needs_a_place_in_the_city(self, teacher: given.Somebody):
        with pytest.raises(UnknownKelurahan):
            open_class(teacher, kelurahan_code="31.71.01.1001")

    def test_does_not_end_before_it_starts(self, teacher: given.Somebody):
        with pytest.raises(ClassEndsBeforeStart):
            open_class(teacher, ends_on=TODAY - timedelta(days=1))

        assert db.session.query(TrainingClass).count() == 0

    @pytest.mark.parametrize(
        "role", [Role.DINAS_OFFICER, Role.PROGRAM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]
    )
    def test_is_opened_by_balikat_alone(self, role: Role):
        with pytest.raises(NotPermitted):
            open_class(given.staff(role))


class TestCompletion:
    def test_gives_a_certificate_with_a_number(self, teacher: given.Somebody):
        siti = given.owner()

        certificate_no = complete(teacher, given.training_class(teacher), siti.nik)

        completion = db.session.query(TrainingCompletion).one()
        assert is_reference_no(certificate_no)
        assert (
            completion.certificate_no,
            completion.person_id,
            completion.completed_on,
            completion.recorded_by_id,
            completion.recorded_at,
        ) == (certificate_no, siti.person_id, TODAY, teacher.id, NOON)
        assert certificate_no.startswith("BK26-0001-")

    def test_is_told_to_the_owner(self, teacher: given.Somebody):
        siti = given.owner()

        certificate_no = complete(teacher, given.training_class(teacher), siti.nik)

        message = db.session.query(OutboxMessage).filter_by(template="training_completed").one()
        assert (message.recipient_id, message.details) == (
            siti.id,
            {"certificate_no": certificate_no},
        )

    def test_is_one_for_each_person_and_class(self, teacher: given.Somebody):
        siti, class_public_id = given.owner(), given.training_class(teacher)
        complete(teacher, class_public_id, siti.nik)

        with pytest.raises(CompletedAlready):
            complete(teacher, class_public_id, siti.nik)

        assert db.session.query(TrainingCompletion).count() == 1
        assert db.session.query(OutboxMessage).filter_by(template="training_completed").count() == 1

    def test_of_another_class_or_person_has_another_number(self, teacher: given.Somebody):
        siti, rina = given.owner(), given.owner("Rina Contoh")
        class_public_id = given.training_class(teacher)

        numbers = {
            complete(teacher, class_public_id, siti.nik),
            complete(teacher, class_public_id, rina.nik),
            complete(teacher, given.training_class(teacher), siti.nik),
        }

        assert {number[:9] for number in numbers} == {"BK26-0001", "BK26-0002", "BK26-0003"}

    def test_leaves_no_gap_in_the_numbers_when_it_is_refused(self, teacher: given.Somebody):
        siti, rina = given.owner(), given.owner("Rina Contoh")
        class_public_id = given.training_class(teacher)
        complete(teacher, class_public_id, siti.nik)
        with pytest.raises(CompletedAlready):
            complete(teacher, class_public_id, siti.nik)

        assert complete(teacher, class_public_id, rina.nik).startswith("BK26-0002-")

    def test_needs_somebody_who_is_registered(self, teacher: given.Somebody):
        with pytest.raises(UnknownPerson):
            complete(teacher, given.training_class(teacher), "1571064506889999")

    def test_needs_a_class(self, teacher: given.Somebody):
        with pytest.raises(UnknownClass):
            complete(teacher, "tidak-ada", given.owner().nik)

    @pytest.mark.parametrize("day", [STARTED_ON, TODAY])
    def test_lies_between_the_first_day_of_class_and_today(
        self, teacher: given.Somebody, day: date
    ):
        siti = given.owner()

        assert complete(teacher, given.training_class(teacher), siti.nik, completed_on=day)

    @pytest.mark.parametrize("day", [STARTED_ON - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_on_any_other_day_is_refused(self, teacher: given.Somebody, day: date):
        siti = given.owner()

        with pytest.raises(DateOutsideClass):
            complete(teacher, given.training_class(teacher), siti.nik, completed_on=day)

    def test_cannot_be_recorded_by_a_bank_or_the_owner(self, teacher: given.Somebody):
        siti, desk = given.owner(), given.bank()
        class_public_id = given.training_class(teacher)

        for somebody in (siti, desk.maker, desk.checker):
            with pytest.raises(NotPermitted):
                complete(somebody, class_public_id, siti.nik)

        assert db.session.query(TrainingCompletion).count() == 0
