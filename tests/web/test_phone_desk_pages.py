"""A lost number is replaced at the Dinas' desk, by two people."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.account_care import PhoneChange
from harkat.models.people import UserAccount
from tests import given
from tests.pages import beside, sign_in, submit, words_of
from tests.phones import prove_phone

pytestmark = pytest.mark.usefixtures("app", "noon")

LIST, NEW = "/dinas/nomor-hp", "/dinas/nomor-hp/baru"
NUMBER = "0813 5555 6666"


class TestReplacement:
    def test_leads_from_the_card_to_a_new_password(self, app: Flask, client: FlaskClient):
        siti = given.owner()
        dian, desi = (
            sign_in(app.test_client(), given.staff(Role.DINAS_OFFICER, name=name))
            for name in ("Dian Dinas", "Desi Dinas")
        )
        fields = {"nik": siti.nik, "phone": NUMBER, "has_seen_card": "y"}
        proposed = submit(dian, NEW, fields).location
        assert proposed.startswith(LIST)
        own = submit(dian, proposed, {"phone": NUMBER})
        assert "orang lain yang harus menyetujui" in words_of(own.text)

        page = desi.get(LIST).text
        assert (siti.nik in page, "81355556666" in page) == (False, False)
        assert "Dian Dinas" in page
        other = submit(desi, proposed, {"phone": "0813 5555 6667"})
        assert "berbeda dari yang diusulkan" in beside(other.text, "phone")
        assert submit(desi, proposed, {"phone": NUMBER}).location == LIST

        assert desi.get(proposed).status_code == 404
        assert prove_phone(client, "/lupa-sandi", NUMBER).location == "/lupa-sandi/baru"
        submit(client, "/lupa-sandi/baru", {"password": "perahu kertas malam"})
        entered = submit(client, "/masuk", {"phone": NUMBER, "password": "perahu kertas malam"})
        assert entered.location == "/saya"

    def test_says_beside_the_field_what_to_mend(self, client: FlaskClient):
        siti, rina = given.owner(), given.owner()
        sign_in(client, given.staff(Role.DINAS_OFFICER))
        good = {"nik": siti.nik, "phone": NUMBER, "has_seen_card": "y"}
        refused = {
            ("nik", "1571014506880999"): "NIK ini belum terdaftar. Cek lagi dengan KTP.",
            ("nik", "123"): "NIK harus 16 angka. Anda mengisi 3.",
            ("phone", rina.phone): "Nomor ini sudah dipakai akun lain. Minta nomor yang lain.",
            ("has_seen_card", ""): "Lihat KTP asli dulu, lalu ketuk kotak ini.",
        }

        for (field, value), sentence in refused.items():
            answer = submit(client, NEW, {**good, field: value})
            assert (answer.status_code, beside(answer.text, field)) == (422, sentence)

        assert db.session.query(PhoneChange).count() == 0

    def test_may_be_discarded(self, client: FlaskClient):
        siti = given.owner()
        sign_in(client, given.staff(Role.DINAS_OFFICER))
        fields = {"nik": siti.nik, "phone": NUMBER, "has_seen_card": "y"}
        proposed = submit(client, NEW, fields).location

        assert submit(client, proposed, to=f"{proposed}/batal").location == LIST

        assert "Tidak ada yang menunggu." in words_of(client.get(LIST).text)
        assert db.session.get_one(UserAccount, siti.id).phone == siti.phone
