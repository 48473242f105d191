"""A group's choice about blocked parts as each may see it: the reason is the own member's alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from harkat.domain.group_choice import (
    UNDECIDED,
    BlockedChoice,
    GroupChoiceStatus,
    offered,
    voices,
)
from harkat.domain.group_votes import majority_of
from harkat.domain.lifecycle import ENDED_LINES, LINE
from harkat.domain.statuses import ApplicationStatus, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.group_choice import ChoiceVote, GroupChoice
from harkat.queries.file_history import GivenReason, reasons_of_lines
from harkat.queries.rules import rules_on


@dataclass(frozen=True, kw_only=True)
class OpenChoice:
    """Where a choice stands: until `due_on` the group chooses, or waits."""

    is_waiting: bool
    due_on: date


@dataclass(frozen=True, kw_only=True)
class OwnChoice:
    """The choice as one member sees it; `blocked` counts parts, and nobody is named.

    `reason` is why the own part is blocked, for nobody else. Of `voters` voices `needed` decide.
    """

    is_waiting: bool
    due_on: date
    blocked: int
    reason: GivenReason | None
    has_voice: bool
    wanted: BlockedChoice | None
    offered: tuple[BlockedChoice, ...]
    voices: Mapping[BlockedChoice, int]
    needed: int
    voters: int
    minimum: int
    wait_days: int

    @property
    def may_go_on(self) -> bool:
        """Tell whether enough are left to go on without."""
        return BlockedChoice.GO_ON in self.offered


def open_choice(application_id: int) -> OpenChoice | None:
    """Return the choice an application waits for, or None."""
    found = _undecided(application_id)
    if found is None:
        return None
    return OpenChoice(is_waiting=_is_waiting(found), due_on=found.due_on)


def choices_of(
    applications: Sequence[LoanApplication], *, person_id: int, on: date
) -> Mapping[int, OwnChoice]:
    """Return what a person sees of the choices that applications wait for, by their ids.

    The applications come with their lines loaded.
    """
    found = {}
    for application in applications:
        if application.status is ApplicationStatus.AWAITING_GROUP:
            choice = _undecided(application.id)
            if choice is not None:
                found[application.id] = _own(choice, application, person_id=person_id, on=on)
    return found


def left_out_of(
    applications: Sequence[LoanApplication], *, person_id: int
) -> Mapping[int, GivenReason]:
    """Return why a person's part was blocked, where the group went on without it, by application.

    The applications come with their lines loaded.
    """
    own = {
        application.id: [line for line in application.lines if line.person_id == person_id]
        for application in applications
    }
    gone = {
        lines[-1].id: application_id
        for application_id, lines in own.items()
        if lines and all(line.status is LineStatus.REMOVED for line in lines)
    }
    found = {line_id: reasons_of_lines([line_id]).get(line_id) for line_id in _taken_out(gone)}
    return {gone[line_id]: reason for line_id, reason in found.items() if reason is not None}


def _taken_out(line_ids: Iterable[int]) -> Sequence[int]:
    """Return the lines that the group's outcome took out; who withdraws is the actor of it."""
    last = (
        select(func.max(StatusChange.id))
        .where(StatusChange.subject == LINE.name, StatusChange.subject_id.in_(list(line_ids)))
        .group_by(StatusChange.subject_id)
    )
    return db.session.scalars(
        select(StatusChange.subject_id)
        .where(StatusChange.id.in_(last), StatusChange.actor_id.is_(None))
        .where(StatusChange.event == str(LineEvent.REMOVED))
        .where(StatusChange.from_status == str(LineStatus.BLOCKED))
    ).all()


def _own(
    choice: GroupChoice, application: LoanApplication, *, person_id: int, on: date
) -> OwnChoice:
    blocked = [line for line in application.lines if line.status is LineStatus.BLOCKED]
    voters = {
        line.person_id
        for line in application.lines
        if line.status not in ENDED_LINES and line.status is not LineStatus.BLOCKED
    }
    rows = db.session.execute(
        select(ChoiceVote.voter_id, ChoiceVote.choice).filter_by(group_choice_id=choice.id)
    )
    votes = {row.voter_id: row.choice for row in rows}
    rules = rules_on(product_id=application.product_id, on=on)
    has_voice = person_id in voters and choice.due_on >= on
    return OwnChoice(
        is_waiting=_is_waiting(choice),
        due_on=choice.due_on,
        blocked=len(blocked),
        reason=_own_reason(blocked, person_id),
        has_voice=has_voice,
        wanted=votes.get(person_id) if has_voice else None,
        offered=offered(others=len(voters), minimum=rules.borrowers_min),
        voices=voices(votes, voters=voters),
        needed=majority_of(len(voters)),
        voters=len(voters),
        minimum=rules.borrowers_min,
        wait_days=rules.blocked_wait_days,
    )


def _own_reason(blocked: Sequence[ApplicationLine], person_id: int) -> GivenReason | None:
    own = [line.id for line in blocked if line.person_id == person_id]
    return reasons_of_lines(own).get(own[0]) if own else None


def _undecided(application_id: int) -> GroupChoice | None:
    return db.session.scalar(
        select(GroupChoice)
        .filter_by(application_id=application_id)
        .where(GroupChoice.status.in_(UNDECIDED))
    )


def _is_waiting(choice: GroupChoice) -> bool:
    return choice.status is GroupChoiceStatus.WAITING
