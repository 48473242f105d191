"""The bank signs, prepares the list, sends the money and records its reference: loans begin."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain import facility
from harkat.domain.calendar import business_day
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission, Viewer
from harkat.domain.schedule import schedule
from harkat.domain.statuses import (
    AgreementEvent,
    ApplicationEvent,
    DisbursementEvent,
    DisbursementStatus,
    LineEvent,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Disbursement, Loan, LoanAgreement, LoanEventRow
from harkat.queries.loan_history import position_of
from harkat.queries.offer import offered_terms
from harkat.queries.readiness import training_obstacles_of
from harkat.services import commitment, loan_books, numbering, outbox, posting, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound, application_for
from harkat.services.origination import NotReady
from harkat.services.transaction import keyed_use_case, use_case


class DateOutOfRange(ValueError):
    """The day lies in the future, or before what must come first."""


class ReferenceUsed(ValueError):
    """The bank's transfer reference stands on another disbursement."""


@use_case
def prepare(*, actor_id: int, application_public_id: str, signed_on: date, at: datetime) -> None:
    """Put a consented application on the disbursement list: the agreement is signed and in force.

    :raises NotReady: if the Balikat rule refuses a borrower
    :raises DateOutOfRange: if the signing lies in the future or before the consent
    :raises IllegalTransition: if not every borrower has agreed
    """
    viewer = acting(actor_id=actor_id, permission=Permission.LOAN_DISBURSE)
    application = application_for(viewer, application_public_id)
    transitions.record(application, ApplicationEvent.PREPARED, actor_id=actor_id, at=at)
    lines = [line for line in application.lines if line.status is LineStatus.CONSENTED]
    _require_training(application, lines, on=business_day(at))
    consented_on = max(business_day(line.consented_at) for line in lines if line.consented_at)
    if not consented_on <= signed_on <= business_day(at):
        raise DateOutOfRange(signed_on)
    agreement = commitment.open_agreement(application)
    assert agreement is not None
    transitions.record(agreement, AgreementEvent.SIGNED, actor_id=actor_id, at=at)
    agreement.signed_on = signed_on
    db.session.add_all(
        Disbursement(bank_id=application.bank_id, application_line_id=line.id, amount=line.approved)
        for line in lines
    )


@keyed_use_case
def send(
    *,
    actor_id: int,
    disbursement_public_id: str,
    bank_reference: str,
    sent_on: date,
    key: str,
    at: datetime,
) -> str:
    """Record that the bank sent the full amount under its reference; return the loan's public id.

    The promise becomes a disbursement and the loan begins, with the terms as agreed.

    :raises NotFound: if it is another bank's
    :raises NotReady: if the Balikat rule refuses the borrower
    :raises DateOutOfRange: if the day lies in the future or before the signing
    :raises ReferenceUsed: if the reference stands on another disbursement
    :raises IllegalTransition: if it was sent already
    """
    viewer = acting(actor_id=actor_id, permission=Permission.LOAN_DISBURSE)
    disbursement, application, agreement = _disbursement_for(viewer, disbursement_public_id)
    line = disbursement.application_line
    transitions.record(disbursement, DisbursementEvent.SENT, actor_id=actor_id, at=at)
    _require_training(application, [line], on=business_day(at))
    if agreement.signed_on is None or not agreement.signed_on <= sent_on <= business_day(at):
        raise DateOutOfRange(sent_on)
    try:
        with db.session.begin_nested():
            disbursement.bank_reference, disbursement.sent_on = bank_reference, sent_on
    except IntegrityError:
        raise ReferenceUsed(bank_reference) from None
    loan = _open_loan(application, line, agreement, sent_on, at=at)
    transitions.record(line, LineEvent.DISBURSED, actor_id=actor_id, at=at)
    _book(loan, application, line, key=key, actor_id=actor_id, at=at)
    if not _is_anything_reserved(application):
        transitions.record(application, ApplicationEvent.DISBURSED, actor_id=actor_id, at=at)
    outbox.put(
        recipient_id=line.person.account_id, template="disbursed", at=at, loan=loan.reference_no
    )
    return loan.public_id


def _disbursement_for(
    viewer: Viewer, public_id: str
) -> tuple[Disbursement, LoanApplication, LoanAgreement]:
    disbursement = db.session.scalar(
        select(Disbursement).filter_by(public_id=public_id, bank_id=viewer.bank_id)
    )
    if disbursement is None:
        raise NotFound(public_id)
    # The application is locked first everywhere, so that no two use cases wait for each other.
    application = application_for(viewer, disbursement.application_line.application.public_id)
    db.session.refresh(disbursement, with_for_update=True)
    agreement = db.session.scalars(
        select(LoanAgreement)
        .filter_by(application_id=application.id)
        .order_by(LoanAgreement.id.desc())
        .limit(1)
    ).one()
    return disbursement, application, agreement


def _open_loan(
    application: LoanApplication,
    line: ApplicationLine,
    agreement: LoanAgreement,
    sent_on: date,
    *,
    at: datetime,
) -> Loan:
    terms = offered_terms(application, line, disbursed_on=sent_on)
    assert line.kecamatan_code is not None
    loan = Loan(
        reference_no=numbering.next_reference(ReferenceKind.LOAN, at=at),
        application_line_id=line.id,
        agreement_id=agreement.id,
        person_id=line.person_id,
        bank_id=application.bank_id,
        kecamatan_code=line.kecamatan_code,
        principal=terms.principal,
        terms=terms.to_json(),
        disbursed_on=sent_on,
        interest_booked_on=sent_on,
        final_due_on=schedule(terms).rows[-1].due_on,
    )
    db.session.add(loan)
    db.session.flush()
    return loan


def _book(
    loan: Loan,
    application: LoanApplication,
    line: ApplicationLine,
    *,
    key: str,
    actor_id: int,
    at: datetime,
) -> None:
    event = LoanEventRow(
        loan_id=loan.id,
        seq=1,
        kind=EventKind.DISBURSED,
        value_on=loan.disbursed_on,
        amount=loan.principal,
        idempotency_key=f"disburse:{loan.id}:{key}",
        actor_id=actor_id,
        recorded_at=at,
    )
    loan.events.append(event)
    posting.post(
        posting.Draft(
            kind=EntryKind.DISBURSED,
            lines=facility.disbursed(commitment.share_of(application, line), loan_id=loan.id),
            value_on=loan.disbursed_on,
            reference=loan.reference_no,
            key=loan_books.entry_key(event),
        ),
        actor_id=actor_id,
        at=at,
    )
    loan_books.book_interest(loan, on=business_day(at), actor_id=actor_id, at=at)
    now = position_of(loan, on=business_day(at))
    loan_books.follow_payoff(loan, now, actor_id=actor_id, at=at)


def _is_anything_reserved(application: LoanApplication) -> bool:
    found = db.session.scalar(
        select(Disbursement.id)
        .join(ApplicationLine)
        .where(ApplicationLine.application_id == application.id)
        .where(Disbursement.status == DisbursementStatus.RESERVED)
        .limit(1)
    )
    return found is not None


def _require_training(
    application: LoanApplication, lines: list[ApplicationLine], *, on: date
) -> None:
    found = training_obstacles_of(application, lines, on=on)
    if found:
        raise NotReady(found)
