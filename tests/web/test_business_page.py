"""The owner's own file: business, bank account, uses of data, training."""

import gzip
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from harkat.domain.people import BusinessPlace, ConsentPurpose, Sector
from harkat.domain.text import NAME_LIMIT
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.people import DataConsent, Person
from tests import given
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

STALL = {
    "name": "Warung Bu Contoh",
    "sector": "food",
    "place": "home",
    "kelurahan_code": given.LEGOK,
    "address": "Jalan Contoh 1, RT 2",
    "started_month": "5",
    "started_year": "2021",
    "has_nib": "yes",
    "nib": "1234567890123",
    "workers": "2",
}
ACCOUNT = {"bank_name": "Bank Contoh", "account_no": "0012 3456-78", "holder": "SITI CONTOH"}


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", kelurahan_code=None, has_account_no=False, has_told=False)


@pytest.fixture
def at_home(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


def business() -> Business | None:
    return db.session.scalar(db.select(Business))


def person(somebody: given.Somebody) -> Person:
    return db.session.get_one(Person, somebody.person_id, populate_existing=True)


class TestYoungBusiness:
    @pytest.fixture
    def young(self, at_home: FlaskClient) -> FlaskClient:
        submit(at_home, "/saya/usaha", {**STALL, "started_month": "8", "started_year": "2026"})
        return at_home

    def switch(self, client: FlaskClient, wanted: str) -> str:
        hidden = hidden_fields(client.get("/saya/usaha").text)
        sent = {**hidden, "wanted": wanted}
        assert client.post("/saya/usaha/ingatkan", data=sent).location == "/saya/usaha"
        return client.get("/saya/usaha").text

    def test_can_ask_to_be_reminded_and_stop_it(self, young: FlaskClient):
        for path in ("/saya", "/saya/usaha"):
            page = words_of(young.get(path).text)
            assert "Usaha Anda belum 6 bulan" in page
            assert "Genap 6 bulan pada Senin, 1 Februari 2027." in page

        assert "Kami kirim pesan pada hari itu." in self.switch(young, "1")
        assert "Minta diingatkan usia usaha" in young.get("/saya/data").text
        assert "Pengingat dimatikan." in self.switch(young, "0")
        stored = business()
        assert stored is not None
        assert stored.reminder_asked_at is None

    def test_is_not_mentioned_once_it_is_old_enough(self, at_home: FlaskClient):
        submit(at_home, "/saya/usaha", STALL)

        assert "Ingatkan saya" not in at_home.get("/saya/usaha").text


class TestBusinessPage:
    def test_offers_the_citys_kelurahan_by_kecamatan(self, at_home: FlaskClient):
        page = at_home.get("/saya/usaha").text

        names = db.session.scalars(db.select(Kelurahan.name)).all()
        assert page.count("<optgroup") == 11
        assert [name for name in names if f">{name}</option>" not in page] == []

    def test_stores_what_was_said(self, at_home: FlaskClient):
        answer = submit(at_home, "/saya/usaha", STALL)

        assert (answer.status_code, answer.location) == (303, "/saya")
        stored = business()
        assert stored is not None
        assert (stored.name, stored.sector, stored.place) == (
            "Warung Bu Contoh",
            Sector.FOOD,
            BusinessPlace.HOME,
        )
        assert (stored.started_on, stored.nib, stored.workers) == (
            date(2021, 5, 1),
            "1234567890123",
            2,
        )

    def test_draws_every_kind_of_business_beside_its_word(self, at_home: FlaskClient):
        page = at_home.get("/saya/usaha").text
        kinds = re.findall(
            r'value="(\w+)"(?: checked)?><svg class="picture small"[^>]*aria-hidden="true"[^>]*>'
            r"<.+?</svg><span>([^<]+)</span>",
            page,
        )

        assert [kind for kind, _word in kinds] == [str(sector) for sector in Sector]
        assert all(word for _kind, word in kinds)
        assert len(gzip.compress(page.encode())) <= 14 * 1024

    def test_shows_it_again_for_correction(self, at_home: FlaskClient):
        submit(at_home, "/saya/usaha", STALL)

        page = at_home.get("/saya/usaha").text
        submit(at_home, "/saya/usaha", {**STALL, "name": "", "has_nib": "no", "workers": "1"})

        assert typed(page, "name") == "Warung Bu Contoh"
        assert f'value="{given.LEGOK}" selected' in page
        assert typed(page, "started_year") == "2021"
        assert 'value="5" selected' in page
        stored = business()
        assert stored is not None
        assert (stored.name, stored.nib, stored.workers) == ("", None, 1)

    def test_keeps_the_day_that_was_told_before_months_were_asked(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        given.describe_business(siti.id, started_on=date(2021, 5, 17))

        submit(at_home, "/saya/usaha", STALL)

        stored = business()
        assert stored is not None
        assert stored.started_on == date(2021, 5, 17)

    def test_begins_with_the_address_of_the_home(self, client: FlaskClient):
        rina = given.owner("Rina Contoh", kelurahan_code=None)

        page = sign_in(client, rina).get("/saya/usaha").text

        assert typed(page, "address") == "Jalan Contoh 1, RT 07"
        assert f'value="{given.LEGOK}" selected' in page

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("sector", "", "Pilih jenis usaha Anda."),
            ("sector", "gambling", "Pilih salah satu dari daftar."),
            ("place", "", "Pilih tempat usaha Anda."),
            ("kelurahan_code", "", "Pilih kelurahan usaha Anda."),
            ("kelurahan_code", "31.71.01.1001", "Pilih salah satu dari daftar."),
            ("address", "", "Isi alamat usaha Anda."),
            ("started_month", "", "Pilih bulan mulai usaha."),
            ("started_month", "13", "Pilih salah satu dari daftar."),
            ("started_year", "", "Isi tahun mulai usaha."),
            ("started_year", "26", "Tulis tahun dengan 4 angka, misalnya 2021."),
            ("started_year", "1899", "Tahun ini terlalu jauh. Periksa lagi."),
            ("started_year", "2027", "Tanggal mulai usaha harus hari ini atau sebelumnya."),
            ("has_nib", "", "Pilih ya atau belum."),
            ("nib", "", "Isi NIB Anda, 13 angka."),
            ("workers", "", "Isi jumlah orang yang bekerja."),
            ("workers", "0", "Isi angka 1 sampai 1.000."),
            ("workers", "1,5", "Tulis angka bulat, misalnya 12."),
            ("nib", "123456789012", "NIB harus 13 angka. Anda mengisi 12."),
            ("nib", "12345678901234", "NIB harus 13 angka. Anda mengisi 14."),
        ],
    )
    def test_says_beside_the_field_what_to_mend(
        self, at_home: FlaskClient, field: str, value: str, sentence: str
    ):
        answer = submit(at_home, "/saya/usaha", {**STALL, field: value})

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)
        assert business() is None

    def test_treats_every_address_as_text(self, at_home: FlaskClient):
        found = {}
        for row in TEXTS:
            answer = send_raw(at_home, "/saya/usaha", {**STALL, "address": row.text})
            assert answer.status_code in {303, 422}, row
            db.session.expire_all()
            stored = business()
            is_kept = answer.status_code == 303 and stored is not None
            found[row] = stored.address if is_kept and stored else None
            assert bool(beside(answer.text, "address")) != is_kept, row

        assert found == {row: outcome_expected(row, limit=NAME_LIMIT) for row in TEXTS}

    def test_takes_each_answer_once(self, at_home: FlaskClient):
        form = {**hidden_fields(at_home.get("/saya/usaha").text), **STALL}

        answer = at_home.post("/saya/usaha", data={**form, "name": ["Warung", "Toko"]})

        said = "Isian ini terkirim lebih dari sekali. Isi satu kali saja."
        assert beside(answer.text, "name") == said
        assert business() is None


class TestPayoutAccountPage:
    def test_stores_the_digits(self, at_home: FlaskClient, siti: given.Somebody):
        answer = submit(at_home, "/saya/rekening", ACCOUNT)

        assert (answer.status_code, answer.location) == (303, "/saya")
        stored = person(siti)
        assert (stored.payout_bank, stored.bank_account_no, stored.payout_holder) == (
            "Bank Contoh",
            "0012345678",
            "SITI CONTOH",
        )

    def test_never_shows_the_number_again(self, at_home: FlaskClient):
        submit(at_home, "/saya/rekening", ACCOUNT)

        page = at_home.get("/saya/rekening").text

        assert "0012345678" not in page
        assert "••••678" in page

    def test_asks_to_explain_a_name_unlike_the_ktp(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        answer = submit(at_home, "/saya/rekening", {**ACCOUNT, "holder": "S. Contoh"})

        assert answer.status_code == 422
        assert beside(answer.text, "holder") == (
            'Nama rekening "S. Contoh" beda dengan KTP "Siti Contoh". '
            "Pakai rekening sendiri atau jelaskan."
        )
        assert 'name="is_explained"' in answer.text
        assert person(siti).bank_account_no is None

    def test_takes_the_other_name_once_it_is_explained(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        fields = {**ACCOUNT, "holder": "S. Contoh", "is_explained": "y"}

        assert submit(at_home, "/saya/rekening", fields).status_code == 303
        assert person(siti).payout_holder == "S. Contoh"

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("bank_name", "", "Isi nama bank Anda."),
            ("account_no", "", "Isi nomor rekening Anda."),
            ("account_no", "12a456", "Nomor rekening hanya angka."),
            ("account_no", "12345", "Nomor rekening 6 sampai 20 angka. Anda mengisi 5."),
            ("account_no", "1" * 21, "Nomor rekening 6 sampai 20 angka. Anda mengisi 21."),
            ("holder", "", "Isi nama pemilik rekening."),
            ("holder", "123", "Tulis nama dengan huruf."),
        ],
    )
    def test_says_beside_the_field_what_to_mend(
        self, at_home: FlaskClient, siti: given.Somebody, field: str, value: str, sentence: str
    ):
        answer = submit(at_home, "/saya/rekening", {**ACCOUNT, field: value})

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)
        assert person(siti).bank_account_no is None

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [("", "Isi kata sandi Anda."), ("perahu kayu biru", "Kata sandi tidak cocok.")],
    )
    def test_asks_for_the_password_before_a_number_changes(
        self, at_home: FlaskClient, siti: given.Somebody, password: str, sentence: str
    ):
        submit(at_home, "/saya/rekening", ACCOUNT)

        change = {**ACCOUNT, "account_no": "99887766", "password": password}
        refused = submit(at_home, "/saya/rekening", change)
        taken = submit(at_home, "/saya/rekening", {**change, "password": given.PASSWORD})

        assert (refused.status_code, beside(refused.text, "password")) == (422, sentence)
        assert taken.status_code == 303
        assert person(siti).bank_account_no == "99887766"


class TestConsentsPage:
    def test_shows_since_when_and_gives_one_that_is_missing_once(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        before = words_of(at_home.get("/saya/izin").text)
        form = hidden_fields(at_home.get("/saya/izin").text)

        for _ in range(2):
            answer = at_home.post("/saya/izin", data={**form, "purpose": "messages"})
            assert (answer.status_code, answer.location) == (303, "/saya/izin")

        assert before.count("sejak 23 November 2026, 12.00 WIB") == 2
        given_to = db.session.scalars(
            db.select(DataConsent.purpose)
            .filter_by(person_id=siti.person_id)
            .order_by(DataConsent.id)
        ).all()
        assert given_to.count(ConsentPurpose.MESSAGES) == 1
        assert words_of(at_home.get("/saya/izin").text).count("sejak 23 November 2026") == 3

    def test_knows_no_other_use(self, at_home: FlaskClient):
        answer = submit(at_home, "/saya/izin", {"purpose": "sell_data"})

        assert answer.status_code == 422
        assert len(db.session.scalars(db.select(DataConsent)).all()) == 2


class TestTrainingPage:
    def test_says_what_is_on_record(self, client: FlaskClient):
        rina = given.owner("Rina Contoh", is_trained=True)

        page = words_of(sign_in(client, rina).get("/saya/pelatihan").text)

        assert "Pelatihan Anda tercatat" in page
        assert "Sertifikat BK26-0001" in page

    def test_says_what_to_do_while_nothing_is(self, at_home: FlaskClient):
        page = words_of(at_home.get("/saya/pelatihan").text)

        assert "Belum tercatat. Pelatihan ini gratis" in page


class TestHome:
    def test_begins_with_what_is_missing(self, at_home: FlaskClient):
        page = words_of(at_home.get("/saya").text)

        assert "Selamat datang, Siti Contoh" in page
        assert "1 dari 9 bagian selesai. Tersimpan otomatis. Boleh berhenti kapan saja." in page
        assert "1 Data diri Belum mulai 2 Usaha Belum mulai 3 Uang masuk dan keluar" in page
        assert "Mulai pengajuan" in page

    def test_ticks_off_what_is_done(self, at_home: FlaskClient):
        submit(at_home, "/saya/usaha", STALL)
        submit(at_home, "/saya/rekening", ACCOUNT)

        assert "3 dari 9 bagian selesai." in words_of(at_home.get("/saya").text)

    def test_is_for_owners_only(self, client: FlaskClient):
        desk = given.bank()

        sign_in(client, desk.maker)

        assert client.get("/saya").status_code == 404


class TestMessagesPage:
    def test_says_each_message_in_words(self, client: FlaskClient):
        rina = given.owner("Rina Contoh", is_trained=True)

        page = words_of(sign_in(client, rina).get("/pesan").text)

        assert "Pelatihan Balikat Anda tercatat, sertifikat BK26-0001" in page
        assert "Selamat datang di Bank Harkat." in page

    @pytest.mark.parametrize("asked", ["-1", "0", "abc", "999999999", "9" * 40, "%00", "1.5"])
    def test_opens_for_any_page_number(self, at_home: FlaskClient, asked: str):
        assert at_home.get(f"/pesan?halaman={asked}").status_code == 200
