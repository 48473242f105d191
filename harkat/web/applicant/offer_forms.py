"""The forms of the owners' answer to an approval, and of an objection to a refusal."""

import re

from wtforms.validators import ValidationError

from harkat.domain.appeals import LONGEST_WORDS
from harkat.web.forms import CodeField, HarkatForm, HiddenField, LongTextField, TickField

_RELOAD = "Muat ulang halaman ini, lalu jawab sekali lagi."


class _AnswerForm(HarkatForm):
    """Any answer to the terms shown under a version."""

    version = HiddenField()

    def validate_version(self, field: HiddenField) -> None:
        """Refuse a page that does not say which terms it showed."""
        if not isinstance(field.data, str) or not re.fullmatch(r"[0-9]{1,9}", field.data):
            raise ValidationError(_RELOAD)


class SendCodeForm(_AnswerForm):
    """Asking for the code of the terms shown."""


class OfferForm(_AnswerForm):
    """The borrower's own yes; `digest` is that of the key facts the page showed."""

    digest = HiddenField()
    code = CodeField(
        "Kode 6 angka", description="Ada di SMS atau WhatsApp terakhir. Berlaku 5 menit."
    )
    has_read = TickField(
        "Saya sudah membaca ringkasan ini dan setuju.",
        required="Baca ringkasannya, lalu ketuk kotak ini.",
    )

    def validate_digest(self, field: HiddenField) -> None:
        """Refuse a page that does not say what it showed."""
        if not isinstance(field.data, str) or not re.fullmatch(r"[0-9a-f]{64}", field.data):
            raise ValidationError(_RELOAD)


class RefusalForm(_AnswerForm):
    """The borrower's no to the terms shown under a version."""


class AppealForm(HarkatForm):
    """Why the owner does not agree with a refusal."""

    words = LongTextField(
        "Kenapa Anda tidak setuju?",
        limit=LONGEST_WORDS,
        required="Tulis kenapa Anda tidak setuju.",
        description="Tulis dengan kata-kata Anda sendiri. Jangan tulis NIK atau nomor rekening.",
    )
