"""Owners find classes, take places, say what is missing; Balikat keeps the list and answers."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.enrolment import Attendance, ClassInterest, TrainingClaim
from harkat.models.training import TrainingCompletion
from tests import given
from tests.classes import coming_class, enrol, place_of, places
from tests.moments import NOON, TODAY
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of

START = TODAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON) as travelled:
        yield travelled


@pytest.fixture
def teacher(app: Flask) -> given.Somebody:  # noqa: ARG001 - its context is needed
    """Ucok of Balikat."""
    return given.staff(Role.TRAINING_STAFF, name="Ucok Contoh")


@pytest.fixture
def siti(teacher: given.Somebody) -> given.Somebody:  # noqa: ARG001 - the first account is Ucok's
    return given.owner("Siti Contoh")


@pytest.fixture
def phone(app: Flask, siti: given.Somebody) -> FlaskClient:
    """Siti, signed in."""
    return sign_in(app.test_client(), siti)


@pytest.fixture
def desk(app: Flask, teacher: given.Somebody) -> FlaskClient:
    """Ucok, signed in."""
    return sign_in(app.test_client(), teacher)


class TestPublicList:
    def test_is_there_for_anybody_without_a_cookie(
        self, client: FlaskClient, teacher: given.Somebody
    ):
        assert "Belum ada kelas baru." in client.get("/pelatihan").text
        public_id = coming_class(teacher, seats=2, course_id=5)
        coming_class(teacher, starts_on=TODAY - timedelta(days=9))

        answer = client.get("/pelatihan")

        words = words_of(answer.text)
        assert "Set-Cookie" not in answer.headers
        assert "Menjahit dan kerajinan Sisa 2 tempat" in words
        assert "Mulai Sabtu, 28 November 2026 Sampai Senin, 30 November 2026" in words
        assert "pukul 09.00–12.00 WIB" in words
        assert "Balai Contoh, Kelurahan Legok, Danau Sipin" in words
        assert "Cocok untuk pakaian dan jahit, kerajinan" in words
        assert words.count("Sisa") == 1
        lead = client.get(f"/saya/pelatihan/kelas/{public_id}")
        assert lead.headers["Location"].startswith("/masuk?next=")


class TestPlace:
    def test_is_taken_and_given_back_with_one_press_each(
        self, phone: FlaskClient, siti: given.Somebody, teacher: given.Somebody
    ):
        page = f"/saya/pelatihan/kelas/{coming_class(teacher)}"

        taken = submit(phone, page, to=f"{page}/daftar")
        assert taken.status_code == 303
        seen = phone.get(page).text
        assert "Anda terdaftar di kelas ini." in seen
        assert "Datang Sabtu, 28 November 2026." in seen
        assert "Terdaftar" in words_of(phone.get("/saya/pelatihan").text)

        given_back = submit(phone, page, to=f"{page}/batal")

        assert given_back.status_code == 303
        assert "Anda boleh daftar lagi kapan saja." in phone.get(page).text
        assert place_of(siti).status == "cancelled"

    def test_in_line_says_whose_turn_it_is(self, phone: FlaskClient, teacher: given.Somebody):
        public_id = coming_class(teacher, seats=1)
        for name in ("Rina C", "Tono C"):
            enrol(given.owner(name), public_id)
        page = f"/saya/pelatihan/kelas/{public_id}"
        assert "Masuk daftar tunggu" in phone.get(page).text

        submit(phone, page, to=f"{page}/daftar")

        assert "Anda urutan 2." in phone.get(page).text

    def test_in_line_promises_nothing_once_the_class_has_begun(
        self,
        app: Flask,
        siti: given.Somebody,
        teacher: given.Somebody,
        moment: time_machine.Traveller,
    ):
        public_id = coming_class(teacher, seats=1)
        for somebody in (given.owner("Rina C"), siti):
            enrol(somebody, public_id)
        page = f"/saya/pelatihan/kelas/{public_id}"

        moment.shift(timedelta(days=5))
        begun = sign_in(app.test_client(), siti).get(page).text
        moment.shift(timedelta(days=3))
        over = sign_in(app.test_client(), siti).get(page).text

        assert "Kelas ini sudah mulai" in words_of(begun)
        assert "Kelas ini sudah selesai" in words_of(over)
        for seen in (begun, over):
            assert "Kali ini Anda belum dapat tempat." in seen
            assert "tempatnya langsung untuk Anda" not in seen
        assert f"{page}/batal" in begun
        assert f"{page}/batal" not in over

    def test_of_whoever_is_enrolled_says_what_holds_once_the_class_has_begun(
        self,
        app: Flask,
        siti: given.Somebody,
        teacher: given.Somebody,
        moment: time_machine.Traveller,
    ):
        public_id = coming_class(teacher)
        enrol(siti, public_id)
        page = f"/saya/pelatihan/kelas/{public_id}"

        moment.shift(timedelta(days=5))
        begun = sign_in(app.test_client(), siti).get(page).text
        moment.shift(timedelta(days=3))
        over = sign_in(app.test_client(), siti).get(page).text

        assert "Kelas sudah mulai Sabtu, 28 November 2026." in begun
        assert "Kode hadir Anda" in begun
        assert "Balikat mencatat dari daftar hadir." in over
        assert 'href="/saya/pelatihan/belum-tercatat"' in over
        assert "Kode hadir Anda" not in over
        for seen in (begun, over):
            assert "Kami ingatkan sebelum kelas mulai" not in seen
        assert f"{page}/batal" in begun
        assert f"{page}/batal" not in over

    def test_is_taken_once_by_a_form_sent_twice(
        self, phone: FlaskClient, siti: given.Somebody, teacher: given.Somebody
    ):
        public_id = coming_class(teacher)
        page = f"/saya/pelatihan/kelas/{public_id}"
        fields = hidden_fields(phone.get(page).text)

        codes = [phone.post(f"{page}/daftar", data=fields).status_code for _ in range(2)]

        assert codes == [303, 303]
        assert places(public_id) == {siti.person_id: "seated"}

    def test_is_refused_in_a_sentence(
        self, phone: FlaskClient, siti: given.Somebody, teacher: given.Somebody
    ):
        late = f"/saya/pelatihan/kelas/{coming_class(teacher, starts_on=TODAY)}"
        fields = hidden_fields(phone.get(late).text)
        assert "sudah tidak menerima pendaftaran" in phone.get(late).text
        fields["idem_key"] = given.key()
        begun = phone.post(f"{late}/daftar", data=fields)
        for _ in range(3):
            enrol(siti, coming_class(teacher))
        page = f"/saya/pelatihan/kelas/{coming_class(teacher)}"
        fourth = submit(phone, page, to=f"{page}/daftar")

        assert (begun.status_code, fourth.status_code) == (422, 422)
        assert "Kelas ini sudah mulai. Pilih kelas lain." in begun.text
        assert "Anda sudah terdaftar di 3 kelas. Batalkan satu dulu." in fourth.text

    @pytest.mark.parametrize("code", ["0" * 22, "abc", "%00", "..%2f"])
    def test_of_no_class_is_no_page(self, phone: FlaskClient, code: str):
        assert phone.get(f"/saya/pelatihan/kelas/{code}").status_code == 404


class TestWish:
    def test_is_kept_and_taken_back(self, phone: FlaskClient):
        page = "/saya/pelatihan/kabari"
        empty = submit(phone, page, {"course_id": "", "kecamatan_code": "15.71.10"})
        assert empty.status_code == 422
        assert beside(empty.text, "course_id") == "Pilih pelatihannya."
        assert submit(phone, page, {"course_id": "9" * 30}).status_code == 422

        answer = submit(phone, page, {"course_id": "5", "kecamatan_code": "15.71.10"})

        assert answer.status_code == 303
        shown = words_of(phone.get("/saya/pelatihan").text)
        assert "Menjahit dan kerajinan Danau Sipin Hapus" in shown
        wish = db.session.scalars(db.select(ClassInterest)).one()
        submit(phone, "/saya/pelatihan", to=f"/saya/pelatihan/kabari/{wish.public_id}/hapus")
        assert "Danau Sipin Hapus" not in words_of(phone.get("/saya/pelatihan").text)

    def test_is_shown_to_balikat_by_theme_and_kecamatan(
        self, phone: FlaskClient, desk: FlaskClient
    ):
        fields = {"course_id": "5", "kecamatan_code": "15.71.10"}
        submit(phone, "/saya/pelatihan/kabari", fields)

        assert "Menjahit dan kerajinan Danau Sipin 1" in words_of(desk.get("/balikat").text)


class TestClaim:
    PAGE = "/saya/pelatihan/belum-tercatat"

    def test_leads_from_the_owner_to_balikat_and_to_the_certificate(
        self, phone: FlaskClient, desk: FlaskClient, teacher: given.Somebody
    ):
        held = given.training_class(teacher)
        note = "Maret <b>2025</b>"
        empty = submit(phone, self.PAGE, {})
        assert beside(empty.text, "claimed_no").startswith("Isi nomor sertifikat")
        answer = submit(phone, self.PAGE, {"claimed_no": "BLK-117", "note": note})
        assert answer.status_code == 303
        assert "Menunggu jawaban Balikat" in phone.get("/saya/pelatihan").text
        again = submit(phone, self.PAGE, {"claimed_no": "BLK-118"})
        assert "masih diperiksa Balikat" in again.text
        assert typed(again.text, "claimed_no") == "BLK-118"

        assert "1 orang merasa sudah ikut" in desk.get("/balikat").text
        claim = db.session.scalars(db.select(TrainingClaim)).one()
        page = f"/balikat/belum-tercatat/{claim.public_id}"
        assert "Maret &lt;b&gt;2025" in desk.get(page).text
        assert submit(desk, page, {}, to=f"{page}/catat").status_code == 422
        recorded = submit(
            desk,
            page,
            {"class_public_id": held, "completed_on": "2026-10-24"},
            to=f"{page}/catat",
        )

        assert recorded.status_code == 303
        assert "Pelatihan Anda tercatat" in phone.get("/saya/pelatihan").text
        assert desk.get(page).status_code == 404

    def test_that_is_declined_says_why_and_what_to_do(self, phone: FlaskClient, desk: FlaskClient):
        submit(phone, self.PAGE, {"note": "Maret 2025"})
        claim = db.session.scalars(db.select(TrainingClaim)).one()
        page = f"/balikat/belum-tercatat/{claim.public_id}"
        assert submit(desk, page, {"note": "x"}, to=f"{page}/tolak").status_code == 422

        fields = hidden_fields(desk.get(page).text)
        answer = {"refusal": "not_on_list", "note": "Tidak ada di buku"}
        codes = [
            desk.post(f"{page}/tolak", data={**fields, **answer}).status_code for _ in range(2)
        ]

        assert codes == [303, 303]
        seen = words_of(phone.get("/saya/pelatihan").text)
        assert "Belum bisa dicatat Nama Anda tidak ada di daftar hadir pelatihan itu." in seen
        assert "Catatan Balikat: Tidak ada di buku" in seen
        assert "atau daftar kelas berikutnya. Gratis." in seen
        assert "Saya sudah ikut" in seen


class TestRoll:
    def test_leads_from_ticks_to_certificates(
        self,
        desk: FlaskClient,
        phone: FlaskClient,
        siti: given.Somebody,
        teacher: given.Somebody,
        moment: time_machine.Traveller,
    ):
        public_id = coming_class(teacher, days=2)
        rina = given.owner("Rina Contoh")
        for somebody in (siti, rina):
            enrol(somebody, public_id)
        page = f"/balikat/kelas/{public_id}"
        assert "Kelas ini belum mulai." in desk.get(f"{page}/peserta").text
        moment.shift(timedelta(days=6))
        for client, somebody in ((desk, teacher), (phone, siti)):
            sign_in(client, somebody)

        for day, came in ((START, (siti, rina)), (START + timedelta(days=1), (siti,))):
            ticks = [place_of(somebody).public_id for somebody in came]
            fields = {"day": day.isoformat(), "present": ticks}
            answer = submit(desk, f"{page}/peserta", fields, to=f"{page}/hadir")
            assert answer.status_code == 303, answer.text
        roll = desk.get(f"{page}/peserta").text
        assert "hadir 2 dari 2 hari yang dicatat" in roll
        assert "hadir 1 dari 2 hari yang dicatat" in roll
        assert roll.count(f'name="finished" value="{place_of(siti).public_id}" checked') == 1
        assert f'name="finished" value="{place_of(rina).public_id}" checked' not in roll
        assert siti.nik not in roll

        chosen = {"completed_on": START.isoformat(), "finished": [place_of(siti).public_id]}
        done = submit(desk, f"{page}/peserta", chosen, to=f"{page}/selesai")

        assert done.status_code == 303
        completion = db.session.scalars(db.select(TrainingCompletion)).one()
        assert completion.person_id == siti.person_id
        assert completion.certificate_no in phone.get("/saya/pelatihan").text

    def test_refuses_another_day_and_nobody(
        self,
        desk: FlaskClient,
        siti: given.Somebody,
        teacher: given.Somebody,
        moment: time_machine.Traveller,
    ):
        public_id = coming_class(teacher)
        enrol(siti, public_id)
        moment.shift(timedelta(days=6))
        sign_in(desk, teacher)
        page = f"/balikat/kelas/{public_id}"

        for day, sentence in (
            ("2026-12-24", "bukan hari kelas"),
            ("2026-02-31", "Tanggal ini tidak ada."),
        ):
            answer = submit(desk, f"{page}/peserta", {"day": day}, to=f"{page}/hadir")
            assert answer.status_code == 422
            assert sentence in beside(answer.text, "day")
        never = {"completed_on": START.isoformat(), "finished": [place_of(siti).public_id]}
        assert submit(desk, f"{page}/peserta", never, to=f"{page}/selesai").status_code == 422
        assert db.session.scalars(db.select(Attendance)).all() == []


class TestCertificate:
    def test_is_given_to_its_holder_and_to_balikat_alone(
        self, app: Flask, siti: given.Somebody, phone: FlaskClient, desk: FlaskClient
    ):
        number = given.train(siti)
        public_id = db.session.scalars(db.select(TrainingCompletion)).one().public_id
        own, staff = (
            f"/saya/pelatihan/sertifikat/{public_id}.pdf",
            f"/balikat/sertifikat/{public_id}.pdf",
        )
        assert own in phone.get("/saya/pelatihan").text

        for client, address in ((phone, own), (desk, staff)):
            answer = client.get(address)
            assert answer.content_type == "application/pdf"
            assert answer.headers["Content-Disposition"] == f'inline; filename="{number}.pdf"'
            [page] = PdfReader(BytesIO(answer.data)).pages
            assert f"/sertifikat/{public_id}" in page.extract_text()

        other = sign_in(app.test_client(), given.owner("Rina Contoh"))
        assert other.get(own).status_code == 404
        assert other.get(staff).status_code == 404
        assert phone.get(f"/saya/pelatihan/sertifikat/{'0' * 22}.pdf").status_code == 404
        assert desk.get(f"/balikat/sertifikat/{'0' * 22}.pdf").status_code == 404


class TestClassForm:
    def test_asks_for_times_that_can_be(self, desk: FlaskClient):
        fields = {
            "course_id": "1",
            "kelurahan_code": given.LEGOK,
            "venue": "Balai Contoh",
            "starts_on": "2026-12-01",
            "ends_on": "2026-12-03",
            "start_time": "9",
            "end_time": "8.30",
            "seats": "20",
        }
        wrong = submit(desk, "/balikat/kelas/baru", dict(fields))
        assert beside(wrong.text, "end_time") == "Jam selesai harus sesudah jam mulai."
        unreadable = submit(desk, "/balikat/kelas/baru", {**fields, "start_time": "pagi"})
        assert beside(unreadable.text, "start_time") == "Tulis jam seperti 08.30."
        assert typed(unreadable.text, "start_time") == "pagi"

        answer = submit(desk, "/balikat/kelas/baru", {**fields, "end_time": "12:00"})

        assert answer.status_code == 303
        assert "pukul 09.00–12.00 WIB" in desk.get(answer.headers["Location"]).text
