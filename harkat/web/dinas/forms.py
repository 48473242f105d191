"""The forms of the Dinas."""

from harkat.domain.arrears import CloseReason
from harkat.web.arrears_forms import LiesAhead
from harkat.web.forms import (
    ChoiceField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    LongTextField,
    QueryForm,
)
from harkat.web.labels import options


class PressForm(HarkatForm):
    """A step that is confirmed by pressing, once."""


class KecamatanForm(QueryForm):
    """Narrows a list to a kecamatan."""

    kecamatan = DropdownField("Kecamatan", required=None)


class NoteForm(HarkatForm):
    """What was talked about, and when to talk again."""

    note = LongTextField(
        "Catatan",
        required="Tulis apa yang dibicarakan.",
        description="Tanpa nama pemberi pinjaman, tanpa nomor.",
    )
    next_on = DateFieldId("Hubungi lagi tanggal", [LiesAhead()], required=None)


class HandOverForm(HarkatForm):
    """Which officer follows the case from now on."""

    companion = DropdownField("Serahkan kepada", required="Pilih petugas.")


class CloseForm(HarkatForm):
    """Why a case ends without a clean record."""

    reason = ChoiceField("Alasan", choices=dict(options(CloseReason)), required="Pilih alasan.")


class PeriodForm(QueryForm):
    """The days that are summed up."""

    sejak = DateFieldId("Sejak", required=None)
    sampai = DateFieldId("Sampai", required=None)


TRUE = "true"
_NOT_TRUE = "not_true"


class WitnessCheckForm(HarkatForm):
    """What the person said when asked again."""

    verdict = ChoiceField(
        "Sudah ditanya ulang: cocok?",
        choices={TRUE: "Cocok", _NOT_TRUE: "Tidak cocok"},
        required="Pilih cocok atau tidak.",
    )
    note = LongTextField("Catatan", required=None)
