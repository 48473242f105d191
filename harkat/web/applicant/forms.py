"""The forms of the owners' pages."""

import re

from harkat.domain.people import BusinessPlace, ConsentPurpose, Sector
from harkat.queries.areas import kelurahan_list
from harkat.web.form_fields import NUMERIC, WrittenField
from harkat.web.forms import (
    ChoiceField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    LongTextField,
    NameField,
    NibField,
    NotInFuture,
    PasswordField,
    PhoneField,
    RupiahField,
    ShortTextField,
    TickField,
)
from harkat.web.labels import options

SHORTEST_ACCOUNT_NO, LONGEST_ACCOUNT_NO = 6, 20  # digits
_SPACING = re.compile(r"[\s.\-]")


class AccountNoField(WrittenField):
    """The number of a bank account; spaces, points and dashes in it do not matter."""

    data: str | None
    attributes = NUMERIC
    usual_label = "Nomor rekening"
    when_empty = "Isi nomor rekening Anda."

    def read(self, typed: str) -> str:
        """Return the digits."""
        digits = _SPACING.sub("", typed)
        if not re.fullmatch(r"[0-9]+", digits):
            raise ValueError("Nomor rekening hanya angka.")
        if not SHORTEST_ACCOUNT_NO <= len(digits) <= LONGEST_ACCOUNT_NO:
            raise ValueError(
                f"Nomor rekening {SHORTEST_ACCOUNT_NO} sampai {LONGEST_ACCOUNT_NO} angka. "
                f"Anda mengisi {len(digits)}."
            )
        return digits


class BusinessForm(HarkatForm):
    """What the business is and where."""

    name = ShortTextField(
        "Nama usaha",
        required="Isi nama usaha Anda.",
        description="Belum punya nama? Tulis saja, misalnya Warung Bu Contoh.",
    )
    sector = DropdownField(
        "Jenis usaha", choices=dict(options(Sector)), required="Pilih jenis usaha Anda."
    )
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
    started_on = DateFieldId(
        "Mulai usaha",
        [NotInFuture(sentence="Tanggal mulai usaha harus hari ini atau sebelumnya.")],
        required="Isi tanggal mulai usaha.",
        description="Kalau lupa tanggalnya, pakai tanggal 1 bulan itu.",
    )
    nib = NibField(
        description="Nomor izin usaha, 13 angka. Belum punya? Kosongkan, boleh menyusul."
    )

    def offer_kelurahan(self) -> None:
        """Offer the city's kelurahan, those of one kecamatan together."""
        grouped: dict[str, dict[str, str]] = {}
        for row in kelurahan_list():
            grouped.setdefault(f"Kecamatan {row.kecamatan}", {})[row.code] = row.name
        self.kelurahan_code.choices = grouped


class PayoutAccountForm(HarkatForm):
    """The bank account the money is to go to."""

    bank_name = ShortTextField(
        "Bank", limit=80, required="Isi nama bank Anda.", description="Misalnya Bank Contoh."
    )
    account_no = AccountNoField()
    holder = NameField(
        "Nama pemilik rekening",
        required="Isi nama pemilik rekening.",
        description="Seperti di buku tabungan.",
        render_kw={"autocomplete": "off"},
    )
    is_explained = TickField(
        "Rekening ini milik saya sendiri. Bank menulis nama saya berbeda dari KTP."
    )
    password = PasswordField("Kata sandi Anda, untuk mengganti rekening", required=None)

    def ask_password(self, *, is_needed: bool) -> None:
        """Make the password a question of this form when a stored number is to change."""
        if is_needed:
            self.password.required = self.password.when_empty
            self.password.flags.required = True


class DataConsentForm(HarkatForm):
    """One use of data to agree to."""

    purpose = DropdownField("Izin", choices=dict(options(ConsentPurpose)))


class GroupForm(HarkatForm):
    """The name of a new group."""

    name = ShortTextField(
        "Nama kelompok",
        limit=80,
        required="Isi nama kelompok.",
        description="Misalnya Mawar, atau nama gang Anda.",
    )


class InvitationForm(HarkatForm):
    """Whom to invite."""

    name = NameField("Nama orang yang diajak", required="Isi nama orang yang diajak.")
    phone = PhoneField(
        "Nomor HP-nya",
        required="Isi nomor HP orang yang diajak.",
        description="Nomor yang ia pakai untuk masuk ke Bank Harkat.",
        render_kw={"autocomplete": "off"},
    )


class JoiningForm(HarkatForm):
    """The yes to joint liability."""

    has_read = TickField(
        "Saya sudah membaca kelima kalimat di atas dan setuju.",
        required="Baca kelima kalimat itu, lalu ketuk kotak ini.",
    )


class StartForm(HarkatForm):
    """At which bank, and for how long."""

    bank_code = ChoiceField("Bank", required="Pilih bank.")
    instalments = ChoiceField("Lama pinjaman", coerce=int, required="Pilih lama pinjaman.")


class PartForm(HarkatForm):
    """How much the owner wants to borrow, and what for."""

    requested = RupiahField(
        "Jumlah yang ingin dipinjam", required="Isi jumlah yang ingin dipinjam."
    )
    purpose = LongTextField(
        "Untuk apa",
        limit=500,
        required="Tulis untuk apa uangnya.",
        description="Misalnya: beli etalase dan tambah stok beras.",
    )


class ConfirmationForm(HarkatForm):
    """A step that is confirmed by pressing, once."""
