"""Adds an event to a loan and books what it changes, between the fold before and the fold after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.ledger import AccountCode, EntryKind, Line
from harkat.domain.loan_components import LedgerComponents, components
from harkat.domain.loan_events import CreditSpent, EventKind, LoanEvent
from harkat.domain.loan_life import check_recordable
from harkat.domain.loan_postings import CLEARED, Books, Money, change_lines, without
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import InstalmentPosition, Position, position
from harkat.domain.product import LoanTerms
from harkat.domain.schedule_change import ScheduleChange
from harkat.extensions import db
from harkat.models.ledger import JournalEntry
from harkat.models.loan import Loan, LoanEventRow
from harkat.queries.loan_history import event_of, events_of, position_of, terms_of
from harkat.services import loan_cache, loan_credit, posting, principal_returns

_BESIDE_THE_FOLD = frozenset(
    {AccountCode.DISBURSED, AccountCode.COMMITTED, AccountCode.MEMBER_CLAIM}
)
"""Accounts an event moves beside those the fold knows; a reversal mirrors them."""


def books_of(loan: Loan) -> Books:
    """Return whose accounts the loan is booked on."""
    return Books(loan_id=loan.id, bank_id=loan.bank_id, kecamatan_code=loan.kecamatan_code)


def entry_key(event: LoanEventRow) -> str:
    """Return the key of the journal entry that books an event."""
    return f"loan-event:{event.loan_id}:{event.seq}"


def next_seq(loan: Loan) -> int:
    """Return the sequence number of the loan's next event."""
    return max((event.seq for event in loan.events), default=0) + 1


def new_event(
    loan: Loan,
    kind: EventKind,
    *,
    value_on: date,
    key: str,
    actor_id: int | None,
    at: datetime,
    amount: Rupiah = ZERO,
    reason_note: str | None = None,
    change: ScheduleChange | None = None,
    payer_id: int | None = None,
    source_item_id: int | None = None,
    reverses_seq: int | None = None,
) -> LoanEventRow:
    """Return the loan's next event, not yet recorded."""
    return LoanEventRow(
        loan_id=loan.id,
        seq=next_seq(loan),
        kind=kind,
        value_on=value_on,
        amount=amount,
        idempotency_key=key,
        reason_note=reason_note,
        change=change.to_json() if change else None,
        payer_id=payer_id,
        source_item_id=source_item_id,
        reverses_seq=reverses_seq,
        actor_id=actor_id,
        recorded_at=at,
    )


def book_interest(loan: Loan, *, on: date, actor_id: int | None, at: datetime) -> bool:
    """Book the interest that fell due up to a day and is not in the books; tell if there was any.

    Interest paid ahead of its date turns into income here; the rest is owed. What the city owes
    for the same row falls due with it.
    """
    drafts = _fallen_due(loan, on=on, at=at)
    _post(drafts, actor_id=actor_id, at=at)
    return bool(drafts)


def _fallen_due(loan: Loan, *, on: date, at: datetime) -> list[posting.Draft]:
    """Return the entries of what fell due up to a day; it counts as booked, so they must be."""
    plan = position_of(loan, on=max(on, business_day(at)))
    since = loan.interest_booked_on
    loan.interest_booked_on = max(since, on)
    return [
        draft
        for row in plan.instalments
        if row.number and since < row.due_on <= on
        for draft in _row_drafts(loan, row)
    ]


def _row_drafts(loan: Loan, row: InstalmentPosition) -> list[posting.Draft]:
    interest = LedgerComponents(
        interest_due=row.interest - row.interest_paid,
        interest_ahead=-row.interest_paid,
        interest_income=row.interest,
    )
    subsidy = LedgerComponents(subsidy_income=row.subsidy)
    return [
        posting.Draft(
            kind=kind,
            lines=change_lines(books_of(loan), change, suspense_changes={}),
            value_on=row.due_on,
            reference=loan.reference_no,
            key=f"{kind}:{loan.id}:{row.due_on.isoformat()}",
        )
        for kind, change in (
            (EntryKind.INTEREST_FELL_DUE, interest),
            (EntryKind.SUBSIDY_FELL_DUE, subsidy),
        )
    ]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An event to be recorded: how it is booked, through which money, and with what beside it."""

    row: LoanEventRow
    kind: EntryKind
    money: Money = CLEARED
    beside: Sequence[Line] = ()


def record(loan: Loan, deed: Deed, *, actor_id: int | None, at: datetime) -> Position:
    """Add an event to the loan and book it; return where the loan stands now.

    What a late event changes of later ones is an entry of its own, so that the old split stays
    readable.

    :raises CannotHappen: if it does not fit the loan as it stands
    :raises ImpossibleHistory: if it does not fit what happened to the loan
    :raises SuspenseSpent: if it leaves less credit than was used already
    """
    today, row = business_day(at), deed.row
    is_first = not loan.events
    on = row.value_on if is_first else today
    change = _add(loan, row, on=on, at=at)
    own = change.seen_on(row.value_on) if row.value_on < on else change.whole()
    rest = change.whole() - own
    returns = principal_returns.Returns(loan, on=today)
    drafts = [
        *change.fallen,
        _draft(
            loan,
            row,
            deed.kind,
            (
                *_fold_lines(loan, own, money=deed.money),
                *returns.lines(own.held.repaid),
                *deed.beside,
            ),
        ),
        _draft(
            loan,
            row,
            EntryKind.REALLOCATED,
            (*_fold_lines(loan, rest), *returns.lines(rest.held.repaid)),
        ),
    ]
    if is_first:
        drafts += _fallen_due(loan, on=today, at=at)
    now = change.after if on == today else position_of(loan, on=today)
    loan_cache.follow(loan, now, actor_id=actor_id, at=at)
    _post(drafts, actor_id=actor_id, at=at)
    return now


def record_reversal(
    loan: Loan, event: LoanEventRow, undone: LoanEventRow, *, actor_id: int, at: datetime
) -> Position:
    """Add the reversal of an event and book it: the mirror of its entry, and what else moves.

    Later payments may now pay other rows; that difference is an entry of its own, so that the old
    split stays readable.

    :raises CannotHappen: if it cannot be taken back
    :raises SuspenseSpent: if what it overpaid is used already
    """
    today = business_day(at)
    entry = db.session.scalar(select(JournalEntry).filter_by(idempotency_key=entry_key(undone)))
    change = _add(loan, event, on=today, at=at)
    mirrored = posting.mirrored(entry) if entry else ()
    whole = change.whole()
    now_held = (
        *_fold_lines(loan, whole, money=_money_of(mirrored, undone)),
        *principal_returns.Returns(loan, on=today).lines(whole.held.repaid),
        *(line for line in mirrored if line.account.code in _BESIDE_THE_FOLD),
    )
    is_disbursement = undone.kind is EventKind.DISBURSED
    kind = EntryKind.DISBURSEMENT_VOIDED if is_disbursement else EntryKind.REVERSED
    drafts = [
        *change.fallen,
        replace(_draft(loan, event, kind, mirrored), reverses=entry),
        _draft(loan, event, EntryKind.REALLOCATED, without(now_held, mirrored)),
    ]
    if undone.source_item_id is not None:
        loan_credit.give_back(undone.source_item_id, undone.amount)
    loan_cache.follow(loan, change.after, actor_id=actor_id, at=at)
    _post(drafts, actor_id=actor_id, at=at)
    return change.after


@dataclass(frozen=True, kw_only=True)
class _Held:
    """What a loan holds on its accounts, or a change of it; credit also by event."""

    held: LedgerComponents
    credit: Mapping[int, int]

    def __sub__(self, before: "_Held") -> "_Held":
        seqs = sorted(self.credit.keys() | before.credit.keys())
        credit = {seq: self.credit.get(seq, 0) - before.credit.get(seq, 0) for seq in seqs}
        return _Held(held=self.held - before.held, credit=credit)


@dataclass(frozen=True, kw_only=True)
class _Change:
    """The loan before and after an event was added, on the day the books are kept for.

    `fallen` are the entries of what fell due before it. They are booked with the event's own, so
    that each account changes once, in ascending order, for all of them.
    """

    fallen: Sequence[posting.Draft]
    terms: LoanTerms
    known: Sequence[LoanEvent]
    event: LoanEvent
    before: Position
    after: Position

    def whole(self) -> _Held:
        """Return all that the event changes as known today."""
        return _held(self.after) - _held(self.before)

    def seen_on(self, day: date) -> _Held:
        """Return what the event changed on its own day."""
        before, after = (
            position(terms=self.terms, events=events, on=day)
            for events in (self.known, [*self.known, self.event])
        )
        return _held(after) - _held(before)


def _held(found: Position) -> _Held:
    credit = {seq: int(amount) for seq, amount in found.credits.items()}
    return _Held(held=components(found), credit=credit)


def _add(loan: Loan, row: LoanEventRow, *, on: date, at: datetime) -> _Change:
    """Add the event; return the loan's position on a day without it and with it."""
    fallen = _fallen_due(loan, on=on, at=at) if loan.events else []
    terms, known, event = terms_of(loan), events_of(loan), event_of(row)
    check_recordable(terms=terms, known=known, event=event, today=business_day(at))
    before = position(terms=terms, events=known, on=on)
    try:
        after = position(terms=terms, events=(*known, event), on=on)
    except CreditSpent as refused:
        raise loan_credit.SuspenseSpent(refused.seq) from refused
    loan.events.append(row)
    db.session.flush()
    return _Change(fallen=fallen, terms=terms, known=known, event=event, before=before, after=after)


def _fold_lines(loan: Loan, change: _Held, *, money: Money = CLEARED) -> tuple[Line, ...]:
    """Return the lines of a change, and bring the titipan items in line with it."""
    items = {
        loan_credit.changed_item(loan, seq, amount).id: amount
        for seq, amount in change.credit.items()
        if amount
    }
    return change_lines(books_of(loan), change.held, suspense_changes=items, money=money)


def _money_of(mirrored: Sequence[Line], undone: LoanEventRow) -> Money:
    """Return through which money an event came, as its entry says."""
    if undone.source_item_id is not None:
        return Money(code=AccountCode.SUSPENSE, suspense_item_id=undone.source_item_id)
    cash = next(
        (line.account for line in mirrored if line.account.code is AccountCode.CASH_IN_HAND), None
    )
    return Money(code=cash.code, holder_id=cash.holder_id) if cash else CLEARED


def _draft(loan: Loan, row: LoanEventRow, kind: EntryKind, lines: Sequence[Line]) -> posting.Draft:
    suffix = ":reallocated" if kind is EntryKind.REALLOCATED else ""
    return posting.Draft(
        kind=kind,
        lines=lines,
        value_on=row.value_on,
        reference=loan.reference_no,
        key=entry_key(row) + suffix,
    )


def _post(drafts: Sequence[posting.Draft], *, actor_id: int | None, at: datetime) -> None:
    with_lines = [draft for draft in drafts if draft.lines]
    if with_lines:
        posting.post_together(with_lines, actor_id=actor_id, at=at)
