"""How the text of a setting becomes its value; each reader refuses what is no value."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from harkat.domain.documents import DocumentKind
from harkat.domain.money import Rupiah
from harkat.domain.product import MOST_RATE_DECIMALS, MULTIPLES

Value = TypeVar("Value")

NONE = "none"
"""The text of a setting that is deliberately without a value."""

LATEST_DUE_DAY = 28  # every month has it, so the day never moves
_GRADES = 5
_DAYS_A_YEAR = 365


def whole(text: str) -> int:
    """Return a number of things, zero or more.

    :raises ValueError: if the text is anything else
    """
    if not text.isascii() or not text.strip().isdigit():
        raise ValueError(text)
    return int(text)


def days(text: str) -> int:
    """Return a number of days, at most a year.

    :raises ValueError: if the text is anything else
    """
    number = whole(text)
    if number > _DAYS_A_YEAR:
        raise ValueError(text)
    return number


def rupiah(text: str) -> Rupiah:
    """Return an amount in whole rupiah.

    :raises ValueError: if the text is anything else
    """
    return Rupiah(whole(text))


def rate(text: str) -> Decimal:
    """Return a share between 0 and 1.

    :raises ValueError: if it is not between them, or finer than any contract states it
    """
    share = Decimal(text)
    if not share.is_finite() or not 0 <= share <= 1:
        raise ValueError(text)
    if share != round(share, MOST_RATE_DECIMALS):
        raise ValueError(text)
    return share


def choices(text: str) -> tuple[int, ...]:
    """Return numbers above zero that are written with spaces between them.

    :raises ValueError: if there are none, or one of them is no such number
    """
    numbers = tuple(whole(part) for part in text.split())
    if not numbers or 0 in numbers:
        raise ValueError(text)
    return numbers


def day_offsets(text: str) -> tuple[int, ...]:
    """Return days after a day (before it: less than zero), with spaces between them.

    :raises ValueError: if there are none, one comes twice, or one is more than a year away
    """
    days = tuple(-whole(part[1:]) if part[0] == "-" else whole(part) for part in text.split())
    if not days or len(set(days)) < len(days) or max(map(abs, days)) > _DAYS_A_YEAR:
        raise ValueError(text)
    return tuple(sorted(days))


def multiple(text: str) -> int:
    """Return what level instalments are multiples of, in rupiah.

    :raises ValueError: if it is not 1, 100, 500 or 1000
    """
    number = whole(text)
    if number not in MULTIPLES:
        raise ValueError(text)
    return number


def due_day(text: str) -> int:
    """Return a day that every month has.

    :raises ValueError: if it is not between 1 and 28
    """
    day = whole(text)
    if not 1 <= day <= LATEST_DUE_DAY:
        raise ValueError(text)
    return day


def shares_by_grade(text: str) -> tuple[Decimal, ...]:
    """Return the share of each grade from five numbers in per cent, such as ``1 5 15 50 100``.

    :raises ValueError: if they are not five, not between 0 and 100, or a worse grade has less
    """
    shares = tuple(rate(format(Decimal(part) / 100, "f")) for part in text.split())
    if len(shares) != _GRADES or list(shares) != sorted(shares):
        raise ValueError(text)
    return shares


def document_kinds(text: str) -> tuple[DocumentKind, ...]:
    """Return kinds of papers, with spaces between them, in the order people send them.

    ``none`` stands for no kind at all.

    :raises ValueError: if there is nothing to read, a word is no kind, or one comes twice
    """
    if text == NONE:
        return ()
    kinds = [DocumentKind(word) for word in text.split()]
    if not kinds or len(set(kinds)) < len(kinds):
        raise ValueError(text)
    return tuple(kind for kind in DocumentKind if kind in kinds)


def yes_or_no(text: str) -> bool:
    """Return what ``yes`` or ``no`` says.

    :raises ValueError: if the text is another word
    """
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def label(text: str) -> str:
    """Return a word for people.

    :raises ValueError: if there is nothing to read
    """
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def optional(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Return a reader that takes the word ``none``, too."""

    def read_or_none(text: str) -> Value | None:
        return None if text == NONE else read(text)

    return read_or_none
