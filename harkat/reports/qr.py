"""QR codes as one path: drawing the modules one by one costs more than the rest of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import segno
from reportlab.pdfgen.canvas import Canvas

_CHECKERBOARD = 0  # the mask that breaks up both lines and blocks


@dataclass(frozen=True, kw_only=True)
class Run:
    """Dark modules side by side in one row, counted from the upper left corner."""

    row: int
    column: int
    length: int


def runs(content: str) -> tuple[int, tuple[Run, ...]]:
    """Return how many modules a side of the content's QR code has, and its dark runs.

    Level M survives a fold or a stain over an eighth of the code. The mask is given: trying all
    eight takes longer than drawing the page, and readers take any.
    """
    matrix = segno.make(content, error="m", mask=_CHECKERBOARD, micro=False).matrix
    return len(matrix), tuple(
        run for row, modules in enumerate(matrix) for run in _dark(row, modules)
    )


def svg_path(content: str) -> tuple[int, str]:
    """Return the modules a side of the content's code, and its dark runs as one path of an SVG."""
    modules, dark = runs(content)
    return modules, "".join(
        f"M{run.column} {run.row}h{run.length}v1h-{run.length}z" for run in dark
    )


def draw(canvas: Canvas, content: str, *, left: float, top: float, side: float) -> None:
    """Draw the code inside a square (points); the quiet zone around it is the caller's."""
    modules, dark = runs(content)
    step = side / modules
    path = canvas.beginPath()
    for run in dark:
        path.rect(left + run.column * step, top - (run.row + 1) * step, run.length * step, step)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark(row: int, modules: bytearray) -> Iterator[Run]:
    column = 0
    for is_dark, group in groupby(modules):
        length = len(tuple(group))
        if is_dark:
            yield Run(row=row, column=column, length=length)
        column += length
