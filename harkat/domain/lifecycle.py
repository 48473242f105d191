"""The only steps between the statuses of everything that has a life.

`harkat diagrams` draws these tables; `services.transitions` is the one door that uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from harkat.domain.statuses import AgreementEvent as AgrE
from harkat.domain.statuses import AgreementStatus as Agr
from harkat.domain.statuses import ApplicationEvent as AppE
from harkat.domain.statuses import ApplicationStatus as App
from harkat.domain.statuses import DisbursementEvent as DisE
from harkat.domain.statuses import DisbursementStatus as Dis
from harkat.domain.statuses import GroupEvent as GrpE
from harkat.domain.statuses import GroupStatus as Grp
from harkat.domain.statuses import LiabilityCallEvent as CalE
from harkat.domain.statuses import LiabilityCallStatus as Cal
from harkat.domain.statuses import LineEvent as LinE
from harkat.domain.statuses import LineStatus as Lin
from harkat.domain.statuses import LoanLifeEvent as LoaE
from harkat.domain.statuses import LoanStatus as Loa
from harkat.domain.statuses import MembershipEvent as MemE
from harkat.domain.statuses import MembershipStatus as Mem


class IllegalTransition(ValueError):
    """The event cannot happen to a subject in this status."""

    def __init__(self, *, lifecycle: str, status: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{lifecycle} is {status}: {event} cannot happen")
        self.lifecycle, self.status, self.event = lifecycle, status, event


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """The table of allowed steps of one kind of subject."""

    name: str
    initial: StrEnum
    steps: Mapping[tuple[StrEnum, StrEnum], StrEnum]

    def after(self, status: StrEnum, event: StrEnum) -> StrEnum:
        """Return the status that follows.

        :raises IllegalTransition: if the event cannot happen in this status
        """
        try:
            return self.steps[status, event]
        except KeyError:
            raise IllegalTransition(lifecycle=self.name, status=status, event=event) from None

    def allows(self, status: StrEnum, event: StrEnum) -> bool:
        """Tell whether the event can happen in this status."""
        return (status, event) in self.steps


APPLICATION = Lifecycle(
    name="application",
    initial=App.DRAFT,
    steps={
        (App.DRAFT, AppE.SUBMITTED): App.SUBMITTED,
        (App.SUBMITTED, AppE.TAKEN_UP): App.IN_VERIFICATION,
        (App.IN_VERIFICATION, AppE.RETURNED_TO_APPLICANT): App.NEEDS_FIX,
        (App.NEEDS_FIX, AppE.RESUBMITTED): App.IN_VERIFICATION,
        (App.IN_VERIFICATION, AppE.PROPOSED): App.IN_DECISION,
        (App.IN_DECISION, AppE.RETURNED_TO_MAKER): App.IN_VERIFICATION,
        (App.IN_DECISION, AppE.APPROVED): App.APPROVED,
        (App.IN_DECISION, AppE.REJECTED): App.REJECTED,
        (App.REJECTED, AppE.APPEAL_UPHELD): App.IN_VERIFICATION,
        (App.APPROVED, AppE.CONSENTED): App.CONSENTED,
        (App.APPROVED, AppE.REOPENED): App.IN_VERIFICATION,
        (App.CONSENTED, AppE.PREPARED): App.DISBURSING,
        (App.DISBURSING, AppE.DISBURSED): App.DISBURSED,
        (App.DRAFT, AppE.EXPIRED): App.EXPIRED,
        (App.APPROVED, AppE.EXPIRED): App.EXPIRED,
        (App.DISBURSING, AppE.EXPIRED): App.EXPIRED,
        (App.DISBURSED, AppE.EXPIRED): App.EXPIRED,
        # Who is left decides anew; what no bank has looked at yet is a draft again.
        (App.SUBMITTED, AppE.PARTY_LEFT): App.DRAFT,
        (App.IN_VERIFICATION, AppE.PARTY_LEFT): App.NEEDS_FIX,
        (App.IN_DECISION, AppE.PARTY_LEFT): App.NEEDS_FIX,
        # One part cannot go on; the others choose what becomes of it.
        (App.IN_VERIFICATION, AppE.PART_BLOCKED): App.AWAITING_GROUP,
        (App.AWAITING_GROUP, AppE.PART_BLOCKED): App.AWAITING_GROUP,
        (App.AWAITING_GROUP, AppE.BLOCK_LIFTED): App.IN_VERIFICATION,
        (App.AWAITING_GROUP, AppE.GROUP_WENT_ON): App.IN_VERIFICATION,
        (App.AWAITING_GROUP, AppE.PLACE_FREED): App.NEEDS_FIX,
        (App.AWAITING_GROUP, AppE.PARTY_LEFT): App.NEEDS_FIX,
        # The new bank begins at the beginning.
        (App.DRAFT, AppE.BANK_CHANGED): App.DRAFT,
        (App.SUBMITTED, AppE.BANK_CHANGED): App.SUBMITTED,
        (App.IN_VERIFICATION, AppE.BANK_CHANGED): App.SUBMITTED,
        (App.NEEDS_FIX, AppE.BANK_CHANGED): App.DRAFT,
        **{
            (status, AppE.WITHDRAWN): App.WITHDRAWN
            for status in (
                App.DRAFT,
                App.SUBMITTED,
                App.IN_VERIFICATION,
                App.NEEDS_FIX,
                App.AWAITING_GROUP,
                App.IN_DECISION,
                App.APPROVED,
                App.CONSENTED,
            )
        },
    },
)

LINE = Lifecycle(
    name="application_line",
    initial=Lin.OPEN,
    steps={
        (Lin.OPEN, LinE.FILLED): Lin.READY,
        (Lin.READY, LinE.CLEARED): Lin.CLEARED,
        (Lin.READY, LinE.BLOCKED): Lin.BLOCKED,
        (Lin.CLEARED, LinE.BLOCKED): Lin.BLOCKED,
        (Lin.BLOCKED, LinE.UNBLOCKED): Lin.READY,
        (Lin.CLEARED, LinE.APPROVED): Lin.APPROVED,
        (Lin.CLEARED, LinE.DECLINED): Lin.DECLINED,
        (Lin.BLOCKED, LinE.DECLINED): Lin.DECLINED,
        (Lin.APPROVED, LinE.CONSENTED): Lin.CONSENTED,
        (Lin.APPROVED, LinE.REFUSED): Lin.REFUSED,
        (Lin.APPROVED, LinE.LAPSED): Lin.LAPSED,
        (Lin.CONSENTED, LinE.LAPSED): Lin.LAPSED,
        (Lin.CONSENTED, LinE.ASKED_AGAIN): Lin.APPROVED,
        (Lin.APPROVED, LinE.REOPENED): Lin.READY,
        (Lin.CONSENTED, LinE.REOPENED): Lin.READY,
        (Lin.CLEARED, LinE.REOPENED): Lin.READY,
        (Lin.DECLINED, LinE.REOPENED): Lin.READY,
        (Lin.CONSENTED, LinE.DISBURSED): Lin.DISBURSED,
        # A transfer that came back ends the part; its promise is released.
        (Lin.DISBURSED, LinE.LAPSED): Lin.LAPSED,
        **{
            (status, LinE.REMOVED): Lin.REMOVED
            for status in (Lin.OPEN, Lin.READY, Lin.CLEARED, Lin.BLOCKED, Lin.APPROVED)
        },
    },
)

GROUP = Lifecycle(
    name="loan_group",
    initial=Grp.FORMING,
    steps={
        (Grp.FORMING, GrpE.COMPLETED): Grp.COMPLETE,
        (Grp.COMPLETE, GrpE.SHRUNK): Grp.FORMING,
        (Grp.VALIDATED, GrpE.SHRUNK): Grp.FORMING,
        (Grp.COMPLETE, GrpE.VALIDATED): Grp.VALIDATED,
        (Grp.FORMING, GrpE.DISSOLVED): Grp.DISSOLVED,
        (Grp.COMPLETE, GrpE.DISSOLVED): Grp.DISSOLVED,
        (Grp.VALIDATED, GrpE.DISSOLVED): Grp.DISSOLVED,
    },
)

MEMBERSHIP = Lifecycle(
    name="group_member",
    initial=Mem.INVITED,
    steps={
        (Mem.INVITED, MemE.ACCEPTED): Mem.ACCEPTED,
        (Mem.INVITED, MemE.DECLINED): Mem.DECLINED,
        (Mem.INVITED, MemE.LAPSED): Mem.LAPSED,
        (Mem.INVITED, MemE.REMOVED): Mem.REMOVED,
        (Mem.ACCEPTED, MemE.LEFT): Mem.LEFT,
        (Mem.ACCEPTED, MemE.REPLACED): Mem.REPLACED,
        (Mem.ACCEPTED, MemE.REMOVED): Mem.REMOVED,
        (Mem.ACCEPTED, MemE.DIED): Mem.DECEASED,
    },
)

AGREEMENT = Lifecycle(
    name="loan_agreement",
    initial=Agr.DRAFTED,
    steps={
        (Agr.DRAFTED, AgrE.READY_TO_SIGN): Agr.SIGNING,
        (Agr.SIGNING, AgrE.SIGNED): Agr.IN_FORCE,
        (Agr.SIGNING, AgrE.CANCELLED): Agr.CANCELLED,
        (Agr.DRAFTED, AgrE.CANCELLED): Agr.CANCELLED,
        (Agr.IN_FORCE, AgrE.CLOSED): Agr.CLOSED,
        (Agr.CLOSED, AgrE.REOPENED): Agr.IN_FORCE,
    },
)

DISBURSEMENT = Lifecycle(
    name="disbursement",
    initial=Dis.RESERVED,
    steps={
        (Dis.RESERVED, DisE.SENT): Dis.SENT,
        (Dis.RESERVED, DisE.VOIDED): Dis.VOIDED,
        (Dis.SENT, DisE.CONFIRMED): Dis.CONFIRMED,
        (Dis.SENT, DisE.VOIDED): Dis.VOIDED,
    },
)

LOAN = Lifecycle(
    name="loan",
    initial=Loa.ACTIVE,
    steps={
        (Loa.ACTIVE, LoaE.PAID_OFF): Loa.PAID_OFF,
        (Loa.ACTIVE, LoaE.WRITTEN_OFF): Loa.WRITTEN_OFF,
        (Loa.ACTIVE, LoaE.FORGIVEN): Loa.FORGIVEN,
        (Loa.WRITTEN_OFF, LoaE.FORGIVEN): Loa.FORGIVEN,
        (Loa.ACTIVE, LoaE.VOIDED): Loa.VOIDED,
        # A reversal or a late entry leads back; what is true then is the fold's to say.
        (Loa.PAID_OFF, LoaE.REOPENED): Loa.ACTIVE,
        (Loa.WRITTEN_OFF, LoaE.REOPENED): Loa.ACTIVE,
        (Loa.FORGIVEN, LoaE.REOPENED): Loa.ACTIVE,
        (Loa.FORGIVEN, LoaE.WRITTEN_OFF): Loa.WRITTEN_OFF,
    },
)

LIABILITY_CALL = Lifecycle(
    name="liability_call",
    initial=Cal.OPEN,
    steps={
        (Cal.OPEN, CalE.COVERED): Cal.COVERED,
        (Cal.OPEN, CalE.CANCELLED): Cal.CANCELLED,
    },
)

MONEY_LIFECYCLES = (
    APPLICATION,
    LINE,
    GROUP,
    MEMBERSHIP,
    AGREEMENT,
    DISBURSEMENT,
    LOAN,
    LIABILITY_CALL,
)

COMMITTED_LINES = frozenset({Lin.APPROVED, Lin.CONSENTED})
"""Statuses of a line whose approved amount, less what was sent, is committed (E7)."""

ENDED_LINES = frozenset({Lin.DECLINED, Lin.REFUSED, Lin.LAPSED, Lin.REMOVED})
"""Statuses of a line that no longer counts as anybody's live part."""

ENDED_APPLICATIONS = frozenset({App.REJECTED, App.WITHDRAWN, App.EXPIRED})
"""Statuses in which an application has ended without money."""

SENT_DISBURSEMENTS = frozenset({Dis.SENT, Dis.CONFIRMED})
"""Statuses of a disbursement whose money has left the bank."""
