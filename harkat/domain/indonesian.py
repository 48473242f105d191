"""How dates, moments, shares, counts and amounts are said in Indonesian, on screen and on paper."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from num2words import num2words

from harkat.domain.calendar import WIB
from harkat.domain.money import Rupiah

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_SHORT_MONTHS = {"Agustus": "Agu"}  # the others are their first three letters
_SMALLEST_SHARE = Decimal("0.01")  # per cent


def long_date(on: date) -> str:
    """Return a day in full, as ``Sabtu, 4 April 2026``."""
    return f"{DAYS[on.weekday()]}, {plain_date(on)}"


def plain_date(on: date) -> str:
    """Return a day without its weekday, as ``4 April 2026``."""
    return f"{on.day} {month_and_year(on)}"


def short_date(on: date) -> str:
    """Return a day for a narrow column, as ``4 Apr 2026``."""
    month = MONTHS[on.month - 1]
    return f"{on.day} {_SHORT_MONTHS.get(month, month[:3])} {on.year}"


def month_and_year(on: date) -> str:
    """Return the month a day lies in, as ``April 2026``."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def moment(at: datetime) -> str:
    """Return an aware moment as it is read in Jambi, as ``23 November 2026, 14.30 WIB``."""
    return f"{plain_date(_in_jambi(at))}, {time_of_day(at)}"


def time_of_day(at: datetime) -> str:
    """Return the time of an aware moment, as ``14.30 WIB``."""
    return f"{_in_jambi(at):%H.%M} WIB"


def percent(ratio: Decimal | Fraction) -> str:
    """Return a share of one in per cent with at most two decimals, as ``0,27%`` for 0.0027.

    A share that is too small to be written is ``<0,01%`` and never ``0%``.
    """
    exact = Fraction(ratio) * 100
    size = (Decimal(abs(exact).numerator) / abs(exact).denominator).quantize(
        _SMALLEST_SHARE, rounding=ROUND_HALF_UP
    )
    sign = "\N{MINUS SIGN}" if exact < 0 else ""
    if exact and not size:
        return f"{sign}<0,01%"
    whole, _, decimals = f"{size:f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{sign if size else ''}{count(int(whole))}{',' + decimals if decimals else ''}%"


def count(number: int) -> str:
    """Return a whole number with its thousands apart, as ``5.500``."""
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return f"{sign}{abs(int(number)):,}".replace(",", ".")


def amount_in_words(amount: Rupiah) -> str:
    """Return an amount in words, as ``lima juta rupiah``."""
    sign = "minus " if amount < 0 else ""
    return f"{sign}{num2words(abs(int(amount)), lang='id')} rupiah"


def _in_jambi(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(WIB)
