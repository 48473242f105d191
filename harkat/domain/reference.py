"""Reference numbers people say by phone: `BH26-4821-2`, the last digit checking the others."""

import re
from enum import StrEnum

from stdnum import damm


class ReferenceKind(StrEnum):
    """What is numbered, as the prefix says it."""

    GROUP = "KL"
    APPLICATION = "BH"
    AGREEMENT = "PK"
    LOAN = "PJ"
    RECEIPT = "KW"
    CERTIFICATE = "BK"
    SCHEDULE_CARD = "JD"
    KEY_FACTS = "RK"
    SETTLEMENT_LETTER = "SL"
    COMPLAINT = "AD"


def reference_no(*, kind: ReferenceKind, year: int, number: int) -> str:
    """Return the reference of the `number`-th thing of its kind in a year.

    The middle part has four digits and grows when they are used up. The check digit (Damm) covers
    year and number, so that a wrong or swapped digit is noticed on the phone.
    """
    middle = f"{number:04d}"
    digits = f"{year % 100:02d}{middle}"
    return f"{kind}{year % 100:02d}-{middle}-{damm.calc_check_digit(digits)}"


def read_reference_no(text: str) -> str | None:
    """Return the reference somebody wrote down, as `ad26 0001 7`, or None if it is none."""
    bare = re.sub(r"[\W_]", "", text).upper()
    written = f"{bare[:4]}-{bare[4:-1]}-{bare[-1:]}"
    return written if is_reference_no(written) else None


def is_reference_no(text: str) -> bool:
    """Tell whether the text is a well-formed reference with the right check digit."""
    head, _, rest = text.partition("-")
    middle, _, check = rest.partition("-")
    digits = head[2:] + middle + check
    if head[:2] not in set(ReferenceKind) or not digits.isascii() or not digits.isdigit():
        return False
    return len(head) == 4 and len(middle) >= 4 and len(check) == 1 and bool(damm.is_valid(digits))
