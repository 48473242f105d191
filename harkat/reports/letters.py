"""Letters people send in their own name: plain sheets without the programme's head.

Text is drawn as it is: nothing somebody typed is markup, and nothing is ever fetched.
"""

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from harkat.domain.arrears_letters import Letter
from harkat.reports.lettering import BOLD, PLAIN, printable
from harkat.reports.paper_size import SHEETS, PaperSize

_SIZE, _STEP = 12.0, 18.0
_MARGIN = 25 * mm
_LABEL_WIDTH = 40 * mm
_TO_SIGN = 60.0


def letter_pdf(letter: Letter, *, size: PaperSize) -> bytes:
    """Return the letter as a PDF; the same letter gives the same bytes."""
    sheet = _Sheet(*SHEETS[size], title=letter.title)
    sheet.write(letter.place_and_day)
    sheet.gap()
    sheet.write(f"Perihal: {letter.subject}", font=BOLD)
    sheet.gap()
    sheet.write("Kepada")
    sheet.write(letter.recipient, font=BOLD)
    sheet.gap()
    sheet.write("Saya yang bertanda tangan di bawah ini:")
    for label, value in letter.about_sender:
        sheet.fact(label, value)
    sheet.gap()
    for paragraph in letter.paragraphs:
        sheet.write(paragraph)
        sheet.gap(0.4)
    sheet.gap()
    sheet.keep_together(_TO_SIGN + 3 * _STEP)
    sheet.write(letter.closing)
    sheet.gap(_TO_SIGN / _STEP)
    sheet.write(letter.sender)
    return sheet.to_bytes()


class _Sheet:
    """Writes from top to bottom and begins a new page where one is full."""

    def __init__(self, width: float, height: float, *, title: str) -> None:
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(width, height), invariant=1, lang="id-ID")
        self._canvas.setTitle(title)
        self._width, self._top = width - 2 * _MARGIN, height - _MARGIN
        self._y = self._top

    def write(self, text: str, *, font: str = PLAIN) -> None:
        """Write a text in lines over the whole width."""
        self._lines(text, x=_MARGIN, width=self._width, font=font)

    def fact(self, label: str, value: str) -> None:
        """Write a word and its value beside it."""
        self.keep_together(_STEP)
        self._draw(label, x=_MARGIN, font=PLAIN)
        self._draw(":", x=_MARGIN + _LABEL_WIDTH - 8, font=PLAIN)
        self._lines(value, x=_MARGIN + _LABEL_WIDTH, width=self._width - _LABEL_WIDTH, font=PLAIN)

    def gap(self, lines: float = 1.0) -> None:
        """Leave room."""
        self._y -= lines * _STEP

    def keep_together(self, height: float) -> None:
        """Begin a new page if this height is not left."""
        if self._y - height < _MARGIN:
            self._canvas.showPage()
            self._y = self._top

    def to_bytes(self) -> bytes:
        """Return the finished PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def _lines(self, text: str, *, x: float, width: float, font: str) -> None:
        for paragraph in printable(text).split("\n"):
            for line in _wrapped(paragraph, font=font, width=width):
                self.keep_together(_STEP)
                self._draw(line, x=x, font=font)
                self._y -= _STEP

    def _draw(self, text: str, *, x: float, font: str) -> None:
        self._canvas.setFont(font, _SIZE)
        self._canvas.drawString(x, self._y, printable(text))


def _wrapped(text: str, *, font: str, width: float) -> Iterator[str]:
    """Yield the text in lines that fit; a word longer than a line is cut into pieces."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, _SIZE) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while stringWidth(line, font, _SIZE) > width:
            fits = next(
                n for n in range(len(line), 0, -1) if stringWidth(line[:n], font, _SIZE) <= width
            )
            yield line[:fits]
            line = line[fits:]
    yield line
