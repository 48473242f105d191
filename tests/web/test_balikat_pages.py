"""Balikat's staff open classes and record who completed them, with the name in sight."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.training import TrainingClass, TrainingCompletion
from tests import given
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in, submit

NOBODYS_NIK = "1571064506880001"
ADDRESSES_AND_KEYS = re.compile(r'(?:href|action|value|src)="[^"]*"')
FIRST_DAY, LAST_DAY = "2026-10-21", "2026-10-24"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def teacher(app: Flask) -> given.Somebody:  # noqa: ARG001 - its context is needed
    """Ucok of Balikat."""
    return given.staff(Role.TRAINING_STAFF, name="Ucok Contoh")


@pytest.fixture
def desk(client: FlaskClient, teacher: given.Somebody) -> FlaskClient:
    """Ucok, signed in."""
    return sign_in(client, teacher)


@pytest.fixture
def class_address(teacher: given.Somebody) -> str:
    """A class that was held from 21 to 24 October."""
    return f"/balikat/kelas/{given.training_class(teacher)}"


def completions() -> list[TrainingCompletion]:
    return list(db.session.scalars(db.select(TrainingCompletion)))


class TestOpeningAClass:
    FIELDS = {  # noqa: RUF012 - a constant
        "course_id": "1",
        "kelurahan_code": given.LEGOK,
        "venue": "Balai Contoh",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-03",
        "start_time": "09.00",
        "seats": "20",
    }

    def test_leads_to_the_class(self, desk: FlaskClient):
        answer = submit(desk, "/balikat/kelas/baru", dict(self.FIELDS))

        assert answer.status_code == 303
        page = desk.get(answer.headers["Location"]).text
        assert "Kelas dibuka." in page
        assert "Legok, Danau Sipin" in page
        assert "Kelas ini belum mulai." in page
        assert "Balai Contoh" in desk.get("/balikat").text

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("course_id", "99", "Pilih"),
            ("course_id", "abc", "Pilih"),
            ("course_id", "9" * 30, "Pilih"),
            ("kelurahan_code", "15.71.99.9999", "Pilih"),
            ("venue", "", "Isi tempat kelas."),
            ("venue", "x" * 121, "Paling banyak 120 huruf."),
            ("starts_on", "2026-02-31", "Tanggal ini tidak ada."),
            ("ends_on", "2026-11-30", "Hari terakhir harus sama dengan hari pertama"),
            ("seats", "0", "Isi angka 1 sampai 500."),
        ],
    )
    def test_says_what_to_mend_and_keeps_the_rest(
        self, desk: FlaskClient, field: str, typed: str, sentence: str
    ):
        answer = submit(desk, "/balikat/kelas/baru", {**self.FIELDS, field: typed})

        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="2026-12-01"' in answer.text or field == "starts_on"
        assert db.session.scalars(db.select(TrainingClass)).all() == []

    def test_happens_once_for_a_form_sent_twice(self, desk: FlaskClient):
        fields = {**hidden_fields(desk.get("/balikat/kelas/baru").text), **self.FIELDS}

        places = {
            desk.post("/balikat/kelas/baru", data=fields).headers["Location"] for _ in range(2)
        }

        assert len(places) == 1
        assert len(db.session.scalars(db.select(TrainingClass)).all()) == 1


class TestRecordingACompletion:
    def check(self, desk: FlaskClient, address: str, nik: str, on: str = LAST_DAY):
        fields = {"nik": nik, "completed_on": on}
        return submit(desk, address, fields, to=f"{address}/periksa")

    def test_shows_the_name_before_anything_is_recorded(
        self, desk: FlaskClient, class_address: str
    ):
        siti = given.owner("Siti Aminah Contoh")

        answer = self.check(desk, class_address, siti.nik)

        assert answer.status_code == 200
        assert "Siti Aminah Contoh" in answer.text
        assert completions() == []

    def test_gives_a_certificate_number_after_the_second_step(
        self, desk: FlaskClient, class_address: str
    ):
        siti = given.owner()
        confirmed = hidden_fields(self.check(desk, class_address, siti.nik).text)

        answer = desk.post(f"{class_address}/catat", data=confirmed)

        assert answer.status_code == 303
        [completion] = completions()
        page = desk.get(answer.headers["Location"]).text
        assert f"Nomor sertifikat {completion.certificate_no}." in page
        assert siti.name in page
        assert siti.nik not in page
        assert f"/sertifikat/{completion.public_id}" in page

    def test_happens_once_for_a_form_sent_twice(self, desk: FlaskClient, class_address: str):
        confirmed = hidden_fields(self.check(desk, class_address, given.owner().nik).text)

        codes = [desk.post(f"{class_address}/catat", data=confirmed).status_code for _ in range(2)]

        assert codes == [303, 303]
        assert len(completions()) == 1

    @pytest.mark.parametrize(
        ("nik", "on", "sentence"),
        [
            (NOBODYS_NIK, LAST_DAY, "NIK ini belum terdaftar."),
            ("", LAST_DAY, "Isi NIK peserta, 16 angka di KTP."),
            ("157106450688000", LAST_DAY, "NIK harus 16 angka. Anda mengisi 15."),
            ("' OR 1=1 --", LAST_DAY, "NIK hanya angka."),
            (NOBODYS_NIK, "2026-11-24", "Tanggal ini harus hari ini atau sebelumnya."),
            (NOBODYS_NIK, "", "Isi tanggal selesai pelatihan."),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, desk: FlaskClient, class_address: str, nik: str, on: str, sentence: str
    ):
        answer = self.check(desk, class_address, nik, on)

        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#34;", '"')
        assert nik.replace("'", "&#39;") in answer.text

    def test_refuses_a_day_before_the_class_began(self, desk: FlaskClient, class_address: str):
        early = self.check(desk, class_address, given.owner().nik, "2026-10-20")

        answer = desk.post(f"{class_address}/catat", data=hidden_fields(early.text))

        assert answer.status_code == 422
        assert "Tanggal selesai tidak boleh sebelum hari pertama kelas." in answer.text
        assert completions() == []

    def test_takes_the_first_day(self, desk: FlaskClient, class_address: str):
        checked = self.check(desk, class_address, given.owner().nik, FIRST_DAY)

        answer = desk.post(f"{class_address}/catat", data=hidden_fields(checked.text))

        assert answer.status_code == 303

    def test_says_who_is_recorded_already(self, desk: FlaskClient, class_address: str):
        siti = given.owner("Siti Contoh")
        checked = self.check(desk, class_address, siti.nik)
        desk.post(f"{class_address}/catat", data=hidden_fields(checked.text))

        again = self.check(desk, class_address, siti.nik)
        late = desk.post(
            f"{class_address}/catat",
            data={**hidden_fields(checked.text), "idem_key": "kunci-lain-12345678"},
        )

        number = completions()[0].certificate_no
        assert f"Siti Contoh sudah tercatat, sertifikat {number}." in again.text
        assert (again.status_code, late.status_code) == (422, 422)
        assert "Peserta ini sudah tercatat di kelas ini." in late.text
        assert len(completions()) == 1


class TestPolicy:
    @pytest.mark.parametrize("code", ["0" * 22, "abc", "%00", "9" * 40, "..%2f", "'; --"])
    def test_knows_no_class_of_another_id(self, desk: FlaskClient, code: str):
        assert desk.get(f"/balikat/kelas/{code}").status_code == 404

    def test_records_nothing_in_a_class_that_is_not_there(
        self, desk: FlaskClient, class_address: str
    ):
        siti = given.owner()
        fields = {**hidden_fields(desk.get(class_address).text)}
        fields |= {"nik": siti.nik, "completed_on": LAST_DAY}

        answer = desk.post(f"/balikat/kelas/{'0' * 22}/catat", data=fields)

        assert answer.status_code == 404
        assert completions() == []

    @pytest.mark.parametrize(
        "role", [Role.DINAS_VIEWER, Role.PROGRAM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]
    )
    def test_opens_the_classes_to_balikat_alone(
        self, client: FlaskClient, class_address: str, role: Role
    ):
        sign_in(client, given.staff(role))

        for address in ("/balikat", "/balikat/kelas/baru", class_address):
            assert client.get(address).status_code == 404

    def test_shows_balikat_nothing_about_money(self, desk: FlaskClient):
        given.running_loan(given.bank(), given.owner(is_trained=True))

        for address in ("/dinas", "/dinas/daftar/disalurkan", "/admin/pagu", "/admin/akun"):
            assert desk.get(address).status_code == 404
        assert "Rp" not in ADDRESSES_AND_KEYS.sub("", desk.get("/balikat").text)
