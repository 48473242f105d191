"""The forms in which owners tell about themselves, their business and its money."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from harkat import clock
from harkat.domain import identity
from harkat.domain.affordability import MOST_OPEN_DAYS, MoneyUnit
from harkat.domain.indonesian import MONTHS
from harkat.domain.money import Rupiah
from harkat.domain.people import BusinessPlace, Education, MaritalStatus, Sector
from harkat.queries.areas import kelurahan_list
from harkat.queries.own_file import OwnBusiness
from harkat.web.form_fields import NUMERIC, WrittenField
from harkat.web.form_messages import number_sentence
from harkat.web.forms import (
    AtLeast,
    AtMost,
    ChoiceField,
    DropdownField,
    NameField,
    NibField,
    PhoneField,
    RupiahField,
    ShortTextField,
    WholeNumberField,
)
from harkat.web.kept_answers import KeptForm
from harkat.web.labels import options

_FIRST_YEAR = 1950
_MOST_AMOUNT = Rupiah(1_000_000_000)
_RT = re.compile(r"(?:rt[ .]*)?([0-9]{1,3})(?:[ /,]+(?:rw[ .]*)?[0-9]{1,3})?", re.IGNORECASE)
_YES, _NO = "yes", "no"
_TOO_MUCH = AtMost(limit=_MOST_AMOUNT, sentence="Paling banyak {limit}. Periksa lagi nolnya.")


class KkField(WrittenField):
    """The number of the family card."""

    data: str | None
    attributes = NUMERIC
    usual_label = "Nomor KK"
    when_empty = "Isi nomor KK Anda, 16 angka."

    def read(self, typed: str) -> str:
        """Return the sixteen digits."""
        try:
            return identity.parse_kk(typed)
        except identity.InvalidKk as problem:
            raise ValueError(number_sentence(problem)) from None


class RtField(WrittenField):
    """The number of the neighbourhood, as on the KTP or shorter; 0 where there is none."""

    data: int | None
    attributes = NUMERIC
    usual_label = "RT"
    when_empty = "Isi nomor RT. Tidak ada? Tulis 0."

    def read(self, typed: str) -> int:
        """Return the number; of RT and RW together, the first."""
        found = _RT.fullmatch(typed.strip())
        if found is None:
            raise ValueError("Tulis nomor RT, misalnya 7. Tidak ada? Tulis 0.")
        return int(found[1])


class YearField(WholeNumberField):
    """A year of four digits that somebody alive can remember."""

    def read(self, typed: str) -> int:
        """Return the year."""
        digits = typed.strip()
        if not re.fullmatch(r"[0-9]{4}", digits):
            raise ValueError("Tulis tahun dengan 4 angka, misalnya 2021.")
        if int(digits) < _FIRST_YEAR:
            raise ValueError("Tahun ini terlalu jauh. Periksa lagi.")
        return int(digits)


class IdentityForm(KeptForm):
    """What stands on the KTP is right, and this is the family card."""

    kk_no = KkField(description="16 angka, di bagian atas Kartu Keluarga.")

    def allow_known_number(self) -> None:
        """Let the box be empty, since a number is stored already."""
        self.kk_no.required = None
        self.kk_no.flags.required = False


class HomeForm(KeptForm):
    """Where somebody lives."""

    kelurahan_code = DropdownField("Kelurahan", required="Pilih kelurahan tempat tinggal Anda.")
    rt = RtField(description="Misalnya 7. Tidak ada RT? Tulis 0.")
    street = ShortTextField(
        "Nama jalan dan nomor rumah",
        required="Isi nama jalan dan nomor rumah.",
        render_kw={"autocomplete": "street-address"},
    )


class FamilyForm(KeptForm):
    """Whether somebody is married; the rest nobody has to say."""

    marital_status = ChoiceField(
        "Status kawin", choices=dict(options(MaritalStatus)), required="Pilih status kawin Anda."
    )
    spouse_name = NameField(
        "Nama suami atau istri",
        required=None,
        description="Isi hanya kalau kawin.",
        render_kw={"autocomplete": "off"},
    )
    other_phone = PhoneField(
        "Nomor HP lain",
        required=None,
        description="Untuk menghubungi Anda kalau nomor pertama mati.",
        render_kw={"autocomplete": "off"},
    )
    education = DropdownField("Sekolah terakhir", choices=dict(options(Education)), required=None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask a married person for the name of the husband or wife."""
        is_valid = super().validate(extra_validators)
        is_married = self.marital_status.data == MaritalStatus.MARRIED
        if is_married and not self.spouse_name.data and not self.spouse_name.errors:
            self.refuse("Isi nama suami atau istri.", field=self.spouse_name)
            return False
        return is_valid


class BusinessForm(KeptForm):
    """What the business is and where."""

    may_stay_on_phone = (
        "sector",
        "place",
        "kelurahan_code",
        "started_month",
        "started_year",
        "has_nib",
        "workers",
    )

    sector = ChoiceField(
        "Jenis usaha", choices=dict(options(Sector)), required="Pilih jenis usaha Anda."
    )
    name = ShortTextField("Nama usaha", required=None, description="Misalnya Warung Bu Contoh.")
    place = ChoiceField(
        "Tempat usaha", choices=dict(options(BusinessPlace)), required="Pilih tempat usaha Anda."
    )
    kelurahan_code = DropdownField("Kelurahan tempat usaha", required="Pilih kelurahan usaha Anda.")
    address = ShortTextField(
        "Alamat usaha",
        required="Isi alamat usaha Anda.",
        description="Nama jalan, nomor, dan RT. Kalau keliling, tulis alamat rumah.",
        render_kw={"autocomplete": "street-address"},
    )
    started_month = DropdownField(
        "Mulai usaha bulan",
        choices={str(number): name for number, name in enumerate(MONTHS, start=1)},
        required="Pilih bulan mulai usaha.",
        description="Kalau lupa, perkiraan saja sudah cukup.",
    )
    started_year = YearField(
        "Mulai usaha tahun",
        required="Isi tahun mulai usaha.",
        description="4 angka, misalnya 2021.",
    )
    has_nib = ChoiceField(
        "Sudah punya NIB?",
        choices={_YES: "Ya", _NO: "Belum"},
        hints={_NO: "Kami bantu buat di OSS; boleh lanjut."},
        required="Pilih ya atau belum.",
        description="NIB adalah nomor izin usaha.",
    )
    nib = NibField(description="13 angka. Isi hanya kalau sudah punya.")
    workers = WholeNumberField(
        "Berapa orang yang bekerja?",
        minimum=1,
        maximum=1000,
        required="Isi jumlah orang yang bekerja.",
        description="Termasuk Anda. Sendiri saja? Tulis 1.",
    )

    @property
    def started_on(self) -> date:
        """The first day of the month in which the business began."""
        return date(self.started_year.data or 1, int(self.started_month.data), 1)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a beginning in the future, and a yes without the number it stands for."""
        is_valid = super().validate(extra_validators)
        has_begin = not (self.started_month.errors or self.started_year.errors)
        if has_begin and self.started_on > clock.today():
            sentence = "Tanggal mulai usaha harus hari ini atau sebelumnya."
            self.refuse(sentence, field=self.started_year)
        if self.has_nib.data == _YES and self.nib.data is None and not self.nib.errors:
            self.refuse("Isi NIB Anda, 13 angka.", field=self.nib)
        if self.has_nib.data == _NO:
            self.nib.data = None
        return is_valid and not self.errors


class MoneyForm(KeptForm):
    """What comes in and goes out; an estimate is enough."""

    may_stay_on_phone = (
        "unit",
        "open_days",
        "sales",
        "purchases",
        "other_costs",
        "household",
        "other_instalments",
    )

    unit = ChoiceField(
        "Mana yang lebih Anda ingat?",
        choices={
            MoneyUnit.DAY.value: "Penjualan sehari",
            MoneyUnit.WEEK.value: "Penjualan seminggu",
        },
        required="Pilih sehari atau seminggu.",
    )
    open_days = ChoiceField(
        "Buka berapa hari seminggu?",
        choices={number: str(number) for number in range(1, MOST_OPEN_DAYS + 1)},
        coerce=int,
        required="Pilih berapa hari buka.",
    )
    sales = RupiahField(
        "Penjualan",
        [AtLeast(limit=Rupiah(1), sentence="Isi penjualan lebih dari 0."), _TOO_MUCH],
        required="Isi penjualan Anda.",
        description="Sehari atau seminggu, seperti pilihan di atas.",
    )
    purchases = RupiahField(
        "Belanja barang atau bahan",
        [_TOO_MUCH],
        required="Isi belanja Anda. Tidak ada? Tulis 0.",
        description="Untuk waktu yang sama. Tidak ada? Tulis 0.",
    )
    other_costs = RupiahField(
        "Biaya usaha lain sebulan",
        [_TOO_MUCH],
        required="Isi biaya usaha lain. Tidak ada? Tulis 0.",
        description="Sewa, listrik, gaji, bensin.",
    )
    household = RupiahField(
        "Biaya rumah tangga sebulan",
        [_TOO_MUCH],
        required="Isi biaya rumah tangga. Tidak ada? Tulis 0.",
        description="Makan, sekolah, listrik, dan lain-lain.",
    )
    other_instalments = RupiahField(
        "Cicilan lain sebulan",
        [_TOO_MUCH],
        required="Isi cicilan lain. Tidak ada? Tulis 0.",
        description="Bank, koperasi, motor, HP, bayar nanti. Tidak ada? Tulis 0.",
    )


def offer_kelurahan(form: HomeForm | BusinessForm) -> None:
    """Offer the city's kelurahan, those of one kecamatan together."""
    grouped: dict[str, dict[str, str]] = {}
    for row in kelurahan_list():
        grouped.setdefault(f"Kecamatan {row.kecamatan}", {})[row.code] = row.name
    form.kelurahan_code.choices = grouped


def business_answers(business: OwnBusiness) -> Mapping[str, object]:
    """Return what was told about a business as the form asks it."""
    return {
        "name": business.name,
        "sector": business.sector,
        "place": business.place,
        "kelurahan_code": business.kelurahan_code,
        "address": business.address,
        "started_month": str(business.started_on.month),
        "started_year": business.started_on.year,
        "has_nib": _YES if business.nib else _NO,
        "nib": business.nib,
        "workers": business.workers,
    }
