"""The forms of visits: planning them, asking for a day's list, and saying what came of one."""

from typing import Any

from harkat.domain.visits import DayPart
from harkat.web.forms import (
    CheckboxesField,
    ChoiceField,
    DateFieldId,
    HarkatForm,
    LongTextField,
    QueryForm,
)
from harkat.web.labels import options

FOUND, NOT_FOUND = "ada", "tidak-ada"
_RESULTS = {FOUND: "Sudah dikunjungi", NOT_FOUND: "Tempat usaha tidak ditemukan"}


class PlanForm(HarkatForm):
    """To whom an officer goes, on which day, and in which part of it."""

    lines = CheckboxesField("Siapa yang dikunjungi?", required="Pilih paling sedikit satu.")
    visit_on = DateFieldId("Tanggal kunjungan")
    part = ChoiceField("Waktu", choices=dict(options(DayPart)), required="Pilih waktunya.")

    def offer(self, lines: dict[Any, str]) -> None:
        """Offer the borrowers by the public ids of their lines."""
        self.lines.choices = lines


class ResultForm(HarkatForm):
    """What came of a visit."""

    result = ChoiceField("Hasil kunjungan", choices=_RESULTS, required="Pilih hasilnya.")
    note = LongTextField("Catatan petugas", limit=500, required=None)


class DayForm(QueryForm):
    """Which day's visits are shown."""

    day = DateFieldId("Tanggal", name="tanggal")
