"""What the viewer may do with a file now: the role's rights and the status together."""

from dataclasses import dataclass

from harkat.domain.lifecycle import APPLICATION
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ApplicationEvent
from harkat.domain.visits import VISITED_IN
from harkat.queries.decision_file import DecisionFile


@dataclass(frozen=True, kw_only=True)
class Actions:
    """The buttons of a file; `is_own_proposal` says why the deciding ones are missing."""

    take_up: bool
    plan_visit: bool
    propose: bool
    return_to_applicant: bool
    approve: bool
    return_to_maker: bool
    reject: bool
    prepare: bool
    reveal: bool
    block: bool
    lift: bool
    is_own_proposal: bool


def actions_for(viewer: Viewer, file: DecisionFile) -> Actions:
    """Return what the viewer may do with the file."""
    verifies = viewer.has(Permission.APPLICATION_VERIFY)
    decides = viewer.has(Permission.APPLICATION_DECIDE)
    is_own = decides and file.proposed_by_id == viewer.user_id
    can_decide = decides and not is_own

    def allows(event: ApplicationEvent) -> bool:
        return APPLICATION.allows(file.status, event)

    return Actions(
        take_up=verifies and allows(ApplicationEvent.TAKEN_UP),
        plan_visit=verifies and file.status in VISITED_IN,
        propose=verifies and allows(ApplicationEvent.PROPOSED),
        return_to_applicant=verifies and allows(ApplicationEvent.RETURNED_TO_APPLICANT),
        approve=can_decide and allows(ApplicationEvent.APPROVED),
        return_to_maker=can_decide and allows(ApplicationEvent.RETURNED_TO_MAKER),
        reject=can_decide and allows(ApplicationEvent.REJECTED),
        prepare=viewer.has(Permission.LOAN_DISBURSE) and allows(ApplicationEvent.PREPARED),
        block=verifies and file.group is not None and allows(ApplicationEvent.PART_BLOCKED),
        lift=verifies and file.choice is not None,
        reveal=viewer.has(Permission.IDENTITY_REVEAL),
        is_own_proposal=is_own and allows(ApplicationEvent.APPROVED),
    )
