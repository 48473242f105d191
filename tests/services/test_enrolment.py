"""Owners take a place in a class or wait for one; nobody is over-booked, whoever waits moves up."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as whatever
from hypothesis import strategies as st

from harkat.domain.roles import NotPermitted, Role
from harkat.domain.training import MOST_LIVE_ENROLMENTS
from harkat.extensions import db
from harkat.models.training import TrainingClass
from harkat.services import enrolment
from harkat.services.enrolment import ClassBegun, TooManyEnrolments
from harkat.services.files import NotFound
from harkat.services.training import CompletedAlready, UnknownClass
from tests import given
from tests.classes import coming_class, enrol, messages_to, place_of, places
from tests.moments import NOON, TODAY
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

START = TODAY + timedelta(days=5)


@pytest.fixture
def teacher() -> given.Somebody:
    """Somebody who works at Balikat."""
    return given.staff(Role.TRAINING_STAFF)


def cancel(somebody: given.Somebody, class_public_id: str, *, days: int = 0) -> None:
    enrolment.cancel(
        actor_id=somebody.id, class_public_id=class_public_id, at=NOON + timedelta(days=days)
    )


class TestEnrolling:
    def test_gives_a_seat_while_there_is_one_then_a_place_in_line(self, teacher: given.Somebody):
        siti, rina, tono = (given.owner(name) for name in ("Siti C", "Rina C", "Tono C"))
        public_id = coming_class(teacher, seats=1)

        outcomes = [enrol(somebody, public_id) for somebody in (siti, rina, tono)]

        assert outcomes == ["seated", "waiting", "waiting"]
        assert messages_to(siti) == ["training_enrolled"]
        assert messages_to(rina) == ["training_waiting"]

    def test_twice_is_one_place(self, teacher: given.Somebody):
        siti, public_id = given.owner(), coming_class(teacher)

        assert [enrol(siti, public_id) for _ in range(2)] == ["seated", "seated"]
        assert len(places(public_id)) == 1
        assert messages_to(siti) == ["training_enrolled"]

    def test_ends_when_the_class_begins(self, teacher: given.Somebody):
        siti, public_id = given.owner(), coming_class(teacher, starts_on=START)

        with pytest.raises(ClassBegun):
            enrol(siti, public_id, at=NOON + timedelta(days=5))

        assert enrol(siti, public_id, at=NOON + timedelta(days=4)) == "seated"

    def test_needs_a_class_and_an_owner(self, teacher: given.Somebody):
        with pytest.raises(UnknownClass):
            enrol(given.owner(), "0" * 22)
        with pytest.raises(NotPermitted):
            enrol(teacher, coming_class(teacher))

    def test_holds_only_so_many_places_at_once(self, teacher: given.Somebody):
        siti = given.owner()
        classes = [coming_class(teacher) for _ in range(MOST_LIVE_ENROLMENTS + 1)]
        for public_id in classes[:-1]:
            enrol(siti, public_id)

        with pytest.raises(TooManyEnrolments):
            enrol(siti, classes[-1])

        cancel(siti, classes[0])
        assert enrol(siti, classes[-1]) == "seated"

    def test_counts_no_place_in_a_class_that_is_over(self, teacher: given.Somebody):
        siti, rina = given.owner(), given.owner("Rina C")
        held = [coming_class(teacher, seats=1) for _ in range(MOST_LIVE_ENROLMENTS)]
        enrol(rina, held[0])
        for public_id in held:
            enrol(siti, public_id)
        later = coming_class(teacher, starts_on=START + timedelta(days=9))

        with pytest.raises(TooManyEnrolments):
            enrol(siti, later, at=NOON + timedelta(days=7))  # the last day of those held

        assert enrol(siti, later, at=NOON + timedelta(days=8)) == "seated"

    def test_is_not_for_what_was_completed(self, teacher: given.Somebody):
        siti = given.owner()
        public_id = coming_class(teacher, starts_on=TODAY - timedelta(days=30))
        given.complete_training(teacher, public_id, siti)
        db.session.query(TrainingClass).update({"starts_on": START, "ends_on": START})
        db.session.commit()

        with pytest.raises(CompletedAlready):
            enrol(siti, public_id)


class TestCancelling:
    def test_gives_the_seat_to_the_next_in_line_and_tells(self, teacher: given.Somebody):
        siti, rina, tono = (given.owner(name) for name in ("Siti C", "Rina C", "Tono C"))
        public_id = coming_class(teacher, seats=1)
        for somebody in (siti, rina, tono):
            enrol(somebody, public_id)

        cancel(siti, public_id)

        assert places(public_id) == {
            siti.person_id: "cancelled",
            rina.person_id: "seated",
            tono.person_id: "waiting",
        }
        assert messages_to(rina) == ["training_waiting", "training_seat"]
        assert messages_to(tono) == ["training_waiting"]

    def test_again_changes_nothing(self, teacher: given.Somebody):
        siti, public_id = given.owner(), coming_class(teacher)
        enrol(siti, public_id)

        cancel(siti, public_id)
        cancel(siti, public_id)

        assert places(public_id) == {siti.person_id: "cancelled"}

    def test_and_enrolling_again_means_the_end_of_the_line(self, teacher: given.Somebody):
        siti, rina, tono = (given.owner(name) for name in ("Siti C", "Rina C", "Tono C"))
        public_id = coming_class(teacher, seats=1)
        for somebody in (siti, rina, tono):
            enrol(somebody, public_id)
        cancel(rina, public_id)

        assert enrol(rina, public_id, at=NOON + timedelta(minutes=1)) == "waiting"
        cancel(siti, public_id)

        assert places(public_id)[tono.person_id or 0] == "seated"
        assert places(public_id)[rina.person_id or 0] == "waiting"

    def test_after_the_class_began_moves_nobody_up(self, teacher: given.Somebody):
        siti, rina = given.owner("Siti C"), given.owner("Rina C")
        public_id = coming_class(teacher, seats=1)
        for somebody in (siti, rina):
            enrol(somebody, public_id)

        cancel(siti, public_id, days=5)

        assert places(public_id)[rina.person_id or 0] == "waiting"

    def test_is_for_the_own_place_alone(self, teacher: given.Somebody):
        siti, rina, public_id = given.owner("Siti C"), given.owner("Rina C"), coming_class(teacher)
        enrol(siti, public_id)

        for class_id in (public_id, "0" * 22):
            with pytest.raises(NotFound):
                cancel(rina, class_id)

        assert places(public_id) == {siti.person_id: "seated"}


class TestSeats:
    def test_are_never_given_twice_however_many_press_at_once(
        self, app: Flask, teacher: given.Somebody
    ):
        people = [given.owner(f"Orang C{number}") for number in range(8)]
        public_id = coming_class(teacher, seats=3)
        db.session.rollback()

        outcomes = at_once(app, [partial(enrol, somebody, public_id) for somebody in people])

        assert sorted(map(str, outcomes)) == ["seated"] * 3 + ["waiting"] * 5

    def test_pass_on_once_each_when_all_give_them_back_at_once(
        self, app: Flask, teacher: given.Somebody
    ):
        people = [given.owner(f"Orang C{number}") for number in range(7)]
        public_id = coming_class(teacher, seats=2)
        for somebody in people:
            enrol(somebody, public_id)
        db.session.rollback()

        outcomes = at_once(app, [partial(cancel, somebody, public_id) for somebody in people[:4]])

        assert outcomes == [None] * 4
        assert sorted(places(public_id).values()) == ["cancelled"] * 4 + ["seated"] * 2 + [
            "waiting"
        ]
        assert place_of(people[6]).status == "waiting"

    @pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
    @settings(
        max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @whatever(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=12), st.integers(1, 3))
    def test_are_all_taken_while_anybody_waits_and_never_more(
        self, people: list[given.Somebody], deeds: list[tuple[bool, int]], seats: int
    ):
        teacher, *owners = people
        public_id = coming_class(teacher, seats=seats)
        for minute, (enrols, who) in enumerate(deeds):
            if enrols:
                enrol(owners[who], public_id, at=NOON + timedelta(minutes=minute))
            elif owners[who].person_id in places(public_id):
                cancel(owners[who], public_id)
            now = list(places(public_id).values())
            assert now.count("seated") <= seats
            assert now.count("seated") == seats or "waiting" not in now
        for somebody in owners:
            if somebody.person_id in places(public_id):
                cancel(somebody, public_id)

    @pytest.fixture
    def people(self, teacher: given.Somebody) -> list[given.Somebody]:
        return [teacher, *(given.owner(f"Orang C{number}") for number in range(5))]
