"""A second member of staff confirms what an owner without a phone agrees to: the testimony."""

from datetime import datetime, timedelta
from enum import StrEnum

LIFE = timedelta(minutes=30)
"""From asking to the step it stands for; the person waits at the desk as long."""
MOST_WRONG_NIKS = 3
MOST_ASKED = 60
ASKED_PERIOD = timedelta(days=1)
"""Nobody asks for more than MOST_ASKED testimonies in this time: NIKs are not tried out here."""


class WitnessedStep(StrEnum):
    """The one step a testimony stands for; one for one step stands for no other."""

    ASSISTANCE = "assistance"
    REGISTRATION = "registration"
    SENDING = "sending"
    CONSENT = "consent"
    JOINING = "joining"


class WitnessState(StrEnum):
    """What has become of a testimony that was asked for."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    USED = "used"
    OVER = "over"


class DeclineReason(StrEnum):
    """Why a witness says no."""

    NOT_HERE = "not_here"
    OTHER_CARD = "other_card"
    NOT_WILLING = "not_willing"
    OTHER = "other"


def state_of(
    *,
    is_confirmed: bool | None,
    used_at: datetime | None,
    wrong_niks: int,
    ends_at: datetime,
    at: datetime,
) -> WitnessState:
    """Tell what a testimony is worth at a moment; an old or guessed-at one is worth nothing."""
    if used_at is not None:
        return WitnessState.USED
    if is_confirmed is False:
        return WitnessState.DECLINED
    if at >= ends_at or wrong_niks >= MOST_WRONG_NIKS:
        return WitnessState.OVER
    return WitnessState.CONFIRMED if is_confirmed else WitnessState.WAITING
