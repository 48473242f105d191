"""The forms of an owner's training pages."""

from harkat.web.forms import DropdownField, HarkatForm, LongTextField, ShortTextField


class PlaceForm(HarkatForm):
    """Taking a place or giving it back needs no answer but a press of the button."""


class InterestForm(HarkatForm):
    """Which class one wishes to hear of, and where."""

    course_id = DropdownField("Pelatihan", coerce=int, required="Pilih pelatihannya.")
    kecamatan_code = DropdownField("Kecamatan", required="Pilih kecamatan yang dekat dengan Anda.")


class ClaimForm(HarkatForm):
    """By what Balikat can find a training that is not on record."""

    course_id = DropdownField(
        "Pelatihan apa?",
        coerce=int,
        required=None,
        description="Kalau lupa, kosongkan.",
    )
    claimed_no = ShortTextField(
        "Nomor sertifikat",
        limit=40,
        required=None,
        description="Nomor yang tertulis di sertifikat Anda. Kalau tidak ada, kosongkan.",
    )
    note = LongTextField(
        "Kapan dan di mana?",
        limit=300,
        required=None,
        description="Misalnya: Maret 2025, di kantor lurah. Jangan tulis NIK.",
    )
