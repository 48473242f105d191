"""What people type, made the same however it was typed.

Text stays text: markup, quotes and braces are kept as they are and become harmless where they
are written out. What is dropped is what nobody can see; what is refused is what nobody can read.
"""

from enum import StrEnum
from unicodedata import category, combining, name, normalize

NAME_LIMIT = 200
MARKS_IN_A_ROW = 3  # a letter of Jawi carries up to three; more is a flood that covers other lines

_BLANKS = dict.fromkeys(
    map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " "
)  # they only look like letters
_UNREADABLE = "\ufffd"  # what a decoder leaves of bytes that were not text


class TextProblem(StrEnum):
    """Why a text cannot be taken."""

    UNREADABLE = "unreadable"
    SEVERAL_LINES = "several_lines"
    TOO_LONG = "too_long"
    TOO_MANY_MARKS = "too_many_marks"
    NO_LETTER = "no_letter"
    MIXED_SCRIPTS = "mixed_scripts"


class UnusableText(ValueError):
    """The text cannot be stored as what it should be."""

    def __init__(self, reason: TextProblem, *, length: int = 0, limit: int = 0) -> None:
        """Keep the reason; `length` and `limit` count characters."""
        super().__init__(reason.value)
        self.reason = reason
        self.length = length
        self.limit = limit


def one_line(text: str, *, limit: int) -> str:
    """Return the text composed, without invisible characters and with single spaces.

    :raises UnusableText: if it holds line breaks or what cannot be read, or is too long
    """
    tidied = _visible(text).strip()
    if "\n" in tidied:
        raise UnusableText(TextProblem.SEVERAL_LINES)
    return _bounded(" ".join(tidied.split()), limit=limit)


def several_lines(text: str, *, limit: int) -> str:
    """Return the text as `one_line` does, but keep its lines and one empty line between them.

    :raises UnusableText: if it holds what cannot be read, or is too long
    """
    lines = [" ".join(line.split()) for line in _visible(text).strip().split("\n")]
    kept = [line for index, line in enumerate(lines) if line or lines[index - 1]]
    return _bounded("\n".join(kept), limit=limit)


def personal_name(text: str, *, limit: int = NAME_LIMIT) -> str:
    """Return the name of a person: one letter is enough, and one word.

    :raises UnusableText: also if it has no letter, or letters of scripts that imitate each other
    """
    tidied = one_line(text, limit=limit)
    letters = [character for character in tidied if category(character).startswith("L")]
    if tidied and not letters:
        raise UnusableText(TextProblem.NO_LETTER)
    scripts = {name(letter, "").partition(" ")[0] for letter in letters}
    if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
        raise UnusableText(TextProblem.MIXED_SCRIPTS)
    return tidied


def _visible(text: str) -> str:
    """Compose the text and drop format characters: joiners, direction marks, tags."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    for character in text:
        is_control = category(character) in ("Cc", "Cs") and character not in "\n\t"
        if is_control or character == _UNREADABLE or ord(character) & 0xFFFE == 0xFFFE:
            raise UnusableText(TextProblem.UNREADABLE)
    composed = normalize("NFC", "".join(c for c in text if category(c) != "Cf"))
    _refuse_flood_of_marks(composed)
    return composed


def _refuse_flood_of_marks(text: str) -> None:
    in_a_row = 0
    for character in text:
        is_mark = combining(character) or category(character) in ("Mn", "Me")
        in_a_row = in_a_row + 1 if is_mark else 0
        if in_a_row > MARKS_IN_A_ROW:
            raise UnusableText(TextProblem.TOO_MANY_MARKS)


def _bounded(text: str, *, limit: int) -> str:
    if len(text) > limit:
        raise UnusableText(TextProblem.TOO_LONG, length=len(text), limit=limit)
    return text
