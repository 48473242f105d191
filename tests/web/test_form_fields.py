"""What the fields of a form take, what they refuse, and what they say then.

The numbers in comments are those of the list of hostile inputs.
"""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from harkat.domain.money import Rupiah
from harkat.web.forms import (
    AtLeast,
    AtMost,
    CheckboxesField,
    ChoiceField,
    CodeField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    LongTextField,
    NameField,
    NibField,
    NikField,
    NotInFuture,
    PasswordField,
    PercentField,
    PhoneField,
    RupiahField,
    ShortTextField,
    TickField,
    WholeNumberField,
)
from tests.moments import NOON

TEN_MILLION = Rupiah(10_000_000)
NIK = "1571051205880004"


class Everything(HarkatForm):
    """One field of each kind; nothing has to be filled in."""

    requested = RupiahField("Jumlah", [AtMost(limit=TEN_MILLION)], required=None)
    name = NameField(required=None)
    business = ShortTextField("Nama usaha", required=None)
    purpose = LongTextField("Untuk apa", required=None)
    nik = NikField(required=None)
    phone = PhoneField(required=None)
    nib = NibField()
    started_on = DateFieldId("Sejak", [NotInFuture()], required=None)
    workers = WholeNumberField("Pekerja", minimum=1, maximum=60, required=None)
    rate = PercentField("Bunga", required=None)
    code = CodeField(required=None)
    password = PasswordField(required=None)
    sector = ChoiceField("Jenis usaha", choices={"food": "Makanan"}, required=None)
    kecamatan = DropdownField("Kecamatan", choices={"1": "Jelutung"}, required=None)
    papers = CheckboxesField("Surat", choices={"nib": "NIB", "sku": "SKU"})
    agrees = TickField("Saya setuju")


class Required(HarkatForm):
    """Fields that must be filled in, with their usual sentences."""

    requested = RupiahField("Jumlah")
    name = NameField()
    nik = NikField()
    phone = PhoneField()
    nib = NibField(required="Isi NIB Anda, 13 angka.")
    started_on = DateFieldId("Sejak")
    workers = WholeNumberField("Pekerja")
    rate = PercentField("Bunga")
    code = CodeField()
    password = PasswordField()
    sector = ChoiceField("Jenis usaha", choices={"food": "A"}, required="Pilih jenis usaha Anda.")
    kecamatan = DropdownField("Kecamatan", choices={"1": "Jelutung"})
    papers = CheckboxesField("Surat", choices={"nib": "NIB"}, required="Pilih paling sedikit satu.")
    agrees = TickField("Saya setuju", required="Centang bila Anda setuju.")


@pytest.fixture(autouse=True)
def at_noon():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for these tests only", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST"), time_machine.travel(NOON, tick=False):
        yield


def sent(form=Everything, /, **values):
    """Return the form as it was sent with these texts."""
    key = {"idem_key": "a" * 22}
    return form(formdata=MultiDict({**key, **values}))


def sentence(name: str, typed: str) -> str:
    """Return what the form says about a text, having checked that the text stays in its box."""
    form = sent(**{name: typed})
    assert not form.validate()
    assert form[name].data is None or name == "requested"
    assert str(escape(typed)) in form[name]() or "\r" in typed or "\x00" in typed
    (said,) = form[name].errors
    return said


def taken(name: str, typed: str) -> object:
    """Return the value a field makes of a text."""
    form = sent(**{name: typed})
    assert form.validate(), form.errors
    return form[name].data


class TestRupiahField:
    @pytest.mark.parametrize(
        ("typed", "amount"),
        [
            ("1.000.000", 1_000_000),  # 5
            ("Rp 5.000.000,00", 5_000_000),  # 7
            ("5\u00a0000\u00a0000", 5_000_000),  # 18
            ("8 juta", 8_000_000),
            ("0", 0),  # 2: whether nothing may be asked for is a rule of the page
        ],
    )
    def test_reads_amounts(self, typed, amount):
        assert taken("requested", typed) == Rupiah(amount)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("-1", "Tulis jumlah tanpa tanda kurang, misalnya 5.000.000."),  # 1
            ("0,5", "Tulis rupiah tanpa koma, misalnya 5.000.000."),  # 3
            ("1.5", "Tulis rupiah tanpa koma, misalnya 5.000.000."),  # 4
            ("1,000,000", "Pisahkan ribuan dengan titik, misalnya 5.000.000."),  # 6
            ("Rp 5.000.000,50", "Tulis rupiah tanpa koma, misalnya 5.000.000."),  # 8
            ("1e9", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 9
            ("NaN", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 10
            ("Infinity", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 11
            ("2147483648", "Paling banyak Rp10.000.000."),  # 12
            ("110000000001", "Paling banyak Rp10.000.000."),  # 13
            ("9223372036854775808", "Jumlah ini terlalu besar. Periksa lagi nolnya."),  # 14
            ("9" * 400, "Jumlah ini terlalu besar. Periksa lagi nolnya."),  # 15
            (
                "\u0665\u0660\u0660\u0660\u0660\u0660\u0660",
                "Tulis dengan angka 0 sampai 9, misalnya 5.000.000.",
            ),  # 16
            (
                "\uff15\uff10\uff10\uff10\uff10\uff10\uff10",
                "Tulis dengan angka 0 sampai 9, misalnya 5.000.000.",
            ),  # 17
            ("0x1F", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 19
            ("5000000;DROP", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 20
            ("true", "Tulis jumlah dengan angka, misalnya 5.000.000."),  # 22
        ],
    )
    def test_says_how_to_write_it_and_keeps_what_was_typed(self, typed, said):
        assert sentence("requested", typed) == said

    @pytest.mark.parametrize("value", [5_000_000, True, None, [1], {}])
    def test_takes_no_value_that_is_not_text(self, value):  # 21, 22
        form = Everything(formdata=MultiDict([("idem_key", "a" * 22), ("requested", value)]))

        assert not form.validate()
        assert form.requested.errors == ["Isian ini tidak bisa dibaca. Tulis lagi."]

    def test_refuses_two_amounts(self):  # 23
        form = Everything(formdata=MultiDict([("requested", "1"), ("requested", "999999999")]))

        assert not form.validate()
        assert form.requested.errors == [
            "Isian ini terkirim lebih dari sekali. Isi satu kali saja."
        ]

    def test_shows_an_amount_that_is_known_already(self):
        form = Everything(formdata=None, requested=Rupiah(1_250_000))

        assert 'value="1.250.000"' in form.requested()


class TestLimits:
    def test_refuse_an_amount_below_one_that_is_looked_up(self):
        class Asking(HarkatForm):
            requested = RupiahField("Jumlah", [AtLeast(limit=lambda: TEN_MILLION)])

        form = sent(Asking, requested="9.999.999")

        assert not form.validate()
        assert form.requested.errors == ["Paling sedikit Rp10.000.000."]

    def test_let_the_limit_itself_pass(self):
        assert taken("requested", "10.000.000") == TEN_MILLION

    def test_speak_with_the_words_of_the_page(self):
        class Asking(HarkatForm):
            requested = RupiahField(
                "Jumlah",
                [AtMost(limit=TEN_MILLION, sentence="Paling banyak {limit} untuk satu anggota.")],
            )

        form = sent(Asking, requested="10.000.001")

        assert not form.validate()
        assert form.requested.errors == ["Paling banyak Rp10.000.000 untuk satu anggota."]

    def test_refuse_tomorrow(self):
        form = sent(started_on="2026-11-24")

        assert not form.validate()
        assert form.started_on.errors == ["Tanggal ini harus hari ini atau sebelumnya."]


class TestWholeNumberField:
    def test_reads_a_count(self):
        assert taken("workers", " 12 ") == 12

    @pytest.mark.parametrize("typed", ["0", "9999", "9" * 400])  # 24
    def test_says_its_bounds(self, typed):
        assert sentence("workers", typed) == "Isi angka 1 sampai 60."

    @pytest.mark.parametrize("typed", ["-12", "1.5", "dua"])  # 24
    def test_asks_for_a_whole_number(self, typed):
        assert sentence("workers", typed) == "Tulis angka bulat, misalnya 12."


class TestPercentField:
    @pytest.mark.parametrize(
        ("typed", "ratio"), [("3", "0.03"), ("0,27", "0.0027"), ("5.5 %", "0.055"), ("100", "1")]
    )
    def test_reads_a_share_of_one(self, typed, ratio):
        assert taken("rate", typed) == Decimal(ratio)

    @pytest.mark.parametrize("typed", ["-3", "1e1", "tiga", "NaN"])
    def test_asks_for_a_number(self, typed):
        assert sentence("rate", typed) == "Tulis persen dengan angka, misalnya 3 atau 0,5."

    def test_says_its_bound(self):
        assert sentence("rate", "100,01") == "Paling banyak 100%."

    def test_shows_a_rate_that_is_known_already(self):
        assert 'value="5,5"' in Everything(formdata=None, rate=Decimal("0.055")).rate()


class TestForeignFields:
    def test_are_not_read(self):  # 25: nobody sends the interest
        assert "bunga" not in sent(bunga="0").data


class TestNameField:
    @pytest.mark.parametrize(
        "typed",
        [
            "O'Brien",  # 26
            "Nur'aini, S.Pd.",  # 27
            "M",  # 28
            "Suharto",  # 29
            "a" * 200,  # 30
            "<script>alert(1)</script>",  # 32
            "{config}",  # 35
            "null",  # 48
            "\u0633\u064a\u062a\u064a",  # 50
        ],
    )
    def test_takes_every_name_and_writes_it_out_harmless(self, typed):
        form = sent(name=typed)

        assert form.validate()
        assert form.name.data == typed
        assert f'value="{escape(typed)}"' in form.name()

    def test_drops_a_joiner(self):  # 38
        assert taken("name", "Si\u200dti") == "Siti"

    def test_makes_one_name_of_two_ways_to_type_it(self):  # 40
        assert taken("name", "Rene\u0301") == taken("name", "Ren\u00e9")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("x" * 10_000, "Paling banyak 200 huruf. Anda menulis 10.000."),  # 31
            (
                "S\u0335\u0336\u0337\u0338iti",
                "Terlalu banyak tanda pada satu huruf. Pakai huruf biasa.",
            ),  # 39
            ("\u0410hmad", "Ada huruf dari abjad lain. Tulis ulang dengan huruf biasa."),  # 41
            ("a\x00b", "Ada tanda yang tidak bisa dibaca. Hapus lalu tulis lagi."),  # 43
            ("\ufffd\ufffd", "Ada tanda yang tidak bisa dibaca. Hapus lalu tulis lagi."),  # 45
            ("a\r\nBcc:", "Tulis dalam satu baris."),  # 46
            ("1234", "Tulis nama dengan huruf."),
        ],
    )
    def test_says_how_to_mend_a_name(self, typed, said):
        assert sentence("name", typed) == said

    @pytest.mark.parametrize("typed", ["", "   ", "\u3164", "\u00ad"])  # 47
    def test_asks_for_a_name_where_there_is_none(self, typed):
        form = sent(Required, name=typed)

        assert not form.validate()
        assert form.name.errors == ["Isi nama sesuai KTP."]


class TestShortTextField:
    @pytest.mark.parametrize(
        "typed",
        [
            '"><img src=x onerror=alert(1)>',  # 33
            "javascript:alert(1)",  # 34
            "{{7*7}} ${7*7}",  # 35
            "%s%s%n",  # 36
            "Kue Bunda \U0001f370",  # 42
            "../../etc/passwd",  # 49
        ],
    )
    def test_keeps_text_as_text(self, typed):
        form = sent(business=typed)

        assert form.validate()
        assert form.business.data == typed
        assert f'value="{escape(typed)}"' in form.business()

    def test_drops_a_change_of_direction(self):  # 37
        assert taken("business", "Kue \u202eadnuB") == "Kue adnuB"

    def test_may_have_another_limit(self):
        class Naming(HarkatForm):
            business = ShortTextField("Nama usaha", limit=3)

        form = sent(Naming, business="Kue Bunda")

        assert not form.validate()
        assert form.business.errors == ["Paling banyak 3 huruf. Anda menulis 9."]

    def test_refuses_a_lone_surrogate(self):  # 44
        form = sent(business="\ud800")

        assert not form.validate()
        assert form.business.errors == ["Ada tanda yang tidak bisa dibaca. Hapus lalu tulis lagi."]


class TestLongTextField:
    def test_keeps_lines(self):
        assert taken("purpose", "Etalase\r\nRak") == "Etalase\nRak"

    def test_is_drawn_with_its_text(self):
        assert ">\r\nEtalase</textarea>" in sent(purpose="Etalase").purpose()


class TestNikField:
    @pytest.mark.parametrize("typed", [NIK, "1571.0512.0588.0004", "1571 0512 0588 0004"])  # 73
    def test_reads_a_nik_and_what_it_says(self, typed):
        form = sent(nik=typed)

        assert form.validate()
        assert form.nik.data == NIK
        assert form.nik.nik.birth_on == date(1988, 5, 12)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (NIK[:15], "NIK harus 16 angka. Anda mengisi 15."),  # 71
            (NIK + "1", "NIK harus 16 angka. Anda mengisi 17."),  # 71
            ("157105O205880004", 'NIK hanya angka. Hapus huruf "O" di posisi ke-7.'),  # 72
            ("157105;205880004", 'NIK hanya angka. Hapus tanda ";" di posisi ke-7.'),
            (
                "1571057205880004",
                "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
            ),  # 74
            (
                "1571051213880004",
                "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
            ),  # 74
            (
                "9971051205880004",
                "Angka ke-1 sampai ke-6 bukan kode wilayah. Cek lagi dengan KTP.",
            ),
            ("0" * 16, "Ini bukan NIK. Salin 16 angka dari KTP Anda."),  # 77
            ("1234567890123456", "Ini bukan NIK. Salin 16 angka dari KTP Anda."),  # 77
            (
                "1571051205100004",
                "Menurut NIK ini umurnya di bawah 17 atau di atas 100 tahun. Cek lagi dengan KTP.",
            ),  # 79
        ],
    )
    def test_says_what_to_look_at(self, typed, said):
        assert sentence("nik", typed) == said

    def test_takes_a_woman(self):  # 75: whether that fits what she says is for people to see
        assert taken("nik", "1571055205880004") == "1571055205880004"

    def test_takes_the_nik_of_another_city(self):  # 76: the rule decides
        assert taken("nik", "3171051205880004") == "3171051205880004"

    def test_takes_ninety_years(self):  # 79
        assert taken("nik", "1571051205360004") == "1571051205360004"


class TestPhoneField:
    @pytest.mark.parametrize(
        "typed", ["+62 812-0000-0123", "6281200000123", "81200000123", "0812 0000 0123"]
    )
    def test_reads_every_way_to_write_it_as_one(self, typed):  # 80
        assert taken("phone", typed) == "+6281200000123"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("0812 345", "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890."),
            (
                "0812 3456 7890 1234",
                "Nomor HP kelebihan angka. Contoh cara tulis: 0812 3456 7890.",
            ),
            ("0812 34S6 7890", 'Nomor HP hanya angka. Hapus huruf "S" di posisi ke-7.'),
            (
                "+60 12-345 6789",
                "Pakai nomor HP Indonesia. Contoh cara tulis: 0812 3456 7890.",
            ),
            ("(0741) 123456", "Ini bukan nomor HP. Isi nomor yang bisa menerima SMS."),
        ],
    )
    def test_says_how_to_write_it(self, typed, said):
        assert sentence("phone", typed) == said

    def test_shows_a_number_that_is_known_already(self):
        form = Everything(formdata=None, phone="+6281200000123")

        assert 'value="0812-0000-0123"' in form.phone()


class TestNibField:
    def test_reads_thirteen_digits(self):
        assert taken("nib", "0220 1234 56789") == "0220123456789"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("912345678901", "NIB harus 13 angka. Anda mengisi 12."),  # 82
            ("91234567890123", "NIB harus 13 angka. Anda mengisi 14."),  # 82
        ],
    )
    def test_says_how_long_it_is(self, typed, said):
        assert sentence("nib", typed) == said


class TestDateFieldId:
    @pytest.mark.parametrize("typed", ["2026-02-03", "2026-2-3", "3/2/2026", "3 Februari 2026"])
    def test_reads_days(self, typed):
        assert taken("started_on", typed) == date(2026, 2, 3)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("31/02/2026", "Tanggal ini tidak ada. Februari 2026 sampai tanggal 28."),  # 111
            ("3/2/26", "Tulis tahun dengan 4 angka, misalnya 2026."),  # 111
            ("3/13/2026", "Bulan ini tidak ada. Bulan hanya 1 sampai 12."),
            ("besok", "Tulis tanggal, bulan, dan tahun, misalnya 4/4/2026."),
        ],
    )
    def test_says_what_is_no_day_in_a_box_that_can_show_it(self, typed, said):
        assert sentence("started_on", typed) == said
        assert 'type="text"' in sent(started_on=typed).started_on()

    def test_shows_a_day_as_a_date_box_wants_it(self):
        drawn = sent(started_on="3/2/2026").started_on()

        assert 'type="date"' in drawn
        assert 'value="2026-02-03"' in drawn


class TestCodeField:
    def test_reads_digits_with_gaps(self):
        assert taken("code", "123 456") == "123456"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("12345", "Kode harus 6 angka. Anda mengisi 5."), ("12345a", "Kode hanya angka.")],
    )
    def test_says_what_a_code_is_and_forgets_it(self, typed, said):
        form = sent(code=typed)

        assert not form.validate()
        assert form.code.errors == [said]
        assert typed not in form.code()


class TestPasswordField:
    def test_takes_it_as_it_is_and_never_shows_it(self):
        form = sent(password="  tiga kata saja  ")

        assert form.validate()
        assert form.password.data == "  tiga kata saja  "
        assert "tiga" not in form.password()

    def test_has_a_far_bound(self):
        form = sent(password="x" * 257)

        assert not form.validate()
        assert form.password.errors == ["Kata sandi paling banyak 256 huruf atau angka."]


class TestChoices:
    @pytest.mark.parametrize(
        ("name", "answer"), [("sector", "food"), ("kecamatan", "1"), ("agrees", "y")]
    )
    def test_take_an_answer_that_was_offered(self, name, answer):
        assert taken(name, answer) in (answer, True)

    @pytest.mark.parametrize("name", ["sector", "kecamatan"])
    def test_refuse_an_answer_that_was_not_offered(self, name):
        form = sent(**{name: "else"})

        assert not form.validate()
        assert form[name].errors == ["Pilih salah satu dari daftar."]

    @pytest.mark.parametrize("name", ["sector", "kecamatan"])
    def test_refuse_two_answers(self, name):
        form = Everything(formdata=MultiDict([(name, "food"), (name, "1")]))

        assert not form.validate()
        assert form[name].errors == ["Isian ini terkirim lebih dari sekali. Isi satu kali saja."]

    @pytest.mark.parametrize("name", ["sector", "kecamatan", "papers"])
    def test_refuse_what_is_no_text(self, name):
        form = Everything(formdata=MultiDict([(name, 7)]))

        assert not form.validate()
        assert form[name].errors == ["Isian ini tidak bisa dibaca. Tulis lagi."]

    def test_take_several_where_several_may_be(self):
        form = sent(papers=["nib", "sku"])

        assert form.validate()
        assert form.papers.data == ["nib", "sku"]

    def test_refuse_one_of_several_that_was_not_offered(self):
        form = sent(papers=["nib", "else"])

        assert not form.validate()
        assert form.papers.errors == ["'else' tidak ada di daftar."]

    def test_show_no_answer_before_one_is_given(self):
        form = Everything(formdata=None)

        assert [option.checked for option in form.sector] == [False]


class TestRequired:
    def test_says_of_each_field_what_is_missing(self):
        form = sent(Required)

        assert not form.validate()
        assert form.errors == {
            "requested": ["Isi jumlah dalam rupiah."],
            "name": ["Isi nama sesuai KTP."],
            "nik": ["Isi NIK Anda, 16 angka di KTP."],
            "phone": ["Isi nomor HP Anda."],
            "nib": ["Isi NIB Anda, 13 angka."],
            "started_on": ["Isi tanggal."],
            "workers": ["Isi dengan angka."],
            "rate": ["Isi persennya."],
            "code": ["Isi kode yang kami kirim."],
            "password": ["Isi kata sandi Anda."],
            "sector": ["Pilih jenis usaha Anda."],
            "kecamatan": ["Pilih salah satu."],
            "papers": ["Pilih paling sedikit satu."],
            "agrees": ["Centang bila Anda setuju."],
        }

    def test_lets_everything_else_stay_empty(self):
        form = sent()

        assert form.validate()
        values = {form[name].data for name in form.data if name not in ("idem_key", "papers")}
        assert values <= {None, False}
