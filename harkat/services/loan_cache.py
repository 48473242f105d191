"""Keeps what is stored beside a loan's events in line with their fold: status, dates, rows."""

from datetime import datetime

from sqlalchemy import delete, select

from harkat.domain.kolektibilitas import best_grade_left
from harkat.domain.loan_state import LoanEnd
from harkat.domain.position import Position
from harkat.domain.statuses import (
    AgreementEvent,
    AgreementStatus,
    ApplicationStatus,
    LiabilityCallEvent,
    LoanLifeEvent,
    LoanStatus,
)
from harkat.extensions import db
from harkat.models.loan import InstalmentRow, Loan, LoanAgreement
from harkat.queries.bank_loans import grade_of
from harkat.queries.liability import open_call_of
from harkat.queries.loan_history import first_unbooked
from harkat.services import transitions

_STEPS = {
    LoanStatus.ACTIVE: LoanLifeEvent.REOPENED,
    LoanStatus.PAID_OFF: LoanLifeEvent.PAID_OFF,
    LoanStatus.WRITTEN_OFF: LoanLifeEvent.WRITTEN_OFF,
    LoanStatus.FORGIVEN: LoanLifeEvent.FORGIVEN,
    LoanStatus.VOIDED: LoanLifeEvent.VOIDED,
}


def follow(loan: Loan, now: Position, *, actor_id: int | None, at: datetime) -> None:
    """Let the loan's status, its cache and its agreement say what the fold says."""
    remember(loan, now)
    _end_call(loan, now, actor_id=actor_id, at=at)
    wanted = status_of(now)
    if loan.status is wanted:
        return
    step = {loan.status, wanted}
    if LoanStatus.PAID_OFF in step and LoanStatus.ACTIVE not in step:
        # Taking a write-off back may show that what came in since has paid the loan.
        transitions.record(loan, LoanLifeEvent.REOPENED, actor_id=actor_id, at=at)
    transitions.record(loan, _STEPS[wanted], actor_id=actor_id, at=at)
    if wanted is not LoanStatus.ACTIVE:
        close_if_over(loan.agreement_id, actor_id=actor_id, at=at)
        return
    agreement = locked_agreement(loan.agreement_id)
    if agreement.status is AgreementStatus.CLOSED:
        transitions.record(agreement, AgreementEvent.REOPENED, actor_id=actor_id, at=at)


def close_if_over(agreement_id: int, *, actor_id: int | None, at: datetime) -> None:
    """Close an agreement in force when none of its loans runs and none is still to be sent."""
    agreement = locked_agreement(agreement_id)
    if agreement.status is AgreementStatus.IN_FORCE and not _is_anything_to_come(agreement):
        transitions.record(agreement, AgreementEvent.CLOSED, actor_id=actor_id, at=at)


def locked_agreement(agreement_id: int) -> LoanAgreement:
    """Return the agreement, so that of two last loans the later one sees the other has ended.

    It is locked before numbers and accounts of the ledger.
    """
    return db.session.get_one(
        LoanAgreement, agreement_id, with_for_update={"key_share": True}, populate_existing=True
    )


def status_of(now: Position) -> LoanStatus:
    """Return the status a position amounts to."""
    if not now.disbursed:
        return LoanStatus.VOIDED
    if now.ended is LoanEnd.WRITTEN_OFF:
        return LoanStatus.WRITTEN_OFF
    if now.ended is LoanEnd.FORGIVEN:
        return LoanStatus.FORGIVEN
    return LoanStatus.PAID_OFF if now.is_paid_off else LoanStatus.ACTIVE


def remember(loan: Loan, now: Position) -> None:
    """Store the figures of a position that lists and the end of day read without folding."""
    loan.next_due_on = now.next_instalment.due_on if now.next_instalment else None
    loan.unbooked_due_on = first_unbooked(loan, now)
    loan.outstanding = now.outstanding
    loan.schedule_no = max(len(now.plans), 1)
    loan.grade = int(grade_of(loan, now))
    loan.computed_on = now.on
    floor = best_grade_left(bank_type=loan.bank.bank_type, restructurings=now.restructurings)
    loan.grade_floor = int(floor.grade) if floor else None
    loan.grade_floor_until = floor.until if floor else None
    if now.instalments:
        # What a restructuring put aside falls due last.
        loan.final_due_on = now.instalments[-1].due_on
    _remember_rows(loan, now)


def _remember_rows(loan: Loan, now: Position) -> None:
    stored = {
        row.number: row
        for row in db.session.scalars(select(InstalmentRow).filter_by(loan_id=loan.id))
    }
    wanted = {row.number: row for row in now.instalments if row.number}
    gone = stored.keys() - wanted.keys()
    if gone:
        db.session.execute(
            delete(InstalmentRow).where(
                InstalmentRow.loan_id == loan.id, InstalmentRow.number.in_(sorted(gone))
            )
        )
        for number in gone:
            db.session.expunge(stored[number])
    for number, row in wanted.items():
        kept = stored.get(number)
        if kept is None:
            kept = InstalmentRow(loan_id=loan.id, number=number)
            db.session.add(kept)
        kept.due_on = row.due_on
        kept.principal, kept.interest, kept.subsidy = row.principal, row.interest, row.subsidy
        kept.principal_paid, kept.interest_paid = row.principal_paid, row.interest_paid
    db.session.flush()


def _end_call(loan: Loan, now: Position, *, actor_id: int | None, at: datetime) -> None:
    """End the call on the other members when nothing is missing any more, whoever paid it.

    A reversal does not open it again: what is missing then is asked for by a new call.
    """
    call = open_call_of(loan.id)
    if call is None or (now.disbursed and not now.ended and now.arrears):
        return
    is_covered = now.disbursed and not now.ended
    event = LiabilityCallEvent.COVERED if is_covered else LiabilityCallEvent.CANCELLED
    transitions.record(call, event, actor_id=actor_id, at=at)


def _is_anything_to_come(agreement: LoanAgreement) -> bool:
    """Tell whether a loan of the agreement runs, or money of it is still to be sent."""
    if agreement.application.status is ApplicationStatus.DISBURSING:
        return True
    running = select(Loan.id).filter_by(agreement_id=agreement.id, status=LoanStatus.ACTIVE)
    return db.session.scalar(running.limit(1)) is not None
