"""The forms of Balikat's pages."""

from collections import defaultdict
from typing import Any

from harkat.domain.training import UnclearTime, time_of_day
from harkat.queries.areas import kelurahan_list
from harkat.queries.class_roll import ClassRoll
from harkat.queries.training import course_list
from harkat.web.form_fields import NUMERIC, WrittenField
from harkat.web.forms import (
    CheckboxesField,
    ChoiceField,
    DateFieldId,
    DropdownField,
    HarkatForm,
    LongTextField,
    NikField,
    NotInFuture,
    ShortTextField,
    WholeNumberField,
)
from harkat.web.training_words import CLAIM_REFUSALS

MOST_SEATS = 500


class TimeField(WrittenField):
    """A time of day, however it is written; `data` is ``08.30``."""

    data: str | None
    attributes = NUMERIC
    when_empty = "Isi jamnya."

    def read(self, typed: str) -> str:
        """Return the time with two digits each."""
        try:
            return time_of_day(typed)
        except UnclearTime:
            raise ValueError("Tulis jam seperti 08.30.") from None


class ClassForm(HarkatForm):
    """A run of a course: what, where, when and for how many."""

    course_id = DropdownField("Pelatihan", coerce=int, required="Pilih pelatihannya.")
    kelurahan_code = DropdownField("Kelurahan", required="Pilih kelurahan tempat kelas.")
    venue = ShortTextField("Tempat", limit=120, required="Isi tempat kelas.")
    starts_on = DateFieldId("Hari pertama", required="Isi hari pertama kelas.")
    ends_on = DateFieldId("Hari terakhir", required="Isi hari terakhir kelas.")
    start_time = TimeField("Mulai pukul", required="Isi jam mulai.")
    end_time = TimeField("Sampai pukul", required=None)
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


class AttendanceForm(HarkatForm):
    """Who came on a day of a class."""

    day = DateFieldId("Hari", required="Pilih harinya.")
    present = CheckboxesField("Yang hadir")

    def offer(self, roll: ClassRoll) -> None:
        """Offer everybody with a place."""
        self.present.choices = _people(roll.people)


class CompleteForm(HarkatForm):
    """Who of those who came completed the class, and when."""

    completed_on = DateFieldId(
        "Tanggal selesai", [NotInFuture()], required="Isi tanggal selesai pelatihan."
    )
    finished = CheckboxesField("Yang selesai", required="Pilih peserta yang selesai.")

    def offer(self, roll: ClassRoll) -> None:
        """Offer those who came and are not recorded yet, with the days they came."""
        self.finished.choices = _people(roll.to_complete)
        self.finished.hints = {
            row.public_id: f"hadir {len(row.came)} dari {len(roll.noted)} hari yang dicatat"
            for row in roll.to_complete
        }


class ConfirmClaimForm(HarkatForm):
    """In which class somebody was trained, and when it was completed."""

    class_public_id = DropdownField("Kelas", required="Pilih kelas yang diikuti.")
    completed_on = DateFieldId(
        "Tanggal selesai", [NotInFuture()], required="Isi tanggal selesai pelatihan."
    )


class DeclineClaimForm(HarkatForm):
    """Why a training cannot be recorded; the next step comes with the reason."""

    refusal = ChoiceField(
        "Alasan",
        choices={str(code): text.sentence for code, text in CLAIM_REFUSALS.items()},
        hints={str(code): text.next_step for code, text in CLAIM_REFUSALS.items()},
        required="Pilih alasannya.",
    )
    note = LongTextField("Catatan untuk peserta", limit=300, required=None)


def _people(rows: Any) -> list[tuple[str, str]]:
    return [(row.public_id, f"{row.full_name}, {row.nik_masked}") for row in rows]
