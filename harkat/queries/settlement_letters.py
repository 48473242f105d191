"""What stands on a settlement letter: that nothing is owed any more, and since when."""

from dataclasses import dataclass
from datetime import date, datetime

from harkat.domain.money import Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.position import Position
from harkat.domain.roles import Viewer
from harkat.queries.loan_history import position_of
from harkat.queries.papers import LoanOnPaper, is_withdrawn, loan_on_paper, paper_seen_by


@dataclass(frozen=True, kw_only=True)
class SettlementLetterFacts:
    """A loan that was paid off; `is_withdrawn` when a payment was taken back since.

    What was overpaid is not in the sums of principal, interest and penalty.
    """

    public_id: str
    number: str
    issued_at: datetime
    loan: LoanOnPaper
    principal: Rupiah
    disbursed_on: date
    paid_off_on: date
    principal_paid: Rupiah
    interest_paid: Rupiah
    penalty_paid: Rupiah
    overpaid: Rupiah
    price_label: str
    is_withdrawn: bool


def settlement_letter(viewer: Viewer, public_id: str, *, on: date) -> SettlementLetterFacts | None:
    """Return the settlement letter of a loan the viewer may open, or None."""
    paper = paper_seen_by(viewer, public_id, kind=PaperKind.SETTLEMENT_LETTER)
    if paper is None or paper.loan_event is None:
        return None
    now: Position = position_of(paper.loan, on=on)
    agreed = paper.loan.application_line.application.terms or {}
    return SettlementLetterFacts(
        public_id=paper.public_id,
        number=paper.number,
        issued_at=paper.issued_at,
        loan=loan_on_paper(paper.loan),
        principal=now.disbursed,
        disbursed_on=paper.loan.disbursed_on,
        paid_off_on=paper.loan_event.value_on,
        principal_paid=now.principal_paid,
        interest_paid=now.interest_paid,
        penalty_paid=now.penalty_paid,
        overpaid=now.overpaid,
        price_label=str(agreed.get("price_label", "Bunga")),
        is_withdrawn=is_withdrawn(paper),
    )
