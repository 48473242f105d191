"""Registering through the page, with whatever people type."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.people import CONSENT_TEXT_VERSION, ConsentPurpose
from harkat.domain.text import NAME_LIMIT
from harkat.extensions import db
from harkat.models.people import DataConsent, Person, UserAccount
from harkat.models.record import OutboxMessage
from harkat.web.access import policies
from harkat.web.agreed_texts import CONSENTS
from tests import given
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

PAGE = "/daftar"
SITI = {
    "phone": "0812 3456 7890",
    "password": "ikan asin pasar",
    "nik": "1571014506880001",
    "full_name": "Siti Contoh",
    "process_loan": "y",
    "check_record": "y",
}
NUMBER_SENTENCES = {
    (71, "157101450688000"): "NIK harus 16 angka. Anda mengisi 15.",
    (71, "15710145068800011"): "NIK harus 16 angka. Anda mengisi 17.",
    (72, "157101O506880001"): 'NIK hanya angka. Hapus huruf "O" di posisi ke-7.',
    (74, "1571017206880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (74, "1571010006880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (74, "1571014513880001"): "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    (76, "3171064506880001"): (
        "NIK ini dibuat di luar Kota Jambi. Program ini untuk warga ber-KTP Kota Jambi. "
        "Kalau KTP Anda sudah pindah ke Kota Jambi, hubungi Bantuan di bawah."
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


def register(client: FlaskClient, **changes: str):
    return submit(client, PAGE, {**SITI, **changes})


class TestRegistrationPage:
    def test_ticks_no_consent_by_itself(self, client: FlaskClient):
        assert "checked" not in client.get(PAGE).text

    def test_shows_the_text_of_each_consent_in_the_version_that_is_stored(
        self, client: FlaskClient
    ):
        page = words_of(client.get(PAGE).text)

        texts = CONSENTS[CONSENT_TEXT_VERSION]
        assert set(texts) == set(ConsentPurpose)
        assert [text for text in texts.values() if text not in page] == []

    def test_leads_whoever_is_signed_in_home(self, client: FlaskClient):
        sign_in(client, given.owner())

        assert client.get(PAGE).location == "/saya"


class TestRegister:
    def test_opens_an_account_one_can_sign_in_to(self, client: FlaskClient):
        answer = register(client, messages="y")

        assert (answer.status_code, answer.location) == (303, "/daftar/selesai")
        assert people() == ["Siti Contoh"]
        assert set(db.session.scalars(db.select(DataConsent.purpose))) == {
            ConsentPurpose.PROCESS_LOAN,
            ConsentPurpose.CHECK_RECORD,
            ConsentPurpose.MESSAGES,
        }
        entered = submit(client, "/masuk", {"phone": SITI["phone"], "password": SITI["password"]})
        assert entered.location == "/saya"

    def test_says_afterwards_how_to_go_on_whether_the_number_was_known_or_not(
        self, client: FlaskClient
    ):
        page = words_of(client.get("/daftar/selesai").text)

        assert "Masuk dengan nomor HP dan kata sandi Anda." in page
        assert "akun lama tetap berlaku" in page

    @pytest.mark.parametrize(
        "known",
        [
            pytest.param({"phone": "0812 9999 8888"}, id="NIK"),
            pytest.param({"nik": "1571014506880009"}, id="phone"),
            pytest.param({}, id="both"),
        ],
    )
    def test_answers_the_same_when_somebody_is_known(self, client: FlaskClient, known: dict):
        first = register(client)

        second = register(client, full_name="Orang Lain", password="perahu kayu biru", **known)

        assert (second.status_code, second.location, second.text) == (
            first.status_code,
            first.location,
            first.text,
        )
        assert people() == ["Siti Contoh"]
        templates = list(db.session.scalars(db.select(OutboxMessage.template)))
        assert templates == ["registered", "registered_before"]

    @pytest.mark.parametrize("written", ["+62 812-3456-7890", "6281234567890", "81234567890"])
    def test_knows_a_phone_number_however_it_is_written(self, client: FlaskClient, written: str):
        register(client)

        register(client, phone=written, nik="1571014506880009")

        assert db.session.scalars(db.select(UserAccount.phone)).all() == ["+6281234567890"]

    def test_happens_once_when_its_form_is_sent_twice(self, client: FlaskClient):
        form = {**hidden_fields(client.get(PAGE).text), **SITI}

        answers = [client.post(PAGE, data=form) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert people() == ["Siti Contoh"]

    def test_takes_nothing_but_what_it_asks_for(self, client: FlaskClient):
        register(client, role="security_admin", bank_id="1", is_active="0", is_demo="1")

        account = db.session.scalars(db.select(UserAccount)).one()
        assert (account.role.value, account.bank_id, account.is_active) == (
            "business_owner",
            None,
            True,
        )


class TestRefusedRegistration:
    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("phone", "", "Isi nomor HP Anda."),
            ("phone", "0812", "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890."),
            ("password", "", "Buat kata sandi dulu."),
            ("password", "kudaku", "Kata sandi paling sedikit 8 huruf atau angka."),
            ("password", "a" * 129, "Kata sandi paling banyak 128 huruf atau angka."),
            (
                "password",
                "Siti Contoh 1",
                "Kata sandi ini mudah ditebak orang. Coba tiga kata yang hanya Anda tahu.",
            ),
            ("nik", "", "Isi NIK Anda, 16 angka di KTP."),
            ("full_name", "", "Isi nama sesuai KTP."),
            (
                "process_loan",
                "",
                "Beri izin memakai data, atau kami tidak bisa memproses pinjaman.",
            ),
            (
                "check_record",
                "",
                "Beri izin melihat catatan kredit, karena bank wajib memeriksanya.",
            ),
        ],
    )
    def test_says_beside_the_field_what_to_mend(
        self, client: FlaskClient, field: str, value: str, sentence: str
    ):
        answer = register(client, **{field: value})

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)
        assert "<title>Perlu diperbaiki: " in answer.text
        assert people() == []

    def test_keeps_what_was_typed_except_the_password(self, client: FlaskClient):
        answer = register(client, nik="123", full_name='Siti "A" <b>')

        assert typed(answer.text, "phone") == SITI["phone"]
        assert typed(answer.text, "nik") == "123"
        assert typed(answer.text, "full_name") == 'Siti "A" <b>'
        assert typed(answer.text, "password") == ""
        assert SITI["password"] not in answer.text

    def test_reads_every_nik_as_the_rules_say(self, client: FlaskClient):
        found = {}
        for row in NUMBER_SENTENCES:
            answer = register(client, nik=row[1])
            found[row] = beside(answer.text, "nik")
            assert (answer.status_code, typed(answer.text, "nik")) == (422, row[1])

        assert found == NUMBER_SENTENCES
        assert people() == []

    def test_takes_every_nik_that_is_one(self, client: FlaskClient):
        for number, row in enumerate(NUMBERS_TAKEN):
            assert register(client, nik=row[1], phone=f"0813000011{number}0").status_code == 303

        stored = list(db.session.scalars(db.select(Person.nik).order_by(Person.id)))
        assert stored == list(NUMBERS_TAKEN.values())

    def test_treats_every_name_as_text(self, client: FlaskClient):
        found = {}
        for row in TEXTS:
            before = len(people())
            answer = send_raw(client, PAGE, {**numbered(len(found)), "full_name": row.text})
            assert answer.status_code in {303, 422}, row
            found[row] = people()[-1] if len(people()) > before else None
            assert bool(found[row]) != bool(beside(answer.text, "full_name")), row

        assert found == {
            row: outcome_expected(row, limit=NAME_LIMIT, is_name=True) for row in TEXTS
        }

    def test_survives_bytes_that_are_no_text(self, client: FlaskClient):
        form = {**hidden_fields(client.get(PAGE).text), **SITI}
        body = urlencode({**form, "full_name": b"\xff\xfe", "nik": b"\xff"})

        answer = client.post(PAGE, data=body, content_type="application/x-www-form-urlencoded")

        assert (answer.status_code, people()) == (422, [])

    @pytest.mark.parametrize(
        "send",
        [
            pytest.param(lambda client: client.post(PAGE, json=SITI), id="JSON"),
            pytest.param(lambda client: client.post(PAGE, data="nik=1"), id="plain text"),
            pytest.param(lambda client: client.post(PAGE, data=SITI), id="without its token"),
        ],
    )
    def test_takes_no_body_that_is_not_its_form(self, client: FlaskClient, send: Callable):
        assert send(client).status_code == 400
        assert people() == []


def numbered(serial: int) -> dict[str, str]:
    """Return the form of somebody else each time."""
    return {**SITI, "phone": f"0812700{serial:05d}", "nik": f"157101450688{serial:04d}"}


class TestWhoIsLetIn:
    def test_is_everybody(self, app: Flask):
        assert policies(app)["auth.register"] == "public"
