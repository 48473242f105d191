"""The lives of what people ask for on the way: help, relief, a group, a class, an answer."""

from harkat.domain.group_choice import GroupChoiceEvent as ChoE
from harkat.domain.group_choice import GroupChoiceStatus as Cho
from harkat.domain.lifecycle import MONEY_LIFECYCLES, Lifecycle
from harkat.domain.statuses import AppealEvent as PleE
from harkat.domain.statuses import AppealStatus as Ple
from harkat.domain.statuses import ArrearsCaseEvent as ArrE
from harkat.domain.statuses import ArrearsCaseStatus as Arr
from harkat.domain.statuses import BankMoveEvent as MovE
from harkat.domain.statuses import BankMoveStatus as Mov
from harkat.domain.statuses import ComplaintEvent as ComE
from harkat.domain.statuses import ComplaintStatus as Com
from harkat.domain.statuses import EnrolmentEvent as EnrE
from harkat.domain.statuses import EnrolmentStatus as Enr
from harkat.domain.statuses import JoinRequestEvent as ReqE
from harkat.domain.statuses import JoinRequestStatus as Req
from harkat.domain.statuses import ReliefEvent as RelE
from harkat.domain.statuses import ReliefStatus as Rel
from harkat.domain.statuses import TrainingClaimEvent as TclE
from harkat.domain.statuses import TrainingClaimStatus as Tcl
from harkat.domain.visits import VisitEvent as VisE
from harkat.domain.visits import VisitStatus as Vis

ARREARS_CASE = Lifecycle(
    name="arrears_case",
    initial=Arr.OPEN,
    steps={
        (Arr.OPEN, ArrE.TAKEN): Arr.TAKEN,
        (Arr.OPEN, ArrE.SETTLED): Arr.SETTLED_AWAITING_RECORD,
        (Arr.TAKEN, ArrE.SETTLED): Arr.SETTLED_AWAITING_RECORD,
        (Arr.TAKEN, ArrE.CLEARED): Arr.CLEARED,
        (Arr.SETTLED_AWAITING_RECORD, ArrE.CLEARED): Arr.CLEARED,
        # Who paid before anybody helped is taken up without starting again.
        (Arr.SETTLED_AWAITING_RECORD, ArrE.TAKEN): Arr.SETTLED_AWAITING_RECORD,
        (Arr.TAKEN, ArrE.HANDED_OVER): Arr.TAKEN,
        (Arr.SETTLED_AWAITING_RECORD, ArrE.HANDED_OVER): Arr.SETTLED_AWAITING_RECORD,
        **{
            (status, ArrE.CLOSED): Arr.CLOSED
            for status in (Arr.OPEN, Arr.TAKEN, Arr.SETTLED_AWAITING_RECORD)
        },
    },
)

APPEAL = Lifecycle(
    name="appeal",
    initial=Ple.OPEN,
    steps={
        (Ple.OPEN, PleE.UPHELD): Ple.UPHELD,
        (Ple.OPEN, PleE.DISMISSED): Ple.DISMISSED,
    },
)

RELIEF_REQUEST = Lifecycle(
    name="relief_request",
    initial=Rel.OPEN,
    steps={
        (Rel.OPEN, RelE.PROPOSED): Rel.PROPOSED,
        (Rel.OPEN, RelE.DECLINED): Rel.DECLINED,
        (Rel.OPEN, RelE.WITHDRAWN): Rel.WITHDRAWN,
        (Rel.PROPOSED, RelE.AGREED): Rel.AGREED,
        # The change was rejected or somebody did not agree: the bank answers anew.
        (Rel.PROPOSED, RelE.CHANGE_ENDED): Rel.OPEN,
    },
)

COMPLAINT = Lifecycle(
    name="complaint",
    initial=Com.RECEIVED,
    steps={
        (Com.RECEIVED, ComE.TAKEN_UP): Com.IN_PROGRESS,
        (Com.IN_PROGRESS, ComE.ANSWERED): Com.ANSWERED,
        (Com.ANSWERED, ComE.CLOSED): Com.CLOSED,
        (Com.ANSWERED, ComE.REOPENED): Com.REOPENED,
        # It comes back once; the second answer ends it.
        (Com.REOPENED, ComE.ANSWERED): Com.CLOSED,
    },
)

JOIN_REQUEST = Lifecycle(
    name="join_request",
    initial=Req.OPEN,
    steps={
        (Req.OPEN, ReqE.ACCEPTED): Req.ACCEPTED,
        (Req.OPEN, ReqE.REFUSED): Req.REFUSED,
        (Req.OPEN, ReqE.WITHDRAWN): Req.WITHDRAWN,
        (Req.OPEN, ReqE.LAPSED): Req.LAPSED,
    },
)

BANK_MOVE = Lifecycle(
    name="bank_move",
    initial=Mov.OPEN,
    steps={
        (Mov.OPEN, MovE.AGREED): Mov.DONE,
        (Mov.OPEN, MovE.REFUSED): Mov.REFUSED,
        (Mov.OPEN, MovE.LAPSED): Mov.LAPSED,
    },
)

GROUP_CHOICE = Lifecycle(
    name="group_choice",
    initial=Cho.OPEN,
    steps={
        (Cho.OPEN, ChoE.WAITED): Cho.WAITING,
        # Another part was blocked meanwhile: the question is another one.
        (Cho.OPEN, ChoE.ASKED_AGAIN): Cho.OPEN,
        (Cho.WAITING, ChoE.ASKED_AGAIN): Cho.OPEN,
        **{
            (status, event): after
            for status in (Cho.OPEN, Cho.WAITING)
            for event, after in (
                (ChoE.WENT_ON, Cho.WENT_ON),
                (ChoE.PLACE_FREED, Cho.PLACE_FREED),
                (ChoE.LIFTED, Cho.LIFTED),
                (ChoE.OVERTAKEN, Cho.OVERTAKEN),
            )
        },
    },
)

CLASS_ENROLMENT = Lifecycle(
    name="class_enrolment",
    initial=Enr.WAITING,
    steps={
        (Enr.WAITING, EnrE.SEATED): Enr.SEATED,
        (Enr.WAITING, EnrE.CANCELLED): Enr.CANCELLED,
        (Enr.SEATED, EnrE.CANCELLED): Enr.CANCELLED,
        (Enr.CANCELLED, EnrE.ENROLLED_AGAIN): Enr.WAITING,
        (Enr.SEATED, EnrE.COMPLETED): Enr.COMPLETED,
        # Somebody without a seat who came all the same.
        (Enr.WAITING, EnrE.COMPLETED): Enr.COMPLETED,
    },
)

TRAINING_CLAIM = Lifecycle(
    name="training_claim",
    initial=Tcl.SENT,
    steps={
        (Tcl.SENT, TclE.CONFIRMED): Tcl.CONFIRMED,
        (Tcl.SENT, TclE.DECLINED): Tcl.DECLINED,
    },
)

SITE_VISIT = Lifecycle(
    name="site_visit",
    initial=Vis.ASKED,
    steps={
        (Vis.ASKED, VisE.PLANNED): Vis.PLANNED,
        (Vis.ASKED, VisE.WISHED): Vis.ASKED,
        # A wish leaves the plan as it is until an officer answers it.
        (Vis.PLANNED, VisE.WISHED): Vis.PLANNED,
        (Vis.PLANNED, VisE.MOVED): Vis.PLANNED,
        (Vis.PLANNED, VisE.TOOK_PLACE): Vis.DONE,
        (Vis.PLANNED, VisE.NOBODY_THERE): Vis.MISSED,
    },
)

LIFECYCLES = (
    *MONEY_LIFECYCLES,
    ARREARS_CASE,
    APPEAL,
    RELIEF_REQUEST,
    COMPLAINT,
    JOIN_REQUEST,
    BANK_MOVE,
    GROUP_CHOICE,
    CLASS_ENROLMENT,
    TRAINING_CLAIM,
    SITE_VISIT,
)
"""Every lifecycle of the programme, those of money first."""
