"""The start page, the page behind a certificate's code, and the monitor's address."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from harkat.extensions import db
from harkat.models.people import LoginSession
from harkat.models.training import TrainingCompletion
from tests import given
from tests.apps import build_app, forget_database
from tests.moments import NOON
from tests.pages import sign_in, words_of

STATIC = Path(__file__).parents[2] / "harkat/static"
LIMIT_HTML, LIMIT_ALL = 25_000, 60_000


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


class TestStart:
    def test_says_what_it_is_and_where_to_go(self, client: FlaskClient):
        page = words_of(client.get("/").text)

        assert (
            "Pinjaman modal usaha untuk warga Kota Jambi. Bunga 3% setahun. Tanpa agunan. "
            "Tidak ada biaya pendaftaran." in page
        )
        for words in ("Hitung cicilan", "Cek apakah saya bisa", "Masuk / lanjutkan"):
            assert words in page
        assert "Petugas tidak pernah meminta uang atau kode OTP." in page
        assert page.index("Cek Tujuh") < page.index("Pelatihan Di") < page.index("Terima Uang")

    def test_plays_the_recording_only_once_there_is_one(
        self, app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        assert "<audio" not in client.get("/").text

        shutil.copytree(str(app.static_folder), tmp_path, dirs_exist_ok=True)
        (tmp_path / "audio").mkdir()
        (tmp_path / "audio" / "beranda.opus").write_bytes(b"")
        monkeypatch.setattr(app, "static_folder", str(tmp_path))

        assert "<audio controls" in client.get("/").text

    def test_says_how_much_has_been_absorbed_and_as_of_when(self, client: FlaskClient):
        given.running_loan(given.bank(), given.owner(is_trained=True), amount=1_000_000)

        page = client.get("/").text

        assert "Rp1.000.000" in page
        assert "dari Rp110 miliar (&lt;0,01%)" in page
        assert "23 November 2026, 12.0" in page

    def test_asks_visitors_in_beside_the_name_even_on_a_telephone(
        self, live_server: str, page_without_scripts: Page
    ):
        page_without_scripts.goto(live_server)
        mark = page_without_scripts.locator(".mark").bounding_box()
        link = page_without_scripts.locator(".band nav a").bounding_box()

        assert mark
        assert link
        assert mark["y"] <= link["y"] < mark["y"] + mark["height"]

    def test_leaves_no_cookie_and_no_session(self, client: FlaskClient):
        for address in ("/", "/hitung?jumlah=x", "/cek", "/tunggakan", "/healthz", "/sertifikat/x"):
            assert "Set-Cookie" not in client.get(address).headers

        assert db.session.scalars(db.select(LoginSession)).all() == []

    def test_leads_those_who_signed_in_home(self, client: FlaskClient):
        stranger = client.get("/").text
        sign_in(client, given.owner())

        assert "Masuk / lanjutkan" in stranger
        assert client.get("/").headers["Location"] == "/saya"
        assert "Hitung" in client.get("/hitung?jumlah=5000000").text

    def test_is_small(self, client: FlaskClient):
        html = client.get("/").data
        linked = re.findall(r'(?:src|href)="/static/([^"?]+)', html.decode())

        own = len(gzip.compress(html))
        others = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in set(linked))

        assert own <= LIMIT_HTML
        assert own + others <= LIMIT_ALL


class TestCertificate:
    def test_shows_initials_course_and_day(self, client: FlaskClient):
        certificate_no = given.train(given.owner("Siti Aminah Contoh"))
        public_id = db.session.scalars(db.select(TrainingCompletion.public_id)).one()

        page = client.get(f"/sertifikat/{public_id}").text

        for shown in (certificate_no, "S.A.C.", "Sabtu, 24 Oktober 2026"):
            assert shown in page
        assert "Aminah" not in page

    @pytest.mark.parametrize("code", ["x", "0" * 22, "%00" * 22, "..%2f..%2fetc", "a" * 3000])
    @pytest.mark.usefixtures("app")
    def test_is_unknown_for_any_other_code(self, client: FlaskClient, code: str):
        assert client.get(f"/sertifikat/{code}").status_code == 404


def healthz_of(database_url: str) -> TestResponse:
    """Ask the application on another database."""
    app = build_app(database_url)
    with app.app_context():
        answer = app.test_client().get("/healthz")
        forget_database()
    return answer


class TestHealthz:
    def test_tells_a_monitor_that_all_is_well(self, client: FlaskClient):
        answer = client.get("/healthz")

        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["status"] == "ok"
        assert answer.json["migrations"] == "head"
        assert set(answer.json) == {"status", "database", "migrations"}

    def test_tells_that_the_database_does_not_answer(self):
        answer = healthz_of("sqlite:////there/is/no/such/folder/harkat.db")

        assert answer.status_code == 503
        assert answer.json == {"status": "unavailable", "database": "silent"}

    def test_tells_that_a_migration_is_missing(self, empty_database_url: str):
        answer = healthz_of(empty_database_url)

        assert answer.status_code == 503
        assert answer.json is not None
        assert answer.json["migrations"] == "behind"


class TestComponents:
    def test_are_shown_in_development_only(self, app: Flask, client: FlaskClient):
        assert "public.components" not in app.view_functions
        assert client.get("/_komponen").status_code == 404
