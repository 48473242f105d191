"""The bank signs, prepares the list, sends the money and records its reference: loans begin."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from harkat.domain import facility
from harkat.domain.calendar import business_day
from harkat.domain.identity import account_end
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission, Viewer
from harkat.domain.schedule import schedule
from harkat.domain.statuses import (
    AgreementEvent,
    ApplicationEvent,
    ApplicationStatus,
    DisbursementEvent,
    DisbursementStatus,
    LineEvent,
    LineStatus,
    LoanStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Disbursement, Loan, LoanAgreement, LoanEventRow
from harkat.queries.offer import offered_terms
from harkat.queries.readiness import training_obstacles_of
from harkat.services import commitment, loan_books, loan_cache, numbering, outbox, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound, application_for
from harkat.services.origination import NotReady
from harkat.services.transaction import keyed_use_case, use_case


class DateOutOfRange(ValueError):
    """The day lies in the future, or before what must come first."""


class ReferenceUsed(ValueError):
    """The bank's transfer reference stands on another disbursement."""


class WrongTranches(ValueError):
    """The tranches of a line do not add up to what was approved for it, or one is not positive."""


@use_case
def prepare(
    *,
    actor_id: int,
    application_public_id: str,
    signed_on: date,
    at: datetime,
    tranches: Mapping[str, Sequence[Rupiah]] = MappingProxyType({}),
) -> None:
    """Put a consented application on the disbursement list: the agreement is signed and in force.

    `tranches` splits the money of a line, by its public id; without it a line is paid at once.

    :raises NotReady: if the Balikat rule refuses a borrower
    :raises DateOutOfRange: if the signing lies in the future or before the consent
    :raises WrongTranches: if the tranches of a line are not its approved sum
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
    for line in lines:
        assert line.approved is not None
        amounts = tranches.get(line.public_id, (line.approved,))
        if sum(amounts) != line.approved or min(amounts, default=0) <= 0:
            raise WrongTranches(line.public_id)
        db.session.add_all(
            Disbursement(
                bank_id=application.bank_id,
                application_line_id=line.id,
                tranche=number,
                amount=amount,
            )
            for number, amount in enumerate(amounts, start=1)
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
    :raises CannotHappen: if a tranche comes when the loan has ended, or before the first one
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
    disbursement.account_end = account_end(line.person.bank_account_no)
    loan = _loan_of(line) or _open_loan(application, line, agreement, sent_on, at=at)
    _book(loan, disbursement, key=key, actor_id=actor_id, at=at)
    _end_if_all_is_sent(application, line, actor_id=actor_id, at=at)
    _tell(line, "disbursed", at=at, loan=loan.reference_no)
    return loan.public_id


def _end_if_all_is_sent(
    application: LoanApplication, line: ApplicationLine, *, actor_id: int, at: datetime
) -> None:
    """Let part and application end with the last transfer; one that is made anew ends nothing."""
    is_line_open = line.status is LineStatus.CONSENTED
    if is_line_open and not _is_anything_reserved(ApplicationLine.id == line.id):
        transitions.record(line, LineEvent.DISBURSED, actor_id=actor_id, at=at)
    is_open = application.status is ApplicationStatus.DISBURSING
    if is_open and not _is_anything_reserved(ApplicationLine.application_id == application.id):
        transitions.record(application, ApplicationEvent.DISBURSED, actor_id=actor_id, at=at)


@keyed_use_case
def void(
    *,
    actor_id: int,
    disbursement_public_id: str,
    reason_note: str,
    key: str,
    at: datetime,
) -> None:
    """Undo a transfer that came back, or a payment that will not be made.

    A whole loan that came back ends the borrower's part, and what was promised for it is released;
    a later tranche is put on the list again, for its loan runs on. The borrower is told.

    :raises NotFound: if it is another bank's
    :raises CannotHappen: if something else has happened to the loan: reverse that first
    :raises IllegalTransition: if it was voided or confirmed already
    """
    viewer = acting(actor_id=actor_id, permission=Permission.REPAYMENT_REVERSE)
    disbursement, application, agreement = _disbursement_for(viewer, disbursement_public_id)
    line, was_sent = disbursement.application_line, disbursement.sent_on is not None
    transitions.record(disbursement, DisbursementEvent.VOIDED, actor_id=actor_id, at=at)
    loan = _loan_of(line)
    if was_sent:
        assert loan is not None
        _take_back(loan, disbursement, reason_note, key=key, actor_id=actor_id, at=at)
    if loan is not None and loan.status is not LoanStatus.VOIDED:
        _reserve_again(disbursement)
        if was_sent:
            _tell(line, "tranche_came_back", at=at, loan=loan.reference_no)
        return
    transitions.record(line, LineEvent.LAPSED, actor_id=actor_id, at=at)
    _end_if_nothing_left(application, actor_id=actor_id, at=at)
    loan_cache.close_if_over(agreement.id, actor_id=actor_id, at=at)
    commitment.release(application, [line], actor_id=actor_id, at=at)
    if loan is None:
        _tell(line, "payout_cancelled", at=at, application=application.reference_no)
    else:
        _tell(line, "transfer_came_back", at=at, loan=loan.reference_no)


def _tell(line: ApplicationLine, template: str, *, at: datetime, **number: str) -> None:
    outbox.put(recipient_id=line.person.account_id, template=template, at=at, **number)


def _take_back(
    loan: Loan,
    disbursement: Disbursement,
    reason_note: str,
    *,
    key: str,
    actor_id: int,
    at: datetime,
) -> None:
    sent = [row for row in loan.events if row.kind is EventKind.DISBURSED]
    undone = {row.reverses_seq for row in loan.events}
    paid_out = next(
        row
        for row in reversed(sent)
        if (row.value_on, row.amount) == (disbursement.sent_on, disbursement.amount)
        and row.seq not in undone
    )
    reversal = loan_books.new_event(
        loan,
        EventKind.REVERSED,
        value_on=business_day(at),
        amount=paid_out.amount,
        key=f"void:{loan.id}:{key}",
        reason_note=reason_note,
        reverses_seq=paid_out.seq,
        actor_id=actor_id,
        at=at,
    )
    loan_books.record_reversal(loan, reversal, paid_out, actor_id=actor_id, at=at)


def _reserve_again(disbursement: Disbursement) -> None:
    last = db.session.scalars(
        select(func.max(Disbursement.tranche)).filter_by(
            application_line_id=disbursement.application_line_id
        )
    ).one()
    db.session.add(
        Disbursement(
            bank_id=disbursement.bank_id,
            application_line_id=disbursement.application_line_id,
            tranche=last + 1,
            amount=disbursement.amount,
        )
    )


def _end_if_nothing_left(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    """Let the application end when none of its parts is left, or all that are left were paid."""
    statuses = {line.status for line in application.lines}
    if LineStatus.CONSENTED in statuses:
        return
    if LineStatus.DISBURSED not in statuses:
        transitions.record(application, ApplicationEvent.EXPIRED, actor_id=actor_id, at=at)
    elif application.status is ApplicationStatus.DISBURSING:
        transitions.record(application, ApplicationEvent.DISBURSED, actor_id=actor_id, at=at)


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


def _loan_of(line: ApplicationLine) -> Loan | None:
    """Return the loan that an earlier tranche of the line has begun."""
    return db.session.scalar(select(Loan).filter_by(application_line_id=line.id).with_for_update())


def _book(loan: Loan, disbursement: Disbursement, *, key: str, actor_id: int, at: datetime) -> None:
    assert disbursement.sent_on is not None
    event = LoanEventRow(
        loan_id=loan.id,
        seq=loan_books.next_seq(loan),
        kind=EventKind.DISBURSED,
        value_on=disbursement.sent_on,
        amount=disbursement.amount,
        idempotency_key=f"disburse:{loan.id}:{key}",
        actor_id=actor_id,
        recorded_at=at,
    )
    deed = loan_books.Deed(
        row=event, kind=EntryKind.DISBURSED, beside=facility.disbursed(_share_of(disbursement))
    )
    loan_books.record(loan, deed, actor_id=actor_id, at=at)


def _share_of(disbursement: Disbursement) -> facility.Share:
    line = disbursement.application_line
    return replace(commitment.share_of(line.application, line), amount=disbursement.amount)


def _is_anything_reserved(rule: ColumnElement[bool]) -> bool:
    found = db.session.scalar(
        select(Disbursement.id)
        .join(ApplicationLine)
        .where(rule, Disbursement.status == DisbursementStatus.RESERVED)
        .limit(1)
    )
    return found is not None


def _require_training(
    application: LoanApplication, lines: list[ApplicationLine], *, on: date
) -> None:
    found = training_obstacles_of(application, lines, on=on)
    if found:
        raise NotReady(found)
