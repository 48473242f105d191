"""Codes by which people find a group: short, speakable, and wrong letters are noticed.

`K7M4-3RP7`: seven characters of chance and one that checks them. The alphabet has no two
characters that look alike (no 0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B, U and V), and
as many as a prime number, so that every wrong and every swapped character is noticed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

ALPHABET = "2346789AFHJKMPRTWXY"
LENGTH = 8
LIFE = timedelta(days=30)
MOST_WRONG = 10
WRONG_PERIOD = timedelta(days=1)
"""Nobody may type more than MOST_WRONG codes of no group in this time: codes are not guessed."""

_SEPARATORS = frozenset(" -–—.\t")


class UnclearCode(ValueError):
    """The text is no code: a character is missing, wrong or in the wrong place."""


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a code made of what `choose` picks from the alphabet, with its check character."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_character(body)


def parse_code(text: str) -> str:
    """Return the code as it is stored, however it was written.

    :raises UnclearCode: if it has a wrong length, a foreign or a mistaken character
    """
    if len(text) > 4 * LENGTH:
        raise UnclearCode("far too long")
    code = "".join(character for character in text.upper() if character not in _SEPARATORS)
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        raise UnclearCode("not of this shape")
    if _check_character(code[:-1]) != code[-1]:
        raise UnclearCode("mistyped")
    return code


def written(code: str) -> str:
    """Return the code as people read it: in two parts."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def next_try_at(wrong_at: Sequence[datetime]) -> datetime | None:
    """Return from when on another code may be tried, or None if at once.

    `wrong_at` holds the wrong tries within the last WRONG_PERIOD, the newest first.
    """
    if len(wrong_at) < MOST_WRONG:
        return None
    return wrong_at[MOST_WRONG - 1] + WRONG_PERIOD


def _check_character(body: str) -> str:
    """Return the character that makes the weighted sum of all divisible by the prime."""
    total = sum(
        weight * ALPHABET.index(character) for weight, character in enumerate(body, start=2)
    )
    return ALPHABET[-total % len(ALPHABET)]
