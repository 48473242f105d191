"""Rupiah: whole amounts of money, how they are read, rounded and written."""

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from itertools import repeat
from typing import ClassVar, NoReturn, Self

MOST_DIGITS = 15

_NEW, _SUM, _DIFFERENCE, _PRODUCT = int.__new__, int.__add__, int.__sub__, int.__mul__


def _whole(number: object) -> int:
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    raise TypeError(f"an amount goes with whole numbers, not {type(number).__name__}")


class Rupiah(int):
    """A whole amount of rupiah, which stays one under addition and multiplication by a count.

    The left side of an operator decides in Python: ``Decimal * Rupiah`` is a Decimal, to be rounded
    by `round_half_up`. A float on the right is refused; on the left it cannot be stopped here.
    """

    __slots__ = ()

    def __new__(cls, amount: int | Decimal = 0) -> Self:
        """Take a whole number.

        :raises TypeError: if it is a truth value, a float or text
        :raises ValueError: if it has a fraction
        """
        if isinstance(amount, Decimal):
            if not (amount.is_finite() and amount == amount.to_integral_value()):
                raise ValueError(f"{amount} is not a whole number of rupiah")
            return _NEW(cls, amount)
        return _NEW(cls, _whole(amount))

    def __repr__(self) -> str:
        return f"Rupiah({int(self)})"

    def __str__(self) -> str:
        return int.__repr__(self)

    def __add__(self, other: int, /) -> "Rupiah":
        return _NEW(Rupiah, _SUM(self, _whole(other)))

    __radd__ = __add__

    def __sub__(self, other: int, /) -> "Rupiah":
        return _NEW(Rupiah, _DIFFERENCE(self, _whole(other)))

    def __rsub__(self, other: int, /) -> "Rupiah":
        return _NEW(Rupiah, _DIFFERENCE(_whole(other), self))

    def __mul__(self, count: int, /) -> "Rupiah":
        if isinstance(count, Rupiah):
            raise TypeError("rupiah times rupiah is not an amount")
        return _NEW(Rupiah, _PRODUCT(self, _whole(count)))

    __rmul__ = __mul__

    def __neg__(self) -> "Rupiah":
        return _NEW(Rupiah, int.__neg__(self))

    def __pos__(self) -> "Rupiah":
        return self

    def __abs__(self) -> "Rupiah":
        return _NEW(Rupiah, int.__abs__(self))

    def _refuse(self, _other: object = None, /) -> NoReturn:
        raise TypeError("an amount is shared out or rounded by a stated rule, never just divided")

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _refuse
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __float__ = _refuse


ZERO = Rupiah(0)


def known(amount: int) -> Rupiah:
    """Return an amount that is known to be a whole number, without asking again."""
    return _NEW(Rupiah, amount)


def all_known(amounts: Iterable[int]) -> Iterator[Rupiah]:
    """Return whole numbers as amounts without asking again, where thousands are made."""
    return map(_NEW, repeat(Rupiah), amounts)


def total(amounts: Iterable[Rupiah]) -> Rupiah:
    """Return the sum of amounts, which is an amount even when there are none."""
    return Rupiah(reduce(_SUM, amounts, 0))


def round_half_up(amount: Decimal | Fraction) -> Rupiah:
    """Return the nearest whole rupiah; exactly half a rupiah goes away from zero."""
    if isinstance(amount, Decimal):
        return Rupiah(amount.to_integral_value(rounding=ROUND_HALF_UP))
    nearest = half_up_quotient(abs(amount.numerator), amount.denominator)
    return nearest if amount >= 0 else -nearest


def half_up_quotient(numerator: int, denominator: int) -> Rupiah:
    """Return the quotient of two numbers, neither below zero, to the nearest whole rupiah."""
    return _NEW(Rupiah, (2 * int(numerator) + denominator) // (2 * denominator))


class Rounding(StrEnum):
    """How a fraction of a rupiah is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


def rounded(amount: Fraction, rounding: Rounding) -> int:
    """Return an amount that is not below zero as whole rupiah, by the rounding of a contract."""
    return rounded_quotient(amount.numerator, amount.denominator, rounding)


def rounded_quotient(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return the quotient of two numbers, neither below zero, by the rounding of a contract."""
    whole, rest = divmod(numerator, denominator)
    if rounding is Rounding.HALF_UP:
        return whole + (2 * rest >= denominator)
    if rounding is Rounding.UP:
        return whole + (rest > 0)
    return whole + (2 * rest + (whole & 1) > denominator)


class UnclearAmount(ValueError):
    """The text cannot be read as one whole amount of rupiah; `reason` says why in one word."""

    reason: ClassVar[str]


class EmptyAmount(UnclearAmount):
    """Nothing was written."""

    reason = "empty"


class NegativeAmount(UnclearAmount):
    """The amount is below zero."""

    reason = "negative"


class AmountWithDecimals(UnclearAmount):
    """There are decimals other than ``,00``."""

    reason = "decimals"


class UnclearSeparators(UnclearAmount):
    """The points, commas or spaces do not group thousands as Indonesian does."""

    reason = "separators"


class ForeignDigits(UnclearAmount):
    """There are digits other than 0 to 9."""

    reason = "foreign_digits"


class TooManyDigits(UnclearAmount):
    """The amount has more than fifteen digits."""

    reason = "too_many_digits"


class NotAnAmount(UnclearAmount):
    """The text is something else."""

    reason = "not_an_amount"


_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_ZEROS = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6}
_UNIT = "|".join(_ZEROS)
_READABLE = re.compile(
    rf"""(?:rp\.?{_SPACE}?)?
    (?P<digits>0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:(?:\.[0-9]{{3}})+|(?:{_SPACE}[0-9]{{3}})+))
    (?:,00|,-|{_SPACE}?(?P<unit>{_UNIT}))?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# A part of a unit is written with a comma or, often, a point: never three digits, which would be
# a group of thousands.
_PART_OF_UNIT = re.compile(
    rf"""(?:rp\.?{_SPACE}?)?(?P<whole>0|[1-9][0-9]{{0,2}})
    [.,](?P<part>[0-9]{{1,2}}){_SPACE}?(?P<unit>{_UNIT})""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MISWRITTEN: tuple[tuple[re.Pattern[str], type[UnclearAmount]], ...] = tuple(
    (re.compile(rf"(?:rp\.?)?{pattern}(?:{_UNIT})?", re.IGNORECASE | re.ASCII), problem)
    for pattern, problem in (
        (r"[-\N{MINUS SIGN}\N{EN DASH}](?:rp\.?)?[0-9.,]+", NegativeAmount),
        (r"[0-9]{1,3}(?:,[0-9]{3})+", UnclearSeparators),
        (r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+|\.[0-9]{1,2})", AmountWithDecimals),
        (r"0[0-9]+", NotAnAmount),
        (r"[0-9.,]+", UnclearSeparators),
    )
)


def parse_rupiah(text: str) -> Rupiah:
    """Read an amount as people write it: ``5000000``, ``Rp5.000.000,-``, ``500 rb``, ``2,5 juta``.

    :raises UnclearAmount: in the subclass that says why, rather than guess
    """
    written = text.strip()
    if not written:
        raise EmptyAmount(text)
    if any(sign.isnumeric() and not sign.isascii() for sign in written):
        raise ForeignDigits(text)
    digits = _digits(written)
    if digits is None:
        raise _problem(written)(text)
    if len(digits) > MOST_DIGITS:
        raise TooManyDigits(text)
    return Rupiah(int(digits))


def _digits(written: str) -> str | None:
    if parted := _PART_OF_UNIT.fullmatch(written):
        return str(parted["whole"] + parted["part"].ljust(_ZEROS[parted["unit"].lower()], "0"))
    readable = _READABLE.fullmatch(written)
    if readable is None:
        return None
    zeros = _ZEROS[readable["unit"].lower()] if readable["unit"] else 0
    return re.sub(r"\D", "", readable["digits"]) + "0" * zeros


def _problem(written: str) -> type[UnclearAmount]:
    closed_up = re.sub(_SPACE, "", written)
    return next(
        (problem for pattern, problem in _MISWRITTEN if pattern.fullmatch(closed_up)), NotAnAmount
    )


def format_rupiah(amount: Rupiah) -> str:
    """Return the amount in full, as ``Rp1.250.000``."""
    return f"{_sign(amount)}Rp{_grouped(abs(amount))}"


_MILLION = 10**6
_SHORT_UNITS = ((_MILLION, "juta"), (10**9, "miliar"), (10**12, "triliun"))


def format_short(amount: Rupiah) -> str:
    """Return a large amount to one decimal, as ``Rp1,2 miliar``; in full below a million."""
    size = int(abs(amount))
    if size < _MILLION:
        return format_rupiah(amount)
    unit, word = next(
        (named for named in _SHORT_UNITS if half_up_quotient(size * 10, named[0]) < 10_000),
        _SHORT_UNITS[-1],
    )
    whole, tenth = divmod(int(half_up_quotient(size * 10, unit)), 10)
    decimal = f",{tenth}" if tenth else ""
    return f"{_sign(amount)}Rp{_grouped(whole)}{decimal} {word}"


def _sign(amount: Rupiah) -> str:
    return "\N{MINUS SIGN}" if amount < 0 else ""


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
