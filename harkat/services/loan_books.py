"""Adds an event to a loan and books what it changes, between the fold before and the fold after."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.facility import Headroom, principal_returned
from harkat.domain.ledger import Account, AccountCode, EntryKind, Line
from harkat.domain.loan_postings import Books, change_lines, without
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import LedgerComponents, Position, components, position
from harkat.domain.statuses import (
    AgreementEvent,
    AgreementStatus,
    ApplicationStatus,
    LoanLifeEvent,
    LoanStatus,
)
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, SuspenseItem
from harkat.models.loan import Loan, LoanEventRow
from harkat.queries.loan_history import event_of, events_of, position_of, terms_of
from harkat.queries.rules import rules_on
from harkat.services import posting, transitions


class SuspenseSpent(ValueError):
    """The overpaid part of this payment was used or given back: undo that first."""


def books_of(loan: Loan) -> Books:
    """Return whose accounts the loan is booked on."""
    return Books(loan_id=loan.id, bank_id=loan.bank_id, kecamatan_code=loan.kecamatan_code)


def book_interest(loan: Loan, *, on: date, actor_id: int | None, at: datetime) -> int:
    """Book the interest that fell due up to a day and is not in the books; return how many rows.

    Interest paid ahead of its date turns into income here; the rest is owed.
    """
    plan = position_of(loan, on=max(on, business_day(at)))
    fallen = [row for row in plan.instalments if loan.interest_booked_on < row.due_on <= on]
    for row in fallen:
        change = LedgerComponents(
            principal=ZERO,
            interest_due=row.interest_unpaid,
            interest_ahead=-row.interest_paid,
            interest_income=row.interest,
            suspense=ZERO,
        )
        lines = change_lines(books_of(loan), change, suspense_changes={})
        if lines:
            posting.post(
                posting.Draft(
                    kind=EntryKind.INTEREST_FELL_DUE,
                    lines=lines,
                    value_on=row.due_on,
                    reference=loan.reference_no,
                    key=f"interest:{loan.id}:{row.number}",
                ),
                actor_id=actor_id,
                at=at,
            )
    loan.interest_booked_on = max(loan.interest_booked_on, on)
    return len(fallen)


def record_repayment(loan: Loan, event: LoanEventRow, *, actor_id: int, at: datetime) -> None:
    """Add a repayment to the loan and book it.

    :raises ImpossibleHistory: if it does not fit what happened to the loan before
    """
    before, after = _add(loan, event, actor_id=actor_id, at=at)
    posting.post(
        posting.Draft(
            kind=EntryKind.REPAID,
            lines=_lines(loan, before, after, at=at),
            value_on=event.value_on,
            reference=loan.reference_no,
            key=entry_key(event),
        ),
        actor_id=actor_id,
        at=at,
    )
    follow_payoff(loan, after, actor_id=actor_id, at=at)


def record_reversal(
    loan: Loan, event: LoanEventRow, undone: LoanEventRow, *, actor_id: int, at: datetime
) -> None:
    """Add the reversal of a repayment and book it: the mirror of its entry, and what else moves.

    Later payments may now pay other rows; that difference is an entry of its own, so that the old
    split stays readable.

    :raises SuspenseSpent: if what it overpaid is used already
    """
    entry = db.session.scalars(
        select(JournalEntry).filter_by(idempotency_key=entry_key(undone))
    ).one()
    before, after = _add(loan, event, actor_id=actor_id, at=at)
    mirrored = posting.mirrored(entry)
    moved = without(_lines(loan, before, after, at=at), mirrored)
    reversal = posting.Draft(
        kind=EntryKind.REVERSED,
        lines=mirrored,
        value_on=event.value_on,
        reference=loan.reference_no,
        key=entry_key(event),
        reverses=entry,
    )
    drafts = [reversal]
    if moved:
        drafts.append(
            replace(
                reversal,
                kind=EntryKind.REALLOCATED,
                lines=moved,
                key=f"{reversal.key}:reallocated",
                reverses=None,
            )
        )
    posting.post_together(drafts, actor_id=actor_id, at=at)
    follow_payoff(loan, after, actor_id=actor_id, at=at)


def entry_key(event: LoanEventRow) -> str:
    """Return the key of the journal entry that books an event."""
    return f"loan-event:{event.loan_id}:{event.seq}"


def next_seq(loan: Loan) -> int:
    """Return the sequence number of the loan's next event."""
    return max((event.seq for event in loan.events), default=0) + 1


def follow_payoff(loan: Loan, now: Position, *, actor_id: int | None, at: datetime) -> None:
    """Let the loan's status, next due date and agreement say whether it is paid off."""
    loan.next_due_on = now.next_instalment.due_on if now.next_instalment else None
    if now.is_paid_off and loan.status is LoanStatus.ACTIVE:
        transitions.record(loan, LoanLifeEvent.PAID_OFF, actor_id=actor_id, at=at)
        if not _is_anything_to_come(loan):
            transitions.record(loan.agreement, AgreementEvent.CLOSED, actor_id=actor_id, at=at)
    elif not now.is_paid_off and loan.status is LoanStatus.PAID_OFF:
        transitions.record(loan, LoanLifeEvent.REOPENED, actor_id=actor_id, at=at)
        if loan.agreement.status is AgreementStatus.CLOSED:
            transitions.record(loan.agreement, AgreementEvent.REOPENED, actor_id=actor_id, at=at)


def _is_anything_to_come(loan: Loan) -> bool:
    """Tell whether a loan of the agreement runs, or money of it is still to be sent."""
    if loan.agreement.application.status is ApplicationStatus.DISBURSING:
        return True
    running = select(Loan.id).filter_by(agreement_id=loan.agreement_id, status=LoanStatus.ACTIVE)
    return db.session.scalar(running.limit(1)) is not None


def _add(
    loan: Loan, row: LoanEventRow, *, actor_id: int, at: datetime
) -> tuple[Position, Position]:
    """Add the event; return the loan's position today without it and with it."""
    today = business_day(at)
    book_interest(loan, on=today, actor_id=actor_id, at=at)
    terms, known = terms_of(loan), events_of(loan)
    before = position(terms=terms, events=known, on=today)
    after = position(terms=terms, events=(*known, event_of(row)), on=today)
    loan.events.append(row)
    db.session.flush()
    return before, after


def _lines(loan: Loan, before: Position, after: Position, *, at: datetime) -> tuple[Line, ...]:
    books = books_of(loan)
    change = components(after) - components(before)
    lines = change_lines(books, change, suspense_changes=_follow_suspense(loan, before, after))
    if not change.principal:
        return lines
    is_revolving = rules_on(product_id=None, on=business_day(at)).is_revolving
    return (
        *lines,
        *principal_returned(
            bank_id=books.bank_id,
            kecamatan_code=books.kecamatan_code,
            loan_id=books.loan_id,
            amount=-int(change.principal),
            is_revolving=is_revolving,
            headroom=_headroom(books.bank_id)
            if is_revolving
            else Headroom(available=0, shortfall=0),
        ),
    )


def _headroom(bank_id: int) -> Headroom:
    available, shortfall = (
        posting.balance_locked(Account(code=code, bank_id=bank_id))
        for code in (AccountCode.AVAILABLE, AccountCode.SHORTFALL)
    )
    return Headroom(available=available, shortfall=shortfall)


def _follow_suspense(loan: Loan, before: Position, after: Position) -> Mapping[int, int]:
    """Bring the titipan items in line with what each payment overpaid; return changes by item."""
    old = {allocation.seq: int(allocation.overpaid) for allocation in before.allocations}
    new = {allocation.seq: int(allocation.overpaid) for allocation in after.allocations}
    changes = {}
    for seq in sorted(old.keys() | new.keys()):
        change = new.get(seq, 0) - old.get(seq, 0)
        if change:
            changes[_changed_item(loan, seq, change).id] = change
    return changes


def _changed_item(loan: Loan, seq: int, change: int) -> SuspenseItem:
    row = next(event for event in loan.events if event.seq == seq)
    item = db.session.scalar(select(SuspenseItem).filter_by(loan_event_id=row.id).with_for_update())
    if item is None:
        item = SuspenseItem(
            bank_id=loan.bank_id,
            loan_event_id=row.id,
            amount=row.amount,
            open_amount=ZERO,
            received_on=row.value_on,
        )
        db.session.add(item)
    if int(item.open_amount) + change < 0:
        raise SuspenseSpent(seq)
    item.open_amount = Rupiah(int(item.open_amount) + change)
    db.session.flush()
    return item
