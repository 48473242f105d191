"""The start page, the page behind a certificate's code, and the monitor's address."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import LoginSession
from harkat.models.training import TrainingCompletion
from harkat.services import settings
from tests import given
from tests.apps import build_app, forget_database
from tests.moments import NOON, TODAY
from tests.pages import sign_in, words_of

STATIC = Path(__file__).parents[2] / "harkat/static"
LIMIT_HTML, LIMIT_ALL = 25_000, 60_000


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


def set_rule(name: str, value: str) -> None:
    """Let two administrators set a rule of the group product, the one the page shows."""
    proposer, confirmer = (given.staff(Role.PROGRAM_ADMIN) for _ in range(2))
    setting_id = settings.propose_setting(
        actor_id=proposer.id,
        name=name,
        product_id=1,
        value=value,
        valid_from=TODAY,
        key=given.key(),
        at=NOON,
    )
    settings.confirm_setting(actor_id=confirmer.id, setting_id=setting_id, at=NOON)


class TestStart:
    def test_answers_with_the_instalment_of_the_look(self, client: FlaskClient):
        page = client.get("/").text

        assert "Rp423.468" in page
        assert "Rp81.622" in page
        assert "dihitung dari sisa pinjaman" in page

    @pytest.mark.parametrize(
        ("asked", "instalment", "interest"),
        [
            ("jumlah=10000000&lama=6", "Rp1.681.280", "Rp87.682"),
            ("jumlah=10.000.000&lama=24", "Rp429.812", "Rp315.489"),
            ("jumlah=10+juta", "Rp846.937", "Rp163.244"),
            ("lama=12&utm_source=x", "Rp423.468", "Rp81.622"),
        ],
    )
    def test_counts_what_the_address_asks(
        self, client: FlaskClient, asked: str, instalment: str, interest: str
    ):
        page = client.get(f"/?{asked}").text

        assert instalment in page
        assert interest in page

    @pytest.mark.parametrize(
        ("asked", "sentence", "kept"),
        [
            ("jumlah=banyak", "Tulis jumlah dengan angka, misalnya 5.000.000.", "banyak"),
            ("jumlah=11.000.000", "Paling banyak Rp10.000.000.", "11.000.000"),
            ("jumlah=100", "Paling sedikit Rp250.000.", "100"),
            ("jumlah=", "Isi jumlah dalam rupiah.", ""),
            ("jumlah=5000000&lama=7", "lama", "5000000"),
            ("jumlah=5000000&tawaran=101", "Paling banyak 100%.", "101"),
            ("jumlah=%22%3E%3Cscript%3E", "Tulis jumlah", "&#34;&gt;&lt;script&gt;"),
        ],
    )
    def test_keeps_what_cannot_be_read_and_says_why(
        self, client: FlaskClient, asked: str, sentence: str, kept: str
    ):
        answer = client.get(f"/?{asked}")

        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{kept}"' in answer.text
        assert "<title>Perlu diperbaiki" in answer.text

    def test_says_what_a_flat_rate_really_costs(self, client: FlaskClient):
        set_rule("method", "flat")

        page = client.get("/?jumlah=10000000&lama=12").text

        assert "Rp858.333" in page
        assert "dihitung tetap dari pinjaman awal (setara ± 5,5% menurun)" in page

    def test_compares_with_the_offer_somebody_got(self, client: FlaskClient):
        page = client.get("/?jumlah=10000000&lama=12&tawaran=30").text

        assert "Tempat lain, 30% sebulan" in page
        assert "Rp36 juta" in page
        assert "(contoh)" not in page

    def test_compares_with_other_lenders_by_their_published_rates(self, client: FlaskClient):
        page = words_of(client.get("/?jumlah=10000000&lama=12").text)

        assert "di sini bunganya Rp163.244. Di tempat lain Rp24 juta." in page
        for name, cost in (
            ("KUR Super Mikro, 3% setahun menurun", "Rp163.244"),
            ("KUR Mikro, 6% setahun menurun", "Rp327.973"),
            ("Pindar berizin, paling banyak 0,067% sehari", "Rp2.445.500"),
            ("Tempat lain, 20% sebulan (contoh)", "Rp24.000.000"),
            ("Bila 3% dihitung tetap dari pinjaman awal", "Rp300.000"),
        ):
            assert name in page
            assert cost in page
        assert "Permenko Perekonomian 1/2023" in page
        assert "Dicatat 26 Nov 2026." in page

    def test_names_the_fees_and_counts_them_in_the_comparison(self, client: FlaskClient):
        set_rule("fee_admin", "50000")

        page = words_of(client.get("/?jumlah=10000000&lama=12").text)

        assert "Ditambah biaya Rp50.000 sekali, tidak dipotong" in page
        assert "di sini bunganya Rp213.244 dengan biaya." in page
        assert "Di sini Rp213.244" in page

    def test_says_that_a_bullet_loan_is_paid_back_at_the_end(self, client: FlaskClient):
        set_rule("method", "bullet")

        page = words_of(client.get("/?jumlah=10000000&lama=12").text)

        assert "Pinjamannya dibayar sekaligus di akhir." in page
        assert "Rp25.000 sebulan, selama 12 bulan" in page

    def test_says_how_often_a_market_trader_would_pay(self, client: FlaskClient):
        set_rule("every", "week")

        page = words_of(client.get("/?jumlah=5000000&lama=12").text)

        assert "seminggu, selama 12 minggu" in page

    def test_says_when_the_first_instalment_is_not_like_the_others(self, client: FlaskClient):
        set_rule("method", "declining_equal_principal")
        assert "cicilan pertama, lalu makin kecil, selama 12 bulan" in client.get("/").text

        set_rule("principal_grace", "3")
        assert "cicilan pertama, selama 12 bulan" in client.get("/").text

    def test_says_how_much_has_been_absorbed_and_as_of_when(self, client: FlaskClient):
        given.running_loan(given.bank(), given.owner(is_trained=True), amount=1_000_000)

        page = client.get("/").text

        assert "Rp1.000.000" in page
        assert "dari Rp110 miliar (&lt;0,01%)" in page
        assert "23 November 2026, 12.0" in page

    def test_leaves_no_cookie_and_no_session(self, client: FlaskClient):
        for address in ("/", "/?jumlah=2000000", "/?jumlah=x", "/healthz", "/sertifikat/x"):
            assert "Set-Cookie" not in client.get(address).headers

        assert db.session.scalars(db.select(LoginSession)).all() == []

    def test_leads_those_who_signed_in_home_but_stays_a_calculator(self, client: FlaskClient):
        stranger = client.get("/").text
        sign_in(client, given.owner())

        assert "Masuk / lanjutkan" in stranger
        assert client.get("/").headers["Location"] == "/saya"
        assert "Lanjutkan</a>" in client.get("/?jumlah=5000000").text

    def test_is_small(self, client: FlaskClient):
        html = client.get("/").data
        linked = re.findall(r'(?:src|href)="/static/([^"?]+)', html.decode())
        linked.append("img/weave.svg")  # Named by the stylesheet.

        own = len(gzip.compress(html))
        others = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in set(linked))

        assert own <= LIMIT_HTML
        assert own + others <= LIMIT_ALL

    def test_works_on_a_telephone_without_scripts(
        self, live_server: str, page_without_scripts: Page
    ):
        page = page_without_scripts
        page.goto(live_server)
        page.get_by_role("link", name="2 juta", exact=True).click()
        page.get_by_text("24 bulan", exact=True).click()
        page.get_by_role("button", name="Hitung").click()

        assert page.get_by_text("Rp85.962").first.is_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360


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
