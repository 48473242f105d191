"""What kinds of rules there are: how a value of each is asked for, and where it is listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from harkat.web.labels import WORDS


class Kind(StrEnum):
    """How a value is asked for and written."""

    RATE = "rate"
    OPTIONAL_RATE = "optional_rate"
    SHARES = "shares"
    AMOUNT = "amount"
    COUNT = "count"
    OPTIONAL_COUNT = "optional_count"
    MONTHS = "months"
    TEXT = "text"
    CHOICE = "choice"
    DOCUMENTS = "documents"


class Part(StrEnum):
    """A part of the list of rules, by its heading."""

    PRICE = "Harga dan jadwal"
    FEES = "Biaya"
    DUE_DATES = "Jatuh tempo"
    PAYING = "Pembayaran dan pelunasan"
    PENALTY = "Denda telat"
    TROUBLE = "Keringanan dan tanggung renteng"
    BORROWER = "Syarat peminjam"
    AMOUNT = "Jumlah pinjaman"
    GROUP = "Kelompok"
    TIME = "Waktu menjawab dan perubahan"
    BOOKS = "Bank dan dana program"


WHAT_WORKS: Mapping[Kind, str] = {
    Kind.RATE: "Tulis persen dari 0 sampai 100, misalnya 3 atau 0,5.",
    Kind.OPTIONAL_RATE: "Tulis persen dari 0 sampai 100, misalnya 6. Kosongkan bila tidak ada.",
    Kind.SHARES: "Tulis lima persen, dari lancar sampai macet, misalnya 1 5 15 50 100.",
    Kind.AMOUNT: "Tulis jumlah rupiah, misalnya 10.000.000.",
    Kind.COUNT: "Tulis angka bulat, misalnya 12.",
    Kind.OPTIONAL_COUNT: "Tulis angka bulat. Kosongkan bila tidak ada.",
    Kind.MONTHS: "Tulis angka bulan dipisah spasi, misalnya 6 12 18 24.",
    Kind.TEXT: "Tulis satu atau dua kata, misalnya bunga.",
    Kind.CHOICE: "Pilih salah satu.",
    Kind.DOCUMENTS: "Centang yang wajib. Tanpa centang, tidak ada yang wajib.",
}


@dataclass(frozen=True, kw_only=True)
class SettingLabel:
    """A rule in words; one for the whole programme cannot differ between products.

    `hint` replaces the sentence that says which values work, `nothing` is what no value means.
    """

    part: Part
    title: str
    meaning: str
    kind: Kind
    unit: str = ""
    hint: str = ""
    nothing: str = "tidak ada"
    choices: Mapping[str, str] | None = None
    is_programme_wide: bool = False


def words_of(kind: type[Enum]) -> Mapping[str, str]:
    """Return the stored words of an enumeration with what people read."""
    return {str(word.value): text for word, text in WORDS[kind].items()}
