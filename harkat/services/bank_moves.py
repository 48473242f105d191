"""A group takes its application to another bank: one proposes, every borrower says yes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import APPLICATION
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import (
    ApplicationEvent,
    ApplicationStatus,
    BankMoveEvent,
    BankMoveStatus,
    LineEvent,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.bank import Bank
from harkat.models.bank_moves import BankMove, BankMoveYes
from harkat.queries.readiness import live_lines
from harkat.queries.rules import rules_on
from harkat.services import outbox, transitions
from harkat.services.authority import owner
from harkat.services.files import application_for
from harkat.services.transaction import keyed_use_case, use_case


class NotMovable(ValueError):
    """The bank is deciding, or has decided: the application stays where it is."""


class NoSuchBank(LookupError):
    """This bank does not lend now, or has the application already."""


class MoveOpenAlready(ValueError):
    """Another proposal waits for the borrowers' answers."""


class MoveGone(LookupError):
    """The proposal was answered, has lapsed, or was never made to this group."""


@keyed_use_case
def propose_move(
    *, actor_id: int, application_public_id: str, bank_code: str, key: str, at: datetime
) -> str:
    """Propose another bank, which is the proposer's own yes; return the proposal's public id.

    :raises NotFound: if the application is not the actor's, the own group's included
    :raises NotPermitted: if the actor does not borrow in it
    :raises NotMovable: if a bank is deciding or has decided
    :raises NoSuchBank: if the bank is closed, or it is the bank of now
    :raises MoveOpenAlready: if another proposal is open
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    _require_borrower(application, person_id)
    _require_movable(application)
    bank = db.session.scalar(select(Bank).filter_by(code=bank_code, is_open=True))
    if bank is None or bank.id == application.bank_id or not application.product.is_open:
        raise NoSuchBank(bank_code)
    earlier = _open_move(application)
    if earlier is not None and not _is_over(earlier, at=at):
        raise MoveOpenAlready
    if earlier is not None:
        _end(earlier, BankMoveEvent.LAPSED, actor_id=None, at=at)
    move = BankMove(
        application_id=application.id,
        from_bank_id=application.bank_id,
        to_bank_id=bank.id,
        proposed_by_id=person_id,
        proposed_at=at,
    )
    db.session.add(move)
    db.session.flush()
    _say_yes(move, person_id, at=at)
    for line in live_lines(application):
        if line.person_id != person_id:
            _tell(application, line.person.account_id, "bank_move_proposed", at=at)
    _follow(move, application, actor_id=actor_id, at=at)
    return move.public_id


@use_case
def answer_move(*, actor_id: int, move_public_id: str, is_yes: bool, at: datetime) -> bool:
    """Say yes or no as a borrower; the last yes moves the application, one no ends the proposal.

    Tell whether the application has moved by this answer.

    :raises MoveGone: if the proposal is not open any more, or not the actor's to answer
    :raises NotMovable: if a bank is deciding or has decided
    """
    viewer, person_id = owner(actor_id)
    public_id = db.session.scalar(
        select(LoanApplication.public_id)
        .join(BankMove, BankMove.application_id == LoanApplication.id)
        .where(BankMove.public_id == move_public_id)
    )
    if public_id is None:
        raise MoveGone
    application = application_for(viewer, public_id)
    move = _open_move(application)
    if move is None or move.public_id != move_public_id or _is_over(move, at=at):
        raise MoveGone
    _require_borrower(application, person_id)
    _require_movable(application)
    if not is_yes:
        _end(move, BankMoveEvent.REFUSED, actor_id=actor_id, at=at)
        _tell_all(application, "bank_move_refused", at=at)
        return False
    _say_yes(move, person_id, at=at)
    return _follow(move, application, actor_id=actor_id, at=at)


def follow_borrowers(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    """Move after all if the one who had not answered is gone; called when a part ends."""
    move = _open_move(application)
    if move is not None and not _is_over(move, at=at) and is_movable(application):
        _follow(move, application, actor_id=actor_id, at=at)


def is_movable(application: LoanApplication) -> bool:
    """Tell whether the application may go to another bank where it stands now."""
    return APPLICATION.allows(application.status, ApplicationEvent.BANK_CHANGED)


def _follow(move: BankMove, application: LoanApplication, *, actor_id: int, at: datetime) -> bool:
    """Move the application if every borrower of now has said yes, and tell whether it did."""
    asked = {line.person_id for line in live_lines(application)}
    agreed = set(db.session.scalars(select(BankMoveYes.person_id).filter_by(move_id=move.id)))
    if not asked or asked - agreed:
        return False
    _end(move, BankMoveEvent.AGREED, actor_id=actor_id, at=at)
    application.bank_id = move.to_bank_id
    for line in live_lines(application):
        # What one bank has found out about somebody is not the other's to use.
        if line.status is LineStatus.CLEARED:
            transitions.record(line, LineEvent.REOPENED, actor_id=actor_id, at=at)
        elif line.status is LineStatus.BLOCKED:
            transitions.record(line, LineEvent.UNBLOCKED, actor_id=actor_id, at=at)
        line.proposed = None
    transitions.record(application, ApplicationEvent.BANK_CHANGED, actor_id=actor_id, at=at)
    if application.status is ApplicationStatus.SUBMITTED:
        application.submitted_at = at
    db.session.refresh(application, ["bank"])
    _tell_all(application, "bank_moved", at=at)
    return True


def _say_yes(move: BankMove, person_id: int, *, at: datetime) -> None:
    said = select(BankMoveYes.id).filter_by(move_id=move.id, person_id=person_id)
    if db.session.scalar(said) is None:
        db.session.add(BankMoveYes(move_id=move.id, person_id=person_id, said_at=at))
        db.session.flush()


def _end(move: BankMove, event: BankMoveEvent, *, actor_id: int | None, at: datetime) -> None:
    transitions.record(move, event, actor_id=actor_id, at=at)
    move.ended_at = at


def _open_move(application: LoanApplication) -> BankMove | None:
    return db.session.scalar(
        select(BankMove)
        .filter_by(application_id=application.id, status=BankMoveStatus.OPEN)
        .with_for_update()
    )


def _is_over(move: BankMove, *, at: datetime) -> bool:
    """Tell whether nobody answered in time; a proposal stands as long as an invitation."""
    days = rules_on(product_id=None, on=business_day(at)).invitation_days
    return move.proposed_at <= at - timedelta(days=days)


def _require_borrower(application: LoanApplication, person_id: int) -> None:
    if all(line.person_id != person_id for line in live_lines(application)):
        raise NotPermitted("no part in this application")


def _require_movable(application: LoanApplication) -> None:
    if not is_movable(application):
        raise NotMovable(application.status)


def _tell_all(application: LoanApplication, template: str, *, at: datetime) -> None:
    for line in live_lines(application):
        _tell(application, line.person.account_id, template, at=at)


def _tell(application: LoanApplication, account_id: int, template: str, *, at: datetime) -> None:
    outbox.put(
        recipient_id=account_id, template=template, at=at, application=application.reference_no
    )
