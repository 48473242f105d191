"""Every rule of the programme in words: its name, what it decides, and how its value is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from harkat.domain.indonesian import count, percent
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.product import InterestMethod
from harkat.domain.programme_rules import (
    CeilingBasis,
    KelurahanRule,
    TrainingRule,
    UnreadableSetting,
    read_setting,
)
from harkat.domain.schedule import SCHEDULERS
from harkat.web.labels import WORDS


class Kind(StrEnum):
    """How a value is asked for and written."""

    RATE = "rate"
    AMOUNT = "amount"
    COUNT = "count"
    MONTHS = "months"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class SettingLabel:
    """A rule in words; one for the whole programme cannot differ between products."""

    title: str
    meaning: str
    kind: Kind
    unit: str = ""
    choices: Mapping[str, str] | None = None
    is_programme_wide: bool = False


def _words(kind: type[Enum], *, only: object = None) -> Mapping[str, str]:
    """Return the stored words of an enumeration with what people read."""
    return {
        str(word.value): text
        for word, text in WORDS[kind].items()
        if only is None or word in only  # type: ignore[operator]
    }


_YES_NO = {"yes": "Ya", "no": "Tidak"}

LABELS: Mapping[str, SettingLabel] = {
    "method": SettingLabel(
        title="Cara menghitung bunga",
        meaning="Bagaimana bunga dan pokok dibagi ke cicilan.",
        kind=Kind.CHOICE,
        # The others are known words of lending that no schedule can be computed for yet.
        choices=_words(InterestMethod, only=SCHEDULERS),
    ),
    "annual_rate": SettingLabel(
        title="Bunga setahun",
        meaning="Harga pinjaman dalam persen setahun.",
        kind=Kind.RATE,
    ),
    "price_label": SettingLabel(
        title="Sebutan harga pinjaman",
        meaning='Kata yang dibaca pemohon, misalnya "bunga" atau "bagi hasil".',
        kind=Kind.TEXT,
    ),
    "instalment_choices": SettingLabel(
        title="Pilihan lama pinjaman",
        meaning="Lama pinjaman yang bisa dipilih pemohon, dalam bulan.",
        kind=Kind.MONTHS,
        unit="bulan",
    ),
    "training_rule": SettingLabel(
        title="Pelatihan Balikat",
        meaning="Apa arti pelatihan Balikat bagi pengajuan.",
        kind=Kind.CHOICE,
        choices=_words(TrainingRule),
    ),
    "minimum_age_years": SettingLabel(
        title="Umur paling muda",
        meaning="Umur peminjam saat pengajuan dikirim.",
        kind=Kind.COUNT,
        unit="tahun",
    ),
    "business_age_months": SettingLabel(
        title="Umur usaha paling muda",
        meaning="Sudah berapa lama usaha berjalan saat pengajuan dikirim.",
        kind=Kind.COUNT,
        unit="bulan",
    ),
    "smallest_line": SettingLabel(
        title="Pinjaman terkecil satu orang",
        meaning="Jumlah paling sedikit yang bisa diminta satu orang.",
        kind=Kind.AMOUNT,
    ),
    "member_ceiling": SettingLabel(
        title="Plafon satu orang",
        meaning="Jumlah paling banyak untuk satu orang.",
        kind=Kind.AMOUNT,
    ),
    "group_ceiling": SettingLabel(
        title="Plafon satu kelompok",
        meaning="Jumlah paling banyak untuk semua anggota satu kelompok.",
        kind=Kind.AMOUNT,
    ),
    "ceiling_basis": SettingLabel(
        title="Plafon mana yang berlaku",
        meaning="Plafon kelompok, plafon anggota, atau keduanya.",
        kind=Kind.CHOICE,
        choices=_words(CeilingBasis),
    ),
    "group_size_min": SettingLabel(
        title="Anggota kelompok paling sedikit",
        meaning="Kelompok lengkap setelah sebanyak ini anggota setuju.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "group_size_max": SettingLabel(
        title="Anggota kelompok paling banyak",
        meaning="Setelah ini tidak bisa mengajak anggota lagi.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "borrowers_min": SettingLabel(
        title="Peminjam paling sedikit",
        meaning="Sebanyak ini anggota harus meminjam dalam satu pengajuan kelompok.",
        kind=Kind.COUNT,
        unit="orang",
    ),
    "kelurahan_rule": SettingLabel(
        title="Kedekatan usaha anggota",
        meaning="Seberapa dekat usaha para peminjam satu kelompok.",
        kind=Kind.CHOICE,
        choices=_words(KelurahanRule),
    ),
    "invitation_days": SettingLabel(
        title="Masa berlaku ajakan",
        meaning="Ajakan ke kelompok gugur setelah sekian hari tanpa jawaban.",
        kind=Kind.COUNT,
        unit="hari",
        is_programme_wide=True,
    ),
    "consent_days": SettingLabel(
        title="Waktu untuk menjawab persetujuan",
        meaning="Persetujuan bank gugur setelah sekian hari tanpa jawaban peminjam.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "party_changes_max": SettingLabel(
        title="Perubahan daftar peminjam",
        meaning="Sesudah sekian kali berubah, pengajuan diperiksa kembali.",
        kind=Kind.COUNT,
        unit="kali",
    ),
    "is_revolving": SettingLabel(
        title="Dana bergulir",
        meaning="Apakah pokok yang dibayar kembali boleh dipinjamkan lagi.",
        kind=Kind.CHOICE,
        choices=_YES_NO,
        is_programme_wide=True,
    ),
}

_WHAT_WORKS: Mapping[Kind, str] = {
    Kind.RATE: "Tulis persen dari 0 sampai 100, misalnya 3 atau 0,5.",
    Kind.AMOUNT: "Tulis jumlah rupiah, misalnya 10.000.000.",
    Kind.COUNT: "Tulis angka bulat, misalnya 12.",
    Kind.MONTHS: "Tulis angka bulan dipisah spasi, misalnya 6 12 18 24.",
    Kind.TEXT: "Tulis satu atau dua kata, misalnya bunga.",
    Kind.CHOICE: "Pilih salah satu.",
}


def what_works(name: str) -> str:
    """Return the sentence that says which values a rule takes."""
    return _WHAT_WORKS[LABELS[name].kind]


def written(name: str, value: str) -> str:
    """Return a stored value as people read it; one that cannot be read is shown as it is."""
    label = LABELS[name]
    text = value
    try:
        read = read_setting(name, value)
    except UnreadableSetting:
        return value
    if label.choices:
        text = label.choices.get(value, value)
    elif isinstance(read, Decimal):
        text = percent(read)
    elif isinstance(read, Rupiah):
        text = format_rupiah(read)
    elif isinstance(read, tuple):
        text = f"{', '.join(str(months) for months in read)} {label.unit}"
    elif isinstance(read, int):
        text = f"{count(read)} {label.unit}"
    return text
