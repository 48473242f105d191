"""Members who borrow together, for the tests: their agreement, days that pass, and changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from harkat.domain.calendar import WIB
from harkat.domain.loan_events import EventKind
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import Position
from harkat.domain.schedule_change import ScheduleChange
from harkat.extensions import db
from harkat.models.loan import LoanChange
from harkat.models.people import Person
from harkat.queries.loan_history import position_of
from harkat.services import loan_changes, repayment
from tests import given

SIGNED_ON = date(2026, 2, 2)


def noon(day: date) -> datetime:
    """Return twelve o'clock of a business day."""
    return datetime.combine(day, time(12), tzinfo=WIB)


@dataclass(frozen=True, kw_only=True)
class Borrower:
    """A member with a loan: who it is and the loan's public id."""

    who: given.Somebody
    loan: str

    @property
    def id(self) -> int:
        """The person's id."""
        assert self.who.person_id is not None
        return self.who.person_id

    @property
    def public_id(self) -> str:
        """The person's public id, as officers and members name each other."""
        return db.session.get_one(Person, self.id).public_id


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A signed agreement of a group, with everybody's money paid out."""

    desk: given.BankDesk
    group: given.Kelompok
    borrowers: Sequence[Borrower]

    @property
    def public_id(self) -> str:
        """The agreement's public id."""
        return given.loan(self.borrowers[0].loan).agreement.public_id

    @property
    def id(self) -> int:
        """The agreement's id."""
        return given.loan(self.borrowers[0].loan).agreement_id


def agreement(
    *amounts: int, size: int = 5, slice_amount: int = 1_000_000_000, on: date = SIGNED_ON
) -> Agreement:
    """Let a group borrow these amounts over 12 months, one member each."""
    at = noon(on)
    desk = given.bank(slice_amount=slice_amount, at=at)
    group = given.group(size, at=at)
    parts = dict(zip(group.people, amounts, strict=False))
    application = given.submitted(desk, parts, product_code="kelompok", at=at)
    given.approve(desk, given.propose(desk, application, at=at), at=at)
    loans = given.disburse(desk, given.consent_all(application, at=at), at=at)
    by_person = {given.loan(loan).person_id: loan for loan in loans}
    borrowers = [Borrower(who=who, loan=by_person[who.person_id]) for who in parts if who.person_id]
    return Agreement(desk=desk, group=group, borrowers=borrowers)


def now(loan: str, on: date) -> Position:
    """Return where a loan stands on a day."""
    db.session.rollback()
    return position_of(given.loan(loan), on=on)


def proposed(
    desk: given.BankDesk,
    loan: str,
    kind: EventKind,
    *,
    on: date,
    amount: int = 0,
    change: ScheduleChange | None = None,
    recorded_on: date | None = None,
) -> str:
    """Let the maker propose a change of a loan; return the proposal's public id."""
    return loan_changes.propose(
        actor_id=desk.maker.id,
        loan_public_id=loan,
        kind=kind,
        value_on=on,
        reason_note="Disepakati di cabang.",
        amount=Rupiah(amount) if amount else ZERO,
        change=change,
        key=given.key(),
        at=noon(recorded_on or on),
    )


def consent_to(change: str, *, on: date) -> None:
    """Let everybody agree whose yes a change needs."""
    asked = db.session.scalars(db.select(LoanChange).filter_by(public_id=change)).one().consents
    people = [db.session.get_one(Person, row.person_id).account_id for row in asked]
    for account_id in people:
        loan_changes.consent(actor_id=account_id, change_public_id=change, at=noon(on))


def decide(desk: given.BankDesk, change: str, *, on: date, is_confirmed: bool = True) -> int | None:
    """Let the checker decide; return the event's number."""
    return loan_changes.decide(
        actor_id=desk.checker.id,
        change_public_id=change,
        is_confirmed=is_confirmed,
        reason_note="" if is_confirmed else "Belum perlu sekarang.",
        key=given.key(),
        at=noon(on),
    )


def change(
    desk: given.BankDesk,
    loan: str,
    kind: EventKind,
    *,
    on: date,
    amount: int = 0,
    change: ScheduleChange | None = None,
    recorded_on: date | None = None,
) -> int:
    """Change a loan: proposed by the maker, agreed to by all, confirmed by the checker."""
    public_id = proposed(
        desk, loan, kind, on=on, amount=amount, change=change, recorded_on=recorded_on
    )
    consent_to(public_id, on=recorded_on or on)
    seq = decide(desk, public_id, on=recorded_on or on)
    assert seq is not None
    return seq


def take_back(desk: given.BankDesk, loan: str, seq: int, *, on: date) -> int:
    """Let the checker take back an event of a loan."""
    return repayment.reverse_event(
        actor_id=desk.checker.id,
        loan_public_id=loan,
        seq=seq,
        reason_note="Tercatat keliru.",
        key=given.key(),
        at=noon(on),
    )
