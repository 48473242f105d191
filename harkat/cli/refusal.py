"""How a command says no: one sentence on the error stream and exit code 2."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import IO, Any

import click

from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.product import MOST_RATE_DECIMALS, Impossible, ImpossibleTerms, RefusedTerms

_MOST_LETTERS = 60


class Refusal(click.ClickException):
    """One sentence that names what is wrong and what would do; nothing was done."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone, without the usage that click would add."""
        click.echo(self.message, file=file, err=True)


def said(value: object) -> str:
    """Return a value as a sentence says it; rates as they stand in a file."""
    match value:
        case Rupiah():
            return format_rupiah(value)
        case date():
            return value.isoformat()
    return _short(str(value))


def said_per_cent(value: object) -> str:
    """Return a value as a sentence says it; rates in per cent."""
    return format((value * 100).normalize(), "f") if isinstance(value, Decimal) else said(value)


def quoted(value: object) -> str:
    """Return what was written, short enough for a sentence; text in quotes."""
    return f'"{_short(value)}"' if isinstance(value, str) else said(value)


def problem_of(
    refused: RefusedTerms,
    *,
    example: str,
    say: Callable[[object], str] = said,
    rate_decimals: int = MOST_RATE_DECIMALS,
) -> str:
    """Return what is wrong with a term and what works, as the end of a sentence about its value."""
    assert isinstance(refused, ImpossibleTerms)
    choices = ", ".join(map(say, refused.choices))
    problem = f"tidak bisa dibaca; {example}"
    match refused.reason:
        case Impossible.UNKNOWN:
            problem = "tidak dikenal; hapus isian ini"
        case Impossible.NO_CHOICE:
            problem = f"tidak bisa dipakai; yang bisa: {choices}"
        case Impossible.OUT_OF_RANGE:
            bounds = dict.fromkeys(map(say, (refused.lowest, refused.highest)))
            problem = f"di luar batas; yang bisa: {' sampai '.join(bounds)}"
        case Impossible.TOO_MANY_DECIMALS:
            problem = f"terlalu banyak desimal; yang bisa: paling banyak {rate_decimals}"
        case Impossible.NOT_WITH_THIS_METHOD:
            problem = f"hanya untuk cara hitung {choices}"
        case Impossible.ROW_WITHOUT_PRINCIPAL if refused.highest is not None:
            problem = f"membuat angsuran tanpa pokok; yang bisa: {say(refused.highest)}"
    return problem


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}..."
