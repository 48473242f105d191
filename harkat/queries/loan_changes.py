"""Proposed changes of loans: as the bank's officers see them, and as those who must agree do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.loan_events import EventKind, ImpossibleHistory
from harkat.domain.money import Rupiah
from harkat.domain.relief import Outlook, outlook, outlook_with
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.loan import Loan, LoanChange, LoanChangeConsent, LoanEventRow
from harkat.models.people import Person, UserAccount
from harkat.queries.loan_history import event_of, events_of, position_of, terms_of

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Agreeing:
    """One person whose yes a change needs."""

    name: str
    is_borrower: bool
    consented_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WaitingChange:
    """One line of the bank's list of changes that nobody has decided on."""

    public_id: str
    loan_no: str
    borrower_name: str
    kind: EventKind
    proposed_by: str
    proposed_at: datetime
    agreed: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class ChangeFile:
    """A proposed change at the bank's desk: the loan without it and with it."""

    public_id: str
    loan_public_id: str
    loan_no: str
    borrower_name: str
    group_name: str | None
    kind: EventKind
    amount: Rupiah
    reason_note: str
    value_on: date
    proposed_by: str
    proposed_at: datetime
    decided_at: datetime | None
    is_confirmed: bool
    decision_note: str | None
    agreeing: Sequence[Agreeing]
    is_own_proposal: bool
    before: Outlook
    after: Outlook | None

    @property
    def is_agreed(self) -> bool:
        """Tell whether everybody whose yes it needs has given it."""
        return all(each.consented_at for each in self.agreeing)


@dataclass(frozen=True, kw_only=True)
class AskedChange:
    """A change that needs the viewer's yes; the borrower's reasons are not on it.

    `is_own` when it is the viewer's own loan, else the viewer answers for it with the group.
    """

    public_id: str
    loan_no: str
    borrower_name: str
    bank_name: str
    kind: EventKind
    is_own: bool
    is_decided: bool
    is_confirmed: bool
    consented_at: datetime | None
    agreed: int
    asked: int
    before: Outlook
    after: Outlook | None


def waiting_changes(viewer: Viewer) -> Sequence[WaitingChange]:
    """Return the changes of the viewer's bank that wait for a decision, the oldest first.

    :raises NotPermitted: if the viewer reads no applications
    """
    viewer.require(Permission.APPLICATION_READ)
    rows = db.session.execute(
        select(LoanChange, UserAccount.full_name)
        .join(Loan, Loan.id == LoanChange.loan_id)
        .join(UserAccount, UserAccount.id == LoanChange.proposed_by_id)
        .where(Loan.bank_id == viewer.bank_id, LoanChange.decided_at.is_(None))
        .options(
            joinedload(LoanChange.loan).joinedload(Loan.person), selectinload(LoanChange.consents)
        )
        .order_by(LoanChange.id)
        .limit(PAGE_SIZE)
    )
    return [
        WaitingChange(
            public_id=change.public_id,
            loan_no=change.loan.reference_no,
            borrower_name=change.loan.person.full_name,
            kind=change.kind,
            proposed_by=name,
            proposed_at=change.proposed_at,
            agreed=_agreed(change),
            asked=len(change.consents),
        )
        for change, name in rows
    ]


def change_file(viewer: Viewer, public_id: str, *, on: date) -> ChangeFile | None:
    """Return a change of the viewer's bank, or None."""
    if not viewer.has(Permission.APPLICATION_READ):
        return None
    change = db.session.scalar(
        select(LoanChange)
        .join(Loan, Loan.id == LoanChange.loan_id)
        .where(LoanChange.public_id == public_id, Loan.bank_id == viewer.bank_id)
    )
    if change is None:
        return None
    loan = change.loan
    group = loan.application_line.application.group
    before, after = _outlooks(change, on=on)
    return ChangeFile(
        public_id=change.public_id,
        loan_public_id=loan.public_id,
        loan_no=loan.reference_no,
        borrower_name=loan.person.full_name,
        group_name=group.name if group else None,
        kind=change.kind,
        amount=change.amount,
        reason_note=change.reason_note,
        value_on=change.value_on,
        proposed_by=db.session.get_one(UserAccount, change.proposed_by_id).full_name,
        proposed_at=change.proposed_at,
        decided_at=change.decided_at,
        is_confirmed=change.is_confirmed,
        decision_note=change.decision_note,
        agreeing=_agreeing(change),
        is_own_proposal=change.proposed_by_id == viewer.user_id,
        before=before,
        after=after,
    )


def asked_change(viewer: Viewer, public_id: str, *, on: date) -> AskedChange | None:
    """Return a change the viewer is asked to agree to, or None if nobody asks the viewer."""
    change = db.session.scalar(
        select(LoanChange)
        .join(LoanChangeConsent, LoanChangeConsent.loan_change_id == LoanChange.id)
        .where(LoanChange.public_id == public_id)
        .where(LoanChangeConsent.person_id == viewer.person_id)
    )
    if change is None or viewer.person_id is None:
        return None
    before, after = _outlooks(change, on=on)
    own = next(row for row in change.consents if row.person_id == viewer.person_id)
    return AskedChange(
        public_id=change.public_id,
        loan_no=change.loan.reference_no,
        borrower_name=change.loan.person.full_name,
        bank_name=change.loan.bank.name,
        kind=change.kind,
        is_own=change.loan.person_id == viewer.person_id,
        is_decided=change.decided_at is not None,
        is_confirmed=change.is_confirmed,
        consented_at=own.consented_at,
        agreed=_agreed(change),
        asked=len(change.consents),
        before=before,
        after=after,
    )


def asking(viewer: Viewer) -> Sequence[str]:
    """Return the public ids of the changes that wait for the viewer's own answer, few of them."""
    return db.session.scalars(
        select(LoanChange.public_id)
        .join(LoanChangeConsent, LoanChangeConsent.loan_change_id == LoanChange.id)
        .where(LoanChangeConsent.person_id == viewer.person_id)
        .where(LoanChangeConsent.consented_at.is_(None), LoanChange.decided_at.is_(None))
        .order_by(LoanChange.id)
        .limit(PAGE_SIZE)
    ).all()


def _agreed(change: LoanChange) -> int:
    return sum(row.consented_at is not None for row in change.consents)


def _agreeing(change: LoanChange) -> Sequence[Agreeing]:
    people = db.session.scalars(
        select(Person).where(Person.id.in_([row.person_id for row in change.consents]))
    )
    names = {person.id: person.full_name for person in people}
    return [
        Agreeing(
            name=names[row.person_id],
            is_borrower=row.person_id == change.loan.person_id,
            consented_at=row.consented_at,
        )
        for row in change.consents
    ]


def _outlooks(change: LoanChange, *, on: date) -> tuple[Outlook, Outlook | None]:
    """Return the loan without the change and with it; a decided one has no other side left."""
    loan = change.loan
    before = outlook(position_of(loan, on=on))
    if change.decided_at is not None:
        return before, None
    row = LoanEventRow(
        loan_id=loan.id,
        seq=max(event.seq for event in loan.events) + 1,
        kind=change.kind,
        value_on=change.value_on,
        amount=change.amount,
        change=change.change,
        idempotency_key=f"change:{change.id}",
    )
    try:
        after = outlook_with(
            terms=terms_of(loan), known=events_of(loan), event=event_of(row), on=on
        )
    except ImpossibleHistory:
        return before, None
    return before, after
