"""Text in the fonts of the papers: letters they have, and lines that fit."""

from unicodedata import normalize

from reportlab import rl_config
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

rl_config.useA85 = (
    0  # text armour is of no use today, costs a fifth of the time and makes files larger
)

PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
_LOOK_ALIKES = {"\N{MINUS SIGN}": "\N{EN DASH}"}


def printable(text: str) -> str:
    """Return the text in the letters the paper's font has; others lose their marks or become "?".

    Nothing is left out silently, and a name in plain letters stays as it is.
    """
    if text.isascii():
        return text
    return "".join(_printable_letter(letter) for letter in normalize("NFC", text))


def _printable_letter(letter: str) -> str:
    candidates = (letter, normalize("NFKD", letter)[0], _LOOK_ALIKES.get(letter, "?"))
    return next(candidate for candidate in candidates if _is_in_font(candidate))


def _is_in_font(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def wrapped(text: str, *, font: str, size: float, width: float) -> list[str]:
    """Return the text in lines that fit; a word longer than a line is cut into pieces."""
    lines = []
    for line in simpleSplit(printable(text), font, size, width) or [""]:
        rest = line
        while stringWidth(rest, font, size) > width:
            fits = next(
                n for n in range(len(rest), 0, -1) if stringWidth(rest[:n], font, size) <= width
            )
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines
