"""Changes of a running loan by two officers: relief, restructuring, write-off, forgiveness.

One officer proposes, another decides. A restructuring also needs the yes of the borrower, and of
every other party of the agreement, because their risk grows.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import MONEY_KINDS, EventKind, ImpossibleHistory
from harkat.domain.loan_life import CannotHappen, OutOfLife, check_recordable
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.schedule_change import ScheduleChange
from harkat.extensions import db
from harkat.models.loan import Loan, LoanChange, LoanChangeConsent, LoanEventRow
from harkat.queries.liability import open_call_of, parties_of
from harkat.queries.loan_history import event_of, events_of, terms_of
from harkat.queries.offer import agreed_rules
from harkat.services import loan_books, months, relief_outcome
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound, loan_for
from harkat.services.liability import tell
from harkat.services.transaction import keyed_use_case, use_case

ENTRIES: Mapping[EventKind, EntryKind] = {
    EventKind.CHARGED: EntryKind.REALLOCATED,
    EventKind.INTEREST_WAIVED: EntryKind.INTEREST_WAIVED,
    EventKind.PENALTY_WAIVED: EntryKind.REALLOCATED,
    EventKind.RESTRUCTURED: EntryKind.RESTRUCTURED,
    EventKind.RATE_CHANGED: EntryKind.RESTRUCTURED,
    EventKind.PAYMENT_HOLIDAY: EntryKind.RESTRUCTURED,
    EventKind.WRITTEN_OFF: EntryKind.WRITTEN_OFF,
    EventKind.FORGIVEN: EntryKind.FORGIVEN,
}
"""What can be proposed, and how it is booked if it moves any account."""

_NEEDS_CONSENT = frozenset({EventKind.RESTRUCTURED, EventKind.PAYMENT_HOLIDAY})


class ChangeWaiting(ValueError):
    """Another change of the loan waits for a decision: decide that first."""


class ConsentMissing(ValueError):
    """Somebody whose risk the change touches has not agreed yet."""


class TooManyRestructurings(ValueError):
    """The loan had as many restructurings this year as the programme allows."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most} a year")
        self.most = most


class OthersNotAsked(ValueError):
    """The other parties were not called on for long enough; `from_on` is the first day, if any."""

    def __init__(self, from_on: date | None) -> None:
        super().__init__(f"not before {from_on}")
        self.from_on = from_on


class NothingSaid(ValueError):
    """A change without a reason is not recorded."""


@keyed_use_case
def propose(
    *,
    actor_id: int,
    loan_public_id: str,
    kind: EventKind,
    value_on: date,
    reason_note: str,
    key: str,
    at: datetime,
    amount: Rupiah = ZERO,
    change: ScheduleChange | None = None,
) -> str:
    """Propose a change of a loan; return the proposal's public id.

    :raises NotFound: if the loan is another bank's, or nothing of the kind can be proposed
    :raises NothingSaid: if no reason is given
    :raises ChangeWaiting: if another change of the loan is not decided yet
    :raises TooManyRestructurings: if the year's number is reached
    :raises OthersNotAsked: if a write-off comes before the other parties had their days to cover
    :raises CannotHappen: if it does not fit the loan as it stands
    :raises MonthClosed: if the day lies in a month that is closed
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_VERIFY)
    loan = loan_for(viewer, loan_public_id)
    if kind not in ENTRIES:
        raise NotFound(kind)
    if not reason_note.strip():
        raise NothingSaid(kind)
    months.require_open(value_on)
    if _waiting(loan) is not None:
        raise ChangeWaiting(loan.reference_no)
    proposal = LoanChange(
        loan_id=loan.id,
        kind=kind,
        amount=amount,
        change=change.to_json() if change else None,
        value_on=value_on,
        reason_note=reason_note.strip(),
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    _check(loan, proposal, at=at)
    if kind in _NEEDS_CONSENT:
        proposal.consents = [
            LoanChangeConsent(person_id=person_id) for person_id in parties_of(loan.agreement)
        ]
    db.session.add(proposal)
    db.session.flush()
    tell(
        [asked.person_id for asked in proposal.consents],
        "loan_change_asked",
        at=at,
        loan=loan.reference_no,
    )
    return proposal.public_id


@use_case
def consent(*, actor_id: int, change_public_id: str, at: datetime) -> None:
    """Agree to a change that touches the actor's own loan or risk.

    :raises NotFound: if nobody asks the actor, or the change is decided
    """
    _viewer, person_id = owner(actor_id)
    proposal = _proposal(change_public_id)
    asked = next((row for row in proposal.consents if row.person_id == person_id), None)
    if asked is None or proposal.decided_at is not None:
        raise NotFound(change_public_id)
    if asked.consented_at is None:
        asked.consented_at = at


@use_case
def refuse(*, actor_id: int, change_public_id: str, at: datetime) -> None:
    """Not agree to a change that touches the actor's own loan or risk, which ends it.

    :raises NotFound: if nobody asks the actor, or the change is decided
    """
    _viewer, person_id = owner(actor_id)
    proposal = _proposal(change_public_id)
    db.session.refresh(proposal, with_for_update=True)
    is_asked = any(row.person_id == person_id for row in proposal.consents)
    if not is_asked or proposal.decided_at is not None:
        raise NotFound(change_public_id)
    proposal.decided_by_id, proposal.decided_at = actor_id, at
    _end(proposal, actor_id=actor_id, at=at)


@keyed_use_case
def decide(
    *,
    actor_id: int,
    change_public_id: str,
    is_confirmed: bool,
    key: str,
    at: datetime,
    reason_note: str = "",
) -> int | None:
    """Confirm a proposed change, which records it, or reject it; return the event's number.

    :raises NotFound: if it is another bank's, or decided already
    :raises NothingSaid: if it is rejected without a reason
    :raises NotPermitted: if the actor proposed it
    :raises ConsentMissing: if somebody has not agreed yet
    :raises CannotHappen: if it does not fit the loan any more
    :raises TooManyRestructurings, OthersNotAsked, MonthClosed: as when it was proposed
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_DECIDE)
    proposal = _proposal(change_public_id)
    loan = loan_for(viewer, proposal.loan.public_id)
    db.session.refresh(proposal, with_for_update=True)
    if proposal.decided_at is not None:
        raise NotFound(change_public_id)
    if proposal.proposed_by_id == actor_id:
        raise NotPermitted("another person decides")
    proposal.decided_by_id, proposal.decided_at = actor_id, at
    proposal.is_confirmed = is_confirmed
    proposal.decision_note = reason_note.strip() or None
    if not is_confirmed:
        if proposal.decision_note is None:
            raise NothingSaid(change_public_id)
        _end(proposal, actor_id=actor_id, at=at)
        return None
    if any(asked.consented_at is None for asked in proposal.consents):
        raise ConsentMissing(change_public_id)
    months.require_open(proposal.value_on)
    row = _check(loan, proposal, at=at)
    row.idempotency_key = f"change:{proposal.id}"
    row.actor_id = actor_id
    deed = loan_books.Deed(row=row, kind=ENTRIES[proposal.kind])
    loan_books.record(loan, deed, actor_id=actor_id, at=at)
    proposal.loan_event_id = row.id
    relief_outcome.follow(proposal, actor_id=actor_id, at=at)
    tell([loan.person_id], "loan_changed", at=at, loan=loan.reference_no)
    return row.seq


def _end(proposal: LoanChange, *, actor_id: int, at: datetime) -> None:
    """Let a proposal end without effect, and tell everybody it asked."""
    relief_outcome.follow(proposal, actor_id=actor_id, at=at)
    told = {proposal.loan.person_id, *(row.person_id for row in proposal.consents)}
    tell(told, "loan_change_ended", at=at, loan=proposal.loan.reference_no)


def _check(loan: Loan, proposal: LoanChange, *, at: datetime) -> LoanEventRow:
    """Return the event that the proposal would be, if the loan takes it as it stands."""
    row = loan_books.new_event(
        loan,
        proposal.kind,
        value_on=proposal.value_on,
        amount=proposal.amount,
        key=f"proposed:{loan.id}",
        actor_id=proposal.proposed_by_id,
        at=at,
        reason_note=proposal.reason_note,
        change=ScheduleChange.from_json(proposal.change) if proposal.change is not None else None,
    )
    if proposal.kind is EventKind.RESTRUCTURED:
        _require_room_this_year(loan, proposal.value_on)
    if proposal.kind is EventKind.WRITTEN_OFF:
        _require_called(loan, proposal.value_on)
    try:
        event = event_of(row)
        check_recordable(
            terms=terms_of(loan), known=events_of(loan), event=event, today=business_day(at)
        )
    except ImpossibleHistory:
        raise CannotHappen(
            OutOfLife.CHANGES_NOTHING,
            field="amount" if proposal.kind in MONEY_KINDS else "change",
            value=proposal.amount if proposal.kind in MONEY_KINDS else proposal.change,
        ) from None
    return row


def _require_room_this_year(loan: Loan, on: date) -> None:
    most = agreed_rules(loan.agreement.application).restructurings_per_year
    undone = {row.reverses_seq for row in loan.events}
    had = [
        row
        for row in loan.events
        if row.kind is EventKind.RESTRUCTURED
        and row.value_on.year == on.year
        and row.seq not in undone
    ]
    if len(had) >= most:
        raise TooManyRestructurings(most)


def _require_called(loan: Loan, on: date) -> None:
    """Let a loan that others answer for be written off only after they had time to cover."""
    if parties_of(loan.agreement).keys() <= {loan.person_id}:
        return
    call = open_call_of(loan.id)
    if call is None:
        raise OthersNotAsked(None)
    days = agreed_rules(loan.agreement.application).write_off_call_days
    if on < call.opened_on + timedelta(days=days):
        raise OthersNotAsked(call.opened_on + timedelta(days=days))


def _waiting(loan: Loan) -> LoanChange | None:
    return db.session.scalar(
        select(LoanChange).filter_by(loan_id=loan.id).where(LoanChange.decided_at.is_(None))
    )


def _proposal(public_id: str) -> LoanChange:
    found = db.session.scalar(select(LoanChange).filter_by(public_id=public_id))
    if found is None:
        raise NotFound(public_id)
    return found
