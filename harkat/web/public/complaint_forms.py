"""The forms of complaining, and of reading the answer by number."""

from harkat.web.forms import (
    HarkatForm,
    LongTextField,
    PhoneField,
    RupiahField,
    ShortTextField,
)


class AccountComplaintForm(HarkatForm):
    """What happened, from somebody with an account, who is answered there."""

    words = LongTextField(
        "Ceritakan apa yang terjadi",
        limit=1000,
        required="Ceritakan dengan satu atau dua kalimat.",
        description="Kapan, di mana, dan apa yang dikatakan.",
    )
    about_whom = ShortTextField("Tentang siapa?", limit=120, required=None)
    amount = RupiahField("Berapa uang yang dipotong atau diminta?", required=None)


class ComplaintForm(AccountComplaintForm):
    """The same from anybody, who is answered by phone."""

    phone = PhoneField(
        description="Kabar jawaban kami kirim ke sini. Bank tidak melihat nomor ini.",
        required="Isi nomor HP, supaya kami bisa menjawab.",
    )


class NumberForm(HarkatForm):
    """The number of a complaint, and the last digits of the phone it came with."""

    number = ShortTextField(
        "Nomor pengaduan", limit=20, required="Isi nomor pengaduan, misalnya AD26-0001-8."
    )
    digits = ShortTextField(
        "4 angka terakhir nomor HP",
        limit=4,
        required="Isi 4 angka terakhir nomor HP Anda.",
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ReopeningForm(HarkatForm):
    """Why the answer does not help."""

    words = LongTextField(
        "Apa yang belum beres?", limit=1000, required="Tulis apa yang belum beres."
    )
