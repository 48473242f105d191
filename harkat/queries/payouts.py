"""The disbursement desk: what is agreed and can be signed, what can be sent, what was sent last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from harkat.domain.lifecycle import SENT_DISBURSEMENTS
from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import (
    AgreementStatus,
    ApplicationStatus,
    DisbursementStatus,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import LoanGroup
from harkat.models.loan import Disbursement, Loan, LoanAgreement
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """An application whose borrowers all agreed; `consented_at` is the last one's yes."""

    public_id: str
    reference_no: str
    agreement_no: str
    name: str
    borrowers: int
    amount: Rupiah
    consented_at: datetime


@dataclass(frozen=True, kw_only=True)
class ToSend:
    """The payment of one part, signed and waiting for the bank's reference.

    The account number is given in full: money is sent to it.
    """

    public_id: str
    application_public_id: str
    application_no: str
    group_name: str | None
    borrower_name: str
    amount: Rupiah
    payout_bank: str | None
    payout_holder: str | None
    account_no: str | None
    signed_on: date | None
    is_sent: bool


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A payment that was sent, with the loan it began."""

    bank_reference: str
    sent_on: date
    borrower_name: str
    amount: Rupiah
    loan_public_id: str
    loan_no: str


@dataclass(frozen=True, kw_only=True)
class Payouts:
    """The page of the disbursement desk: the oldest to sign and to send, the latest sent."""

    to_sign: Sequence[ToSign]
    to_sign_total: int
    to_send: Sequence[ToSend]
    to_send_total: int
    to_send_amount: Rupiah
    sent: Sequence[Sent]


def payouts(viewer: Viewer) -> Payouts:
    """Return the first page of everything the disbursement desk works on."""
    signable = applications_seen_by(viewer).where(
        LoanApplication.status == ApplicationStatus.CONSENTED
    )
    reserved = _disbursements(viewer, DisbursementStatus.RESERVED)
    count, amount = db.session.execute(
        reserved.with_only_columns(
            func.count(), func.coalesce(func.sum(Disbursement.amount), 0)
        ).order_by(None)
    ).one()
    return Payouts(
        to_sign=_to_sign(signable),
        to_sign_total=db.session.scalars(signable.with_only_columns(func.count())).one(),
        to_send=_to_send(reserved.order_by(Disbursement.id).limit(PAGE_SIZE)),
        to_send_total=count,
        to_send_amount=Rupiah(int(amount)),
        sent=_sent(viewer),
    )


def has_application(viewer: Viewer, public_id: str) -> bool:
    """Tell whether there is such an application for this viewer, signed by now or not."""
    found = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .with_only_columns(LoanApplication.id)
    )
    return found is not None


def to_send(viewer: Viewer, public_id: str) -> ToSend | None:
    """Return one payment of the own bank, waiting or already sent, or None."""
    found = _to_send(_disbursements(viewer).where(Disbursement.public_id == public_id))
    return found[0] if found else None


def _disbursements(viewer: Viewer, *statuses: DisbursementStatus) -> Select[Any]:
    """Return the own bank's payments, in these statuses or any; nobody else's desk has any."""
    if not viewer.has(Permission.LOAN_DISBURSE):
        return select(Disbursement).where(false())
    return select(Disbursement).where(
        Disbursement.bank_id == viewer.bank_id,
        Disbursement.status.in_(statuses or DisbursementStatus),
    )


def _to_sign(signable: Select[Any]) -> Sequence[ToSign]:
    consented = ApplicationLine.status == LineStatus.CONSENTED
    rows = db.session.execute(
        signable.join(ApplicationLine, ApplicationLine.application_id == LoanApplication.id)
        .join(Person, LoanApplication.applicant_id == Person.id)
        .outerjoin(LoanGroup, LoanApplication.group_id == LoanGroup.id)
        .join(LoanAgreement, LoanAgreement.application_id == LoanApplication.id)
        .where(consented, LoanAgreement.status == AgreementStatus.SIGNING)
        .with_only_columns(
            LoanApplication.public_id,
            LoanApplication.reference_no,
            LoanAgreement.reference_no.label("agreement_no"),
            func.coalesce(LoanGroup.name, Person.full_name).label("name"),
            func.count().label("borrowers"),
            func.sum(ApplicationLine.approved).label("amount"),
            func.max(ApplicationLine.consented_at).label("consented_at"),
        )
        .group_by(LoanApplication.id, LoanAgreement.reference_no, LoanGroup.name, Person.full_name)
        .order_by(LoanApplication.submitted_at, LoanApplication.id)
        .limit(PAGE_SIZE)
    )
    return [
        ToSign(
            public_id=row.public_id,
            reference_no=row.reference_no,
            agreement_no=row.agreement_no,
            name=row.name,
            borrowers=row.borrowers,
            amount=Rupiah(int(row.amount)),
            consented_at=row.consented_at,
        )
        for row in rows
    ]


def _to_send(reserved: Select[Any]) -> Sequence[ToSend]:
    line = joinedload(Disbursement.application_line)
    application = line.joinedload(ApplicationLine.application)
    items = db.session.scalars(
        reserved.options(
            line.joinedload(ApplicationLine.person),
            application.joinedload(LoanApplication.group),
        )
    ).all()
    signed_on = _signing_days([item.application_line.application_id for item in items])
    return [
        ToSend(
            public_id=item.public_id,
            application_public_id=item.application_line.application.public_id,
            application_no=item.application_line.application.reference_no,
            group_name=group.name if group else None,
            borrower_name=person.full_name,
            amount=item.amount,
            payout_bank=person.payout_bank,
            payout_holder=person.payout_holder,
            account_no=person.bank_account_no,
            signed_on=signed_on.get(item.application_line.application_id),
            is_sent=item.status is not DisbursementStatus.RESERVED,
        )
        for item in items
        for person in (item.application_line.person,)
        for group in (item.application_line.application.group,)
    ]


def _signing_days(application_ids: Sequence[int]) -> dict[int, date]:
    rows = db.session.execute(
        select(LoanAgreement.application_id, LoanAgreement.signed_on)
        .where(LoanAgreement.application_id.in_(application_ids))
        .where(LoanAgreement.signed_on.is_not(None))
        .order_by(LoanAgreement.id)
    )
    return {row.application_id: row.signed_on for row in rows}


def _sent(viewer: Viewer) -> Sequence[Sent]:
    rows = db.session.execute(
        _disbursements(viewer, *SENT_DISBURSEMENTS)
        .join(Loan, Loan.application_line_id == Disbursement.application_line_id)
        .join(Person, Loan.person_id == Person.id)
        .with_only_columns(
            Disbursement.bank_reference,
            Disbursement.sent_on,
            Disbursement.amount,
            Person.full_name,
            Loan.public_id,
            Loan.reference_no,
        )
        .order_by(Disbursement.id.desc())
        .limit(PAGE_SIZE)
    )
    return [
        Sent(
            bank_reference=row.bank_reference or "",
            sent_on=row.sent_on,
            borrower_name=row.full_name,
            amount=row.amount,
            loan_public_id=row.public_id,
            loan_no=row.reference_no,
        )
        for row in rows
    ]
