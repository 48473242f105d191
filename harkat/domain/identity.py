"""The numbers a person or a business is known by: NIK, mobile phone and NIB.

A number is read once, here, into the form it is stored in; why it cannot be read is a reason
with what a sentence about it needs. Whether a number belongs to somebody is not known here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from unicodedata import decimal

import phonenumbers

NIK_LENGTH = 16
NIB_LENGTH = 13
KK_LENGTH = 16
KOTA_JAMBI = "15.71"
YOUNGEST, OLDEST = 17, 100  # years of age between which a NIK can be a card holder's

_FEMALE_DAY_OFFSET = 40
_SHOWN_OF_ACCOUNT = 3
NO_PHONE = "tidak punya HP"
_MASK = "•"
_SEPARATORS = frozenset(" .-/()\u00a0\u2007\u2010\u2011\u2012\u2013\u2014\u202f\t")

# The 38 provinces of the ministry's list of 2022. python-stdnum's list stops before North
# Kalimantan and the new provinces of Papua, and would refuse people who were born there.
_PROVINCES = frozenset(
    f"{code}"
    for codes in (
        (*range(11, 20), 21),  # Sumatra
        range(31, 37),  # Java
        range(51, 54),  # Bali and Nusa Tenggara
        range(61, 66),  # Kalimantan
        range(71, 77),  # Sulawesi
        (81, 82, *range(91, 97)),  # Maluku and Papua
    )
    for code in codes
)


class Sex(StrEnum):
    """The sex that the birth day in a NIK tells."""

    FEMALE = "female"
    MALE = "male"


class NumberProblem(StrEnum):
    """Why a NIK, a phone number or a NIB cannot be read."""

    EMPTY = "empty"
    NOT_A_DIGIT = "not_a_digit"
    LENGTH = "length"
    PATTERN = "pattern"
    REGION = "region"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    NOT_MOBILE = "not_mobile"


class InvalidNumber(ValueError):
    """A number cannot be what it should be."""

    def __init__(
        self, reason: NumberProblem, *, length: int = 0, character: str = "", position: int = 0
    ) -> None:
        """Keep the reason; `length` in digits, `position` counted from 1 without separators."""
        super().__init__(reason.value)
        self.reason = reason
        self.length = length
        self.character = character
        self.position = position


class InvalidNik(InvalidNumber):
    """The text is not the NIK of an adult."""


class InvalidPhone(InvalidNumber):
    """The text is not a phone number that can be reached."""


class InvalidNib(InvalidNumber):
    """The text is not a NIB."""


class InvalidKk(InvalidNumber):
    """The text is not the number of a family card."""


@dataclass(frozen=True, kw_only=True)
class Nik:
    """A NIK with what its digits say about its holder."""

    digits: str
    birth_on: date
    sex: Sex
    region_code: str

    @property
    def is_kota_jambi(self) -> bool:
        """Tell whether the number was first given out in Kota Jambi."""
        return self.region_code.startswith(KOTA_JAMBI)


def parse_nik(text: str, *, today: date) -> Nik:
    """Read a NIK; the century of birth is the one that makes its holder an adult on `today`.

    :raises InvalidNik: if it cannot be the number of a card holder
    """
    digits = _digits(text, error=InvalidNik)
    if len(digits) != NIK_LENGTH:
        raise InvalidNik(NumberProblem.LENGTH, length=len(digits))
    if _is_repetition(digits) or _is_sequence(digits):
        raise InvalidNik(NumberProblem.PATTERN)
    if digits[:2] not in _PROVINCES or "00" in (digits[2:4], digits[4:6]):
        raise InvalidNik(NumberProblem.REGION)
    day = int(digits[6:8])
    is_female = day > _FEMALE_DAY_OFFSET
    birth_on = _adult_birth_date(
        day=day - _FEMALE_DAY_OFFSET if is_female else day,
        month=int(digits[8:10]),
        year_of_century=int(digits[10:12]),
        today=today,
    )
    return Nik(
        digits=digits,
        birth_on=birth_on,
        sex=Sex.FEMALE if is_female else Sex.MALE,
        region_code=f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}",
    )


def nik_masked(digits: str) -> str:
    """Return a NIK with its birth date hidden, such as ``1571••••••••0004``."""
    return f"{digits[:4]}{_MASK * (len(digits) - 8)}{digits[-4:]}"


def account_end(account_no: str | None) -> str | None:
    """Return the last digits of a bank account number, by which its holder knows it again."""
    return account_no[-_SHOWN_OF_ACCOUNT:] if account_no else None


def parse_phone(text: str, *, mobile_only: bool = True) -> str:
    """Read an Indonesian phone number, however it is written, and return it in E.164.

    :raises InvalidPhone: if it is not complete, not Indonesian, or not mobile where it must be
    """
    is_international = text.strip().startswith("+")
    digits = _digits(text.replace("+", "", 1) if is_international else text, error=InvalidPhone)
    if digits.startswith("00"):
        is_international, digits = True, digits[2:]
    try:
        number = phonenumbers.parse(f"+{digits}" if is_international else digits, "ID")
    except phonenumbers.NumberParseException:
        raise InvalidPhone(NumberProblem.UNKNOWN, length=len(digits)) from None
    if number.country_code != phonenumbers.country_code_for_region("ID"):
        raise InvalidPhone(NumberProblem.FOREIGN)
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(_phone_problem(number), length=len(digits))
    if mobile_only and phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        raise InvalidPhone(NumberProblem.NOT_MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_national(phone: str) -> str:
    """Return an E.164 number as it is dialled at home, such as ``0812-3456-7890``."""
    number = phonenumbers.parse(phone, "ID")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def phone_masked(phone: str | None) -> str:
    """Return an E.164 number with its middle hidden, such as ``0812••••789``, or that it lacks."""
    if phone is None:
        return NO_PHONE
    national = f"0{phone.removeprefix('+62')}"
    return f"{national[:4]}{_MASK * 4}{national[-3:]}"


def parse_nib(text: str) -> str:
    """Read a business number (NIB) and return its 13 digits.

    :raises InvalidNib: if it has other characters, another length, or is one digit repeated
    """
    digits = _digits(text, error=InvalidNib)
    if len(digits) != NIB_LENGTH:
        raise InvalidNib(NumberProblem.LENGTH, length=len(digits))
    if _is_repetition(digits):
        raise InvalidNib(NumberProblem.PATTERN)
    return digits


def parse_kk(text: str) -> str:
    """Read the number of a family card (KK) and return its 16 digits.

    :raises InvalidKk: if it has other characters, another length or province, or is a pattern
    """
    digits = _digits(text, error=InvalidKk)
    if len(digits) != KK_LENGTH:
        raise InvalidKk(NumberProblem.LENGTH, length=len(digits))
    if _is_repetition(digits) or _is_sequence(digits) or digits[:2] not in _PROVINCES:
        raise InvalidKk(NumberProblem.PATTERN)
    return digits


def _digits(text: str, *, error: type[InvalidNumber]) -> str:
    """Return the digits of any script as ASCII, without separators."""
    kept = [character for character in text if character not in _SEPARATORS]
    if not kept:
        raise error(NumberProblem.EMPTY)
    found = [decimal(character, None) for character in kept]
    if None in found:
        index = found.index(None)
        raise error(NumberProblem.NOT_A_DIGIT, character=kept[index], position=index + 1)
    return "".join(str(digit) for digit in found)


def _is_repetition(digits: str) -> bool:
    return len(set(digits)) == 1


def _is_sequence(digits: str) -> bool:
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(digits)}
    return steps in ({1}, {9})


def _adult_birth_date(*, day: int, month: int, year_of_century: int, today: date) -> date:
    births = []
    for century in (2000, 1900):
        try:
            births.append(date(century + year_of_century, month, day))
        except ValueError:
            continue  # 29 February exists in 2000 and not in 1900
    if not births:
        raise InvalidNik(NumberProblem.BIRTH_DATE)
    for birth_on in births:
        if YOUNGEST <= _age_years(birth_on, on=today) <= OLDEST:
            return birth_on
    raise InvalidNik(NumberProblem.AGE)


def _age_years(birth_on: date, *, on: date) -> int:
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def _phone_problem(number: phonenumbers.PhoneNumber) -> NumberProblem:
    """Tell which way a number is wrong; a mobile number has 10 to 13 digits with its zero."""
    digits = len(str(number.national_number))
    if digits < 9:
        return NumberProblem.TOO_SHORT
    return NumberProblem.TOO_LONG if digits > 12 else NumberProblem.UNKNOWN
