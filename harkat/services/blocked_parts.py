"""The verifying officer blocks one part of a group's application, and lets it go on again.

The reason is for that member alone. Everybody else hears only that one member cannot go on yet.
"""

from datetime import datetime

from harkat.domain.group_choice import BLOCKING, NotABlockingReason
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.statuses import LineEvent
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.queries.readiness import live_lines
from harkat.services import arrears, group_choices, outbox, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound, application_for
from harkat.services.transaction import use_case


@use_case
def block(
    *,
    actor_id: int,
    application_public_id: str,
    line_public_id: str,
    reason: Reason,
    at: datetime,
) -> None:
    """Block one member's part while the file is verified, and ask the others what to do.

    For arrears elsewhere the member gets a case, so that somebody of the Dinas can help.

    :raises NotFound: if it is another bank's, or the part does not count any more
    :raises NotPermitted: if it is no group's: an application of one person is refused as a whole
    :raises NotABlockingReason: if the reason is mended in the file itself
    :raises IllegalTransition: if it is not being verified, or the part is blocked already
    """
    application, line = _part(actor_id, application_public_id, line_public_id)
    if application.group is None:
        raise NotPermitted("an application of one person has no part to block")
    if reason.code not in BLOCKING:
        raise NotABlockingReason(reason.code)
    transitions.record(line, LineEvent.BLOCKED, actor_id=actor_id, at=at, reason=reason)
    line.proposed = None
    if reason.code is ReasonCode.KREDIT_1:
        arrears.open_case_for(line.person_id, at=at)
    outbox.put_about(line, "own_part_blocked", at=at)
    group_choices.ask(application, actor_id=actor_id, at=at)


@use_case
def lift(*, actor_id: int, application_public_id: str, line_public_id: str, at: datetime) -> None:
    """Let a blocked part be verified again; the file goes on when it was the last one.

    :raises NotFound: if it is another bank's, or the part does not count any more
    :raises NotPermitted: if the group is asked nothing: the proposal says what such a part gets
    :raises IllegalTransition: if the part is not blocked
    """
    application, line = _part(actor_id, application_public_id, line_public_id)
    if group_choices.undecided(application) is None:
        raise NotPermitted("nothing is asked about this part")
    transitions.record(line, LineEvent.UNBLOCKED, actor_id=actor_id, at=at)
    outbox.put_about(line, "own_part_goes_on", at=at)
    group_choices.follow_lifted(application, actor_id=actor_id, at=at)


def _part(
    actor_id: int, application_public_id: str, line_public_id: str
) -> tuple[LoanApplication, ApplicationLine]:
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    application = application_for(viewer, application_public_id)
    for line in live_lines(application):
        if line.public_id == line_public_id:
            return application, line
    raise NotFound(line_public_id)
