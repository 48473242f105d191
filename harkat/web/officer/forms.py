"""The forms of the bank's officers."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import Form, FormField

from harkat import clock
from harkat.domain.money import Rupiah, format_rupiah, total
from harkat.domain.reasons import Reason, ReasonCode
from harkat.queries.file_lines import FileLine
from harkat.web.form_messages import IndonesianMessages
from harkat.web.forms import (
    DateFieldId,
    DropdownField,
    HarkatForm,
    HiddenField,
    LongTextField,
    NotInFuture,
    QueryForm,
    RupiahField,
    ShortTextField,
)
from harkat.web.sentences import REASONS

REASON_CHOICES = {str(code): f"{code}: {text.sentence}" for code, text in REASONS.items()}
NEXT_STEPS = {str(code): text.next_step for code, text in REASONS.items()}
_LINE = "line_"
_NEVER_SHOWN_VERSION = 0

NOTHING_GIVEN = "Semua jumlah 0. Isi paling sedikit satu, atau tolak pengajuannya."


class SearchForm(QueryForm):
    """Part of a number or a name."""

    search = ShortTextField("Cari nomor atau nama", name="cari", limit=100)

    @property
    def asked(self) -> str:
        """What is looked for; nothing if the box is empty or cannot be read."""
        is_asked = any(self.search.raw_data or ())
        return (self.search.data or "") if is_asked and self.validate() else ""


class StepForm(HarkatForm):
    """A step that needs no answer but a press of its button."""


class ReasonForm(HarkatForm):
    """Why a file goes back or is refused, and what to do next."""

    reason_code = DropdownField(
        "Alasan", choices=REASON_CHOICES, required="Pilih alasan dari daftar."
    )
    next_step = LongTextField(
        "Langkah berikutnya untuk pemohon",
        limit=300,
        required=None,
        description="Bila dikosongkan, dipakai langkah yang biasa untuk alasan ini.",
    )
    note = LongTextField("Catatan", limit=500, required=None)

    @property
    def reason(self) -> Reason:
        """The reason of a form that was read."""
        assert self.reason_code.data is not None
        return reason_of(self.reason_code.data, self.next_step.data, note=self.note.data)


class LinePart(Form):
    """One borrower's amount; nothing needs a reason."""

    class Meta:
        """What WTForms asks about the part."""

        def get_translations(self, _form: object) -> IndonesianMessages:
            """Return the Indonesian sentences."""
            return IndonesianMessages()

    amount = RupiahField("Jumlah", required="Isi jumlahnya. Tulis 0 bila tidak diberi.")
    reason_code = DropdownField("Alasan bila 0", choices=REASON_CHOICES, required=None)
    next_step = ShortTextField("Langkah berikutnya bila 0", limit=300, required=None)

    @property
    def reason(self) -> Reason | None:
        """Why this borrower gets nothing, if that was said."""
        if self.amount.data or not self.reason_code.data:
            return None
        return reason_of(self.reason_code.data, self.next_step.data, note=None)


class AmountsForm(HarkatForm):
    """An amount for every borrower of a file as it was shown (`version`)."""

    version = HiddenField()
    confirmed = HiddenField()

    @property
    def parts(self) -> Mapping[str, LinePart]:
        """The borrowers' parts by the public ids of their lines."""
        return {
            name.removeprefix(_LINE): cast(LinePart, field.form)
            for name, field in self._fields.items()
            if isinstance(field, FormField)
        }

    @property
    def amounts(self) -> Mapping[str, Rupiah]:
        """What each borrower gets."""
        return {line: part.amount.data or Rupiah(0) for line, part in self.parts.items()}

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why borrowers get nothing, where that was said."""
        found = {line: part.reason for line, part in self.parts.items()}
        return {line: reason for line, reason in found.items() if reason is not None}

    @property
    def sum(self) -> Rupiah:
        """What all borrowers get together."""
        return total(self.amounts.values())

    @property
    def version_seen(self) -> int:
        """The file's version when the page was made; what is no number was never shown."""
        text = str(self.version.data or "")
        is_version = text.isascii() and text.isdigit() and len(text) <= 9
        return int(text) if is_version else _NEVER_SHOWN_VERSION

    def is_complete(self, limits: Mapping[str, Rupiah]) -> bool:
        """Tell whether no amount is above its limit and every zero has a reason."""
        for line, part in self.parts.items():
            amount, limit = part.amount.data or Rupiah(0), limits.get(line, Rupiah(0))
            if amount > limit:
                self.refuse_amount(line, limit=limit)
            elif not amount and limit and part.reason is None:
                self.ask_reason(line)
        if not self.errors and not self.sum:
            self.refuse(NOTHING_GIVEN)
        return not self.errors

    def refuse_amount(self, line: str, *, limit: Rupiah) -> None:
        """Say beside a borrower's amount how much it can be."""
        field, name = self._part(line)
        self.refuse(f"Paling banyak {format_rupiah(limit)} untuk {name}.", field=field.amount)

    def ask_reason(self, line: str) -> None:
        """Say that a borrower who gets nothing must be told why."""
        field, name = self._part(line)
        self.refuse(f"Pilih alasan untuk {name}, karena jumlahnya 0.", field=field.reason_code)

    def _part(self, line: str) -> tuple[LinePart, str]:
        field = self._fields[f"{_LINE}{line}"]
        return self.parts[line], str(field.label.text)


def amounts_form(
    lines: Sequence[FileLine], *, amounts: Mapping[str, Rupiah], version: int, **formdata: None
) -> AmountsForm:
    """Return the form for these borrowers, filled with amounts by the lines' public ids.

    It takes what was sent with the request, unless `formdata` is given as None.
    """
    parts = {f"{_LINE}{line.public_id}": FormField(LinePart, label=line.name) for line in lines}
    form_class = cast(type[AmountsForm], type("AmountsForm", (AmountsForm,), dict(parts)))
    values: dict[str, Any] = {
        f"{_LINE}{line.public_id}": {
            "amount": amounts.get(line.public_id),
            "reason_code": str(line.reason.code) if line.reason else None,
            "next_step": line.reason.next_step if line.reason else None,
        }
        for line in lines
    }
    return form_class(data={"version": str(version), "confirmed": "", **values}, **formdata)


def is_in_form(line: FileLine, sent: Mapping[str, str]) -> bool:
    """Tell whether a form that was sent asked about this borrower."""
    return f"{_LINE}{line.public_id}-amount" in sent


class SigningForm(HarkatForm):
    """The day on which an agreement was signed."""

    signed_on = DateFieldId("Tanggal tanda tangan", [NotInFuture()], default=clock.today)


class SendingForm(HarkatForm):
    """The bank's reference of a transfer, and its day."""

    bank_reference = ShortTextField(
        "Nomor referensi bank", limit=60, required="Isi nomor referensi dari bank."
    )
    sent_on = DateFieldId("Tanggal kirim", [NotInFuture()], default=clock.today)
    confirmed = HiddenField(default="")


class RepaymentForm(HarkatForm):
    """Money paid at the desk."""

    amount = RupiahField("Jumlah dibayar")
    paid_on = DateFieldId("Tanggal bayar", [NotInFuture()], default=clock.today)


class ReversalForm(HarkatForm):
    """Why a payment is taken back."""

    reason_note = LongTextField(
        "Alasan koreksi", limit=300, required="Tulis alasannya, misalnya: salah nomor pinjaman."
    )


class RevealForm(HarkatForm):
    """Why somebody's full NIK is looked at."""

    note = ShortTextField(
        "Untuk apa NIK dan nomor HP ini dibuka?",
        limit=200,
        required="Tulis alasannya, misalnya: mencocokkan dengan KTP.",
        description="Tercatat bersama nama Anda dan waktunya.",
    )


def reason_of(code: str, next_step: str | None, *, note: str | None) -> Reason:
    """Return a reason; without a next step of its own it gets the usual one."""
    known = ReasonCode(code)
    return Reason(code=known, next_step=next_step or REASONS[known].next_step, note=note or "")
