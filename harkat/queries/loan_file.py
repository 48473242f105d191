"""One loan at the bank's desk: position, schedule, what happened and the papers given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.allocation import Allocation
from harkat.domain.identity import nik_masked
from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.domain.loan_events import RECEIVED_KINDS, EventKind
from harkat.domain.money import Rupiah, total
from harkat.domain.papers import PaperKind
from harkat.domain.position import Position, settlement_quote
from harkat.domain.product import LoanTerms
from harkat.domain.roles import Viewer
from harkat.domain.settlement import SettlementQuote
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Loan, LoanEventRow, Paper
from harkat.models.people import UserAccount
from harkat.models.scope import loans_seen_by
from harkat.queries.bank_loans import grade_of
from harkat.queries.loan_history import events_of, position_of, terms_of
from harkat.queries.papers import position_recorded


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The paper given for a payment."""

    public_id: str
    number: str


@dataclass(frozen=True, kw_only=True)
class LoanStep:
    """One thing that happened to the loan.

    `was` is how a payment was split when it was recorded, `now` how it is split today; they differ
    when something was reversed or recorded late, and `now` is None when it was taken back.
    """

    seq: int
    kind: EventKind
    value_on: date
    recorded_at: datetime
    amount: Rupiah
    actor_name: str | None
    was: Allocation | None
    now: Allocation | None
    receipt: Receipt | None
    reverses_seq: int | None
    reversed_on: date | None
    reason_note: str | None

    @property
    def is_split_anew(self) -> bool:
        """Tell whether a payment that still counts pays other rows than it did."""
        return self.was is not None and self.now is not None and self.was.parts != self.now.parts


@dataclass(frozen=True, kw_only=True)
class LoanFile:
    """A loan on a day; `due_now` is what has fallen due and is unpaid, else the next instalment."""

    public_id: str
    reference_no: str
    agreement_no: str
    application_public_id: str
    application_no: str
    group_name: str | None
    borrower_id: int
    borrower_name: str
    nik_masked: str
    bank_name: str
    status: LoanStatus
    disbursed_on: date
    terms: LoanTerms
    price_label: str
    position: Position
    grade: Kolektibilitas
    due_now: Rupiah
    settlement: SettlementQuote | None
    steps: Sequence[LoanStep]
    schedule_card_no: str | None

    @property
    def paid(self) -> Rupiah:
        """What was paid on the rows of the schedule, principal and interest."""
        return total(row.paid for row in self.position.instalments)


def loan_file(viewer: Viewer, public_id: str, *, on: date) -> LoanFile | None:
    """Return a loan the viewer may open as it stands on a day, or None."""
    loan = _load(viewer, public_id)
    if loan is None:
        return None
    now = position_of(loan, on=on)
    application = loan.application_line.application
    return LoanFile(
        public_id=loan.public_id,
        reference_no=loan.reference_no,
        agreement_no=loan.agreement.reference_no,
        application_public_id=application.public_id,
        application_no=application.reference_no,
        group_name=application.group.name if application.group else None,
        borrower_id=loan.person_id,
        borrower_name=loan.person.full_name,
        nik_masked=nik_masked(loan.person.nik),
        bank_name=loan.bank.name,
        status=loan.status,
        disbursed_on=loan.disbursed_on,
        terms=terms_of(loan),
        price_label=str((application.terms or {}).get("price_label", "Bunga")),
        position=now,
        grade=grade_of(loan, now),
        due_now=due_now(now),
        settlement=_settlement(loan, on=on),
        steps=_steps(loan, now),
        schedule_card_no=_schedule_card_no(loan),
    )


def due_now(now: Position) -> Rupiah:
    """Return what a borrower comes to pay: all that fell due and penalties, or what comes next.

    On a loan written off it is the claim.
    """
    fallen_due = total(row.unpaid for row in now.instalments if row.due_on <= now.on)
    fallen_due += now.penalty_due + now.claim
    if fallen_due or now.next_instalment is None:
        return fallen_due
    return now.next_instalment.unpaid


def _settlement(loan: Loan, *, on: date) -> SettlementQuote | None:
    """Return what would pay the loan off today, if it runs."""
    if loan.status is not LoanStatus.ACTIVE:
        return None
    return settlement_quote(terms=terms_of(loan), events=events_of(loan), on=on)


def _load(viewer: Viewer, public_id: str) -> Loan | None:
    application = joinedload(Loan.application_line).joinedload(ApplicationLine.application)
    found: Loan | None = db.session.scalar(
        loans_seen_by(viewer)
        .where(Loan.public_id == public_id)
        .options(
            joinedload(Loan.person),
            joinedload(Loan.bank),
            joinedload(Loan.agreement),
            application.joinedload(LoanApplication.group),
            selectinload(Loan.events),
        )
    )
    return found


def _steps(loan: Loan, now: Position) -> Sequence[LoanStep]:
    """Return the events, the latest first, each payment with its split then and now."""
    reversed_on = {row.reverses_seq: row.value_on for row in loan.events if row.reverses_seq}
    receipts, names = _receipts(loan), _names(loan.events)
    return [
        LoanStep(
            seq=row.seq,
            kind=row.kind,
            value_on=row.value_on,
            recorded_at=row.recorded_at,
            amount=row.amount,
            actor_name=names.get(row.actor_id),
            was=_split_recorded(loan, row),
            now=now.split_of(row.seq),
            receipt=receipts.get(row.id),
            reverses_seq=row.reverses_seq,
            reversed_on=reversed_on.get(row.seq),
            reason_note=row.reason_note,
        )
        for row in reversed(loan.events)
    ]


def _split_recorded(loan: Loan, row: LoanEventRow) -> Allocation | None:
    if row.kind not in RECEIVED_KINDS | {EventKind.CREDIT_APPLIED}:
        return None
    return position_recorded(loan, row).split_of(row.seq)


def _receipts(loan: Loan) -> Mapping[int | None, Receipt]:
    papers = db.session.scalars(
        select(Paper)
        .where(Paper.loan_id == loan.id, Paper.kind == PaperKind.RECEIPT)
        .order_by(Paper.id)
    )
    return {
        paper.loan_event_id: Receipt(public_id=paper.public_id, number=paper.number)
        for paper in papers
    }


def _names(events: Sequence[LoanEventRow]) -> Mapping[int | None, str]:
    rows = db.session.execute(
        select(UserAccount.id, UserAccount.full_name).where(
            UserAccount.id.in_([row.actor_id for row in events])
        )
    )
    return {row.id: row.full_name for row in rows}


def _schedule_card_no(loan: Loan) -> str | None:
    found: str | None = db.session.scalar(
        select(Paper.number).where(Paper.loan_id == loan.id, Paper.kind == PaperKind.SCHEDULE_CARD)
    )
    return found
