"""Boxes for counts, rates, codes and passwords, and the limits amounts and days must keep."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from unicodedata import normalize

from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import PasswordInput

from harkat import clock
from harkat.domain.indonesian import count
from harkat.domain.money import Rupiah, format_rupiah
from harkat.web.form_fields import NUMERIC, WrittenField

TAPPED_AMOUNTS = tuple(Rupiah(millions * 1_000_000) for millions in (1, 2, 5, 10))
"""The amounts that are offered to be tapped, as far as the ceiling reaches."""

_LONGEST_COUNT = 9  # digits
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s*%?", re.ASCII)
_SPACING = re.compile(r"[\s.\-]")


class WholeNumberField(WrittenField):
    """A count, such as workers, members or months."""

    data: int | None
    attributes = NUMERIC
    when_empty = "Isi dengan angka."

    def __init__(
        self, *positional: Any, minimum: int = 0, maximum: int = 999_999, **options: Any
    ) -> None:
        """Make a box for a count between two bounds, both allowed."""
        super().__init__(*positional, **options)
        self.minimum = minimum
        self.maximum = maximum

    def read(self, typed: str) -> int:
        """Return the count."""
        digits = typed.strip()
        if not re.fullmatch(r"[0-9]+", digits):
            raise ValueError("Tulis angka bulat, misalnya 12.")
        is_short = len(digits) <= _LONGEST_COUNT
        if not (is_short and self.minimum <= int(digits) <= self.maximum):
            raise ValueError(f"Isi angka {count(self.minimum)} sampai {count(self.maximum)}.")
        return int(digits)


class PercentField(WrittenField):
    """A rate in per cent; `data` is the share of one, so that 3 is 0.03."""

    data: Decimal | None
    attributes = {"inputmode": "decimal", "autocomplete": "off"}  # noqa: RUF012
    when_empty = "Isi persennya."

    def __init__(self, *positional: Any, maximum: int = 100, **options: Any) -> None:
        """Make a box for 0 to `maximum` per cent."""
        super().__init__(*positional, **options)
        self.maximum = maximum

    def read(self, typed: str) -> Decimal:
        """Return the share."""
        found = _PERCENT.fullmatch(typed.strip())
        if found is None:
            raise ValueError("Tulis persen dengan angka, misalnya 3 atau 0,5.")
        percent = Decimal(f"{found[1]}.{found[2] or 0}")
        if percent > self.maximum:
            raise ValueError(f"Paling banyak {self.maximum}%.")
        return percent / 100

    def written(self, value: Decimal) -> str:
        """Return the rate in per cent with a comma."""
        return f"{(value * 100).normalize():f}".replace(".", ",")


class CodeField(WrittenField):
    """A code of digits that was sent or is shown by an app; spaces in it do not matter."""

    data: str | None
    attributes = {"inputmode": "numeric", "autocomplete": "one-time-code"}  # noqa: RUF012
    usual_label = "Kode"
    when_empty = "Isi kode yang kami kirim."

    def __init__(self, *positional: Any, digits: int = 6, **options: Any) -> None:
        """Make a box for a code of so many digits."""
        super().__init__(*positional, **options)
        self.digits = digits

    def read(self, typed: str) -> str:
        """Return the digits."""
        code = _SPACING.sub("", typed)
        if not re.fullmatch(r"[0-9]+", code):
            raise ValueError("Kode hanya angka.")
        if len(code) != self.digits:
            raise ValueError(f"Kode harus {self.digits} angka. Anda mengisi {len(code)}.")
        return code

    def _value(self) -> str:
        return ""  # a code that did not match is of no use a second time


class PasswordField(WrittenField):
    """A password, taken as it is; it never goes back to the page."""

    data: str | None
    widget = PasswordInput()
    attributes = {"autocomplete": "current-password", "spellcheck": "false"}  # noqa: RUF012
    usual_label = "Kata sandi"
    when_empty = "Isi kata sandi Anda."
    longest: ClassVar[int] = 256

    def read(self, typed: str) -> str:
        """Return the password composed, as keyboards differ in how they make an é."""
        if len(typed) > self.longest:
            raise ValueError(f"Kata sandi paling banyak {self.longest} huruf atau angka.")
        return normalize("NFC", typed)

    def _value(self) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class AtLeast:
    """An amount must not be below a limit, which may be looked up when it is needed."""

    limit: Rupiah | Callable[[], Rupiah]
    sentence: str = "Paling sedikit {limit}."

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a smaller amount."""
        limit = _current(self.limit)
        if field.data < limit:
            raise ValidationError(self.sentence.format(limit=format_rupiah(limit)))


@dataclass(frozen=True, kw_only=True)
class AtMost:
    """An amount must not be above a limit, which may be looked up when it is needed."""

    limit: Rupiah | Callable[[], Rupiah]
    sentence: str = "Paling banyak {limit}."

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a larger amount."""
        limit = _current(self.limit)
        if field.data > limit:
            raise ValidationError(self.sentence.format(limit=format_rupiah(limit)))


@dataclass(frozen=True, kw_only=True)
class NotInFuture:
    """A day must be today or earlier."""

    sentence: str = "Tanggal ini harus hari ini atau sebelumnya."

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a later day."""
        if field.data > clock.today():
            raise ValidationError(self.sentence)


def _current(limit: Rupiah | Callable[[], Rupiah]) -> Rupiah:
    return limit() if callable(limit) else limit
