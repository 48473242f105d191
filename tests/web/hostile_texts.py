"""Texts that people and attackers type into names and notes, and what becomes of each."""

import unicodedata
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import hidden_fields


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One text; `stored` is what it becomes, or None where it is refused."""

    number: int
    text: str | bytes
    stored: str | None
    is_one_word_of_a_name: bool = True
    has_lines: bool = False


def kept(number: int, text: str) -> Typed:
    """Return a text that is stored as it was typed."""
    return Typed(number=number, text=text, stored=text)


ZALGO = "Si" + "\u0300\u0301\u0302\u0303\u0304\u0305" * 5 + "ti"
TEXTS = (
    kept(26, "O'Brien"),
    kept(27, "Nur'aini, S.Pd."),
    kept(28, "M"),
    kept(29, "Suharto"),
    kept(30, "Siti " * 39 + "Siti "[:4] + "A"),
    Typed(number=31, text="Siti " * 2000, stored=None),
    kept(32, "<script>alert(1)</script>"),
    kept(33, '"><img src=x onerror=alert(1)>'),
    kept(34, "javascript:alert(1)"),
    kept(35, "{{7*7}} ${7*7} {config}"),
    kept(36, "%s%s%n"),
    Typed(number=37, text="Siti\u202e Aminah", stored="Siti Aminah"),
    Typed(number=38, text="Si\u200dti", stored="Siti"),
    Typed(number=39, text=ZALGO, stored=None),
    Typed(number=40, text=unicodedata.normalize("NFD", "André"), stored="André"),
    Typed(number=41, text="\u0410di Siti", stored="\u0410di Siti", is_one_word_of_a_name=False),
    kept(42, "Warung 😀"),
    Typed(number=43, text="Siti\x00Aminah", stored=None),
    Typed(number=44, text=b"Siti \xed\xa0\x80", stored=None),
    Typed(number=45, text=b"\xff\xfe", stored=None),
    Typed(number=46, text="a\r\nBcc: b", stored="a\nBcc: b", has_lines=True),
    Typed(number=47, text=" \u3164 ", stored=None),
    kept(48, "null"),
    kept(48, "undefined"),
    kept(48, "None"),
    kept(49, "../../etc/passwd"),
    kept(50, "سيتي امينه"),
)


def outcome_expected(
    row: Typed, *, limit: int, is_name: bool = False, takes_lines: bool = False
) -> str | None:
    """Return what a field with these rules stores of a text, or None if it refuses it."""
    is_too_long = row.stored is not None and len(row.stored) > limit
    is_imitation = is_name and not row.is_one_word_of_a_name
    if is_too_long or is_imitation or (row.has_lines and not takes_lines):
        return None
    return row.stored


def send_raw(
    client: FlaskClient, page: str, fields: dict[str, str | bytes], *, to: str | None = None
) -> TestResponse:
    """Send a form byte by byte in parts, so that what is no text can be sent, too."""
    opened = client.get(page)
    assert opened.status_code == 200, (page, opened.status_code)
    boundary = "a-line-nobody-types"
    body = b""
    for name, value in {**hidden_fields(opened.text), **fields}.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body += head.encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return client.post(
        to or page,
        data=body + f"--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )
