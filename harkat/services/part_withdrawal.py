"""A borrower takes the own part out of what the group has sent, before the bank has decided.

The others keep their parts and what was checked of them. They choose: on without, or with somebody
in the place; the leader sends again.
"""

from datetime import datetime

from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus, LineEvent
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.queries.readiness import live_lines
from harkat.services import bank_moves, group_choices, outbox, transitions
from harkat.services.authority import owner
from harkat.services.files import application_for
from harkat.services.transaction import use_case

_WITH_THE_GROUP = frozenset(
    {ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_FIX, ApplicationStatus.AWAITING_GROUP}
)
"""Where a part that is gone sends nothing back: the group has it, or is choosing already."""


@use_case
def withdraw_part(*, actor_id: int, application_public_id: str, at: datetime) -> None:
    """Take the actor's own part out of the group's application, sent or not.

    What a bank has begun to look at goes back to the group to be mended; what was only sent is a
    draft again.

    :raises NotFound: if the application is not the actor's, the own group's included
    :raises NotPermitted: if it is no group's, or the actor has no part in it
    :raises IllegalTransition: if the bank has decided; the offer is refused then
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    line = next((line for line in live_lines(application) if line.person_id == person_id), None)
    if application.group is None or line is None:
        raise NotPermitted("no part in a group's application")
    take_out(application, line, actor_id=actor_id, at=at)


def take_out(
    application: LoanApplication, line: ApplicationLine, *, actor_id: int, at: datetime
) -> None:
    """Take a part out of a group's application within a use case, and tell the others.

    :raises IllegalTransition: if the bank has decided
    """
    person_id = line.person_id
    if application.status not in _WITH_THE_GROUP:
        transitions.record(application, ApplicationEvent.PARTY_LEFT, actor_id=actor_id, at=at)
    transitions.record(line, LineEvent.REMOVED, actor_id=actor_id, at=at)
    _tell_others(application, person_id, at=at)
    group_choices.follow_borrowers(application, actor_id=actor_id, at=at)
    bank_moves.follow_borrowers(application, actor_id=actor_id, at=at)


def _tell_others(application: LoanApplication, person_id: int, *, at: datetime) -> None:
    assert application.group is not None
    accounts = {line.person.account_id for line in live_lines(application)}
    if application.group.leader_id != person_id:
        accounts.add(application.group.leader.account_id)
    for account_id in sorted(accounts):
        outbox.put(
            recipient_id=account_id,
            template="party_left",
            at=at,
            application=application.reference_no,
        )
