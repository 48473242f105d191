"""Every sentence a form can say: those WTForms and Flask-WTF say in English, and our own.

Sentences name what is missing and how to mend it; they never say "salah" or "tidak valid".
"""

import re
from collections.abc import Mapping

from harkat.domain.identity import InvalidKk, InvalidNib, InvalidNik, InvalidNumber, InvalidPhone
from harkat.domain.identity import NumberProblem as Number
from harkat.domain.indonesian import count, month_and_year
from harkat.domain.money import UnclearAmount
from harkat.domain.text import TextProblem, UnusableText
from harkat.domain.written_date import DateProblem, UnclearDate

PAGE_TOO_OLD = "Halaman ini sudah terlalu lama terbuka. Kirim sekali lagi."
NOT_TEXT = "Isian ini tidak bisa dibaca. Tulis lagi."
SENT_TWICE = "Isian ini terkirim lebih dari sekali. Isi satu kali saja."

CATALOGUE: Mapping[str, str] = {
    "Invalid field name '%s'.": "Isian '%s' tidak ada di halaman ini.",
    "Field must be equal to %(other_name)s.": "Isian ini harus sama dengan %(other_name)s.",
    "Field must be at least %(min)d character long.": "Paling sedikit %(min)d huruf atau angka.",
    "Field cannot be longer than %(max)d character.": "Paling banyak %(max)d huruf atau angka.",
    "Field must be exactly %(max)d character long.": "Harus %(max)d huruf atau angka.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Tulis %(min)d sampai %(max)d huruf atau angka."
    ),
    "Number must be at least %(min)s.": "Paling sedikit %(min)s.",
    "Number must be at most %(max)s.": "Paling banyak %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Isi angka %(min)s sampai %(max)s.",
    "Date must be at least %(min)s.": "Tanggal paling awal %(min)s.",
    "Date must be at most %(max)s.": "Tanggal paling akhir %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Pilih tanggal %(min)s sampai %(max)s.",
    "This field is required.": "Isian ini masih kosong.",
    "Invalid input.": "Tulis seperti contoh di atas isian ini.",
    "Invalid email address.": "Alamat email belum lengkap. Contoh cara tulis: nama@contoh.id.",
    "Invalid IP address.": "Alamat IP belum lengkap.",
    "Invalid Mac address.": "Alamat MAC belum lengkap.",
    "Invalid URL.": "Alamat situs belum lengkap. Contoh cara tulis: https://contoh.id.",
    "Invalid UUID.": "Kode ini belum lengkap.",
    "Invalid value, must be one of: %(values)s.": "Pilih salah satu: %(values)s.",
    "Invalid value, can't be any of: %(values)s.": "Pilih yang lain, bukan: %(values)s.",
    "This field cannot be edited.": "Isian ini tidak bisa diubah.",
    "This field is disabled and cannot have a value.": "Isian ini tidak perlu diisi.",
    "Invalid CSRF Token.": PAGE_TOO_OLD,
    "CSRF token missing.": PAGE_TOO_OLD,
    "CSRF failed.": PAGE_TOO_OLD,
    "CSRF token expired.": PAGE_TOO_OLD,
    "Invalid Choice: could not coerce.": "Pilih salah satu dari daftar.",
    "Choices cannot be None.": "Daftar pilihan belum ada.",
    "Not a valid choice.": "Pilih salah satu dari daftar.",
    "Invalid choice(s): one or more data inputs could not be coerced.": (
        "Pilih dari daftar yang ada."
    ),
    "'%(value)s' is not a valid choice for this field.": "'%(value)s' tidak ada di daftar.",
    "Not a valid datetime value.": "Tulis tanggal dan jam, misalnya 4/4/2026 14.30.",
    "Not a valid date value.": "Tulis tanggal, bulan, dan tahun, misalnya 4/4/2026.",
    "Not a valid time value.": "Tulis jam, misalnya 14.30.",
    "Not a valid week value.": "Pilih minggu dari kalender.",
    "Not a valid integer value.": "Tulis angka bulat, misalnya 12.",
    "Not a valid decimal value.": "Tulis angka, misalnya 12,5.",
    "Not a valid float value.": "Tulis angka, misalnya 12,5.",
    # Flask-WTF
    "File does not have an approved extension: {extensions}": (
        "File ini tidak bisa dipakai. Pakai {extensions}."
    ),
    "File does not have an approved extension.": "File ini tidak bisa dipakai.",
    "The CSRF token is missing.": PAGE_TOO_OLD,
    "The CSRF session token is missing.": PAGE_TOO_OLD,
    "The CSRF token has expired.": PAGE_TOO_OLD,
    "The CSRF token is invalid.": PAGE_TOO_OLD,
    "The CSRF tokens do not match.": PAGE_TOO_OLD,
    "The referrer header is missing.": PAGE_TOO_OLD,
    "The referrer does not match the host.": PAGE_TOO_OLD,
}
_FILE_SIZE = re.compile(r"File must be between \d+ and \d+ bytes\.")  # built before it is looked up
_WRONG_FILE_SIZE = "Ukuran file ini tidak sesuai. Ambil foto ulang langsung dari sini."


class IndonesianMessages:
    """The catalogue as WTForms asks for it; Indonesian has one form for one and for many."""

    def gettext(self, message: str) -> str:
        """Return the Indonesian sentence; text that is no message, such as a label, as it is."""
        if _FILE_SIZE.fullmatch(message):
            return _WRONG_FILE_SIZE
        return CATALOGUE.get(message, message)

    def ngettext(self, singular: str, _plural: str, _number: int) -> str:
        """Return the sentence for any number."""
        return self.gettext(singular)


_AMOUNT_SENTENCES = {
    "empty": "Isi jumlah dalam rupiah.",
    "negative": "Tulis jumlah tanpa tanda kurang, misalnya 5.000.000.",
    "decimals": "Tulis rupiah tanpa koma, misalnya 5.000.000.",
    "separators": "Pisahkan ribuan dengan titik, misalnya 5.000.000.",
    "foreign_digits": "Tulis dengan angka 0 sampai 9, misalnya 5.000.000.",
    "too_many_digits": "Jumlah ini terlalu besar. Periksa lagi nolnya.",
    "not_an_amount": "Tulis jumlah dengan angka, misalnya 5.000.000.",
}
_NIK_SENTENCES = {
    Number.EMPTY: "Isi NIK Anda, 16 angka di KTP.",
    Number.LENGTH: "NIK harus 16 angka. Anda mengisi {length}.",
    Number.PATTERN: "Ini bukan NIK. Salin 16 angka dari KTP Anda.",
    Number.REGION: "Angka ke-1 sampai ke-6 bukan kode wilayah. Cek lagi dengan KTP.",
    Number.BIRTH_DATE: "Angka ke-7 sampai ke-12 bukan tanggal lahir. Cek lagi dengan KTP.",
    Number.AGE: "Menurut NIK ini umurnya di bawah 17 atau di atas 100 tahun. Cek lagi dengan KTP.",
}
_PHONE_SENTENCES = {
    Number.EMPTY: "Isi nomor HP Anda.",
    Number.TOO_LONG: "Nomor HP kelebihan angka. Contoh cara tulis: 0812 3456 7890.",
    Number.FOREIGN: "Pakai nomor HP Indonesia. Contoh cara tulis: 0812 3456 7890.",
    Number.NOT_MOBILE: "Ini bukan nomor HP. Isi nomor yang bisa menerima SMS.",
}
_PHONE_INCOMPLETE = "Nomor HP belum lengkap. Contoh cara tulis: 0812 3456 7890."
_NIB_SENTENCES = {
    Number.EMPTY: "Isi NIB Anda, 13 angka.",
    Number.LENGTH: "NIB harus 13 angka. Anda mengisi {length}.",
    Number.PATTERN: "Ini bukan NIB. Salin 13 angka dari surat NIB Anda.",
}
_KK_SENTENCES = {
    Number.EMPTY: "Isi nomor KK Anda, 16 angka.",
    Number.LENGTH: "Nomor KK harus 16 angka. Anda mengisi {length}.",
    Number.PATTERN: "Ini bukan nomor KK. Salin 16 angka di atas Kartu Keluarga Anda.",
}
_NAMES_OF_NUMBERS: tuple[tuple[type[InvalidNumber], str, Mapping[Number, str]], ...] = (
    (InvalidNik, "NIK", _NIK_SENTENCES),
    (InvalidNib, "NIB", _NIB_SENTENCES),
    (InvalidKk, "Nomor KK", _KK_SENTENCES),
    (InvalidPhone, "Nomor HP", _PHONE_SENTENCES),
)
_TEXT_SENTENCES = {
    TextProblem.UNREADABLE: "Ada tanda yang tidak bisa dibaca. Hapus lalu tulis lagi.",
    TextProblem.SEVERAL_LINES: "Tulis dalam satu baris.",
    TextProblem.TOO_LONG: "Paling banyak {limit} huruf. Anda menulis {length}.",
    TextProblem.TOO_MANY_MARKS: "Terlalu banyak tanda pada satu huruf. Pakai huruf biasa.",
    TextProblem.NO_LETTER: "Tulis nama dengan huruf.",
    TextProblem.MIXED_SCRIPTS: "Ada huruf dari abjad lain. Tulis ulang dengan huruf biasa.",
}
_DATE_SENTENCES = {
    DateProblem.EMPTY: "Isi tanggal.",
    DateProblem.UNREADABLE: "Tulis tanggal, bulan, dan tahun, misalnya 4/4/2026.",
    DateProblem.SHORT_YEAR: "Tulis tahun dengan 4 angka, misalnya 2026.",
    DateProblem.YEAR: "Tahun ini terlalu jauh. Periksa lagi.",
    DateProblem.MONTH: "Bulan ini tidak ada. Bulan hanya 1 sampai 12.",
}


def amount_sentence(problem: UnclearAmount) -> str:
    """Return what to tell somebody whose amount could not be read."""
    return _AMOUNT_SENTENCES[problem.reason]


def number_sentence(problem: InvalidNumber) -> str:
    """Return what to tell somebody whose NIK, NIB or phone number could not be read."""
    name, sentences = next(
        (name, sentences)
        for kind, name, sentences in _NAMES_OF_NUMBERS
        if isinstance(problem, kind)
    )
    if problem.reason is Number.NOT_A_DIGIT:
        what = "huruf" if problem.character.isalpha() else "tanda"
        where = f'{what} "{problem.character}" di posisi ke-{problem.position}'
        return f"{name} hanya angka. Hapus {where}."
    return sentences.get(problem.reason, _PHONE_INCOMPLETE).format(length=problem.length)


def text_sentence(problem: UnusableText) -> str:
    """Return what to tell somebody whose text could not be taken."""
    return _TEXT_SENTENCES[problem.reason].format(
        limit=count(problem.limit), length=count(problem.length)
    )


def date_sentence(problem: UnclearDate) -> str:
    """Return what to tell somebody whose date could not be read."""
    if problem.first_of_month is not None:
        month = month_and_year(problem.first_of_month)
        return f"Tanggal ini tidak ada. {month} sampai tanggal {problem.last_day}."
    return _DATE_SENTENCES[problem.reason]
