"""A QR code drawn as one path holds exactly the modules of its content."""

from io import BytesIO
from pathlib import Path

import segno
from reportlab.pdfgen.canvas import Canvas

from harkat.reports import qr
from tests.reports.papers import URL
from tests.reports.reading import picture_of, rectangles_of

LEFT, TOP, SIDE = 100.0, 700.0, 148.0


def matrix() -> tuple[bytearray, ...]:
    """Return the modules as the library gives them, with the mask the papers use."""
    return tuple(segno.make(URL, error="m", mask=0, micro=False).matrix)


def drawn() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=0)
    qr.draw(canvas, URL, left=LEFT, top=TOP, side=SIDE)
    canvas.save()
    return buffer.getvalue()


class TestRuns:
    def test_cover_the_dark_modules_and_no_other(self):
        modules, runs = qr.runs(URL)

        dark = [
            (run.row, column)
            for run in runs
            for column in range(run.column, run.column + run.length)
        ]

        expected = matrix()
        assert modules == len(expected)
        assert sorted(dark) == [
            (row, column)
            for row, cells in enumerate(expected)
            for column, is_dark in enumerate(cells)
            if is_dark
        ]

    def test_are_as_long_as_they_can_be(self):
        _modules, runs = qr.runs(URL)

        ends = {(run.row, run.column + run.length) for run in runs}

        assert ends.isdisjoint((run.row, run.column) for run in runs)


class TestDraw:
    def test_is_one_path_with_a_rectangle_for_each_run(self):
        modules, runs = qr.runs(URL)
        step = SIDE / modules

        assert [
            tuple(round(number, 2) for number in found) for found in rectangles_of(drawn())
        ] == [
            (
                round(LEFT + run.column * step, 2),
                round(TOP - (run.row + 1) * step, 2),
                round(run.length * step, 2),
                round(step, 2),
            )
            for run in runs
        ]

    def test_looks_like_the_code(self, tmp_path: Path):
        width, height, pixels = picture_of(drawn(), tmp_path)
        modules, _runs = qr.runs(URL)
        points = width / 595.28

        def is_dark(row: int, column: int) -> bool:
            x = (LEFT + (column + 0.5) * SIDE / modules) * points
            y = height - (TOP - (row + 0.5) * SIDE / modules) * points
            return pixels[int(y) * width + int(x)] < 128

        assert [[is_dark(row, column) for column in range(modules)] for row in range(modules)] == [
            [bool(cell) for cell in cells] for cells in matrix()
        ]
