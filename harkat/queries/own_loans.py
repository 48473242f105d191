"""An owner's own loans: where each stands, what comes next and what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.loan_events import RECEIVED_KINDS, EventKind
from harkat.domain.money import Rupiah
from harkat.domain.papers import PaperKind
from harkat.domain.position import Position, settlement_quote
from harkat.domain.roles import Viewer
from harkat.domain.settlement import SettlementQuote
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import Loan, Paper
from harkat.models.people import Person
from harkat.models.scope import loans_seen_by
from harkat.queries.loan_history import events_of, position_of, terms_of

_MOST_LOANS = 10


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Money that was paid, with its receipt; one taken back has the day of that.

    `payer_name` is the member of the group who paid for the borrower, if another did.
    """

    paid_on: date
    amount: Rupiah
    receipt_no: str
    receipt_public_id: str
    reversed_on: date | None
    payer_name: str | None


@dataclass(frozen=True, kw_only=True)
class LoanInBrief:
    """A loan and where it stands."""

    public_id: str
    reference_no: str
    bank_name: str
    status: LoanStatus
    position: Position


@dataclass(frozen=True, kw_only=True)
class OwnLoan(LoanInBrief):
    """A loan as its borrower sees it, with everything that was paid.

    `agreement_public_id` is there when others answer for the loan, too.
    """

    price_label: str
    payments: tuple[Payment, ...]
    agreement_public_id: str | None


def loans(viewer: Viewer, *, on: date) -> Sequence[LoanInBrief]:
    """Return the viewer's own loans as they stand on a day, the newest first.

    For example ``LoanInBrief(reference_no="PJ26-0001-8", status=LoanStatus.ACTIVE, ...)``.
    """
    found = db.session.scalars(_own_loans(viewer).order_by(Loan.id.desc()).limit(_MOST_LOANS))
    return [
        LoanInBrief(
            public_id=each.public_id,
            reference_no=each.reference_no,
            bank_name=each.bank.name,
            status=each.status,
            position=position_of(each, on=on),
        )
        for each in found
    ]


def loan(viewer: Viewer, public_id: str, *, on: date) -> OwnLoan | None:
    """Return the loan as it stands on a day, or None if it is not the viewer's."""
    found: Loan | None = db.session.scalar(_own_loans(viewer).where(Loan.public_id == public_id))
    if found is None:
        return None
    agreed = found.application_line.application.terms or {}
    return OwnLoan(
        public_id=found.public_id,
        reference_no=found.reference_no,
        bank_name=found.bank.name,
        status=found.status,
        position=position_of(found, on=on),
        price_label=str(agreed.get("price_label", "bunga")),
        payments=_payments(found),
        agreement_public_id=(
            found.agreement.public_id if found.application_line.application.group_id else None
        ),
    )


def settlement(viewer: Viewer, public_id: str, *, on: date) -> SettlementQuote | None:
    """Return what pays the viewer's own loan off on a day, or None if there is nothing to pay."""
    found: Loan | None = db.session.scalar(_own_loans(viewer).where(Loan.public_id == public_id))
    if found is None or found.status is not LoanStatus.ACTIVE:
        return None
    return settlement_quote(terms=terms_of(found), events=events_of(found), on=on)


def _own_loans(viewer: Viewer) -> Select[Any]:
    own = Loan.person_id == viewer.person_id
    return (
        loans_seen_by(viewer).where(own).options(joinedload(Loan.bank), selectinload(Loan.events))
    )


def _payments(loan: Loan) -> tuple[Payment, ...]:
    """Return the payments in the order they were recorded, each with the receipt it got."""
    receipts = {
        paper.loan_event_id: paper
        for paper in db.session.scalars(
            select(Paper).filter_by(loan_id=loan.id, kind=PaperKind.RECEIPT).order_by(Paper.id)
        )
    }
    reversed_on = {
        event.reverses_seq: event.value_on
        for event in loan.events
        if event.kind is EventKind.REVERSED
    }
    payers = {event.payer_id for event in loan.events if event.payer_id}
    names = {
        person.id: person.full_name
        for person in db.session.scalars(select(Person).where(Person.id.in_(payers)))
    }
    return tuple(
        Payment(
            paid_on=event.value_on,
            amount=event.amount,
            receipt_no=receipts[event.id].number,
            receipt_public_id=receipts[event.id].public_id,
            reversed_on=reversed_on.get(event.seq),
            payer_name=names.get(event.payer_id) if event.payer_id else None,
        )
        for event in loan.events
        if event.kind in RECEIVED_KINDS and event.id in receipts
    )
