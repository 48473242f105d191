"""Attendance by QR code: on the owner's class page, read by Balikat's staff, good on class days."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.enrolment import Attendance
from harkat.reports import qr
from harkat.services import attendance, enrolment
from harkat.services.attendance import UnknownPlace
from harkat.services.training import DateOutsideClass
from tests import given
from tests.classes import coming_class, enrol, place_of
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

FIRST_DAY, LAST_DAY, AFTER = (timedelta(days=days) for days in (5, 7, 8))


@pytest.fixture
def teacher() -> given.Somebody:
    return given.staff(Role.TRAINING_STAFF, name="Guru Contoh")


@pytest.fixture
def class_public_id(teacher: given.Somebody) -> str:
    return coming_class(teacher, seats=1)


@pytest.fixture
def siti(class_public_id: str) -> given.Somebody:
    somebody = given.owner("Siti Contoh")
    enrol(somebody, class_public_id)
    return somebody


@pytest.fixture
def address(siti: given.Somebody) -> str:
    return f"/balikat/hadir/{place_of(siti).public_id}"


@pytest.fixture
def at_balikat(app: Flask, teacher: given.Somebody, noon: time_machine.Traveller) -> FlaskClient:
    """The pages as the teacher sees them on the first day of the class."""
    noon.shift(FIRST_DAY)
    return sign_in(app.test_client(), teacher)


def came() -> int:
    return db.session.query(Attendance).count()


def press(client: FlaskClient, address: str) -> str:
    hidden = hidden_fields(client.get(address).text)
    assert client.post(address, data=hidden).location == address
    return words_of(client.get(address).text)


class TestCode:
    def test_stands_on_the_class_page_of_whoever_has_a_seat(
        self, app: Flask, siti: given.Somebody, class_public_id: str, address: str
    ):
        page = sign_in(app.test_client(), siti).get(f"/saya/pelatihan/kelas/{class_public_id}").text

        assert "Kode hadir Anda" in page
        path = re.search(r'<svg class="qr"[^>]*><path d="([^"]+)"', page)
        assert path is not None
        assert path[1] == qr.svg_path(f"{app.config['BASE_URL']}{address}")[1]

    def test_is_not_for_those_in_line(
        self, client: FlaskClient, siti: given.Somebody, class_public_id: str
    ):
        assert place_of(siti)
        rina = given.owner("Rina Contoh")
        enrol(rina, class_public_id)

        page = sign_in(client, rina).get(f"/saya/pelatihan/kelas/{class_public_id}").text
        assert "Kode hadir Anda" not in page

    def test_leads_its_holder_to_the_class_and_nobody_else_anywhere(
        self, app: Flask, siti: given.Somebody, class_public_id: str, address: str
    ):
        found = sign_in(app.test_client(), siti).get(address)
        assert found.location == f"/saya/pelatihan/kelas/{class_public_id}"
        for other in (given.owner("Rina"), given.staff(Role.DINAS_OFFICER), given.bank().maker):
            assert sign_in(app.test_client(), other).get(address).status_code == 404
        assert "/masuk" in (app.test_client().get(address).location or "")


class TestTicket:
    def test_notes_once_that_somebody_came(self, at_balikat: FlaskClient, address: str):
        page = words_of(at_balikat.get(address).text)
        assert "Siti Contoh" in page
        assert "Balai Contoh" in page

        assert "Sudah dicatat hadir hari ini." in press(at_balikat, address)
        assert came() == 1

    def test_says_when_today_is_no_day_of_the_class(
        self,
        app: Flask,
        teacher: given.Somebody,
        address: str,
        noon: time_machine.Traveller,
    ):
        before = sign_in(app.test_client(), teacher).get(address).text
        assert "Kelas ini baru mulai" in before
        assert "Catat hadir" not in before

        noon.shift(AFTER)
        after = sign_in(app.test_client(), teacher).get(address).text
        assert "Kelas ini sudah selesai" in after
        assert came() == 0

    def test_says_when_the_place_was_given_back(
        self, at_balikat: FlaskClient, siti: given.Somebody, class_public_id: str, address: str
    ):
        enrolment.cancel(actor_id=siti.id, class_public_id=class_public_id, at=NOON)

        assert "sudah dibatalkan" in at_balikat.get(address).text


class TestMarkOne:
    def test_is_for_staff_on_a_day_of_the_class_and_a_living_place(
        self, teacher: given.Somebody, siti: given.Somebody, class_public_id: str
    ):
        place = place_of(siti).public_id

        def mark(actor: given.Somebody, at: timedelta, public_id: str = place) -> bool:
            return attendance.mark_one(actor_id=actor.id, place_public_id=public_id, at=NOON + at)

        with pytest.raises(NotPermitted):
            mark(siti, FIRST_DAY)
        for outside in (timedelta(0), AFTER):
            with pytest.raises(DateOutsideClass):
                mark(teacher, outside)
        with pytest.raises(UnknownPlace):
            mark(teacher, FIRST_DAY, "x" * 22)
        assert [mark(teacher, FIRST_DAY), mark(teacher, FIRST_DAY), mark(teacher, LAST_DAY)] == [
            True,
            False,
            True,
        ]
        assert came() == 2

        enrolment.cancel(actor_id=siti.id, class_public_id=class_public_id, at=NOON)
        with pytest.raises(UnknownPlace):
            mark(teacher, LAST_DAY)
