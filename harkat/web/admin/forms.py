"""The forms of the administrators' pages."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from harkat.domain.business_days import HolidayKind
from harkat.domain.documents import DocumentKind
from harkat.domain.kolektibilitas import BankType
from harkat.domain.money import Rupiah
from harkat.domain.roles import BANK_ROLES, Role
from harkat.domain.setting_values import NONE
from harkat.queries.areas import KelurahanRow
from harkat.queries.banks import BankRow
from harkat.queries.settings import ProductRow
from harkat.services.facility import CHANGES, OF_A_BANK
from harkat.web.admin.setting_kinds import Kind
from harkat.web.admin.setting_labels import LABELS, what_works
from harkat.web.forms import (
    AtLeast,
    CheckboxesField,
    ChoiceField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    NameField,
    PercentField,
    PhoneField,
    RupiahField,
    ShortTextField,
    WholeNumberField,
)
from harkat.web.labels import label, options

WHOLE_PROGRAMME = "semua"
STAFF_ROLES = tuple(role for role in Role if role is not Role.BUSINESS_OWNER)
_BANK_CODE = re.compile(r"[A-Z0-9]{2,12}")


def bank_choices(banks: Sequence[BankRow]) -> list[tuple[str, str]]:
    """Return the banks to choose from, by code."""
    return [(bank.code, bank.name) for bank in banks]


def kelurahan_choices(rows: Sequence[KelurahanRow]) -> dict[str, dict[str, str]]:
    """Return the city's kelurahan to choose from, those of one kecamatan together."""
    grouped: dict[str, dict[str, str]] = {}
    for row in rows:
        grouped.setdefault(f"Kecamatan {row.kecamatan}", {})[row.code] = row.name
    return grouped


class _WithBank(HarkatForm):
    """A form in which another answer decides whether a bank is to be chosen."""

    bank: DropdownField

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at each field, then whether the bank fits the rest."""
        if not super().validate(extra_validators):
            return False
        sentence = self.bank_sentence()
        if sentence:
            self.refuse(sentence, field=self.bank)
        return sentence is None

    def bank_sentence(self) -> str | None:
        """Return what is wrong with the bank, if anything is."""
        raise NotImplementedError


class ChangeForm(_WithBank):
    """A change of the ceiling or of a slice, to be agreed by a second person."""

    kind = ChoiceField(
        "Apa yang diubah?",
        choices={str(kind): label(kind) for kind in CHANGES},
        required="Pilih apa yang diubah.",
    )
    bank = DropdownField(
        "Bank", required=None, description="Hanya untuk pagu bank. Untuk pagu program, kosongkan."
    )
    amount = RupiahField(
        "Ditambah atau dikurangi berapa?",
        [AtLeast(limit=Rupiah(1), sentence="Isi jumlah lebih dari Rp0.")],
    )
    effective_on = DateFieldId("Berlaku sejak", required="Isi tanggal mulai berlaku.")
    note = ShortTextField(
        "Dasar perubahan",
        limit=200,
        required="Isi dasar perubahan, misalnya nomor surat.",
        description="Misalnya nomor surat keputusan.",
    )

    def bank_sentence(self) -> str | None:
        """Return what is wrong with the bank for this change."""
        is_of_a_bank = self.kind.data in OF_A_BANK
        if is_of_a_bank == bool(self.bank.data):
            return None
        if is_of_a_bank:
            return "Pilih bank yang pagunya diubah."
        return "Pagu program tidak memakai bank. Kosongkan pilihan bank."


class BankForm(HarkatForm):
    """A bank that takes part."""

    name = ShortTextField("Nama bank", limit=120, required="Isi nama bank.")
    code = ShortTextField(
        "Kode bank",
        limit=12,
        required="Isi kode bank.",
        description="2 sampai 12 huruf besar atau angka, misalnya BCJ. Tidak bisa diubah lagi.",
    )
    bank_type = ChoiceField(
        "Jenis bank", choices=dict(options(BankType)), required="Pilih jenis bank."
    )

    def validate_code(self, field: Field) -> None:
        """Take only a code that can stand in addresses."""
        if not _BANK_CODE.fullmatch(field.data):
            raise ValidationError("Pakai 2 sampai 12 huruf besar atau angka, tanpa spasi.")


class StaffForm(_WithBank):
    """A member of staff who is to get an account."""

    full_name = NameField("Nama lengkap", required="Isi nama lengkap petugas.")
    phone = PhoneField(
        "Nomor HP petugas",
        required="Isi nomor HP petugas.",
        description="Petugas masuk dengan nomor ini.",
    )
    role = ChoiceField(
        "Peran",
        choices={str(role): label(role) for role in STAFF_ROLES},
        required="Pilih peran petugas.",
    )
    bank = DropdownField("Bank", required=None, description="Hanya untuk petugas bank.")
    kelurahan = DropdownField(
        "Kelurahan", required=None, description="Hanya untuk pendamping di kantor kelurahan."
    )

    def validate_kelurahan(self, field: DropdownField) -> None:
        """Refuse a kelurahan for anybody who sits at none of its desks."""
        if field.data and self.role.data != Role.ASSISTANT:
            raise ValidationError("Peran ini tidak memakai kelurahan. Kosongkan pilihannya.")

    def bank_sentence(self) -> str | None:
        """Return what is wrong with the bank for this role."""
        is_of_a_bank = self.role.data in BANK_ROLES
        if is_of_a_bank == bool(self.bank.data):
            return None
        if is_of_a_bank:
            return "Pilih bank petugas ini."
        return "Peran ini tidak memakai bank. Kosongkan pilihan bank."


class SettingForm(HarkatForm):
    """A value proposed for a rule; `value` differs by the kind of the rule."""

    value: Any
    product = ChoiceField("Berlaku untuk", default=WHOLE_PROGRAMME)
    valid_from = DateFieldId("Berlaku sejak", required="Isi tanggal mulai berlaku.")

    @property
    def stored_value(self) -> str:
        """The text that is kept of the value."""
        if self.value.data is None:
            return NONE
        if isinstance(self.value.data, Decimal):
            return f"{self.value.data.normalize():f}"
        return str(self.value.data)


class _RateForm(SettingForm):
    value = PercentField("Nilai baru")


class _OptionalRateForm(SettingForm):
    value = PercentField("Nilai baru", required=None)


class _SharesForm(SettingForm):
    value = ShortTextField("Nilai baru", limit=60, required="Isi nilai baru.")

    @property
    def stored_value(self) -> str:
        """The text that is kept of the value; people write a comma before decimals."""
        return str(self.value.data).replace(",", ".").replace("%", "")


class _AmountForm(SettingForm):
    value = RupiahField("Nilai baru")


class _CountForm(SettingForm):
    value = WholeNumberField("Nilai baru", maximum=9_999)


class _OptionalCountForm(SettingForm):
    value = WholeNumberField("Nilai baru", maximum=9_999, required=None)


class _TextForm(SettingForm):
    value = ShortTextField("Nilai baru", limit=60, required="Isi nilai baru.")


class _ChoiceForm(SettingForm):
    value = ChoiceField("Nilai baru")


class _DocumentsForm(SettingForm):
    value = CheckboxesField("Nilai baru", choices=dict(options(DocumentKind)))

    @property
    def stored_value(self) -> str:
        """The text that is kept of the value."""
        return " ".join(self.value.data or []) or NONE


_FORMS: Mapping[Kind, type[SettingForm]] = {
    Kind.RATE: _RateForm,
    Kind.OPTIONAL_RATE: _OptionalRateForm,
    Kind.SHARES: _SharesForm,
    Kind.AMOUNT: _AmountForm,
    Kind.COUNT: _CountForm,
    Kind.OPTIONAL_COUNT: _OptionalCountForm,
    Kind.MONTHS: _TextForm,
    Kind.TEXT: _TextForm,
    Kind.CHOICE: _ChoiceForm,
    Kind.DOCUMENTS: _DocumentsForm,
}


def setting_form(name: str, products: Sequence[ProductRow], **values: Any) -> SettingForm:
    """Return the form that asks for a value of this rule."""
    described = LABELS[name]
    form = _FORMS[described.kind](**values)
    form.value.description = what_works(name)
    if described.choices:
        form.value.choices = list(described.choices.items())
    form.product.choices = [(WHOLE_PROGRAMME, "Seluruh program")]
    if not described.is_programme_wide:
        form.product.choices += [(product.code, product.name) for product in products]
    return form


class HolidayForm(HarkatForm):
    """A day that is to become a holiday, or to be none any more."""

    falls_on = DateFieldId("Tanggal", required="Isi tanggalnya.")
    effect = ChoiceField(
        "Apa yang diubah?",
        choices={"add": "Tambahkan sebagai libur", "cancel": "Batalkan liburnya"},
        required="Pilih ditambahkan atau dibatalkan.",
    )
    holiday_name = ShortTextField("Nama libur", limit=120, required="Isi nama liburnya.")
    kind = ChoiceField(
        "Jenis", choices=dict(options(HolidayKind)), required="Pilih jenis liburnya."
    )
    source = ShortTextField(
        "Dasar",
        limit=200,
        required="Isi dasarnya, misalnya nomor SKB.",
        description="Misalnya nomor Surat Keputusan Bersama.",
    )
