"""One-time codes sent to a phone: what they are for, how long they live, how often one may try."""

from datetime import datetime, timedelta
from enum import StrEnum

DIGITS = 6
LIFE = timedelta(minutes=5)
"""Half of what ASVS 6.5.5 allows."""
MOST_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
BUDGET = 10
BUDGET_PERIOD = timedelta(days=1)
"""No phone gets more than BUDGET codes in this time, whoever asks: nobody is bombed with them."""


class CodePurpose(StrEnum):
    """The one step a code confirms; a code for one step confirms no other (ASVS 6.6.2)."""

    REGISTRATION = "registration"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    PHONE_CHANGE = "phone_change"
    CONSENT = "consent"
    ASSISTED_SENDING = "assisted_sending"
    ASSISTANCE = "assistance"
    ASSISTED_REGISTRATION = "assisted_registration"


class CodeVerdict(StrEnum):
    """What came of typing a code."""

    MATCHED = "matched"
    WRONG = "wrong"
    TOO_MANY_TRIES = "too_many_tries"
    EXPIRED = "expired"


def next_code_at(
    sent_at: tuple[datetime, ...], *, last_of_kind: datetime | None
) -> datetime | None:
    """Return from when on another code may be sent, or None if that was always so.

    `sent_at` holds when codes of any kind went to the phone within the last BUDGET_PERIOD, the
    newest first; `last_of_kind` when the last one went for the same purpose: only that one is
    waited for, since whoever has just confirmed one thing may go on to the next.
    """
    if len(sent_at) >= BUDGET:
        return sent_at[BUDGET - 1] + BUDGET_PERIOD
    return last_of_kind + RESEND_AFTER if last_of_kind else None


def verdict(*, is_right: bool, tries: int, expires_at: datetime, at: datetime) -> CodeVerdict:
    """Judge a typed code; `tries` counts the wrong ones before it.

    A code that has seen MOST_TRIES wrong ones is dead, and so is an old one, even for the right
    digits.
    """
    if at >= expires_at:
        return CodeVerdict.EXPIRED
    if tries >= MOST_TRIES:
        return CodeVerdict.TOO_MANY_TRIES
    return CodeVerdict.MATCHED if is_right else CodeVerdict.WRONG
