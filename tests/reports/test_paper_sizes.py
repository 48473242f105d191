"""One paper on A4, on F4 and on the roll: other sizes, the same words and figures."""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from harkat.reports import roll
from harkat.reports.documents.certificate import certificate_pdf
from harkat.reports.documents.receipt import receipt_pdf
from harkat.reports.documents.schedule_card import schedule_card_pdf
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import FREE, Head
from harkat.reports.roll import Roll
from tests.moments import NOON
from tests.reports.papers import URL, receipt, schedule_card
from tests.reports.reading import pages_of, picture_of
from tests.reports.test_certificate import FACTS

AMOUNT = re.compile(r"Rp[0-9.]+[0-9]")
DOCUMENTS: dict[str, Callable[..., bytes]] = {
    "receipt": partial(receipt_pdf, receipt(), verify_url=URL),
    "schedule card": partial(schedule_card_pdf, schedule_card(), verify_url=URL),
    "certificate": partial(certificate_pdf, FACTS, verify_url=URL),
}
GREY = 128


def millimetres(pdf: bytes) -> tuple[int, int]:
    """Return width and height of the first page."""
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def on_roll(**facts: object) -> bytes:
    return receipt_pdf(receipt(**facts), verify_url=URL, size=PaperSize.ROLL)  # type: ignore[arg-type]


def inked(pdf: bytes, folder: Path) -> tuple[int, int, list[int], list[int]]:
    """Return width and height of the picture, and the columns and rows that hold ink."""
    width, height, pixels = picture_of(pdf, folder)
    rows = [pixels[top * width : (top + 1) * width] for top in range(height)]
    return (
        width,
        height,
        [x for x in range(width) if min(row[x] for row in rows) < GREY],
        [y for y, row in enumerate(rows) if min(row) < GREY],
    )


class TestF4:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_says_what_a4_says(self, name: str):
        a4, f4 = (DOCUMENTS[name](size=size) for size in (PaperSize.A4, PaperSize.F4))

        assert millimetres(a4) == (210, 297)
        assert millimetres(f4) == (215, 330)
        assert pages_of(f4) == pages_of(a4)

    def test_is_used_to_its_foot(self):
        card = partial(schedule_card_pdf, schedule_card(instalments=36), verify_url=URL)

        a4, f4 = (pages_of(card(size=size)) for size in (PaperSize.A4, PaperSize.F4))

        assert len(f4) == 2
        assert len(AMOUNT.findall(f4[0])) > len(AMOUNT.findall(a4[0]))
        assert AMOUNT.findall("".join(f4)) == AMOUNT.findall("".join(a4))

    def test_has_the_text_in_its_middle_and_as_much_room_above_as_a4(self, tmp_path: Path):
        facts = schedule_card(instalments=36)
        edges = []
        for size in (PaperSize.A4, PaperSize.F4):
            pdf = schedule_card_pdf(facts, verify_url=URL, size=size)
            width, height, columns, rows = inked(pdf, tmp_path)
            edges.append((rows[0], height - rows[-1]))
            assert abs(columns[0] - (width - columns[-1])) <= 2

        assert edges[0] == pytest.approx(edges[1], abs=2)


class TestRoll:
    def test_says_what_the_sheet_says(self):
        (sheet,) = pages_of(receipt_pdf(receipt(), verify_url=URL))
        (text,) = pages_of(on_roll())

        assert set(AMOUNT.findall(text)) == set(AMOUNT.findall(sheet))
        for words in (
            "Bukti pembayaran",
            "Nomor KW26-0001-7",
            "Terbit 23 November 2026, 12.00 WIB",
            "Bank Contoh",
            "Siti Contoh",
            "PJ26-0001-7 (perjanjian PK26-0001-7)",
            "Cicilan ke-1",
            "Rabu, 1 Juli 2026",
            "ke-2, Rp846.937",
            "Eka Setoran",
            "delapan ratus empat puluh enam ribu sembilan ratus tiga puluh tujuh rupiah",
            FREE,
        ):
            assert words in " ".join(text.split()), words
        assert URL in "".join(text.split())
        assert re.search(r"\b1571\W{8}0004\b", text)

    def test_says_of_many_instalments_what_the_sheets_say(self):
        facts = receipt(amount=10_400_000, instalments=36)

        sheets, (text,) = (
            pages_of(receipt_pdf(facts, verify_url=URL, size=size))
            for size in (PaperSize.A4, PaperSize.ROLL)
        )

        assert sorted(AMOUNT.findall(text)) == sorted(AMOUNT.findall("".join(sheets)))

    def test_says_that_it_was_taken_back(self):
        taken_back = on_roll(reversed_on=NOON.date())

        words = " ".join(pages_of(taken_back)[0].split())
        assert "SUDAH DIKOREKSI pada 23 November 2026." in words

    def test_is_as_long_as_what_stands_on_it(self, tmp_path: Path):
        short, long = on_roll(), on_roll(amount=11_000_000)

        assert millimetres(short)[0] == millimetres(long)[0] == 80
        assert millimetres(short)[1] < 300 < millimetres(long)[1]
        for pdf in (short, long):
            width, height, columns, rows = inked(pdf, tmp_path)
            millimetre = width / 80
            assert columns[0] >= 3.5 * millimetre
            assert width - columns[-1] >= 3.5 * millimetre
            assert rows[0] < 8 * millimetre
            assert height - rows[-1] < 8 * millimetre

    def test_keeps_long_names_between_its_edges(self, tmp_path: Path):
        width, _height, columns, _rows = inked(on_roll(borrower_name="W" * 90), tmp_path)

        assert width - columns[-1] >= 3.5 * width / 80

    def test_has_large_figures(self):
        drawn: set[tuple[str, float]] = set()

        def note(text: str, _matrix: object, _place: object, _font: object, size: float) -> None:
            drawn.add((text.strip(), size))

        PdfReader(BytesIO(on_roll(amount=900_000))).pages[0].extract_text(visitor_text=note)

        assert ("Rp900.000", 15) in drawn

    def test_carries_the_code_of_the_sheet(self, tmp_path: Path):
        modules, runs = roll.qr.runs(URL)
        width, height, pixels = picture_of(on_roll(), tmp_path)
        side = round(34 / 80 * width)
        left = (width - side) / 2
        dark = {(run.row, run.column + n) for run in runs for n in range(run.length)}

        def drawn(top: int) -> set[tuple[int, int]]:
            step = side / modules
            return {
                (row, column)
                for row in range(modules)
                for column in range(modules)
                if pixels[int(top + (row + 0.5) * step) * width + int(left + (column + 0.5) * step)]
                < GREY
            }

        assert any(drawn(top) == dark for top in range(height // 2, height - side))

    def test_is_the_same_file_for_the_same_facts(self):
        assert on_roll() == on_roll()

    def test_takes_markup_for_text(self):
        hostile = "<img src='file:///etc/passwd'/> {{ 7*7 }}"
        paper = Roll(Head(title="Bukti", number="1", issuer="B", issued_at=NOON, verify_url=URL))

        paper.fact("Nama", hostile)

        assert hostile in " ".join(pages_of(paper.to_bytes())[0].split())
