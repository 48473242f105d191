"""The calendar's page: shown by year, changed by one person's word and another's yes."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.holidays import Holiday, HolidayChange
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of

PAGE = "/admin/libur"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def hadi(app: Flask) -> FlaskClient:
    """Hadi, who sets the programme."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Hadi Contoh"))


@pytest.fixture
def wati(app: Flask) -> FlaskClient:
    """Wati, who sets the programme, too."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Wati Contoh"))


def propose(client: FlaskClient, **fields: str):
    whole = {
        "falls_on": "2026-12-09",
        "effect": "add",
        "holiday_name": "Pemilihan Wali Kota",
        "kind": "public",
        "source": "Keppres 1/2026",
    }
    return submit(client, PAGE, whole | fields)


def confirm(client: FlaskClient, change: HolidayChange):
    address = f"{PAGE}/usulan/{change.id}"
    return client.post(address, data=hidden_fields(client.get(address).text))


class TestCalendar:
    def test_shows_a_year_with_its_sources(self, hadi: FlaskClient):
        this_year, next_year = (words_of(hadi.get(f"{PAGE}{q}").text) for q in ("", "?tahun=2027"))

        assert "Jumat, 25 Desember 2026 Hari Raya Natal Libur nasional holidays" in this_year
        assert "Hari Raya Idul Fitri (perkiraan)" in next_year

    @pytest.mark.parametrize("year", ["1900", "abc", "99999999999", ""])
    def test_shows_this_year_for_a_year_it_does_not_know(self, hadi: FlaskClient, year: str):
        assert "<h1>Hari libur 2026</h1>" in hadi.get(f"{PAGE}?tahun={year}").text

    def test_is_reached_from_the_rules(self, hadi: FlaskClient):
        assert f'href="{PAGE}"' in hadi.get("/admin/aturan").text

    def test_follows_a_proposal_once_a_second_person_agreed(
        self, hadi: FlaskClient, wati: FlaskClient
    ):
        assert propose(hadi).status_code == 303
        assert "Pemilihan Wali Kota Tambahkan" in words_of(hadi.get(PAGE).text)
        change = db.session.scalars(db.select(HolidayChange)).one()

        own, first, second = confirm(hadi, change), confirm(wati, change), confirm(wati, change)

        assert [answer.status_code for answer in (own, first, second)] == [422, 303, 422]
        assert "Anda yang mengusulkan" in own.text
        assert "Usulan ini sudah disetujui." in second.text
        assert "Rabu, 9 Desember 2026 Pemilihan Wali Kota" in words_of(hadi.get(PAGE).text)

    def test_shows_what_was_cancelled(self, hadi: FlaskClient, wati: FlaskClient):
        propose(hadi, falls_on="2026-12-24", effect="cancel", holiday_name="Cuti Bersama Natal")
        confirm(wati, db.session.scalars(db.select(HolidayChange)).one())

        assert "Cuti Bersama Natal (dibatalkan)" in words_of(hadi.get(PAGE).text)
        eve = db.session.scalars(db.select(Holiday).filter_by(change_id=1)).one()
        assert eve.is_cancelled

    @pytest.mark.parametrize(
        ("fields", "name", "sentence"),
        [
            ({"falls_on": "2026-11-22"}, "falls_on", "Tanggal ini sudah lewat."),
            ({"effect": "cancel"}, "falls_on", "Tanggal ini bukan hari libur"),
            ({"falls_on": "besok"}, "falls_on", "Tulis tanggal"),
            ({"source": ""}, "source", "Isi dasarnya"),
            ({"holiday_name": " "}, "holiday_name", "Isi nama liburnya."),
        ],
    )
    def test_says_what_is_wrong_with_a_proposal(
        self, hadi: FlaskClient, fields: dict[str, str], name: str, sentence: str
    ):
        answer = propose(hadi, **fields)

        assert answer.status_code == 422
        assert sentence in beside(answer.text, name)
        assert db.session.query(HolidayChange).count() == 0

    @pytest.mark.parametrize("address", ["usulan/0", "usulan/abc", f"usulan/{10**40}"])
    def test_knows_no_other_address(self, hadi: FlaskClient, address: str):
        assert hadi.get(f"{PAGE}/{address}").status_code == 404
