"""Telling about the own person and money: page by page, in words that say how to mend it."""

import pytest
from flask.testing import FlaskClient

from harkat.domain.affordability import MoneyUnit
from harkat.domain.people import MaritalStatus
from harkat.extensions import db
from harkat.models.circumstances import MoneyStatement, PersonDetails
from harkat.models.people import Person
from tests import given
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web import hostile_amounts

pytestmark = pytest.mark.usefixtures("app", "noon")

KK_NO = "1571060101207100"
HOME = {"kelurahan_code": given.LEGOK, "rt": "7", "street": "Jalan Contoh 1"}
FAMILY = {"marital_status": "single", "spouse_name": "", "other_phone": "", "education": ""}
STALL = {
    "unit": "day",
    "open_days": "6",
    "sales": "400.000",
    "purchases": "200.000",
    "other_costs": "500.000",
    "household": "1.500.000",
    "other_instalments": "0",
}
TOO_BIG = "Paling banyak Rp1.000.000.000. Periksa lagi nolnya."
AMOUNTS = hostile_amounts.answers(too_small="Isi penjualan lebih dari 0.", too_big=TOO_BIG)


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", has_told=False)


@pytest.fixture
def at_home(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


def details() -> PersonDetails | None:
    return db.session.scalar(db.select(PersonDetails))


def statements() -> list[MoneyStatement]:
    return list(db.session.scalars(db.select(MoneyStatement).order_by(MoneyStatement.id)))


class TestPersonPages:
    def test_show_what_the_nik_says_and_lead_from_one_to_the_next(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        shown = words_of(at_home.get("/saya/data-diri").text)
        first = submit(at_home, "/saya/data-diri", {"kk_no": "1571 0601 0120 7100"})
        begun = words_of(at_home.get("/saya").text)
        second = submit(at_home, "/saya/data-diri/alamat", HOME)
        third = submit(
            at_home,
            "/saya/data-diri/keluarga",
            {
                **FAMILY,
                "marital_status": "married",
                "spouse_name": "Budi Contoh",
                "other_phone": "0812 3456 7890",
                "education": "senior",
            },
        )

        assert "Siti Contoh" in shown
        assert "Tanggal lahir 5 Juni 1988 Jenis kelamin Perempuan" in shown
        assert siti.nik not in shown
        assert "1 Data diri Belum selesai" in begun
        assert [answer.location for answer in (first, second, third)] == [
            "/saya/data-diri/alamat",
            "/saya/data-diri/keluarga",
            "/saya",
        ]
        stored = details()
        assert stored is not None
        assert (stored.kelurahan_code, stored.rt, stored.street) == (
            given.LEGOK,
            "07",
            "Jalan Contoh 1",
        )
        assert (stored.marital_status, stored.spouse_name, stored.other_phone) == (
            MaritalStatus.MARRIED,
            "Budi Contoh",
            "+6281234567890",
        )
        assert db.session.scalars(db.select(Person.kk_no)).one() == KK_NO
        assert "1 Data diri Selesai" in words_of(at_home.get("/saya").text)

    def test_show_what_was_told_but_never_the_number(self, client: FlaskClient):
        rina = given.owner("Rina Contoh")
        sign_in(client, rina)

        card = client.get("/saya/data-diri").text
        answer = submit(client, "/saya/data-diri", {"kk_no": ""})
        home = client.get("/saya/data-diri/alamat").text

        assert "Tersimpan 1571••••••••" in card
        assert typed(card, "kk_no") == ""
        assert answer.status_code == 303
        assert typed(home, "street") == "Jalan Contoh 1"
        assert f'value="{given.LEGOK}" selected' in home
        assert home.count("<optgroup") == 11

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ("", "Isi nomor KK Anda, 16 angka."),
            ("157106010120710", "Nomor KK harus 16 angka. Anda mengisi 15."),
            ("157106010120710O", 'Nomor KK hanya angka. Hapus huruf "O" di posisi ke-16.'),
            ("1" * 16, "Ini bukan nomor KK. Salin 16 angka di atas Kartu Keluarga Anda."),
            ("9971060101207100", "Ini bukan nomor KK. Salin 16 angka di atas Kartu Keluarga Anda."),
        ],
    )
    def test_say_how_to_mend_the_number(self, at_home: FlaskClient, value: str, sentence: str):
        answer = submit(at_home, "/saya/data-diri", {"kk_no": value})

        assert (answer.status_code, beside(answer.text, "kk_no")) == (422, sentence)
        assert details() is None

    @pytest.mark.parametrize(
        ("page", "field", "value", "sentence"),
        [
            ("alamat", "kelurahan_code", "", "Pilih kelurahan tempat tinggal Anda."),
            ("alamat", "kelurahan_code", "31.71.01.1001", "Pilih salah satu dari daftar."),
            ("alamat", "rt", "", "Isi nomor RT. Tidak ada? Tulis 0."),
            ("alamat", "rt", "tujuh", "Tulis nomor RT, misalnya 7. Tidak ada? Tulis 0."),
            ("alamat", "rt", "1000", "Tulis nomor RT, misalnya 7. Tidak ada? Tulis 0."),
            ("alamat", "street", " ", "Isi nama jalan dan nomor rumah."),
            ("keluarga", "marital_status", "", "Pilih status kawin Anda."),
            ("keluarga", "marital_status", "engaged", "Pilih salah satu dari daftar."),
            ("keluarga", "spouse_name", "1234", "Tulis nama dengan huruf."),
            (
                "keluarga",
                "other_phone",
                "0812",
                "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890.",
            ),
            ("keluarga", "education", "phd", "Pilih salah satu dari daftar."),
        ],
    )
    def test_say_beside_the_field_what_to_mend(
        self, at_home: FlaskClient, page: str, field: str, value: str, sentence: str
    ):
        submit(at_home, "/saya/data-diri", {"kk_no": KK_NO})
        answers = HOME if page == "alamat" else FAMILY

        answer = submit(at_home, f"/saya/data-diri/{page}", {**answers, field: value})

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)
        stored = details()
        assert stored is not None
        assert (stored.street, stored.marital_status) == (None, None)

    @pytest.mark.parametrize("written", ["7", "007", "RT 7", "rt.07", "007/003", "RT 07 RW 03"])
    def test_take_the_rt_as_the_ktp_writes_it(self, client: FlaskClient, written: str):
        at_home = sign_in(client, given.owner(kelurahan_code=None, has_told=False))
        submit(at_home, "/saya/data-diri", {"kk_no": KK_NO})

        submit(at_home, "/saya/data-diri/alamat", {**HOME, "rt": written})

        assert typed(at_home.get("/saya/usaha").text, "address") == "Jalan Contoh 1, RT 07"

    def test_let_somebody_live_where_there_is_no_rt(self, client: FlaskClient):
        at_home = sign_in(client, given.owner(kelurahan_code=None, has_told=False))
        submit(at_home, "/saya/data-diri", {"kk_no": KK_NO})

        submit(at_home, "/saya/data-diri/alamat", {**HOME, "rt": "000/000"})

        assert typed(at_home.get("/saya/data-diri/alamat").text, "rt") == "0"
        assert typed(at_home.get("/saya/usaha").text, "address") == "Jalan Contoh 1"

    def test_tell_the_nik_from_the_number_of_the_family_card(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        answer = submit(at_home, "/saya/data-diri", {"kk_no": siti.nik})

        assert answer.status_code == 422
        assert beside(answer.text, "kk_no").startswith("Ini NIK Anda.")
        assert details() is None

    def test_ask_for_a_phone_that_is_another_one(self, at_home: FlaskClient, siti: given.Somebody):
        submit(at_home, "/saya/data-diri", {"kk_no": KK_NO})

        answer = submit(at_home, "/saya/data-diri/keluarga", FAMILY | {"other_phone": siti.phone})

        assert answer.status_code == 422
        assert beside(answer.text, "other_phone").startswith("Ini nomor akun Anda.")

    def test_ask_a_married_person_for_the_name(self, at_home: FlaskClient):
        submit(at_home, "/saya/data-diri", {"kk_no": KK_NO})

        answer = submit(
            at_home, "/saya/data-diri/keluarga", {**FAMILY, "marital_status": "married"}
        )

        assert answer.status_code == 422
        assert beside(answer.text, "spouse_name") == "Isi nama suami atau istri."

    @pytest.mark.parametrize("page", ["alamat", "keluarga"])
    def test_begin_with_the_card(self, at_home: FlaskClient, page: str):
        answer = at_home.get(f"/saya/data-diri/{page}")

        assert (answer.status_code, answer.location) == (303, "/saya/data-diri")

    @pytest.mark.parametrize(
        "page", ["data-diri", "data-diri/alamat", "data-diri/keluarga", "uang"]
    )
    def test_are_for_owners_only(self, client: FlaskClient, page: str):
        sign_in(client, given.bank().maker)

        assert client.get(f"/saya/{page}").status_code == 404


class TestMoneyPage:
    def test_stores_what_was_said_and_says_what_is_left(self, at_home: FlaskClient):
        answer = submit(at_home, "/saya/uang", STALL)

        home = words_of(at_home.get("/saya").text)
        assert (answer.status_code, answer.location) == (303, "/saya")
        assert "Tersimpan. Sisa uang sebulan kira-kira Rp3.200.000." in home
        assert "3 Uang masuk dan keluar Selesai" in home
        [stored] = statements()
        assert (stored.unit, stored.open_days, stored.sales) == (MoneyUnit.DAY, 6, 400_000)

    def test_only_adds_up_when_asked_to(self, at_home: FlaskClient):
        answer = submit(at_home, "/saya/uang", {**STALL, "hitung": "1"})

        page = words_of(answer.text)
        assert answer.status_code == 200
        assert "Penjualan Rp10.400.000" in page
        assert "Hasil usaha Rp4.700.000" in page
        assert "Sisa tiga juta dua ratus ribu rupiah." in page
        assert typed(answer.text, "sales") == "400.000"
        assert statements() == []

    def test_says_so_when_more_goes_out_than_comes_in(self, at_home: FlaskClient):
        answer = submit(at_home, "/saya/uang", {**STALL, "sales": "100.000", "hitung": "1"})

        said = "Uang keluar lebih besar dari uang masuk. Cek lagi angkanya."
        assert said in words_of(answer.text)

    def test_shows_it_again_and_adds_a_statement_for_a_change(self, at_home: FlaskClient):
        submit(at_home, "/saya/uang", STALL)
        page = at_home.get("/saya/uang").text
        submit(at_home, "/saya/uang", {**STALL, "unit": "week", "sales": "2.400.000"})

        assert typed(page, "sales") == "400.000"
        assert typed(page, "other_instalments") == "0"
        assert [(row.unit, int(row.sales)) for row in statements()] == [
            (MoneyUnit.DAY, 400_000),
            (MoneyUnit.WEEK, 2_400_000),
        ]

    def test_sent_twice_is_one_statement(self, at_home: FlaskClient):
        form = {**hidden_fields(at_home.get("/saya/uang").text), **STALL}

        answers = [at_home.post("/saya/uang", data=form) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(statements()) == 1

    def test_takes_amounts_as_people_write_them_and_nothing_else(self, at_home: FlaskClient):
        found = {}
        for number, text in AMOUNTS:
            answer = submit(at_home, "/saya/uang", {**STALL, "sales": text})
            is_stored = answer.status_code == 303
            found[number, text] = (
                int(statements()[-1].sales) if is_stored else beside(answer.text, "sales")
            )

        assert found == AMOUNTS

    @pytest.mark.parametrize("field", ["purchases", "household", "other_instalments"])
    def test_holds_every_amount_to_the_same_rules(self, at_home: FlaskClient, field: str):
        found = {
            text: beside(submit(at_home, "/saya/uang", {**STALL, field: text}).text, field)
            for text in ("", "-1", "NaN", "1000000001")
        }

        assert found.pop("").endswith("Tidak ada? Tulis 0.")
        assert found == {
            "-1": "Tulis jumlah tanpa tanda kurang, misalnya 5.000.000.",
            "NaN": hostile_amounts.NOT_AN_AMOUNT,
            "1000000001": TOO_BIG,
        }
        assert statements() == []

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("unit", "", "Pilih sehari atau seminggu."),
            ("unit", "year", "Pilih salah satu dari daftar."),
            ("open_days", "", "Pilih berapa hari buka."),
            ("open_days", "8", "Pilih salah satu dari daftar."),
            ("open_days", "0", "Pilih salah satu dari daftar."),
        ],
    )
    def test_offers_units_and_days(
        self, at_home: FlaskClient, field: str, value: str, sentence: str
    ):
        answer = submit(at_home, "/saya/uang", {**STALL, field: value})

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)


class TestReadingOver:
    @pytest.fixture
    def at_work(self, client: FlaskClient) -> tuple[FlaskClient, str]:
        rina = given.owner("Rina Contoh", is_trained=True)
        public_id = given.draft(given.bank(), {rina: 5_000_000})
        return sign_in(client, rina), f"/pengajuan/{public_id}/kirim"

    def test_leads_to_every_part_and_back(self, at_work: tuple[FlaskClient, str]):
        client, page = at_work
        public_id = page.split("/")[2]
        asked = f"?periksa={public_id}"

        shown = client.get(page).text
        answers = [
            submit(client, f"/saya/data-diri{asked}", {"kk_no": ""}),
            submit(client, f"/saya/data-diri/alamat{asked}", HOME),
            submit(client, f"/saya/data-diri/keluarga{asked}", FAMILY),
            submit(client, f"/saya/uang{asked}", STALL),
            submit(
                client,
                f"/pengajuan/{public_id}/bagian{asked}",
                {"requested": "4.000.000", "purpose_kind": "stock"},
            ),
        ]

        for address in ("/saya/data-diri", "/saya/usaha", "/saya/uang", "/saya/rekening"):
            assert f'href="{address}{asked}"' in shown
        assert [answer.location for answer in answers] == [
            f"/saya/data-diri/alamat{asked}",
            f"/saya/data-diri/keluarga{asked}",
            page,
            page,
            page,
        ]
        after = words_of(client.get(page).text)
        assert "Rp4.000.000 (empat juta rupiah)" in after
        assert "Tambah barang atau bahan" in after
        for sentence in (
            "Semua data di atas benar.",
            "Uang pinjaman dipakai untuk usaha saya.",
            "Bank boleh memeriksa data dan tempat usaha saya.",
        ):
            assert sentence in after

    @pytest.mark.parametrize("forged", ["//evil.example", "x" * 21, "../kirim", ""])
    def test_comes_back_to_nothing_else(self, at_work: tuple[FlaskClient, str], forged: str):
        client, _page = at_work

        answer = submit(client, f"/saya/uang?periksa={forged}", STALL)

        assert answer.location == "/saya"
