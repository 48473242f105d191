"""The forms of Balikat's pages."""

from collections import defaultdict

from harkat.queries.areas import kelurahan_list
from harkat.queries.training import course_list
from harkat.web.forms import (
    DateFieldId,
    DropdownField,
    HarkatForm,
    NikField,
    NotInFuture,
    ShortTextField,
    WholeNumberField,
)

MOST_SEATS = 500


class ClassForm(HarkatForm):
    """A run of a course: what, where, when and for how many."""

    course_id = DropdownField("Pelatihan", coerce=int, required="Pilih pelatihannya.")
    kelurahan_code = DropdownField("Kelurahan", required="Pilih kelurahan tempat kelas.")
    venue = ShortTextField("Tempat", limit=120, required="Isi tempat kelas.")
    starts_on = DateFieldId("Hari pertama", required="Isi hari pertama kelas.")
    ends_on = DateFieldId("Hari terakhir", required="Isi hari terakhir kelas.")
    seats = WholeNumberField(
        "Jumlah tempat", minimum=1, maximum=MOST_SEATS, required="Isi jumlah tempat."
    )

    def offer_courses_and_places(self) -> None:
        """Offer what is taught, and the city's kelurahan, those of one kecamatan together."""
        self.course_id.choices = [(course.id, course.name) for course in course_list()]
        by_kecamatan = defaultdict(list)
        for row in kelurahan_list():
            by_kecamatan[f"Kecamatan {row.kecamatan}"].append((row.code, row.name))
        self.kelurahan_code.choices = dict(by_kecamatan)


class CompletionForm(HarkatForm):
    """Who completed a class, and when."""

    nik = NikField(
        "NIK peserta",
        required="Isi NIK peserta, 16 angka di KTP.",
        description="Salin dari KTP peserta. Namanya kami tunjukkan sebelum dicatat.",
    )
    completed_on = DateFieldId(
        "Tanggal selesai", [NotInFuture()], required="Isi tanggal selesai pelatihan."
    )
