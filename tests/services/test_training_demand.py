"""Owners ask to hear of a class near them, and say when a training is missing from the record."""

from datetime import timedelta

import pytest
from flask import Flask

from harkat.domain.roles import NotPermitted, Role
from harkat.domain.training import MOST_INTERESTS, ClaimRefusal
from harkat.extensions import db
from harkat.models.enrolment import ClassInterest, TrainingClaim
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingCompletion
from harkat.queries import training_demand as demand
from harkat.services import day_training, training_claims, training_demand
from harkat.services.day_steps import Night
from harkat.services.files import NotFound
from harkat.services.training import CompletedAlready, DateOutsideClass, UnknownClass
from harkat.services.training_claims import ClaimAnswered, ClaimWaits, NothingToCheck
from harkat.services.training_demand import TooManyInterests, UnknownInterest
from harkat.services.transaction import use_case
from tests import given
from tests.classes import coming_class, enrol, messages_to
from tests.moments import NOON, TODAY
from tests.queries.test_own_records import seen_as
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

DANAU_SIPIN = "15.71.10"  # Legok lies in it.
TELANAIPURA = "15.71.01"


@pytest.fixture
def teacher() -> given.Somebody:
    """Somebody who works at Balikat."""
    return given.staff(Role.TRAINING_STAFF)


def ask(somebody: given.Somebody, course_id: int = 1, kecamatan_code: str = DANAU_SIPIN) -> None:
    training_demand.ask(
        actor_id=somebody.id,
        course_id=course_id,
        kecamatan_code=kecamatan_code,
        key=given.key(),
        at=NOON,
    )


def wishes() -> list[ClassInterest]:
    return list(db.session.scalars(db.select(ClassInterest).order_by(ClassInterest.id)))


def claim(
    somebody: given.Somebody,
    *,
    course_id: int | None = 1,
    claimed_no: str | None = "BLK-1",
    note: str | None = None,
) -> str:
    training_claims.claim(
        actor_id=somebody.id,
        course_id=course_id,
        claimed_no=claimed_no,
        note=note,
        key=given.key(),
        at=NOON,
    )
    return db.session.scalars(
        db.select(TrainingClaim.public_id).order_by(TrainingClaim.id.desc()).limit(1)
    ).one()


class TestWish:
    def test_is_counted_until_a_fitting_class_opens_and_tells(self, teacher: given.Somebody):
        siti, rina, tono = (given.owner(name) for name in ("Siti C", "Rina C", "Tono C"))
        for somebody, course_id, kecamatan in (
            (siti, 1, DANAU_SIPIN),
            (rina, 1, DANAU_SIPIN),
            (rina, 1, TELANAIPURA),
            (tono, 2, DANAU_SIPIN),
        ):
            ask(somebody, course_id, kecamatan)
        staff = seen_as(teacher)
        before = [(row.kecamatan, row.people) for row in demand.unmet_demand(viewer=staff)]

        coming_class(teacher, course_id=1)

        assert before == [("Danau Sipin", 2), ("Telanaipura", 1), ("Danau Sipin", 1)]
        assert [(row.kecamatan, row.people) for row in demand.unmet_demand(viewer=staff)] == [
            ("Telanaipura", 1),
            ("Danau Sipin", 1),
        ]
        assert [messages_to(each) for each in (siti, rina, tono)] == [
            ["training_class_opened"],
            ["training_class_opened"],
            [],
        ]

    def test_is_answered_once(self, teacher: given.Somebody):
        siti = given.owner()
        ask(siti)

        for _ in range(2):
            coming_class(teacher)

        assert messages_to(siti) == ["training_class_opened"]

    def test_is_not_answered_by_a_class_that_has_begun(self, teacher: given.Somebody):
        siti = given.owner()
        ask(siti)

        coming_class(teacher, starts_on=TODAY)

        assert messages_to(siti) == []

    def test_is_answered_to_those_who_asked_first(
        self, teacher: given.Somebody, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(training_demand, "MOST_TOLD_OF_A_CLASS", 1)
        siti, rina = given.owner("Siti C"), given.owner("Rina C")
        ask(siti)
        ask(rina)

        coming_class(teacher)

        assert [wish.told_at is not None for wish in wishes()] == [True, False]

    def test_twice_or_at_once_is_one(self, app: Flask):
        siti = given.owner()
        db.session.rollback()

        at_once(app, [lambda: ask(siti)] * 4)
        ask(siti)

        assert len(wishes()) == 1

    def test_can_be_taken_back_by_whose_it_is(self):
        siti, rina = given.owner("Siti C"), given.owner("Rina C")
        ask(siti)
        public_id = wishes()[0].public_id

        with pytest.raises(NotFound):
            training_demand.stop(actor_id=rina.id, interest_public_id=public_id, at=NOON)
        for _ in range(2):
            training_demand.stop(actor_id=siti.id, interest_public_id=public_id, at=NOON)

        assert wishes()[0].ended_at == NOON

    def test_must_be_for_what_there_is_and_not_too_many(self):
        siti = given.owner()
        with pytest.raises(UnknownInterest):
            ask(siti, course_id=99)
        with pytest.raises(UnknownInterest):
            ask(siti, kecamatan_code="31.71.01")
        for course_id in range(1, MOST_INTERESTS + 1):
            ask(siti, course_id)

        with pytest.raises(TooManyInterests):
            ask(siti, 1, TELANAIPURA)


class TestClaim:
    def test_leads_to_a_certificate_when_balikat_confirms(self, teacher: given.Somebody):
        siti = given.owner()
        class_public_id = given.training_class(teacher)
        public_id = claim(siti)

        number = training_claims.confirm(
            actor_id=teacher.id,
            claim_public_id=public_id,
            class_public_id=class_public_id,
            completed_on=TODAY - timedelta(days=30),
            at=NOON,
        )

        completion = db.session.scalars(db.select(TrainingCompletion)).one()
        stored = db.session.scalars(db.select(TrainingClaim)).one()
        assert (completion.certificate_no, completion.person_id) == (number, siti.person_id)
        assert (stored.status, stored.completion_id, stored.decided_by_id) == (
            "confirmed",
            completion.id,
            teacher.id,
        )
        assert messages_to(siti) == ["training_completed"]
        assert demand.open_claims(viewer=seen_as(teacher)) == []

    def test_is_declined_with_a_reason_that_the_owner_sees(self, teacher: given.Somebody):
        siti = given.owner()
        public_id = claim(siti, claimed_no=None, note="Maret di Legok")

        for_owner = {"claim_public_id": public_id, "note": "Cari lagi", "at": NOON}
        training_claims.decline(actor_id=teacher.id, refusal=ClaimRefusal.NOT_ON_LIST, **for_owner)

        with pytest.raises(ClaimAnswered):
            training_claims.decline(
                actor_id=teacher.id, refusal=ClaimRefusal.UNREADABLE, **for_owner
            )
        assert messages_to(siti) == ["training_claim_declined"]
        assert claim(siti) != public_id

    def test_needs_something_to_look_for_and_waits_for_its_answer(self):
        siti = given.owner()
        with pytest.raises(NothingToCheck):
            claim(siti, claimed_no=None)
        with pytest.raises(UnknownClass):
            claim(siti, course_id=99)
        claim(siti)

        with pytest.raises(ClaimWaits):
            claim(siti)

    def test_stays_open_when_it_cannot_be_recorded(self, teacher: given.Somebody):
        siti = given.owner(is_trained=True)
        public_id = claim(siti)
        [held] = demand.past_classes(viewer=seen_as(teacher), on=TODAY)

        for completed_on, refused in (
            (TODAY - timedelta(days=30), CompletedAlready),
            (TODAY - timedelta(days=60), DateOutsideClass),
        ):
            with pytest.raises(refused):
                training_claims.confirm(
                    actor_id=teacher.id,
                    claim_public_id=public_id,
                    class_public_id=held.public_id,
                    completed_on=completed_on,
                    at=NOON,
                )

        assert [row.public_id for row in demand.open_claims(viewer=seen_as(teacher))] == [public_id]

    def test_is_answered_by_balikat_alone(self):
        siti = given.owner()
        public_id = claim(siti)

        with pytest.raises(NotPermitted):
            training_claims.decline(
                actor_id=siti.id,
                claim_public_id=public_id,
                refusal=ClaimRefusal.NOT_ON_LIST,
                note=None,
                at=NOON,
            )


class TestReminders:
    @pytest.mark.parametrize(("days", "reminded"), [(1, 1), (2, 0), (3, 1), (4, 0), (0, 0)])
    def test_go_to_the_seated_three_days_and_one_day_before(
        self, teacher: given.Somebody, days: int, reminded: int
    ):
        siti, rina = given.owner("Siti C"), given.owner("Rina C")
        public_id = coming_class(teacher, seats=1, starts_on=TODAY + timedelta(days=days or 9))
        for somebody in (siti, rina):
            enrol(somebody, public_id)

        put = remind(at=NOON)

        assert put == reminded
        assert messages_to(siti)[1:] == ["training_reminder"] * reminded
        assert messages_to(rina) == ["training_waiting"]
        if reminded:
            sent = db.session.scalars(
                db.select(OutboxMessage).filter_by(template="training_reminder")
            ).one()
            assert sent.details["venue"] == "Balai Contoh"
            assert (sent.attempts, sent.closed_at) == (0, None)


@use_case
def remind(*, at) -> int:
    return day_training.remind_of_classes(Night(day=TODAY, until=TODAY, at=at))
