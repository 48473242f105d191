"""What stands on the numbered papers, and what anybody may learn from a paper's code."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.allocation import InstalmentPart
from harkat.domain.calendar import business_day
from harkat.domain.cost import effective_rate
from harkat.domain.identity import nik_masked
from harkat.domain.loan_events import RECEIVED_KINDS
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.position import InstalmentPosition, Position, position
from harkat.domain.roles import Viewer
from harkat.domain.schedule import Schedule, schedule
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Loan, LoanAgreement, LoanEventRow, Paper
from harkat.models.people import Person, UserAccount
from harkat.models.scope import loans_seen_by
from harkat.queries.loan_history import event_of, terms_of


@dataclass(frozen=True, kw_only=True)
class LoanOnPaper:
    """Whose loan a paper is about; the NIK is masked."""

    public_id: str
    reference_no: str
    agreement_no: str
    bank_name: str
    borrower_name: str
    nik_masked: str
    group_name: str | None


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts:
    """A receipt as it was given: the split and the balance are those of that moment.

    `principal` has the `prepaid` part in it that came off the schedule itself; `recovered` is what
    was paid on a debt written off, `claim` what is still owed of it. `payer_name` is the member who
    paid for the borrower.

    What happens to the loan later changes nothing on it, except that it was reversed.
    """

    public_id: str
    number: str
    issued_at: datetime
    loan: LoanOnPaper
    paid_on: date
    amount: Rupiah
    parts: tuple[InstalmentPart, ...]
    interest: Rupiah
    principal: Rupiah
    penalty: Rupiah
    prepaid: Rupiah
    recovered: Rupiah
    overpaid: Rupiah
    outstanding: Rupiah
    next_instalment: InstalmentPosition | None
    recorded_by: str | None
    reversed_on: date | None
    price_label: str = "bunga"
    payer_name: str | None = None
    claim: Rupiah = ZERO
    has_ended_unpaid: bool = False
    is_paid_off: bool = False

    @property
    def paid_by(self) -> str:
        """Whose money it was: another member's who paid for the borrower, or the borrower's."""
        return self.payer_name or self.loan.borrower_name

    @property
    def principal_in_rows(self) -> Rupiah:
        """The principal that paid rows of the schedule."""
        return self.principal - self.prepaid


@dataclass(frozen=True, kw_only=True)
class ScheduleCardFacts:
    """The agreed plan of a loan, as its card shows it; paying changes nothing on it."""

    public_id: str
    number: str
    issued_at: datetime
    loan: LoanOnPaper
    price_label: str
    effective_rate: Decimal
    plan: Schedule


@dataclass(frozen=True, kw_only=True)
class PaperCheck:
    """What the code on a paper proves, without telling who the borrower is.

    For example ``PaperCheck(kind=RECEIPT, number="KW26-0001-3", name_masked="Siti A.",
    amount=Rupiah(846_937), reversed_on=None, ...)``. A receipt's amount is what was paid, a
    schedule card's the loan. A settlement letter is withdrawn once a payment was
    taken back, also when the loan was paid off anew: then there is another letter.
    """

    kind: PaperKind
    number: str
    issued_at: datetime
    bank_name: str
    name_masked: str
    amount: Rupiah
    reversed_on: date | None
    is_withdrawn: bool = False


def receipt(viewer: Viewer, public_id: str) -> ReceiptFacts | None:
    """Return a receipt of a loan the viewer may open, or None."""
    paper = paper_seen_by(viewer, public_id, kind=PaperKind.RECEIPT)
    if paper is None or paper.loan_event is None:
        return None
    event = paper.loan_event
    then = position_recorded(paper.loan, event)
    split = then.split_of(event.seq)
    agreed = paper.loan.application_line.application.terms or {}
    assert split is not None, "a receipt is for money, and money is split"
    return ReceiptFacts(
        public_id=paper.public_id,
        number=paper.number,
        issued_at=paper.issued_at,
        loan=loan_on_paper(paper.loan),
        paid_on=event.value_on,
        amount=event.amount,
        parts=split.parts,
        interest=split.interest,
        principal=split.principal,
        penalty=split.penalty,
        prepaid=split.prepaid,
        recovered=split.recovered,
        overpaid=split.overpaid,
        outstanding=then.outstanding,
        next_instalment=then.next_instalment,
        recorded_by=db.session.scalar(select(UserAccount.full_name).filter_by(id=event.actor_id)),
        reversed_on=_reversed_on(paper.loan, event.seq),
        price_label=str(agreed.get("price_label", "bunga")),
        payer_name=db.session.scalar(select(Person.full_name).filter_by(id=event.payer_id))
        if event.payer_id
        else None,
        claim=then.claim,
        has_ended_unpaid=then.ended is not None,
        is_paid_off=then.is_paid_off,
    )


def schedule_card(viewer: Viewer, public_id: str) -> ScheduleCardFacts | None:
    """Return the schedule card of a loan the viewer may open, or None."""
    paper = paper_seen_by(viewer, public_id, kind=PaperKind.SCHEDULE_CARD)
    if paper is None:
        return None
    plan = schedule(terms_of(paper.loan))
    agreed = paper.loan.application_line.application.terms or {}
    return ScheduleCardFacts(
        public_id=paper.public_id,
        number=paper.number,
        issued_at=paper.issued_at,
        loan=loan_on_paper(paper.loan),
        price_label=str(agreed.get("price_label", "Bunga")),
        effective_rate=effective_rate(plan),
        plan=plan,
    )


def check(public_id: str) -> PaperCheck | None:
    """Return what a paper's code proves to anybody, or None for a code that was never given."""
    paper = db.session.scalar(
        select(Paper)
        .where(Paper.public_id == public_id)
        .options(
            joinedload(Paper.loan).options(joinedload(Loan.person), joinedload(Loan.bank)),
            joinedload(Paper.loan_event),
        )
    )
    if paper is None:
        return None
    event, is_letter = paper.loan_event, paper.kind is PaperKind.SETTLEMENT_LETTER
    return PaperCheck(
        kind=paper.kind,
        number=paper.number,
        issued_at=paper.issued_at,
        bank_name=paper.loan.bank.name,
        name_masked=name_masked(paper.loan.person.full_name),
        amount=event.amount if event and not is_letter else paper.loan.principal,
        reversed_on=_reversed_on(paper.loan, event.seq) if event else None,
        is_withdrawn=is_letter and is_withdrawn(paper),
    )


def is_withdrawn(letter: Paper) -> bool:
    """Tell whether a settlement letter is worth nothing: its payment does not close the loan."""
    closing = paying_off(letter.loan)
    return closing is None or closing.id != letter.loan_event_id


def paying_off(loan: Loan) -> LoanEventRow | None:
    """Return the payment that closed a loan which is paid off: the last one that still counts."""
    if loan.status is not LoanStatus.PAID_OFF:
        return None
    undone = {row.reverses_seq for row in loan.events}
    received = [row for row in loan.events if row.kind in RECEIVED_KINDS and row.seq not in undone]
    return max(received, key=lambda row: (row.value_on, row.seq), default=None)


def position_recorded(loan: Loan, event: LoanEventRow) -> Position:
    """Return where the loan stood when an event was recorded, knowing nothing of later ones."""
    known = [event_of(row) for row in loan.events if row.seq <= event.seq]
    return position(terms=terms_of(loan), events=known, on=business_day(event.recorded_at))


def name_masked(full_name: str) -> str:
    """Return the first name and the initial of the second, as ``Siti A.``."""
    first, *others = full_name.split()
    return f"{first} {others[0][0]}." if others else first


def paper_seen_by(viewer: Viewer, public_id: str, *, kind: PaperKind) -> Paper | None:
    """Load a paper with all that stands on it, if its loan is the viewer's to open."""
    loan = joinedload(Paper.loan)
    line = loan.joinedload(Loan.application_line)
    found: Paper | None = db.session.scalar(
        select(Paper)
        .where(Paper.public_id == public_id, Paper.kind == kind)
        .where(Paper.loan_id.in_(loans_seen_by(viewer).with_only_columns(Loan.id)))
        .options(
            joinedload(Paper.loan_event),
            loan.joinedload(Loan.person),
            loan.joinedload(Loan.bank),
            loan.joinedload(Loan.agreement).load_only(LoanAgreement.reference_no),
            line.joinedload(ApplicationLine.application).joinedload(LoanApplication.group),
            loan.options(selectinload(Loan.events)),
        )
    )
    return found


def loan_on_paper(loan: Loan) -> LoanOnPaper:
    """Return whose loan a paper is about."""
    group = loan.application_line.application.group
    return LoanOnPaper(
        public_id=loan.public_id,
        reference_no=loan.reference_no,
        agreement_no=loan.agreement.reference_no,
        bank_name=loan.bank.name,
        borrower_name=loan.person.full_name,
        nik_masked=nik_masked(loan.person.nik),
        group_name=group.name if group else None,
    )


def _reversed_on(loan: Loan, seq: int) -> date | None:
    return next((row.value_on for row in loan.events if row.reverses_seq == seq), None)
