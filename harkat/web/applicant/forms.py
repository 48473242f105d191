"""The forms of the owners' pages."""

import re

from harkat.domain.people import ConsentPurpose
from harkat.web.form_fields import NUMERIC, WrittenField
from harkat.web.forms import (
    ChoiceField,
    CodeField,
    DropdownField,
    HarkatForm,
    NameField,
    PasswordField,
    PhoneField,
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


class ConfirmationForm(HarkatForm):
    """A step that is confirmed by pressing, once."""


class AssistedSendingForm(HarkatForm):
    """The owner's own yes, while somebody helps."""

    code = CodeField("Kode 6 angka di HP pemilik")
