"""Registering over five pages of one question each, with whatever people type and do."""

from datetime import timedelta
from statistics import median
from time import thread_time
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller
from werkzeug.test import TestResponse

from harkat.domain.people import CONSENT_TEXT_VERSION, ConsentPurpose
from harkat.domain.phone_codes import LIFE, MOST_TRIES, RESEND_AFTER
from harkat.domain.text import NAME_LIMIT
from harkat.extensions import db
from harkat.models.people import DataConsent, LoginSession, Person, UserAccount
from harkat.models.phone_codes import PhoneCode
from harkat.reports.messages import message_text
from harkat.web.access import policies
from harkat.web.agreed_texts import CONSENTS
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.phones import code_sent_to, other_than, prove_phone, told
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

PAGE = "/daftar"
CODE, PASSWORD, IDENTITY, CONSENT, DONE = (
    f"/daftar/{page}" for page in ("kode", "kata-sandi", "ktp", "izin", "selesai")
)
AGAIN = "/daftar/kode/ulang"
PHONE = "0812 3456 7890"
SECRET = "ikan asin pasar"
GUESSABLE = "Kata sandi ini mudah ditebak orang. Coba tiga kata yang hanya Anda tahu."
SITI = {"nik": "1571014506880001", "full_name": "Siti Contoh"}
TICKED = {"process_loan": "y", "check_record": "y"}
NUMBER_SENTENCES = {
    (71, "157101450688000"): "NIK harus 16 angka. Anda mengisi 15.",
    (71, "15710145068800011"): "NIK harus 16 angka. Anda mengisi 17.",
    (72, "157101O506880001"): 'NIK hanya angka. Hapus huruf "O" di posisi ke-7.',
    (74, "1571017206880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (74, "1571010006880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (74, "1571014513880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (76, "3171064506880001"): (
        "NIK ini dibuat di luar Kota Jambi. Program ini untuk warga ber-KTP Kota Jambi. "
        "KTP Anda sudah pindah ke sini? Ketuk kotak di bawah NIK."
    ),
    (77, "0000000000000000"): "Ini bukan NIK. Salin 16 angka dari KTP Anda.",
    (77, "1234567890123456"): "Ini bukan NIK. Salin 16 angka dari KTP Anda.",
    (79, "1571011506100001"): (
        "Menurut NIK ini umurnya di bawah 17 atau di atas 100 tahun. Cek lagi dengan KTP."
    ),
}
NUMBERS_TAKEN = {
    (73, "1571.0145.0688.0001"): "1571014506880001",
    (73, " 1571 0145 0688 0002 "): "1571014506880002",
    (75, "1571015506880003"): "1571015506880003",
    (79, "1571011506360004"): "1571011506360004",
}


def people() -> list[str]:
    return list(db.session.scalars(db.select(Person.full_name).order_by(Person.id)))


def give_password(client: FlaskClient, *, phone: str = PHONE, password: str = SECRET) -> None:
    assert prove_phone(client, PAGE, phone).location == PASSWORD
    assert submit(client, PASSWORD, {"password": password}).location == IDENTITY


def register(client: FlaskClient, *, phone: str = PHONE, **card: str) -> TestResponse:
    """Go all the way and return the last answer."""
    give_password(client, phone=phone)
    assert submit(client, IDENTITY, {**SITI, **card}).location == CONSENT
    return submit(client, CONSENT, TICKED)


class TestRegister:
    def test_opens_an_account_one_can_sign_in_to(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)
        answer = submit(client, CONSENT, {**TICKED, "messages": "y", "role": "security_admin"})

        assert (answer.status_code, answer.location) == (303, DONE)
        account = db.session.scalars(db.select(UserAccount)).one()
        assert (account.role.value, account.phone) == ("business_owner", "+6281234567890")
        assert set(db.session.scalars(db.select(DataConsent.purpose))) == {
            ConsentPurpose.PROCESS_LOAN,
            ConsentPurpose.CHECK_RECORD,
            ConsentPurpose.MESSAGES,
        }
        assert told(account.id) == ["registered"]
        assert "Masuk, lalu isi Data diri." in message_text("registered", {})
        entered = submit(client, "/masuk", {"phone": PHONE, "password": SECRET})
        assert entered.location == "/saya"

    def test_keeps_nothing_of_it_readable_in_the_session(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)

        stored = str(db.session.scalars(db.select(LoginSession.content)).one())
        assert [
            text for text in (SITI["nik"], "Siti", "81234567890", "argon2") if text in stored
        ] == []

    def test_leads_whoever_is_signed_in_home(self, client: FlaskClient):
        sign_in(client, given.owner())

        assert client.get(PAGE).location == "/saya"

    def test_knows_a_phone_number_however_it_is_written(self, client: FlaskClient):
        for number, written in enumerate(("+62 812-3456-7891", "6281234567892", "81234567893")):
            submit(client, PAGE, {"phone": written})
            assert code_sent_to(f"+628123456789{number + 1}") is not None


class TestPages:
    def test_come_in_order_and_lead_back_to_the_one_that_is_missing(self, client: FlaskClient):
        for page in (CODE, PASSWORD, IDENTITY, CONSENT):
            assert client.get(page).location == PAGE, page
        submit(client, PAGE, {"phone": PHONE})
        for page in (PASSWORD, IDENTITY, CONSENT):
            assert client.get(page).location == PAGE, page
        submit(client, CODE, {"code": code_sent_to(PHONE)})
        assert client.get(IDENTITY).location == PASSWORD
        submit(client, PASSWORD, {"password": SECRET})
        assert client.get(CONSENT).location == IDENTITY
        assert people() == []

    def test_keep_every_answer_when_one_goes_back_or_reloads(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)

        assert typed(client.get(PAGE).text, "phone") == "0812-3456-7890"
        assert client.get(CODE).location == PASSWORD
        assert "Kata sandi sudah dibuat." in client.get(PASSWORD).text
        assert submit(client, PASSWORD, {"password": ""}).location == IDENTITY
        assert typed(client.get(IDENTITY).text, "nik") == SITI["nik"]
        assert typed(client.get(IDENTITY).text, "full_name") == SITI["full_name"]
        assert submit(client, PAGE, {"phone": PHONE}).location == CODE
        assert db.session.query(PhoneCode).count() == 1
        assert submit(client, CONSENT, TICKED).location == DONE
        assert people() == ["Siti Contoh"]

    def test_of_two_tabs_share_their_answers(self, client: FlaskClient):
        first, second = (client.get(PAGE).text for _tab in range(2))
        for tab in (first, second):
            answer = client.post(PAGE, data={**hidden_fields(tab), "phone": PHONE})
            assert answer.location == CODE
        assert db.session.query(PhoneCode).count() == 1
        form = {**hidden_fields(client.get(CODE).text), "code": code_sent_to(PHONE)}

        answers = [client.post(CODE, data=form).location for _tab in range(2)]

        assert answers == [PASSWORD, PASSWORD]

    def test_do_nothing_twice_when_the_last_one_is_sent_again(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)
        form = {**hidden_fields(client.get(CONSENT).text), **TICKED}

        answers = [client.post(CONSENT, data=form).location for _time in range(2)]

        assert answers == [DONE, DONE]
        assert [client.get(page).location for page in (CODE, PASSWORD, IDENTITY, CONSENT)] == [
            DONE
        ] * 4
        assert people() == ["Siti Contoh"]

    def test_that_lay_open_too_long_begin_anew_and_say_so(
        self, client: FlaskClient, noon: Traveller
    ):
        give_password(client)
        noon.move_to(NOON + timedelta(minutes=40))

        assert client.get(IDENTITY).location == PAGE
        assert "Anda lama tidak mengetuk" in words_of(client.get(PAGE).text)

    def test_are_small_and_tick_no_consent(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)
        page = client.get(CONSENT).text

        assert "checked" not in page
        texts = CONSENTS[CONSENT_TEXT_VERSION]
        assert [text for text in texts.values() if text not in words_of(page)] == []
        assert "<svg" in client.get(IDENTITY).text


class TestCode:
    def test_that_is_none_is_refused_with_the_way_to_mend_it(self, client: FlaskClient):
        submit(client, PAGE, {"phone": PHONE})
        sentences = {
            "": "Isi kode yang kami kirim.",
            "12a456": "Kode hanya angka.",
            "١٢٣٤٥٦": "Kode hanya angka.",
            "12345": "Kode harus 6 angka. Anda mengisi 5.",
            "1" * 400: "Kode harus 6 angka. Anda mengisi 400.",
        }

        answers = {code: submit(client, CODE, {"code": code}) for code in sentences}

        assert {answer.status_code for answer in answers.values()} == {422}
        said = {code: beside(answer.text, "code") for code, answer in answers.items()}
        assert said == sentences
        assert submit(client, CODE, {"code": code_sent_to(PHONE)}).location == PASSWORD

    def test_dies_after_five_wrong_ones_even_for_the_right_digits(self, client: FlaskClient):
        submit(client, PAGE, {"phone": PHONE})
        code = code_sent_to(PHONE)
        assert code is not None

        said = [
            beside(submit(client, CODE, {"code": other_than(code)}).text, "code")
            for _try in range(MOST_TRIES)
        ]

        assert said[0] == "Kode tidak cocok. Cek SMS terakhir. Sisa 4 kali."
        assert said[-1] == "Kode sudah lima kali tidak cocok. Ketuk Kirim ulang kode."
        assert submit(client, CODE, {"code": code}).status_code == 422

    def test_that_is_old_is_replaced_by_a_new_one(self, client: FlaskClient, noon: Traveller):
        submit(client, PAGE, {"phone": PHONE})
        old = code_sent_to(PHONE)
        noon.move_to(NOON + LIFE)

        answer = submit(client, CODE, {"code": old})

        sentence = "Kode sudah lewat 5 menit. Kami kirim yang baru."
        assert beside(answer.text, "code") == sentence
        assert submit(client, CODE, {"code": code_sent_to(PHONE)}).location == PASSWORD

    def test_comes_again_after_a_minute_and_not_before(self, client: FlaskClient, noon: Traveller):
        submit(client, PAGE, {"phone": PHONE})
        page = client.get(CODE).text
        assert "Kirim ulang dalam 60 detik" in words_of(page)
        token = hidden_fields(page)

        assert client.post(AGAIN, data=token).location == CODE
        assert "Tunggu 60 detik" in words_of(client.get(CODE).text)
        noon.move_to(NOON + RESEND_AFTER)
        client.post(AGAIN, data=token)
        assert "Kode baru sudah kami kirim." in words_of(client.get(CODE).text)
        assert db.session.query(PhoneCode).count() == 2

    def test_of_another_step_or_another_browser_opens_nothing(
        self, app: Flask, client: FlaskClient, noon: Traveller
    ):
        owner = given.owner()
        submit(client, "/lupa-sandi", {"phone": owner.phone})
        foreign = code_sent_to(owner.phone)
        submit(client, PAGE, {"phone": PHONE})
        own = code_sent_to(PHONE)
        noon.move_to(NOON + RESEND_AFTER)
        other = app.test_client()
        submit(other, PAGE, {"phone": PHONE})

        assert submit(client, CODE, {"code": foreign}).status_code == 422
        assert submit(other, CODE, {"code": own}).status_code == 422

    def test_has_a_budget_which_the_page_explains(self, app: Flask, noon: Traveller):
        for number in range(10):
            submit(app.test_client(), PAGE, {"phone": PHONE})
            noon.move_to(NOON + (number + 1) * RESEND_AFTER)

        answer = submit(app.test_client(), PAGE, {"phone": PHONE})

        assert answer.status_code == 422
        assert "Sudah terlalu banyak kode ke nomor ini." in beside(answer.text, "phone")

    def test_is_shown_where_to_be_found_in_the_demo_only(self, app: Flask, client: FlaskClient):
        submit(client, PAGE, {"phone": PHONE})
        assert "kotak-demo" not in client.get(CODE).text
        assert client.get("/kotak-demo").status_code == 404

        app.config["DEMO"] = True
        assert "/kotak-demo" in client.get(CODE).text
        box = words_of(client.get("/kotak-demo").text)
        assert f"Kode Bank Harkat untuk mendaftar: {code_sent_to(PHONE)}" in box
        assert "0812••••890" in box
        assert "81234567890" not in box


class TestKnownPeople:
    def test_are_answered_like_strangers_and_told_on_their_own_phone(self, app: Flask):
        known = given.owner()
        answers = []
        for phone in (known.phone, PHONE):
            visitor = app.test_client()
            first = submit(visitor, PAGE, {"phone": phone})
            page = visitor.get(CODE)
            wrong = submit(visitor, CODE, {"code": "000000"})
            visitor.post(AGAIN, data=hidden_fields(page.text))
            again = visitor.get(CODE)
            answers.append(
                [(first.status_code, first.location)]
                + [(answer.status_code, bare(answer.text)) for answer in (page, wrong, again)]
            )

        assert answers[0] == answers[1]
        assert code_sent_to(known.phone) is None
        assert told(known.id) == ["registered", "registered_before"]
        assert told(None) == ["code_registration"]

    def test_are_answered_in_the_same_time(self, app: Flask):
        times: dict[bool, list[float]] = {True: [], False: []}
        known = [given.owner().phone for _ in range(7)]
        for number, phone in enumerate(known):
            for is_known, asked in ((True, phone), (False, f"0813{number:08d}")):
                visitor = app.test_client()
                form = {**hidden_fields(visitor.get(PAGE).text), "phone": asked}
                start = thread_time()
                visitor.post(PAGE, data=form)
                times[is_known].append(thread_time() - start)

        assert 0.5 < median(times[True]) / median(times[False]) < 2

    def test_by_their_nik_get_the_same_last_answer(self, app: Flask, client: FlaskClient):
        first = register(client)
        second = register(app.test_client(), phone="0812 9999 8888", full_name="Orang Lain")

        assert (second.status_code, second.location) == (first.status_code, first.location)
        assert bare(app.test_client().get(DONE).text) == bare(client.get(DONE).text)
        assert people() == ["Siti Contoh"]
        siti = db.session.scalars(db.select(UserAccount.id)).one()
        assert told(siti) == ["registered", "registered_before"]


class TestRefusedAnswers:
    def test_about_the_phone_say_how_to_mend_them(self, client: FlaskClient):
        sentences = {
            "": "Isi nomor HP Anda.",
            "0812": "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890.",
            "0812 3456 78x0": 'Nomor HP hanya angka. Hapus huruf "x" di posisi ke-11.',
            "1" * 500: "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890.",
        }

        for phone, sentence in sentences.items():
            answer = submit(client, PAGE, {"phone": phone})
            assert (answer.status_code, beside(answer.text, "phone")) == (422, sentence)
            assert typed(answer.text, "phone") == phone

        assert db.session.query(PhoneCode).count() == 0

    def test_stop_a_program_that_fills_in_what_people_do_not_see(self, client: FlaskClient):
        answer = submit(client, PAGE, {"phone": PHONE, "leave_empty": "https://toko.example"})

        assert beside(answer.text, "leave_empty") == "Kosongkan isian ini, lalu kirim lagi."
        assert db.session.query(PhoneCode).count() == 0

    def test_about_the_password_say_how_to_mend_them(self, client: FlaskClient):
        prove_phone(client, PAGE, PHONE)
        sentences = {
            "": "Buat kata sandi dulu.",
            "kudaku": "Kata sandi paling sedikit 8 huruf atau angka.",
            "a" * 129: "Kata sandi paling banyak 128 huruf atau angka.",
            "081234567890": GUESSABLE,
        }

        for password, sentence in sentences.items():
            answer = submit(client, PASSWORD, {"password": password})
            assert (answer.status_code, beside(answer.text, "password")) == (422, sentence)
            assert typed(answer.text, "password") == ""

    def test_about_a_password_made_of_the_card_lead_back_to_it(self, client: FlaskClient):
        give_password(client)
        for password in ("Siti Contoh", "siticontoh1988", "Siti05061988", SITI["nik"]):
            submit(client, PASSWORD, {"password": password})
            assert submit(client, IDENTITY, SITI).location == PASSWORD
            page = words_of(client.get(PASSWORD).text)
            assert GUESSABLE in page
            assert "Kata sandi sudah dibuat." not in page

        submit(client, PASSWORD, {"password": SECRET})
        assert typed(client.get(IDENTITY).text, "nik") == SITI["nik"]

    def test_about_a_required_consent_open_no_account(self, client: FlaskClient):
        give_password(client)
        submit(client, IDENTITY, SITI)
        sentences = {
            "process_loan": "Beri izin memakai data, atau kami tidak bisa memproses pinjaman.",
            "check_record": "Beri izin melihat catatan kredit, karena bank wajib memeriksanya.",
        }

        for missing, sentence in sentences.items():
            ticks = {name: "y" for name in TICKED if name != missing}
            answer = submit(client, CONSENT, {**ticks, "success_story": "y"})
            assert (answer.status_code, beside(answer.text, missing)) == (422, sentence)
            assert "checked" in answer.text

        assert people() == []

    def test_about_every_nik_are_as_the_rules_say(self, client: FlaskClient):
        give_password(client)
        found = {}
        for row in NUMBER_SENTENCES:
            answer = submit(client, IDENTITY, {**SITI, "nik": row[1]})
            found[row] = beside(answer.text, "nik")
            assert (answer.status_code, typed(answer.text, "nik")) == (422, row[1])

        assert found == NUMBER_SENTENCES

    def test_about_the_card_keep_what_was_typed(self, client: FlaskClient):
        give_password(client)

        answer = submit(client, IDENTITY, {"nik": "123", "full_name": 'Siti "A" <b>'})

        assert typed(answer.text, "nik") == "123"
        assert typed(answer.text, "full_name") == 'Siti "A" <b>'
        assert "<title>Perlu diperbaiki: " in answer.text

    def test_never_come_for_a_nik_that_is_one(self, client: FlaskClient):
        give_password(client)
        for row, digits in NUMBERS_TAKEN.items():
            assert submit(client, IDENTITY, {**SITI, "nik": row[1]}).location == CONSENT
            assert typed(client.get(IDENTITY).text, "nik") == digits

    def test_let_whoever_moved_here_keep_the_nik_of_another_city(self, client: FlaskClient):
        moved = {**SITI, "nik": "3171064506880001"}
        give_password(client)
        assert "has_moved" not in client.get(IDENTITY).text

        refused = submit(client, IDENTITY, moved)
        taken = submit(client, IDENTITY, {**moved, "has_moved": "y"})

        assert "KTP saya sekarang beralamat di Kota Jambi." in words_of(refused.text)
        assert 'name="has_moved" type="checkbox" value="y">' in refused.text
        assert taken.location == CONSENT

    def test_treat_every_name_as_text(self, client: FlaskClient):
        give_password(client)
        found = {}
        for row in TEXTS:
            submit(client, IDENTITY, SITI)
            answer = send_raw(client, IDENTITY, {**SITI, "full_name": row.text})
            assert answer.status_code in {303, 422}, row
            is_taken = answer.location == CONSENT
            found[row] = typed(client.get(IDENTITY).text, "full_name") if is_taken else None
            assert is_taken != bool(beside(answer.text, "full_name")), row

        assert found == {
            row: outcome_expected(row, limit=NAME_LIMIT, is_name=True) for row in TEXTS
        }

    def test_survive_bytes_that_are_no_text(self, client: FlaskClient):
        give_password(client)
        form = {**hidden_fields(client.get(IDENTITY).text), **SITI}
        body = urlencode({**form, "full_name": b"\xff\xfe", "nik": b"\xff"})

        answer = client.post(IDENTITY, data=body, content_type="application/x-www-form-urlencoded")

        assert answer.status_code == 422

    def test_take_no_body_that_is_not_their_form(self, client: FlaskClient):
        for page in (PAGE, CODE, PASSWORD, IDENTITY, CONSENT):
            assert client.post(page, json={"phone": PHONE}).status_code == 400, page
            assert client.post(page, data="phone=1").status_code == 400, page
            assert client.post(page, data={"phone": PHONE}).status_code == 400, page


def bare(html: str) -> str:
    """Return a page without its tokens and without the number it was asked about."""
    text = words_of(html)
    return " ".join(word for word in text.split() if "••••" not in word)


class TestWhoIsLetIn:
    def test_is_everybody(self, app: Flask):
        found = policies(app)
        pages = ("register", "register_code", "register_password", "register_identity")
        assert {found[f"auth.{page}"] for page in (*pages, "register_consents")} == {"public"}
