"""The words for every status and for every event that can change one, as they are stored.

Source: glossary section 7 and the programme's rules on groups. The steps are in `lifecycle`.
"""

from enum import StrEnum


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_VERIFICATION = "in_verification"
    NEEDS_FIX = "needs_fix"
    AWAITING_GROUP = "awaiting_group"
    IN_DECISION = "in_decision"
    APPROVED = "approved"
    REJECTED = "rejected"
    CONSENTED = "consented"
    DISBURSING = "disbursing"
    DISBURSED = "disbursed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ApplicationEvent(StrEnum):
    """What can happen to an application."""

    SUBMITTED = "submitted"
    TAKEN_UP = "taken_up"
    RETURNED_TO_APPLICANT = "returned_to_applicant"
    RESUBMITTED = "resubmitted"
    PROPOSED = "proposed"
    RETURNED_TO_MAKER = "returned_to_maker"
    APPROVED = "approved"
    REJECTED = "rejected"
    CONSENTED = "consented"
    REOPENED = "reopened"
    PREPARED = "prepared"
    DISBURSED = "disbursed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    APPEAL_UPHELD = "appeal_upheld"
    PARTY_LEFT = "party_left"
    PART_BLOCKED = "part_blocked"
    BLOCK_LIFTED = "block_lifted"
    GROUP_WENT_ON = "group_went_on"
    PLACE_FREED = "place_freed"
    BANK_CHANGED = "bank_changed"


class LineStatus(StrEnum):
    """Where one borrowing member's part of an application stands."""

    OPEN = "open"
    READY = "ready"
    CLEARED = "cleared"
    BLOCKED = "blocked"
    APPROVED = "approved"
    DECLINED = "declined"
    CONSENTED = "consented"
    REFUSED = "refused"
    LAPSED = "lapsed"
    DISBURSED = "disbursed"
    REMOVED = "removed"


class LineEvent(StrEnum):
    """What can happen to a member's part."""

    FILLED = "filled"
    CLEARED = "cleared"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    APPROVED = "approved"
    DECLINED = "declined"
    CONSENTED = "consented"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ASKED_AGAIN = "asked_again"
    REOPENED = "reopened"
    DISBURSED = "disbursed"
    REMOVED = "removed"


class GroupStatus(StrEnum):
    """Where a group stands."""

    FORMING = "forming"
    COMPLETE = "complete"
    VALIDATED = "validated"
    DISSOLVED = "dissolved"


class GroupEvent(StrEnum):
    """What can happen to a group."""

    COMPLETED = "completed"
    SHRUNK = "shrunk"
    VALIDATED = "validated"
    DISSOLVED = "dissolved"


class MembershipStatus(StrEnum):
    """Where a person stands towards a group."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    REPLACED = "replaced"
    REMOVED = "removed"
    DECEASED = "deceased"


class MembershipEvent(StrEnum):
    """What can happen to a membership."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    REPLACED = "replaced"
    REMOVED = "removed"
    DIED = "died"


class AgreementStatus(StrEnum):
    """Where a loan agreement stands."""

    DRAFTED = "drafted"
    SIGNING = "signing"
    IN_FORCE = "in_force"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class AgreementEvent(StrEnum):
    """What can happen to an agreement."""

    READY_TO_SIGN = "ready_to_sign"
    SIGNED = "signed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


class DisbursementStatus(StrEnum):
    """Where the payment of one line stands."""

    RESERVED = "reserved"
    SENT = "sent"
    CONFIRMED = "confirmed"
    VOIDED = "voided"


class DisbursementEvent(StrEnum):
    """What can happen to a disbursement."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    VOIDED = "voided"


class LoanStatus(StrEnum):
    """Where a loan stands."""

    ACTIVE = "active"
    PAID_OFF = "paid_off"
    WRITTEN_OFF = "written_off"
    FORGIVEN = "forgiven"
    VOIDED = "voided"


class LoanLifeEvent(StrEnum):
    """What can change a loan's status; money events are another thing (`position`)."""

    PAID_OFF = "paid_off"
    WRITTEN_OFF = "written_off"
    FORGIVEN = "forgiven"
    VOIDED = "voided"
    REOPENED = "reopened"


class LiabilityCallStatus(StrEnum):
    """Where a call on the other members stands."""

    OPEN = "open"
    COVERED = "covered"
    CANCELLED = "cancelled"


class LiabilityCallEvent(StrEnum):
    """What can happen to a call on the other members."""

    COVERED = "covered"
    CANCELLED = "cancelled"


class ArrearsCaseStatus(StrEnum):
    """Where a case of arrears elsewhere stands."""

    OPEN = "open"
    TAKEN = "taken"
    SETTLED_AWAITING_RECORD = "settled_awaiting_record"
    CLEARED = "cleared"
    CLOSED = "closed"


class ArrearsCaseEvent(StrEnum):
    """What can happen to a case of arrears elsewhere."""

    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    SETTLED = "settled"
    CLEARED = "cleared"
    CLOSED = "closed"


class AppealStatus(StrEnum):
    """Where an owner's objection to a refusal stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class AppealEvent(StrEnum):
    """What the bank can answer to an objection."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


class ReliefStatus(StrEnum):
    """Where a borrower's request for relief stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ReliefEvent(StrEnum):
    """What can happen to a request for relief."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    CHANGE_ENDED = "change_ended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ComplaintStatus(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"


class ComplaintEvent(StrEnum):
    """What can happen to a complaint."""

    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"


class JoinRequestStatus(StrEnum):
    """Where somebody's wish to join a group stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class JoinRequestEvent(StrEnum):
    """What can happen to somebody's wish to join a group."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class BankMoveStatus(StrEnum):
    """Where a proposal to take an application to another bank stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    LAPSED = "lapsed"


class BankMoveEvent(StrEnum):
    """What can happen to a proposal to take an application to another bank."""

    AGREED = "agreed"
    REFUSED = "refused"
    LAPSED = "lapsed"


class EnrolmentStatus(StrEnum):
    """Where somebody stands towards a training class."""

    WAITING = "waiting"
    SEATED = "seated"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class EnrolmentEvent(StrEnum):
    """What can happen to a place in a class."""

    SEATED = "seated"
    CANCELLED = "cancelled"
    ENROLLED_AGAIN = "enrolled_again"
    COMPLETED = "completed"


class TrainingClaimStatus(StrEnum):
    """Where the word of an owner stands that a training is missing from the record."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class TrainingClaimEvent(StrEnum):
    """What Balikat can answer to such a word."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
