"""When a message may go to a phone, and how often it is tried: codes, service, collection, news.

Collection keeps to POJK 22/2023, article 62: Monday to Saturday, 08.00 to 20.00 in Jambi, never
on a holiday, and not incessantly.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from harkat.domain.business_days import is_sunday
from harkat.domain.calendar import WIB, business_day, start_of
from harkat.domain.phone_codes import LIFE, CodePurpose


class MessageKind(StrEnum):
    """What a message is for; it decides when it goes out and whether it needs a consent.

    News go only to those who agreed to messages. The others belong to what somebody asked for or
    signed: a code, an answer, a due date, a place in a class.
    """

    CODE = "code"
    SERVICE = "service"
    COLLECTION = "collection"
    NEWS = "news"


class MessageOutcome(StrEnum):
    """What came of a message once the phone does not wait for it any more."""

    SENT = "sent"
    TOO_OLD = "too_old"
    NOT_TRUE_ANY_MORE = "not_true_any_more"
    NO_CONSENT = "no_consent"
    NO_PHONE = "no_phone"
    GIVEN_UP = "given_up"


KINDS: Mapping[str, MessageKind] = {
    **{f"code_{purpose}": MessageKind.CODE for purpose in CodePurpose},
    "registered": MessageKind.SERVICE,
    "assistance_begun": MessageKind.SERVICE,
    "help_without_phone": MessageKind.SERVICE,
    "witnessed_consent": MessageKind.SERVICE,
    "witnessed_joining": MessageKind.SERVICE,
    "witnessed_sending": MessageKind.SERVICE,
    "registered_before": MessageKind.SERVICE,
    "training_completed": MessageKind.SERVICE,
    "training_enrolled": MessageKind.SERVICE,
    "training_waiting": MessageKind.SERVICE,
    "training_seat": MessageKind.SERVICE,
    "training_reminder": MessageKind.SERVICE,
    "training_class_opened": MessageKind.NEWS,
    "training_claim_declined": MessageKind.SERVICE,
    "member_accepted": MessageKind.NEWS,
    "application_submitted": MessageKind.SERVICE,
    "application_needs_fix": MessageKind.SERVICE,
    "application_rejected": MessageKind.SERVICE,
    "application_approved": MessageKind.SERVICE,
    "application_expired": MessageKind.SERVICE,
    "application_withdrawn": MessageKind.SERVICE,
    "parties_changed": MessageKind.SERVICE,
    "decision_reopened": MessageKind.SERVICE,
    "disbursed": MessageKind.SERVICE,
    "repaid": MessageKind.SERVICE,
    "instalment_due_soon": MessageKind.SERVICE,
    "instalment_due_today": MessageKind.SERVICE,
    "instalment_late": MessageKind.COLLECTION,
    "repaid_for_member": MessageKind.SERVICE,
    "liability_called": MessageKind.COLLECTION,
    "member_claim_paid": MessageKind.SERVICE,
    "member_settlement_proposed": MessageKind.SERVICE,
    "member_settlement_refused": MessageKind.SERVICE,
    "loan_changed": MessageKind.SERVICE,
    "repayment_reversed": MessageKind.SERVICE,
    "join_asked": MessageKind.SERVICE,
    "join_accepted": MessageKind.SERVICE,
    "join_refused": MessageKind.SERVICE,
    "group_invites": MessageKind.SERVICE,
    "leader_changed": MessageKind.SERVICE,
    "membership_removed": MessageKind.SERVICE,
    "party_left": MessageKind.SERVICE,
    "part_blocked": MessageKind.SERVICE,
    "own_part_blocked": MessageKind.SERVICE,
    "own_part_goes_on": MessageKind.SERVICE,
    "block_lifted": MessageKind.SERVICE,
    "group_waits": MessageKind.SERVICE,
    "group_waits_for_you": MessageKind.SERVICE,
    "group_went_on": MessageKind.SERVICE,
    "place_freed": MessageKind.SERVICE,
    "left_out": MessageKind.SERVICE,
    "bank_move_proposed": MessageKind.SERVICE,
    "bank_move_refused": MessageKind.SERVICE,
    "bank_moved": MessageKind.SERVICE,
    "file_due": MessageKind.SERVICE,
    "appeal_received": MessageKind.SERVICE,
    "appeal_to_answer": MessageKind.SERVICE,
    "appeal_upheld": MessageKind.SERVICE,
    "appeal_upheld_apply_again": MessageKind.SERVICE,
    "appeal_dismissed": MessageKind.SERVICE,
    "application_reopened": MessageKind.SERVICE,
    "business_old_enough": MessageKind.SERVICE,
    "draft_expires": MessageKind.SERVICE,
    "draft_expired": MessageKind.SERVICE,
    "phone_wanted": MessageKind.SERVICE,
    "phone_change_proposed": MessageKind.SERVICE,
    "phone_changed": MessageKind.SERVICE,
    "phone_changed_old": MessageKind.SERVICE,
    "password_changed": MessageKind.SERVICE,
    "payout_account_changed": MessageKind.SERVICE,
    "entered_elsewhere": MessageKind.SERVICE,
    "data_request_answered": MessageKind.SERVICE,
    "arrears_taken": MessageKind.SERVICE,
    "arrears_recheck": MessageKind.SERVICE,
    "arrears_cleared": MessageKind.SERVICE,
    "relief_asked": MessageKind.SERVICE,
    "relief_declined": MessageKind.SERVICE,
    "loan_change_asked": MessageKind.SERVICE,
    "loan_change_ended": MessageKind.SERVICE,
    "complaint_received": MessageKind.SERVICE,
    "complaint_answered": MessageKind.SERVICE,
    "arrival_confirmed": MessageKind.SERVICE,
    "arrival_missing": MessageKind.SERVICE,
    "transfer_came_back": MessageKind.SERVICE,
    "tranche_came_back": MessageKind.SERVICE,
    "payout_cancelled": MessageKind.SERVICE,
    "visit_planned": MessageKind.SERVICE,
    "visit_reminder": MessageKind.SERVICE,
    "visit_missed": MessageKind.SERVICE,
}
"""The kind of every template."""

REMINDERS = frozenset(
    {
        "instalment_due_soon",
        "instalment_due_today",
        "instalment_late",
        "liability_called",
        "training_reminder",
        "visit_reminder",
    }
)
"""The templates of which nobody gets more than a few a day."""

MOST_REMINDERS_A_DAY = 2

MOST_ATTEMPTS = 6
_WAITS = tuple(timedelta(minutes=count) for count in (1, 5, 15, 60, 240))

HOLD = timedelta(minutes=10)
"""How long a message belongs to the run that took it; longer than any gateway may keep it busy."""

_HOURS: Mapping[MessageKind, tuple[time, time]] = {
    MessageKind.SERVICE: (time(7), time(21)),
    MessageKind.COLLECTION: (time(8), time(20)),
    MessageKind.NEWS: (time(7), time(21)),
}
_OLDEST: Mapping[MessageKind, timedelta] = {
    MessageKind.CODE: LIFE,
    MessageKind.SERVICE: timedelta(days=3),
    # A collective leave of a week holds them back; whether they are still true is asked then.
    MessageKind.COLLECTION: timedelta(days=10),
    MessageKind.NEWS: timedelta(days=7),
}


def kind_of(template: str) -> MessageKind:
    """Return the kind of a template; an unknown one, of another version, counts as service."""
    return KINDS.get(template, MessageKind.SERVICE)


def may_go(kind: MessageKind, *, at: datetime, holidays: Collection[object]) -> bool:
    """Tell whether a message of this kind may reach a phone at a moment; both ends are allowed."""
    if kind is MessageKind.CODE:
        return True
    day, clock = business_day(at), at.astimezone(WIB).time()
    if kind is MessageKind.COLLECTION and (is_sunday(day) or day in holidays):
        return False
    first, last = _HOURS[kind]
    return first <= clock <= last


def held_templates(*, at: datetime, holidays: Collection[object]) -> frozenset[str]:
    """Return the templates that may not go out at a moment."""
    return frozenset(
        template for template, kind in KINDS.items() if not may_go(kind, at=at, holidays=holidays)
    )


def is_too_old(kind: MessageKind, *, created_at: datetime, at: datetime) -> bool:
    """Tell whether a message has waited so long that it would only confuse."""
    return at - created_at > _OLDEST[kind]


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """Return when a message that failed so many times is tried again, or None to give it up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return at + _WAITS[min(attempts, len(_WAITS)) - 1]


def tomorrow(at: datetime) -> datetime:
    """Return the first moment of the next business day, for what is enough for today."""
    return start_of(business_day(at) + timedelta(days=1))
