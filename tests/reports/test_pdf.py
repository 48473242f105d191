"""Text on paper: nothing is markup, nothing runs over the edge, nothing disappears."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from harkat.reports.lettering import printable
from harkat.reports.pdf import FREE, LEFT, RIGHT, Column, Head, Paper
from tests.moments import NOON
from tests.reports.papers import URL
from tests.reports.reading import pages_of


def paper(title: str = "Bukti pembayaran") -> Paper:
    return Paper(
        Head(
            title=title,
            number="KW26-0001-7",
            issuer="Bank Contoh",
            issued_at=NOON,
            verify_url=URL,
        )
    )


class TestPrintable:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("Siti Aminah", "Siti Aminah"),
            ("Ni’matul Ḥusna", "Ni’matul Husna"),
            ("José Ñúñez", "José Ñúñez"),
            ("Łukasz", "?ukasz"),
            ("سيتي", "????"),
            ("1571••••••••0004", "1571••••••••0004"),
            ("\N{MINUS SIGN}Rp5.000", "–Rp5.000"),
        ],
    )
    def test_keeps_names_readable(self, name: str, shown: str):
        assert printable(name) == shown


class TestPaper:
    def test_takes_markup_for_text(self):
        sheet = paper()
        hostile = "<font color='[1 for x in ()]'>{{ 7*7 }}</font><img src='file:///etc/passwd'>"

        sheet.fact("Nama", hostile)

        assert hostile in pages_of(sheet.to_bytes())[0].replace("\n", " ")

    def test_breaks_words_that_are_too_long(self):
        sheet = paper()

        sheet.fact("Nama", "W" * 200)

        lines = [line for line in pages_of(sheet.to_bytes())[0].splitlines() if "WWW" in line]
        assert "".join(lines) == "W" * 200
        assert all(stringWidth(line, "Helvetica", 12) <= RIGHT - LEFT for line in lines)

    def test_has_number_free_line_and_page_on_every_sheet(self):
        sheet = paper()
        sheet.table(
            (Column(title="No", left=LEFT),),
            [(f"baris {number}",) for number in range(1, 121)],
            foot=("selesai",),
        )

        pages = pages_of(sheet.to_bytes())

        assert len(pages) == 4
        for number, text in enumerate(pages, start=1):
            assert "KW26-0001-7" in text
            assert FREE in text
            assert URL in text
            assert f"Halaman {number} dari 4" in text
            assert "23 November 2026, 12.00 WIB" in text

    def test_repeats_the_head_and_cuts_no_row(self):
        sheet = paper()
        sheet.table(
            (Column(title="Kepala tabel", left=LEFT),),
            [(f"baris-{number}.",) for number in range(1, 121)],
            foot=("jumlah",),
        )

        pages = pages_of(sheet.to_bytes())

        assert all("Kepala tabel" in text for text in pages)
        for number in range(1, 121):
            assert sum(f"baris-{number}." in text for text in pages) == 1

    @pytest.mark.parametrize("rows", range(28, 45))
    def test_never_leaves_the_sum_alone(self, rows: int):
        sheet = paper()
        sheet.table(
            (Column(title="Kepala", left=LEFT),),
            [(f"baris-{number}.",) for number in range(1, rows + 1)],
            foot=("jumlah semua",),
        )

        last = pages_of(sheet.to_bytes())[-1]

        assert "jumlah semua" in last
        assert f"baris-{rows}." in last

    def test_is_the_same_twice(self):
        first, second = paper(), paper()
        for sheet in (first, second):
            sheet.heading("Judul")
            sheet.note("Kalimat.")
            sheet.signatures((("Penyetor", "Siti"), ("Petugas", "Eka")))

        assert first.to_bytes() == second.to_bytes()
