"""One application as its owner or a member of its group may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.eligibility import Obstacle
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import Rules
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus, LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.loan import Loan
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by
from harkat.queries.key_facts import PARTIES
from harkat.queries.own_progress import Progress, progress_of
from harkat.queries.promised_days import PromisedDays, promised_days
from harkat.queries.readiness import live_lines, obstacles_of
from harkat.queries.rules import rules_on

MENDABLE = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_FIX})
_DECIDED = frozenset(
    {
        ApplicationStatus.APPROVED,
        ApplicationStatus.CONSENTED,
        ApplicationStatus.DISBURSING,
        ApplicationStatus.DISBURSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class OtherParty:
    """Somebody else in the application: the amount only between parties, and never a reason."""

    name: str
    has_filled: bool
    is_ready: bool
    approved: Rupiah | None


@dataclass(frozen=True, kw_only=True)
class OwnApplication:
    """An application with its own part, the others, and what stands in the way of sending it."""

    progress: Progress
    group_name: str | None
    leader_name: str | None
    is_sender: bool
    may_fill: bool
    others: tuple[OtherParty, ...]
    own_obstacles: tuple[Obstacle, ...]
    shared_obstacles: tuple[Obstacle, ...]
    submitted_at: datetime | None
    promised: PromisedDays | None
    loan_public_id: str | None

    @property
    def unready_names(self) -> tuple[str, ...]:
        """Who else is not ready, by name; what is missing is theirs alone to see."""
        return tuple(other.name for other in self.others if other.has_filled and not other.is_ready)

    @property
    def may_be_sent(self) -> bool:
        """Tell whether nothing stands in the way any more."""
        is_filled = self.progress.own is not None or self.progress.is_for_group
        in_the_way = self.own_obstacles or self.shared_obstacles or self.unready_names
        return is_filled and not in_the_way


@dataclass(frozen=True, kw_only=True)
class PartToFill:
    """What the page of the own part needs: what was said before, and today's rules.

    `lengths` are the numbers of instalments the viewer may choose from; only who sends may.
    """

    progress: Progress
    rules: Rules
    lengths: tuple[int, ...]


def application(viewer: Viewer, public_id: str, *, on: date) -> OwnApplication | None:
    """Return the application, or None if it is not the viewer's to open."""
    found = _load(viewer, public_id)
    if found is None or viewer.person_id is None:
        return None
    person_id = viewer.person_id
    members = _members(found.group)
    is_party = person_id in members if found.group else found.applicant_id == person_id
    is_mendable = found.status in MENDABLE
    obstacles = obstacles_of(found, on=on) if is_mendable and is_party else ()
    progress = progress_of([found], person_id=person_id, on=on)[0]
    if not is_party:
        progress = replace(progress, returned=())  # what the group has to mend is the group's
    return OwnApplication(
        progress=progress,
        group_name=found.group.name if found.group else None,
        leader_name=found.group.leader.full_name if found.group else None,
        is_sender=is_party and progress.sends,
        may_fill=is_mendable and is_party,
        others=_others(found, progress, members, obstacles, person_id) if is_party else (),
        own_obstacles=tuple(item for item in obstacles if item.person_id == person_id),
        shared_obstacles=tuple(item for item in obstacles if item.person_id is None),
        submitted_at=found.submitted_at,
        promised=promised_days(found, progress.deadline, on=on),
        loan_public_id=_loan_of(progress),
    )


def part_to_fill(viewer: Viewer, public_id: str, *, on: date) -> PartToFill | None:
    """Return what the own part needs, or None if the viewer cannot fill one in now."""
    found = _load(viewer, public_id)
    if found is None or viewer.person_id is None or found.status not in MENDABLE:
        return None
    person_id = viewer.person_id
    is_party = person_id in _members(found.group) if found.group else True
    if not is_party or (found.group is None and found.applicant_id != person_id):
        return None
    rules = rules_on(product_id=found.product_id, on=on)
    progress = progress_of([found], person_id=person_id, on=on)[0]
    may_choose = progress.sends and rules.every is found.every
    return PartToFill(
        progress=progress,
        rules=rules,
        lengths=rules.instalment_choices if may_choose else (),
    )


def _load(viewer: Viewer, public_id: str) -> LoanApplication | None:
    found: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .options(
            joinedload(LoanApplication.bank),
            joinedload(LoanApplication.product),
            joinedload(LoanApplication.group).joinedload(LoanGroup.leader),
            selectinload(LoanApplication.lines).joinedload(ApplicationLine.person),
        )
    )
    return found


def _members(group: LoanGroup | None) -> dict[int, str]:
    """Return the names of a group's members by person, in the order they joined."""
    if group is None:
        return {}
    rows = db.session.execute(
        select(Person.id, Person.full_name)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == group.id, GroupMember.status == MembershipStatus.ACCEPTED)
        .order_by(GroupMember.answered_at, GroupMember.id)
    )
    return {person.id: person.full_name for person in rows}


def _others(
    found: LoanApplication,
    progress: Progress,
    members: dict[int, str],
    obstacles: Sequence[Obstacle],
    person_id: int,
) -> tuple[OtherParty, ...]:
    """Return who else may be shown: while it is filled in all members, then those who borrow.

    Once the bank has decided, only the parties of the agreement know each other.
    """
    is_party = progress.own is not None and progress.own.status in PARTIES
    if found.status in ENDED_APPLICATIONS or (found.status in _DECIDED and not is_party):
        return ()
    lines = {line.person_id: line for line in live_lines(found)}
    unready = {obstacle.person_id for obstacle in obstacles}
    names = {line.person_id: line.person.full_name for line in lines.values()}
    shown = {**members, **names} if found.status in MENDABLE else names
    return tuple(
        OtherParty(
            name=name,
            has_filled=other_id in lines,
            is_ready=other_id in lines and other_id not in unready,
            approved=_shown_amount(lines.get(other_id)) if is_party else None,
        )
        for other_id, name in shown.items()
        if other_id != person_id
    )


def _shown_amount(line: ApplicationLine | None) -> Rupiah | None:
    return line.approved if line is not None and line.status in PARTIES else None


def _loan_of(progress: Progress) -> str | None:
    if progress.own is None or progress.own.status is not LineStatus.DISBURSED:
        return None
    public_id: str | None = db.session.scalar(
        select(Loan.public_id).filter_by(application_line_id=progress.own.line_id)
    )
    return public_id
