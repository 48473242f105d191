"""The sizes of paper a document can be drawn on."""

from collections.abc import Mapping
from enum import StrEnum

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm


class PaperSize(StrEnum):
    """The sheets of Indonesian offices and the roll at a counter; the words stand in addresses."""

    A4 = "a4"
    F4 = "f4"
    ROLL = "80mm"


SHEETS: Mapping[PaperSize, tuple[float, float]] = {
    PaperSize.A4: A4,
    PaperSize.F4: (215 * mm, 330 * mm),
}
"""Width and height (points) of what has a fixed height."""
