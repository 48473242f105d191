"""The way back in, the own password, phone number and sessions, through the pages."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.identity import phone_national
from harkat.domain.phone_codes import RESEND_AFTER
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import LoginSession, UserAccount
from harkat.web.auth.devices import device_of
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of
from tests.phones import code_sent_to, prove_phone, told

pytestmark = pytest.mark.usefixtures("app", "noon")

FORGOTTEN, NEW, MINE, PHONE = "/lupa-sandi", "/lupa-sandi/baru", "/akun", "/akun/nomor-hp"
SECRET = "perahu kertas malam"
NUMBER = "0813 5555 6666"


def is_in(client: FlaskClient) -> bool:
    return client.get(MINE).status_code == 200


def enter(client: FlaskClient, phone: str, password: str) -> int:
    return submit(client, "/masuk", {"phone": phone, "password": password}).status_code


class TestForgottenPassword:
    def test_is_replaced_over_the_phone_and_ends_all_sessions(
        self, app: Flask, client: FlaskClient
    ):
        siti = given.owner()
        thief = sign_in(app.test_client(), siti)

        assert prove_phone(client, FORGOTTEN, phone_national(siti.phone)).location == NEW
        refused = submit(client, NEW, {"password": "Siti Contoh"})
        answer = submit(client, NEW, {"password": SECRET})

        assert "mudah ditebak" in beside(refused.text, "password")
        assert answer.location == "/masuk"
        assert not is_in(thief)
        assert client.get(NEW).location == FORGOTTEN
        assert enter(client, siti.phone, given.PASSWORD) == 422
        assert enter(client, siti.phone, SECRET) == 303
        assert told(siti.id)[-2:] == ["password_changed", "entered_elsewhere"]

    def test_answers_unknown_phones_and_staff_like_owners(self, app: Flask):
        phones = [given.owner().phone, given.staff(Role.DINAS_OFFICER).phone, "+6281399998888"]
        answers = []
        for phone in phones:
            visitor = app.test_client()
            first = submit(visitor, FORGOTTEN, {"phone": phone})
            page = visitor.get("/lupa-sandi/kode")
            wrong = submit(visitor, "/lupa-sandi/kode", {"code": "000000"})
            answers.append(
                (first.status_code, first.location, *(bare(a.text) for a in (page, wrong)))
            )

        assert len(set(answers)) == 1
        assert [code_sent_to(phone) is not None for phone in phones] == [True, False, False]

    def test_opens_to_no_code_of_registering_and_for_half_an_hour(
        self, client: FlaskClient, noon: Traveller
    ):
        siti = given.owner()
        submit(client, "/daftar", {"phone": NUMBER})
        foreign = code_sent_to(NUMBER)
        submit(client, FORGOTTEN, {"phone": siti.phone})
        assert submit(client, "/lupa-sandi/kode", {"code": foreign}).status_code == 422
        assert client.get(NEW).location == FORGOTTEN
        assert submit(client, "/lupa-sandi/kode", {"code": code_sent_to(siti.phone)}).location
        noon.move_to(NOON + timedelta(minutes=20))
        assert client.get(NEW).status_code == 200

        noon.move_to(NOON + timedelta(minutes=30))

        assert client.get(NEW).location == FORGOTTEN

    def test_and_the_lost_phone_have_a_page_that_says_what_to_do(self, client: FlaskClient):
        page = words_of(client.get("/hp-hilang").text)

        assert "Datang dengan KTP asli" in page
        assert "/lupa-sandi" in client.get("/masuk").text
        assert "/hp-hilang" in client.get("/masuk").text


class TestPassword:
    def test_changes_for_the_old_one_and_ends_the_other_sessions(
        self, app: Flask, client: FlaskClient
    ):
        siti = given.owner()
        other = sign_in(app.test_client(), siti)
        sign_in(client, siti)
        before = client.get_cookie("harkat")
        page = "/akun/kata-sandi"

        wrong = submit(client, page, {"old_password": "bukan ini", "password": SECRET})
        weak = submit(client, page, {"old_password": given.PASSWORD, "password": "pendek"})
        assert beside(wrong.text, "old_password") == "Kata sandi tidak cocok."
        assert "paling sedikit 8" in beside(weak.text, "password")
        assert is_in(other)
        answer = submit(client, page, {"old_password": given.PASSWORD, "password": SECRET})

        assert answer.location == MINE
        assert is_in(client)
        assert not is_in(other)
        after = client.get_cookie("harkat")
        assert before is not None
        assert after is not None
        assert before.value != after.value

    def test_of_staff_changes_on_the_same_page(self, client: FlaskClient):
        sign_in(client, given.staff(Role.DINAS_OFFICER))
        fields = {"old_password": given.PASSWORD, "password": "kayu jati"}

        answer = submit(client, "/akun/kata-sandi", fields)

        assert "paling sedikit 12" in beside(answer.text, "password")
        assert client.get(PHONE).status_code == 404


class TestPhone:
    def test_changes_with_password_and_a_code_to_the_new_number(
        self, app: Flask, client: FlaskClient
    ):
        siti = given.owner()
        other = sign_in(app.test_client(), siti)
        sign_in(client, siti)
        wrong = submit(client, PHONE, {"phone": NUMBER, "password": "bukan ini"})
        assert beside(wrong.text, "password") == "Kata sandi tidak cocok."
        assert code_sent_to(NUMBER) is None

        answer = prove_phone(client, PHONE, NUMBER, password=given.PASSWORD)
        assert answer.location == "/akun/nomor-hp/ganti"
        answers = [submit(client, "/akun/nomor-hp/ganti").location]
        answers.append(client.get("/akun/nomor-hp/ganti").location)

        assert answers == [MINE, PHONE]
        assert is_in(client)
        assert not is_in(other)
        account = db.session.get_one(UserAccount, siti.id)
        assert (account.phone, account.phone_changed_at) == ("+6281355556666", NOON)

    def test_of_somebody_else_is_answered_like_a_free_one(
        self, client: FlaskClient, noon: Traveller
    ):
        siti, rina = given.owner(), given.owner()
        sign_in(client, siti)
        pages = []
        for phone in (rina.phone, NUMBER):
            fields = {"phone": phone, "password": given.PASSWORD}
            assert submit(client, PHONE, fields).location == f"{PHONE}/kode"
            pages.append(bare(client.get(f"{PHONE}/kode").text))

        assert pages[0] == pages[1]
        assert code_sent_to(rina.phone) is None
        noon.move_to(NOON + RESEND_AFTER)
        token = hidden_fields(client.get(f"{PHONE}/kode").text)
        assert client.post(f"{PHONE}/kode/ulang", data=token).location == f"{PHONE}/kode"


class TestSessions:
    def test_are_listed_and_ended_one_by_one(self, app: Flask, client: FlaskClient):
        siti, rina = given.owner(), given.owner()
        phone, hers = (sign_in(app.test_client(), somebody) for somebody in (siti, rina))
        sign_in(client, siti)
        page = client.get(MINE).text
        listed = db.session.scalars(
            db.select(LoginSession.id).filter_by(account_id=siti.id).order_by(LoginSession.id)
        ).all()
        foreign = db.session.scalars(db.select(LoginSession.id).filter_by(account_id=rina.id)).one()
        assert page.count('action="/akun/keluarkan"') == 1

        for asked in (str(foreign), "1 or 1=1", "9" * 30, "", str(listed[0])):
            answer = submit(client, MINE, {"session": asked}, to="/akun/keluarkan")
            assert answer.location == MINE

        assert [is_in(each) for each in (phone, hers, client)] == [False, True, True]

    def test_get_a_new_id_at_sign_in_and_a_planted_one_stays_nobodys(
        self, app: Flask, client: FlaskClient
    ):
        submit(client, "/daftar", {"phone": NUMBER})
        planted = client.get_cookie("harkat")
        assert planted is not None

        sign_in(client, given.owner())

        other = app.test_client()
        other.set_cookie("harkat", planted.value)
        assert is_in(client)
        assert not is_in(other)

    def test_name_what_they_run_on(self):
        names = [
            device_of(agent)
            for agent in ("Mozilla/5.0 (Linux; Android 13; A24)", "Windows NT 10.0", "\x00" * 9, "")
        ]

        assert names == ["HP Android", "Komputer Windows", "HP atau komputer", "HP atau komputer"]


def bare(html: str) -> str:
    """Return a page without its tokens and without the number it was asked about."""
    return " ".join(word for word in words_of(html).split() if "••••" not in word)
