"""Lets only PDFs pass that are pages to look at, and writes them anew with nothing else in them."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from harkat.domain.documents import MOST_PDF_PAGES, FileRefused, Refusal

if TYPE_CHECKING:
    from pypdf import PdfReader

PDF_START = b"%PDF-"

_MOST_OBJECTS = 20_000
_DEEPEST = 60
_ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AA"}
)
_ACTIVE_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"),
        *("/Rendition", "/Sound", "/Movie", "/RichMediaExecute"),
    }
)


def is_pdf(content: bytes) -> bool:
    """Tell whether the bytes begin as a PDF does."""
    return content.startswith(PDF_START)


def remade(content: bytes) -> tuple[bytes, int]:
    """Return the pages of a PDF written anew, and how many they are.

    What a reader would do on its own (run a script, start a program, unpack a file) is refused. A
    place at which to open the document does nothing, and word processors write one: it passes.

    :raises FileRefused: if it is locked, too long, active, or cannot be read
    """
    from pypdf import PdfReader, PdfWriter

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise FileRefused(Refusal.PDF_LOCKED)
        pages = len(reader.pages)
        if pages > MOST_PDF_PAGES:
            raise FileRefused(Refusal.PDF_TOO_LONG)
        if not pages:
            raise FileRefused(Refusal.DAMAGED)
        _refuse_active(reader)
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
        marked(out.getvalue(), text="-")  # one that cannot be marked could not be shown to a bank
    except FileRefused:
        raise
    except _failures():
        raise FileRefused(Refusal.DAMAGED) from None
    return out.getvalue(), pages


def marked(content: bytes, *, text: str) -> bytes:
    """Return a kept PDF with a text across every page, so that a copy says whose screen it left."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages:
        mark = _mark(float(page.mediabox.width), float(page.mediabox.height), text)
        writer.add_page(page).merge_page(PdfReader(BytesIO(mark)).pages[0])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _mark(width: float, height: float, text: str) -> bytes:
    """Return one page of a size with the text slantwise, three times."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    canvas.setFillGray(0.4, alpha=0.5)
    canvas.setFont("Helvetica-Bold", max(min(width, height) * 0.03, 4))
    for share in (0.2, 0.5, 0.8):
        canvas.saveState()
        canvas.translate(width / 2, height * share)
        canvas.rotate(20)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()
    canvas.save()
    return out.getvalue()


def _failures() -> tuple[type[Exception], ...]:
    """Return what a damaged or hostile PDF makes the reader raise."""
    from pypdf.errors import PyPdfError

    return (
        *(PyPdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError),
        *(ArithmeticError, AssertionError, NotImplementedError, RecursionError, MemoryError),
    )


def _refuse_active(reader: "PdfReader") -> None:
    for found in _dictionaries(reader):
        if not _ACTIVE_KEYS.isdisjoint(found) or found.get("/S") in _ACTIVE_ACTIONS:
            raise FileRefused(Refusal.PDF_ACTIVE)


def _dictionaries(reader: "PdfReader") -> Iterator[dict[Any, Any]]:
    """Yield every dictionary that can be reached from the document's root, each object once."""
    from pypdf.generic import IndirectObject

    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, int]] = [(reader.trailer, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST or len(seen) > _MOST_OBJECTS:
            raise FileRefused(Refusal.DAMAGED)
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value, depth = value.get_object(), 0
        if isinstance(value, dict):
            yield value
            waiting += [(dict.__getitem__(value, key), depth + 1) for key in value]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in list.__iter__(value)]
