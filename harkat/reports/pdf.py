"""Paper: a document's sheets with their head, QR code, numbered pages and the line "Gratis".

The same facts give the same bytes. Text is drawn as it is: nothing in a name is markup, and nothing
is ever fetched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from harkat.domain.indonesian import moment
from harkat.reports import qr
from harkat.reports.lettering import BOLD, PLAIN, printable, wrapped
from harkat.reports.paper_size import SHEETS, PaperSize

FREE = (
    "Gratis. Tidak ada biaya pendaftaran dan tidak ada potongan. Jangan beri uang kepada siapa pun."
)

_WIDTH, _HEIGHT = SHEETS[PaperSize.A4]
LEFT, RIGHT = 18 * mm, _WIDTH - 18 * mm
TOP, _BOTTOM = _HEIGHT - 16 * mm, 30 * mm
_LABEL_WIDTH = 52 * mm
_QR_SIDE = 30 * mm
_FACT_STEP, _ROW_STEP = 17.0, 16.0

Drawing = Callable[[Canvas], None]


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands on every page of a paper; `warning` says that it does not count any more."""

    title: str
    number: str
    issuer: str
    issued_at: datetime
    verify_url: str
    warning: str | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table; its text ends at `right` or starts at `left` (points)."""

    title: str
    left: float | None = None
    right: float | None = None


class Paper:
    """A document that is written from top to bottom; sheets are added as they fill.

    Everything is measured on A4. A larger sheet keeps the width of the text, in its middle, and
    takes more lines.
    """

    def __init__(self, head: Head, *, size: PaperSize = PaperSize.A4) -> None:
        self._head = head
        self._sheet = SHEETS[size]
        self._taller = self._sheet[1] - _HEIGHT
        self._sheets: list[list[Drawing]] = []
        self._y = TOP
        self._new_sheet()

    def heading(self, text: str) -> None:
        """Write the heading of a part, never as the last line of a sheet."""
        self._make_room(3 * _FACT_STEP)
        self._y -= 10
        self._text(text, x=LEFT, font=BOLD, size=13)
        self._y -= _FACT_STEP + 3

    def fact(self, label: str, value: str, *, is_bold: bool = False) -> None:
        """Write a word and its value; a long value takes several lines."""
        font = BOLD if is_bold else PLAIN
        lines = wrapped(value, font=font, size=12, width=RIGHT - LEFT - _LABEL_WIDTH)
        self._make_room(len(lines) * _FACT_STEP)
        self._text(label, x=LEFT, size=12)
        for line in lines:
            self._text(line, x=LEFT + _LABEL_WIDTH, font=font, size=12)
            self._y -= _FACT_STEP

    def note(self, text: str) -> None:
        """Write a sentence over the whole width."""
        lines = wrapped(text, font=PLAIN, size=11, width=RIGHT - LEFT)
        self._make_room(len(lines) * _ROW_STEP)
        for line in lines:
            self._text(line, x=LEFT, size=11)
            self._y -= _ROW_STEP
        self._y -= 4

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, foot: Sequence[str]
    ) -> None:
        """Write a table; no row is cut, the head stands on each sheet, the sum beside a row."""
        self._make_room(3 * _ROW_STEP)
        self._table_head(columns)
        for number, row in enumerate(rows, start=1):
            with_foot = 2 * _ROW_STEP if number == len(rows) else _ROW_STEP
            if self._make_room(with_foot):
                self._table_head(columns)
            self._cells(columns, row)
        self._rule(1.0)
        self._cells(columns, foot, font=BOLD)
        self._y -= 8

    def signatures(self, signers: Sequence[tuple[str, str]]) -> None:
        """Leave room for people to sign side by side: what they are, and their names."""
        self._make_room(84)
        step = (RIGHT - LEFT) / len(signers)
        self._y -= 8
        for number, (role, name) in enumerate(signers):
            left = LEFT + number * step
            shown = wrapped(name, font=PLAIN, size=11, width=step - 12)[0]
            self._text(role, x=left, size=11)
            self._line(left, left + step - 12, self._y - 56)
            self._text(shown, x=left, size=11, below=70)
        self._y -= 84

    def to_bytes(self) -> bytes:
        """Return the finished PDF."""
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=self._sheet, invariant=1, lang="id-ID")
        canvas.setTitle(f"{self._head.title} {self._head.number}")
        canvas.setAuthor("Bank Harkat")
        for number, sheet in enumerate(self._sheets, start=1):
            canvas.translate((self._sheet[0] - _WIDTH) / 2, self._taller)
            for drawing in sheet:
                drawing(canvas)
            canvas.translate(0, -self._taller)
            self._draw_foot(canvas, number=number)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _new_sheet(self) -> None:
        self._sheets.append([])
        self._y = TOP
        if len(self._sheets) == 1:
            self._first_head()
        else:
            self._text(f"{self._head.title} {self._head.number}, lanjutan", x=LEFT, font=BOLD)
            self._y -= _ROW_STEP
            self._rule(1.4)
        if self._head.warning:
            self._warn(self._head.warning)

    def _first_head(self) -> None:
        head, top = self._head, self._y
        self._sheets[-1].append(_draw_mark)
        self._sheets[-1].append(
            lambda canvas: qr.draw(
                canvas, head.verify_url, left=RIGHT - _QR_SIDE, top=top, side=_QR_SIDE
            )
        )
        self._text("Bank Harkat", x=LEFT + 13 * mm, font=BOLD, size=14, below=13)
        self._text("Pemerintah Kota Jambi", x=LEFT + 13 * mm, size=9, below=25)
        self._text(head.title, x=LEFT, font=BOLD, size=20, below=58)
        self._text(f"Nomor {head.number}", x=LEFT, font=BOLD, size=12, below=77)
        self._text(f"{head.issuer} · terbit {moment(head.issued_at)}", x=LEFT, below=93)
        self._text("Pindai untuk memeriksa", x=RIGHT, size=8, below=_QR_SIDE + 10, is_right=True)
        self._y -= 110
        self._rule(1.4)
        self._y -= 10

    def _warn(self, text: str) -> None:
        lines = wrapped(text, font=BOLD, size=12, width=RIGHT - LEFT - 16)
        height = len(lines) * _FACT_STEP + 10
        top = self._y
        self._sheets[-1].append(
            lambda canvas: canvas.rect(LEFT, top - height + 12, RIGHT - LEFT, height)
        )
        self._y -= 5
        for line in lines:
            self._text(line, x=LEFT + 8, font=BOLD, size=12)
            self._y -= _FACT_STEP
        self._y -= 14

    def _table_head(self, columns: Sequence[Column]) -> None:
        self._cells(columns, [column.title for column in columns], font=BOLD)
        self._rule(1.0)

    def _cells(self, columns: Sequence[Column], cells: Sequence[str], *, font: str = PLAIN) -> None:
        for column, text in zip(columns, cells, strict=True):
            if column.right is not None:
                self._text(text, x=column.right, font=font, size=11, is_right=True)
            elif column.left is not None:
                self._text(text, x=column.left, font=font, size=11)
        self._y -= _ROW_STEP

    def _make_room(self, height: float) -> bool:
        """Begin a new sheet if this height is not left; tell whether it did."""
        if self._y - height >= _BOTTOM - self._taller:
            return False
        self._new_sheet()
        return True

    def _rule(self, thickness: float) -> None:
        self._line(LEFT, RIGHT, self._y + 9, thickness)
        self._y -= 4

    def _line(self, left: float, right: float, y: float, thickness: float = 0.6) -> None:
        def drawing(canvas: Canvas) -> None:
            canvas.setLineWidth(thickness)
            canvas.line(left, y, right, y)

        self._sheets[-1].append(drawing)

    def _text(
        self,
        text: str,
        *,
        x: float,
        font: str = PLAIN,
        size: float = 11,
        below: float = 0,
        is_right: bool = False,
    ) -> None:
        y, shown = self._y - below, printable(text)

        def drawing(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            draw = canvas.drawRightString if is_right else canvas.drawString
            draw(x, y, shown)

        self._sheets[-1].append(drawing)

    def _draw_foot(self, canvas: Canvas, *, number: int) -> None:
        head = self._head
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, 24 * mm, RIGHT, 24 * mm)
        canvas.setFont(BOLD, 9)
        canvas.drawString(LEFT, 20 * mm, FREE)
        canvas.setFont(PLAIN, 9)
        canvas.drawString(LEFT, 15.5 * mm, f"Periksa keaslian: {head.verify_url}")
        canvas.drawString(LEFT, 11 * mm, f"{head.number} · terbit {moment(head.issued_at)}")
        canvas.drawRightString(RIGHT, 11 * mm, f"Halaman {number} dari {len(self._sheets)}")


def _draw_mark(canvas: Canvas) -> None:
    """Draw the woven diamond of the house in the upper left corner."""
    middle_x, middle_y = LEFT + 4.8 * mm, TOP - 4.8 * mm
    for size, is_filled in ((4.8 * mm, True), (3.2 * mm, False), (1.4 * mm, True)):
        path = canvas.beginPath()
        path.moveTo(middle_x, middle_y + size)
        for x, y in ((size, 0), (0, -size), (-size, 0)):
            path.lineTo(middle_x + x, middle_y + y)
        path.close()
        canvas.setFillGray(0 if is_filled else 1)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFillGray(0)
