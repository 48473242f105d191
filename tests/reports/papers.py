"""Facts for papers, made up without a database."""

from datetime import date
from decimal import Decimal

from harkat.domain.cost import effective_rate
from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.money import Rupiah
from harkat.domain.position import position
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.schedule import schedule
from harkat.queries.papers import LoanOnPaper, ReceiptFacts, ScheduleCardFacts
from tests.moments import NOON

URL = "https://harkat.example.go.id/periksa/AbCdEfGhIjKlMnOpQrStUv"
DISBURSED_ON = date(2026, 6, 1)


def terms(
    *, instalments: int = 12, method: InterestMethod = InterestMethod.DECLINING_ANNUITY
) -> LoanTerms:
    """Return the terms of Rp10,000,000 at 3 per cent."""
    return LoanTerms(
        principal=Rupiah(10_000_000),
        annual_rate=Decimal("0.03"),
        instalments=instalments,
        method=method,
        disbursed_on=DISBURSED_ON,
    )


def loan_on_paper(
    *, borrower_name: str = "Siti Contoh", group_name: str | None = "Mawar"
) -> LoanOnPaper:
    """Return whose loan it is."""
    return LoanOnPaper(
        public_id="AbCdEfGhIjKlMnOpQrStUv",
        reference_no="PJ26-0001-7",
        agreement_no="PK26-0001-7",
        bank_name="Bank Contoh",
        borrower_name=borrower_name,
        nik_masked="1571••••••••0004",
        group_name=group_name,
    )


def receipt(
    *,
    amount: int = 846_937,
    instalments: int = 12,
    borrower_name: str = "Siti Contoh",
    reversed_on: date | None = None,
    payer_name: str | None = None,
    claim: int = 0,
    price_label: str = "bunga",
) -> ReceiptFacts:
    """Return the receipt of a payment on the first due date."""
    paid_on = date(2026, 7, 1)
    events = [
        LoanEvent(
            seq=1,
            kind=EventKind.DISBURSED,
            value_on=DISBURSED_ON,
            amount=Rupiah(10_000_000),
            key="disbursed",
        ),
        LoanEvent(
            seq=2, kind=EventKind.REPAID, value_on=paid_on, amount=Rupiah(amount), key="repaid"
        ),
    ]
    then = position(terms=terms(instalments=instalments), events=events, on=paid_on)
    (split,) = then.allocations
    return ReceiptFacts(
        public_id="AbCdEfGhIjKlMnOpQrStUv",
        number="KW26-0001-7",
        issued_at=NOON,
        loan=loan_on_paper(borrower_name=borrower_name),
        paid_on=paid_on,
        amount=split.amount,
        parts=split.parts,
        interest=split.interest,
        principal=split.principal,
        penalty=split.penalty,
        prepaid=split.prepaid,
        recovered=split.recovered,
        overpaid=split.overpaid,
        outstanding=then.outstanding,
        next_instalment=then.next_instalment,
        recorded_by="Eka Setoran",
        reversed_on=reversed_on,
        price_label=price_label,
        payer_name=payer_name,
        claim=Rupiah(claim),
        has_ended_unpaid=claim > 0,
        is_paid_off=then.is_paid_off,
    )


def schedule_card(
    *,
    instalments: int = 12,
    method: InterestMethod = InterestMethod.DECLINING_ANNUITY,
    borrower_name: str = "Siti Contoh",
) -> ScheduleCardFacts:
    """Return the card of a loan."""
    plan = schedule(terms(instalments=instalments, method=method))
    return ScheduleCardFacts(
        public_id="AbCdEfGhIjKlMnOpQrStUv",
        number="JD26-0001-7",
        issued_at=NOON,
        loan=loan_on_paper(borrower_name=borrower_name),
        price_label="Bunga",
        effective_rate=effective_rate(plan),
        plan=plan,
    )
