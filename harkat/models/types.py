"""Column types: how the programme's values are stored, alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Dialect, String, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

from harkat.domain.money import Rupiah
from harkat.sealing import keyring

# STRICT tables of SQLite know only its own words for types.
_SQLITE_WORDS = {
    BigInteger: "INTEGER",
    Boolean: "INTEGER",
    Date: "TEXT",
    DateTime: "TEXT",
    JSON: "TEXT",
    String: "TEXT",
    Text: "TEXT",
}


def _compile_as(word: str) -> Any:
    def compile_type(_type: object, _compiler: object, **_options: object) -> str:
        return word

    return compile_type


for _type, _word in _SQLITE_WORDS.items():
    compiles(_type, "sqlite")(_compile_as(_word))


class RupiahAmount(TypeDecorator[Rupiah]):
    """Whole rupiah in 64 bits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Rupiah | None, _dialect: Dialect) -> int | None:
        """Store the plain integer."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Rupiah | None:
        """Read it back as money."""
        return None if value is None else Rupiah(value)


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store it in UTC.

        :raises ValueError: if the moment has no time zone
        """
        if value is not None and value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Read it back aware; SQLite keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[Any]):
    """A status, kind or role, stored as its word."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__(40)
        self.words = words

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        """Store the word.

        :raises ValueError: if it is no word of this column
        """
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Read it back as the enum's member."""
        return None if value is None else self.words(value)


class Sealed(TypeDecorator[str]):
    """A personal number, sealed for its field; equal numbers do not look equal."""

    impl = Text
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Seal it."""
        return None if value is None else keyring().seal(field=self.field, text=value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Open it."""
        return None if value is None else keyring().open(field=self.field, sealed=value)
