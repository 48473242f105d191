"""Signing in and out, choosing the first password, and who may try it in the demo."""

import re
from datetime import timedelta

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import LoginSession, UserAccount
from harkat.queries import demo_accounts
from harkat.services import accounts, staff_accounts
from harkat.web.auth.return_path import own_path
from harkat.web.sessions import BrowserSession
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.phones import told

pytestmark = pytest.mark.usefixtures("app", "noon")

NO_MATCH = "Nomor HP atau kata sandi tidak cocok."
UNKNOWN_PHONE = "0813 7777 8888"


def attempt(client: FlaskClient, phone: str, password: str = given.PASSWORD, query: str = ""):
    return submit(client, f"/masuk{query}", {"phone": phone, "password": password})


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("harkat")
    assert found is not None
    return found.value


class TestRequestsOfOneBrowserAtOnce:
    def test_lose_nothing_of_each_other(self, app: Flask, client: FlaskClient):
        sign_in(client, given.owner())
        pages = app.session_interface

        def begun() -> BrowserSession:
            with app.test_request_context(headers={"Cookie": f"harkat={cookie(client)}"}):
                found = pages.open_session(app, request._get_current_object())
            assert isinstance(found, BrowserSession)
            return found

        def ended(session: BrowserSession) -> None:
            with app.test_request_context():
                pages.save_session(app, session, Response())

        slow, quick = begun(), begun()
        quick["_flashes"] = [("success", "Tersimpan.")]
        ended(quick)
        shows = begun()
        again = begun()
        notices = again["_flashes"]
        notices.append(("success", "Sudah tersimpan."))  # as `flash` does
        again["_flashes"] = notices
        ended(again)
        assert [words for _kind, words in shows.pop("_flashes")] == ["Tersimpan."]
        ended(shows)
        slow["wanted"] = "/saya/usaha"
        ended(slow)

        left = begun()
        assert [words for _kind, words in left["_flashes"]] == ["Sudah tersimpan."]
        assert (left["wanted"], left["role"]) == ("/saya/usaha", "business_owner")


class TestSignIn:
    def test_leads_to_the_own_first_page(self, client: FlaskClient):
        answer = attempt(client, given.owner().phone)

        assert (answer.status_code, answer.location) == (303, "/saya")

    @pytest.mark.parametrize(
        ("role", "home"),
        [
            (Role.TRAINING_STAFF, "balikat.classes"),
            (Role.DINAS_VIEWER, "dinas.overview"),
            (Role.PROGRAM_ADMIN, "admin.facility"),
            (Role.SECURITY_ADMIN, "admin.accounts"),
            (Role.ASSISTANT, "assistant.start"),
        ],
    )
    def test_leads_staff_to_the_first_page_of_their_role(
        self, app: Flask, client: FlaskClient, role: Role, home: str
    ):
        answer = attempt(client, given.staff(role).phone)

        with app.test_request_context():
            assert answer.location == app.url_for(home)

    @pytest.mark.parametrize(
        ("wanted", "followed"),
        [
            ("/pengajuan/baru", "/pengajuan/baru"),
            ("/pesan?halaman=2", "/pesan?halaman=2"),
            ("https://evil", "/saya"),
            ("//evil", "/saya"),
            ("/\\evil", "/saya"),
            ("/\tevil", "/saya"),
            ("evil", "/saya"),
            ("javascript:alert(1)", "/saya"),
        ],
    )
    def test_goes_on_to_the_page_that_was_wanted_if_it_is_ours(
        self, app: Flask, client: FlaskClient, wanted: str, followed: str
    ):
        with app.test_request_context():
            page = app.url_for("auth.sign_in", next=wanted)

        answer = attempt(client, given.owner().phone, query=page.removeprefix("/masuk"))

        assert answer.location == followed

    def test_comes_before_a_page_that_asks_for_it(self, client: FlaskClient):
        sent_away = client.get("/saya/usaha")

        answer = submit(
            client,
            sent_away.location,
            {"phone": given.owner().phone, "password": given.PASSWORD},
        )

        assert answer.location == "/saya/usaha"

    def test_gives_a_new_session_so_that_a_planted_one_is_worth_nothing(
        self, app: Flask, client: FlaskClient
    ):
        client.get("/masuk")
        planted = cookie(client)

        sign_in(client, given.owner())

        assert cookie(client) != planted
        thief = app.test_client()
        thief.set_cookie("harkat", planted)
        assert thief.get("/saya").status_code == 302
        assert client.get("/saya").status_code == 200

    def test_forgets_the_token_of_forms_opened_before_it(self, client: FlaskClient):
        before = hidden_fields(client.get("/masuk").text)["csrf_token"]
        siti = sign_in(client, given.owner())

        answer = siti.post("/keluar", data={"csrf_token": before})

        assert answer.status_code == 400

    def test_is_not_asked_for_twice(self, client: FlaskClient):
        sign_in(client, given.owner())

        assert client.get("/masuk").location == "/saya"

    def test_makes_the_own_first_page_the_start_but_leaves_the_calculator(
        self, client: FlaskClient
    ):
        before = client.get("/").status_code
        sign_in(client, given.owner())

        assert before == 200
        assert client.get("/").location == "/saya"
        assert client.get("/?jumlah=5000000&lama=12").status_code == 301


class TestKnownBrowser:
    def enter(self, client: FlaskClient, somebody: given.Somebody) -> list[str]:
        sign_in(client, somebody)
        submit(client, "/akun", to="/keluar")
        return told(somebody.id)

    def test_is_known_again_after_signing_out_and_another_is_told_of(self, app: Flask):
        siti = given.owner()
        own, borrowed = app.test_client(), app.test_client()

        for client in (own, own):
            assert "entered_elsewhere" not in self.enter(client, siti)

        assert self.enter(borrowed, siti)[-1] == "entered_elsewhere"

    def test_of_a_family_is_known_to_each_of_them(self, app: Flask, noon: Traveller):
        family = [given.owner(name) for name in ("Siti C", "Rina C")]
        for somebody in family:
            self.enter(app.test_client(), somebody)
        shared = app.test_client()
        told_first = [self.enter(shared, somebody)[-1] for somebody in family]

        noon.shift(timedelta(days=2))
        told_then = [self.enter(shared, somebody) for somebody in family]

        assert told_first == ["entered_elsewhere"] * 2
        assert [templates.count("entered_elsewhere") for templates in told_then] == [1, 1]

    def test_keeps_a_mark_for_the_page_of_signing_in_alone(self, client: FlaskClient):
        siti = given.owner()
        answer = attempt(client, siti.phone)

        (kept,) = [text for text in answer.headers.getlist("Set-Cookie") if "harkat-kenal" in text]
        assert "Path=/masuk" in kept
        assert "HttpOnly" in kept
        assert siti.public_id not in kept


class TestRefusedSignIn:
    def test_says_the_same_for_a_wrong_password_and_an_unknown_number(
        self, app: Flask, client: FlaskClient
    ):
        known = given.owner().phone
        answers = [
            attempt(client, known, "perahu kayu biru"),
            attempt(app.test_client(), UNKNOWN_PHONE),
        ]

        said = [
            (answer.status_code, beside(answer.text, "password"), bare(answer.text))
            for answer in answers
        ]
        assert said[0][:2] == (422, NO_MATCH)
        assert said[0] == said[1]

    def test_keeps_the_number_and_never_the_password(self, client: FlaskClient):
        answer = attempt(client, UNKNOWN_PHONE, "perahu kayu biru")

        assert typed(answer.text, "phone") == UNKNOWN_PHONE
        assert "perahu kayu biru" not in answer.text

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("phone", "", "Isi nomor HP Anda."),
            ("phone", "abc", 'Nomor HP hanya angka. Hapus huruf "a" di posisi ke-1.'),
            ("password", "", "Isi kata sandi Anda."),
            ("password", "a" * 300, "Kata sandi paling banyak 256 huruf atau angka."),
        ],
    )
    def test_says_beside_the_field_what_is_missing(
        self, client: FlaskClient, field: str, value: str, sentence: str
    ):
        fields = {"phone": UNKNOWN_PHONE, "password": "perahu kayu biru", field: value}

        answer = submit(client, "/masuk", fields)

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)

    def test_makes_whoever_guesses_wait_and_says_until_when(
        self, client: FlaskClient, noon: Traveller
    ):
        siti = given.owner()
        for _ in range(accounts.FREE_TRIES):
            attempt(client, siti.phone, "perahu kayu biru")

        blocked = attempt(client, siti.phone)
        noon.shift(timedelta(seconds=2))
        later = attempt(client, siti.phone)

        assert blocked.status_code == 429
        said = "Terlalu sering mencoba. Coba lagi pukul 12.01 WIB, atau hubungi Bantuan."
        assert said in words_of(blocked.text)
        assert int(blocked.headers["Retry-After"]) >= 1
        assert later.location == "/saya"

    def test_lets_a_closed_account_in_no_more(self, client: FlaskClient):
        teacher = given.staff(Role.TRAINING_STAFF)
        staff_accounts.close_account(
            actor_id=given.staff(Role.SECURITY_ADMIN).id,
            account_public_id=teacher.public_id,
            at=NOON,
        )

        answer = attempt(client, teacher.phone)

        assert beside(answer.text, "password") == NO_MATCH

    def test_ends_what_is_open_when_the_account_is_closed(self, client: FlaskClient):
        teacher = given.staff(Role.TRAINING_STAFF)
        sign_in(client, teacher)
        staff_accounts.close_account(
            actor_id=given.staff(Role.SECURITY_ADMIN).id,
            account_public_id=teacher.public_id,
            at=NOON,
        )

        assert client.get("/saya").status_code == 302


class TestSignOut:
    def test_ends_the_session_here_and_on_the_server(self, app: Flask, client: FlaskClient):
        sign_in(client, given.owner())
        kept = cookie(client)

        answer = submit(client, "/saya", to="/keluar")

        assert (answer.status_code, answer.location) == (303, "/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert db.session.scalars(db.select(LoginSession)).all() == []
        thief = app.test_client()
        thief.set_cookie("harkat", kept)
        assert thief.get("/saya").status_code == 302

    def test_happens_only_by_its_form(self, client: FlaskClient):
        sign_in(client, given.owner())

        assert client.get("/keluar").status_code == 405
        assert client.post("/keluar").status_code == 400
        assert client.get("/saya").status_code == 200


class TestActivation:
    @pytest.fixture
    def page(self) -> str:
        link = staff_accounts.create_admin(
            full_name="Wati Contoh", phone="+6281299990000", role=Role.SECURITY_ADMIN, at=NOON
        )
        return f"/aktivasi/{link.token}"

    def test_sets_the_first_password(self, client: FlaskClient, page: str):
        answer = submit(client, page, {"password": "perahu kayu biru"})

        assert (answer.status_code, answer.location) == (303, "/masuk")
        assert attempt(client, "0812 9999 0000", "perahu kayu biru").status_code == 303

    def test_works_once(self, client: FlaskClient, page: str):
        form = hidden_fields(client.get(page).text)
        submit(client, page, {"password": "perahu kayu biru"})

        again = client.post(page, data={**form, "password": "kuda laut merah"})

        assert (again.status_code, client.get(page).status_code) == (410, 410)
        assert "Minta tautan baru kepada Admin akun." in words_of(again.text)

    def test_ends_after_three_days(self, client: FlaskClient, page: str, noon: Traveller):
        open_pages = [client.get(page).status_code]
        noon.shift(staff_accounts.LINK_LIFE)
        open_pages.append(client.get(page).status_code)

        assert open_pages == [200, 410]

    @pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "..%2f.."])
    def test_knows_no_other_link(self, client: FlaskClient, token: str):
        assert client.get(f"/aktivasi/{token}").status_code in {404, 410}

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("", "Buat kata sandi dulu."),
            ("sebelas abc", "Kata sandi paling sedikit 12 huruf atau angka."),
            (
                "Wati Contoh 12",
                "Kata sandi ini mudah ditebak orang. Coba tiga kata yang hanya Anda tahu.",
            ),
        ],
    )
    def test_refuses_a_weak_password(
        self, client: FlaskClient, page: str, password: str, sentence: str
    ):
        answer = submit(client, page, {"password": password})

        assert (answer.status_code, beside(answer.text, "password")) == (422, sentence)
        assert client.get(page).status_code == 200


class TestDemo:
    @pytest.fixture
    def invented(self, app: Flask) -> given.Somebody:
        app.config["DEMO"] = True
        somebody = given.owner("Rina Contoh")
        account = db.session.get_one(UserAccount, somebody.id)
        account.password_hash = accounts.hash_password(demo_accounts.PASSWORD)
        db.session.commit()
        return somebody

    def test_prints_its_accounts_with_a_way_in(self, client: FlaskClient, invented: given.Somebody):
        page = client.get("/masuk").text

        assert "Rina Contoh" in page
        assert demo_accounts.PASSWORD in words_of(page)
        assert f"Masuk sebagai {invented.name}" in page
        entered = submit(
            client, "/masuk", {"phone": invented.phone, "password": demo_accounts.PASSWORD}
        )
        assert entered.location == "/saya"

    def test_neither_shows_nor_admits_its_people_outside(
        self, app: Flask, client: FlaskClient, invented: given.Somebody
    ):
        app.config["DEMO"] = False

        page = client.get("/masuk").text
        answer = attempt(client, invented.phone, demo_accounts.PASSWORD)

        assert "Rina Contoh" not in page
        assert demo_accounts.PASSWORD not in page
        assert beside(answer.text, "password") == NO_MATCH


class TestOwnPath:
    @pytest.mark.parametrize(
        "wanted", [None, "", "saya", "http:/saya", "/\x00", "/a\\b", "///evil"]
    )
    def test_is_nothing_that_leads_elsewhere(self, wanted: str | None):
        assert own_path(wanted) is None

    def test_loses_the_question_mark_of_an_empty_query(self):
        assert own_path("/saya?") == "/saya"


def bare(html: str) -> str:
    """Return a page without what differs from page to page: tokens, keys and what was typed."""
    return re.sub(r'value="[^"]*"', "", html)
