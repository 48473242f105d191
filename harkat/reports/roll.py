"""The roll: a paper 80 mm wide for the small printers at a counter, as long as what stands on it.

It is written as the sheets are, so that a document says the same on both. Figures are large, since
these printers are coarse.
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from harkat.domain.indonesian import moment
from harkat.reports import qr
from harkat.reports.lettering import BOLD, PLAIN, printable, wrapped
from harkat.reports.pdf import FREE, Column, Drawing, Head

WIDTH = 80 * mm
LEFT, RIGHT = 4 * mm, WIDTH - 4 * mm  # what these printers can reach
_EDGE = 5 * mm
_LINE = 1.3  # times the size of the letters
_SMALL, _TEXT, _LARGE = 9.0, 11.0, 15.0
_BETWEEN, _GAP = 8.0, 3.0
_QR_SIDE = 34 * mm
_TO_SIGN = 44.0


class Roll:
    """A document that is written from top to bottom, and cut off where it ends."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._drawings: list[Drawing] = []
        self._y = -_EDGE
        self._lines("Bank Harkat", font=BOLD, size=_LARGE)
        self._lines("Pemerintah Kota Jambi", size=_SMALL)
        self._rule()
        self._lines(head.title, font=BOLD, size=_LARGE)
        self._lines(f"Nomor {head.number}", font=BOLD, size=_LARGE)
        self._lines(head.issuer, size=_TEXT)
        self._lines(f"Terbit {moment(head.issued_at)}", size=_TEXT)
        if head.warning:
            self._rule()
            self._lines(head.warning, font=BOLD, size=_TEXT)
        self._rule()

    def heading(self, text: str) -> None:
        """Write the heading of a part."""
        self._rule()
        self._lines(text, font=BOLD, size=_TEXT)

    def fact(self, label: str, value: str, *, is_bold: bool = False) -> None:
        """Write a word and its value: on one line, or under each other where they do not fit."""
        font, size = (BOLD, _LARGE) if is_bold else (PLAIN, _TEXT)
        room = RIGHT - LEFT - stringWidth(printable(label), PLAIN, _TEXT) - _BETWEEN
        if stringWidth(printable(value), font, size) <= room:
            self._pair(label, value, font=font, size=size)
        else:
            self._y -= _GAP
            self._lines(label, size=_TEXT)
            self._lines(value, font=font, size=size)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, foot: Sequence[str]
    ) -> None:
        """Write each row as a small list, under what its first column calls it.

        The sum of one row would only say it again.
        """
        first, *others = (column.title for column in columns)
        for name, *cells in rows:
            self._part(f"{first}{name}", others, cells)
        if len(rows) > 1:
            name, *cells = foot
            self._part(name, others, cells)

    def signatures(self, signers: Sequence[tuple[str, str]]) -> None:
        """Leave room for people to sign side by side: what they are, and their names."""
        step = (RIGHT - LEFT) / len(signers)
        self._rule()
        for number, (role, name) in enumerate(signers):
            left = LEFT + number * step
            shown = wrapped(name, font=PLAIN, size=_SMALL, width=step - _BETWEEN)[0]
            self._text(role, x=left, y=self._y - _TEXT, size=_SMALL)
            self._line(left, left + step - _BETWEEN, self._y - _TEXT - _TO_SIGN)
            self._text(shown, x=left, y=self._y - 2 * _TEXT - _TO_SIGN, size=_SMALL)
        self._y -= 2 * _TEXT + _TO_SIGN + _BETWEEN

    def to_bytes(self) -> bytes:
        """Write how to verify the paper, and return the finished PDF."""
        self._write_foot()
        height = _EDGE - self._y
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=(WIDTH, height), invariant=1, lang="id-ID")
        canvas.setTitle(f"{self._head.title} {self._head.number}")
        canvas.setAuthor("Bank Harkat")
        canvas.translate(0, height)
        for drawing in self._drawings:
            drawing(canvas)
        canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _write_foot(self) -> None:
        url = self._head.verify_url
        self._rule()
        self._lines("Pindai untuk memeriksa keaslian", size=_SMALL)
        top = self._y - _BETWEEN
        self._drawings.append(
            lambda canvas: qr.draw(canvas, url, left=(WIDTH - _QR_SIDE) / 2, top=top, side=_QR_SIDE)
        )
        self._y = top - _QR_SIDE - _BETWEEN
        self._lines(url, size=_SMALL)
        self._rule()
        self._lines(FREE, font=BOLD, size=_SMALL)

    def _part(self, name: str, labels: Sequence[str], cells: Sequence[str]) -> None:
        self._y -= _GAP
        self._lines(name, font=BOLD, size=_TEXT)
        for label, cell in zip(labels, cells, strict=True):
            self._pair(label, cell, font=PLAIN, size=_TEXT)

    def _pair(self, label: str, value: str, *, font: str, size: float) -> None:
        self._y -= size * _LINE
        self._text(label, x=LEFT, y=self._y, size=_TEXT)
        self._text(value, x=RIGHT, y=self._y, font=font, size=size, is_right=True)

    def _lines(self, text: str, *, font: str = PLAIN, size: float) -> None:
        for line in wrapped(text, font=font, size=size, width=RIGHT - LEFT):
            self._y -= size * _LINE
            self._text(line, x=LEFT, y=self._y, font=font, size=size)

    def _rule(self) -> None:
        self._y -= _BETWEEN
        self._line(LEFT, RIGHT, self._y)

    def _line(self, left: float, right: float, y: float) -> None:
        def drawing(canvas: Canvas) -> None:
            canvas.setLineWidth(0.8)
            canvas.line(left, y, right, y)

        self._drawings.append(drawing)

    def _text(
        self,
        text: str,
        *,
        x: float,
        y: float,
        size: float,
        font: str = PLAIN,
        is_right: bool = False,
    ) -> None:
        shown = printable(text)

        def drawing(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            draw = canvas.drawRightString if is_right else canvas.drawString
            draw(x, y, shown)

        self._drawings.append(drawing)
