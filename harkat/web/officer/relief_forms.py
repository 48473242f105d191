"""The forms of answering a request for relief, and of deciding on a change."""

from harkat.domain.relief import ReliefDecline
from harkat.web.forms import DropdownField, HarkatForm, LongTextField
from harkat.web.labels import WORDS


class DeclineForm(HarkatForm):
    """Why the bank does not propose what was asked for, and what the borrower can do."""

    code = DropdownField(
        "Alasan",
        choices={str(word): text for word, text in WORDS[ReliefDecline].items()},
        required="Pilih alasan dari daftar.",
    )
    next_step = LongTextField(
        "Langkah berikutnya untuk peminjam",
        limit=300,
        required="Tulis apa yang bisa dilakukan peminjam, misalnya: datang hari Senin pagi.",
    )
    note = LongTextField("Catatan", limit=500, required=None)


class RejectionForm(HarkatForm):
    """Why a proposed change is rejected."""

    reason_note = LongTextField(
        "Alasan", limit=300, required="Tulis alasannya, untuk pengusul dan untuk riwayat."
    )
