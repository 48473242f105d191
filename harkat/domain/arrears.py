"""A person held up by arrears elsewhere: what they owe in bands, what they want, and what is next.

The programme asks for no creditor's name and no exact amount; a band is enough to help.
"""

from datetime import date, timedelta
from enum import StrEnum

from harkat.domain.statuses import ArrearsCaseStatus

RECORD_DAYS = 30
"""About how long a credit record takes to show that a debt was paid."""
MOST_DAYS_AHEAD = 366
"""How far ahead anybody may ask to be reminded."""
MOST_GUEST_CASES_A_DAY = 200
"""How many people without an account may ask in one day; beyond it something else is going on."""

LIVE = frozenset(
    {
        ArrearsCaseStatus.OPEN,
        ArrearsCaseStatus.TAKEN,
        ArrearsCaseStatus.SETTLED_AWAITING_RECORD,
    }
)
"""Statuses of a case that somebody still has to follow."""


class LenderType(StrEnum):
    """Who lent what is in arrears."""

    BANK = "bank"
    COOPERATIVE = "koperasi"
    ONLINE = "pindar"
    PAYLATER = "paylater"
    VEHICLE = "kredit"


class ArrearsBand(StrEnum):
    """About how much is in arrears, all lenders together."""

    BELOW_ONE = "sampai-1"
    ONE_TO_FIVE = "1-5"
    FIVE_TO_TWENTY = "5-20"
    ABOVE_TWENTY = "di-atas-20"


class ArrearsWish(StrEnum):
    """The way out somebody chooses; its word names the letter's address."""

    SETTLE = "lunasi"
    RELIEF = "keringanan"
    PROOF = "surat-lunas"


class CloseReason(StrEnum):
    """Why a case ends without a clean record."""

    NOT_REACHED = "not_reached"
    NO_ARREARS = "no_arrears"
    NOT_WANTED = "not_wanted"
    MOVED = "moved"


class ReminderTooFar(ValueError):
    """A reminder lies in the past or too far ahead."""


def check_reminder(on: date, *, today: date) -> None:
    """Let a reminder pass that lies ahead, but not too far.

    :raises ReminderTooFar: otherwise
    """
    if not today < on <= today + timedelta(days=MOST_DAYS_AHEAD):
        raise ReminderTooFar(on)


def usual_reminder(*, today: date) -> date:
    """Return the day on which looking again makes sense."""
    return today + timedelta(days=RECORD_DAYS)
