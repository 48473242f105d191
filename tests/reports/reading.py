"""Reads PDF files back."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

_RECTANGLE = re.compile(rb"(\S+) (\S+) (\S+) (\S+) re\b")


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def rectangles_of(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Return the rectangles of the first page: left, bottom, width, height in points."""
    content = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    return [
        tuple(float(number) for number in found.groups())
        for found in _RECTANGLE.finditer(content.get_data())
    ]


def picture_of(pdf: bytes, folder: Path) -> tuple[int, int, bytes]:
    """Return the first page in greys: width, height and one byte a pixel, 144 to the inch."""
    painter = shutil.which("pdftoppm")
    assert painter, "The tests look at papers with pdftoppm: install poppler-utils."
    source = folder / "paper.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        [
            painter,
            "-gray",
            "-r",
            "144",
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            source,
            folder / "page",
        ],
        check=True,
    )
    _magic, size, _depth, pixels = (folder / "page.pgm").read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, pixels
