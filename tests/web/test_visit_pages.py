"""Visits on the pages: the officer plans and records, the owner reads and asks for another time."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.statuses import ApplicationStatus
from harkat.domain.visits import VisitStatus
from harkat.extensions import db
from harkat.models.account_care import DataOpening
from harkat.models.visits import SiteVisit
from tests import given
from tests.moments import NOON
from tests.officers import at_desk, file_url, line_ids
from tests.pages import beside, sign_in, submit, typed, words_of
from tests.visits import ask, in_verification, latest_visit, plan

pytestmark = pytest.mark.usefixtures("app", "noon")

ON_FRIDAY = NOON + timedelta(days=4)
DAY = "/petugas/kunjungan?tanggal=2026-11-27"


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def public_id(desk: given.BankDesk, siti: given.Somebody) -> str:
    return in_verification(desk, siti)


@pytest.fixture
def maker(app: Flask, desk: given.BankDesk) -> FlaskClient:
    return at_desk(app, desk.maker)


@pytest.fixture
def at_home(app: Flask, siti: given.Somebody) -> FlaskClient:
    return sign_in(app.test_client(), siti)


class TestPlanning:
    def test_is_done_on_the_file_and_seen_by_the_owner(
        self, maker: FlaskClient, at_home: FlaskClient, public_id: str
    ):
        file = file_url(public_id)
        before = words_of(maker.get(file).text)

        answer = submit(
            maker,
            f"{file}/kunjungan",
            {"lines": line_ids(public_id), "visit_on": "2026-11-27", "part": "morning"},
        )

        assert "Siti Contoh: belum dijadwalkan Jadwalkan kunjungan" in before
        assert (answer.status_code, answer.location) == (303, file)
        assert "Siti Contoh: Dijadwalkan Jumat, 27 November 2026, pagi" in words_of(
            maker.get(file).text
        )
        for page in (f"/pengajuan/{public_id}", "/saya"):
            html = at_home.get(page).text
            assert (
                "Petugas akan datang ke tempat usaha hari Jumat, 27 November 2026, pagi."
                in words_of(html)
            )
            assert f'href="/pengajuan/{public_id}/kunjungan">Ganti jadwal<' in html

    @pytest.mark.parametrize(
        ("typed_day", "sentence"),
        [
            ("2026-11-23", "Pilih hari mulai besok."),
            ("2026-11-28", "Hari itu libur. Pilih hari kerja."),
            ("2027-06-01", "Paling jauh 30 hari dari hari ini."),
            ("", "Isi tanggal."),
        ],
    )
    def test_says_beside_the_day_why_it_cannot_be(
        self, maker: FlaskClient, public_id: str, typed_day: str, sentence: str
    ):
        answer = submit(
            maker,
            file_url(public_id, "/kunjungan"),
            {"lines": line_ids(public_id), "visit_on": typed_day, "part": "midday"},
        )

        assert (answer.status_code, beside(answer.text, "visit_on")) == (422, sentence)
        assert typed(answer.text, "visit_on") == typed_day
        assert db.session.scalars(db.select(SiteVisit)).all() == []

    def test_needs_somebody_and_a_part_of_the_day(self, maker: FlaskClient, public_id: str):
        answer = submit(
            maker,
            file_url(public_id, "/kunjungan"),
            {"lines": "x" * 22, "visit_on": "2026-11-27", "part": "night"},
        )

        assert answer.status_code == 422
        assert beside(answer.text, "lines")
        assert beside(answer.text, "part")

    def test_is_said_for_a_file_that_is_not_verified(
        self, maker: FlaskClient, desk: given.BankDesk
    ):
        waiting = given.submitted(desk, {given.owner(is_trained=True): 2_000_000})
        fields = {"lines": line_ids(waiting), "visit_on": "2026-11-27", "part": "midday"}

        answer = submit(maker, file_url(waiting, "/kunjungan"), fields)

        assert answer.status_code == 422
        assert "Berkas ini tidak sedang diperiksa" in answer.text
        assert "Jadwalkan kunjungan" not in maker.get(file_url(waiting)).text


class TestAskingForAnotherTime:
    def test_is_seen_by_the_officer_who_agrees(
        self, maker: FlaskClient, at_home: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        plan(desk, public_id)
        page = f"/pengajuan/{public_id}/kunjungan"

        answer = submit(at_home, page, {"day": "2026-11-25", "part": "afternoon"})
        waiting = words_of(at_home.get(f"/pengajuan/{public_id}").text)
        wishes = words_of(maker.get("/petugas/kunjungan").text)
        visit = latest_visit(public_id).public_id
        agreed = submit(maker, "/petugas/kunjungan", to=f"/petugas/kunjungan/{visit}/setuju")
        now = words_of(at_home.get(page).text)

        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{public_id}")
        assert "Anda minta Rabu, 25 November 2026, sore. Tunggu jawaban." in waiting
        assert "Jumat, 27 November 2026, pagi Rabu, 25 November 2026, sore Setujui" in wishes
        assert agreed.status_code == 303
        assert "Petugas akan datang hari Rabu, 25 November 2026, sore ." in now
        assert "Masih bisa ganti 1 kali." in now
        assert "Tidak ada permintaan" in maker.get("/petugas/kunjungan").text

    @pytest.mark.parametrize("day", ["2026-11-28", "2026-11-23", "2030-01-01", "x", ""])
    def test_is_for_a_day_that_is_offered(
        self, at_home: FlaskClient, desk: given.BankDesk, public_id: str, day: str
    ):
        plan(desk, public_id)

        answer = submit(
            at_home, f"/pengajuan/{public_id}/kunjungan", {"day": day, "part": "midday"}
        )

        assert answer.status_code == 422
        assert beside(answer.text, "day")
        assert latest_visit(public_id).wish_on is None

    def test_that_is_the_one_planned_is_refused_beside_the_day(
        self, at_home: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        plan(desk, public_id)

        answer = submit(
            at_home, f"/pengajuan/{public_id}/kunjungan", {"day": "2026-11-27", "part": "morning"}
        )

        assert answer.status_code == 422
        assert beside(answer.text, "day").startswith("Jadwal ini sama dengan yang sekarang")

    def test_ends_after_two_changes_with_a_way_on(
        self, at_home: FlaskClient, desk: given.BankDesk, siti: given.Somebody, public_id: str
    ):
        plan(desk, public_id)
        for day in (24, 25):
            ask(siti, public_id, date(2026, 11, day))

        html = at_home.get(f"/pengajuan/{public_id}/kunjungan").text

        assert 'name="day"' not in html
        assert "Jadwal tidak bisa diganti lagi di sini." in words_of(html)

    def test_is_the_owners_alone(self, app: Flask, desk: given.BankDesk, public_id: str):
        plan(desk, public_id)
        page = f"/pengajuan/{public_id}/kunjungan"

        strangers = (given.owner("Rina Contoh"), desk.maker)
        found = [sign_in(app.test_client(), who).get(page).status_code for who in strangers]

        assert found == [404, 404]


class TestDayList:
    def test_shows_who_and_where_and_keeps_that_it_was_opened(
        self, maker: FlaskClient, desk: given.BankDesk, siti: given.Somebody, public_id: str
    ):
        plan(desk, public_id)

        html = maker.get(DAY).text

        said = words_of(html)
        for words in ("Jumat, 27 November 2026", "Pagi", "Danau Sipin", "Siti Contoh, Warung"):
            assert words in said, words
        assert siti.phone[-8:] not in html
        assert siti.nik not in html
        assert "data-print" in html
        opened = db.session.scalars(db.select(DataOpening)).one()
        assert (opened.person_id, opened.actor_id) == (siti.person_id, desk.maker.id)

    def test_is_that_of_today_unless_another_day_is_asked(self, maker: FlaskClient):
        today = maker.get("/petugas/kunjungan")
        broken = maker.get("/petugas/kunjungan?tanggal=31-02-2026&kecamatan=x")

        assert "Kunjungan hari ini, Senin, 23 November 2026" in words_of(today.text)
        assert (today.status_code, broken.status_code) == (200, 422)
        assert "Februari 2026 sampai tanggal 28" in broken.text

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_has_an_end_on_both_sides(self, maker: FlaskClient, day: str):
        assert maker.get(f"/petugas/kunjungan?tanggal={day}").status_code in {200, 422}


class TestResult:
    @time_machine.travel(ON_FRIDAY, tick=False)
    def test_of_nobody_there_leads_the_owner_to_a_new_time(
        self, app: Flask, desk: given.BankDesk, siti: given.Somebody, public_id: str
    ):
        plan(desk, public_id)
        visit = latest_visit(public_id).public_id

        answer = submit(
            at_desk(app, desk.maker),
            f"/petugas/kunjungan/{visit}",
            {"result": "tidak-ada", "note": "Rumah terkunci."},
        )
        home = sign_in(app.test_client(), siti)
        page = f"/pengajuan/{public_id}/kunjungan"
        told = home.get(f"/pengajuan/{public_id}").text
        chosen = submit(home, page, {"day": "2026-11-30", "part": "morning"})
        sent = submit(home, f"/pengajuan/{public_id}/kirim")

        assert (answer.status_code, answer.location) == (303, file_url(public_id))
        assert f'href="{page}">Pilih jadwal baru<' in told
        assert "Tempat usaha tidak ditemukan. Pilih jadwal kunjungan baru." in words_of(told)
        assert (chosen.status_code, sent.status_code) == (303, 303)
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION
        assert "Anda minta Senin, 30 November 2026, pagi." in words_of(
            home.get(f"/pengajuan/{public_id}").text
        )
        assert latest_visit(public_id).status is VisitStatus.ASKED

    @time_machine.travel(ON_FRIDAY, tick=False)
    def test_is_kept_once_with_its_note(self, app: Flask, desk: given.BankDesk, public_id: str):
        plan(desk, public_id)
        visit = latest_visit(public_id).public_id
        maker = at_desk(app, desk.maker)
        page = f"/petugas/kunjungan/{visit}"
        form = {"result": "ada", "note": "Etalase ada."}

        answer = submit(maker, page, form)
        again = maker.get(page)

        assert answer.status_code == 303
        assert "Sudah dikunjungi" in maker.get(file_url(public_id)).text
        assert "Etalase ada." in words_of(again.text)
        assert 'name="result"' not in again.text

    def test_cannot_be_told_before_the_day(
        self, maker: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        plan(desk, public_id)
        page = f"/petugas/kunjungan/{latest_visit(public_id).public_id}"

        answer = maker.get(page)
        forced = submit(maker, file_url(public_id, "/kunjungan"), {"result": "ada"}, to=page)

        assert "Hasil dicatat pada hari kunjungan atau sesudahnya." in words_of(answer.text)
        assert (forced.status_code, beside(forced.text, "result")) == (
            422,
            "Hari kunjungannya belum tiba.",
        )

    def test_of_another_bank_is_not_there(self, app: Flask, desk: given.BankDesk, public_id: str):
        plan(desk, public_id)
        page = f"/petugas/kunjungan/{latest_visit(public_id).public_id}"

        assert at_desk(app, given.bank().maker).get(page).status_code == 404
        assert at_desk(app, desk.checker).get(page).status_code == 404
