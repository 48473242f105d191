"""The group's application and the proposal to take it to another bank, as a borrower sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import APPLICATION, ENDED_APPLICATIONS, ENDED_LINES
from harkat.domain.roles import Viewer
from harkat.domain.statuses import (
    ApplicationEvent,
    ApplicationStatus,
    BankMoveStatus,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.bank_moves import BankMove, BankMoveYes
from harkat.queries.bank_choice import OfferedBank, open_banks
from harkat.queries.group_standing import own_group_of
from harkat.queries.rules import rules_on

_WITHDRAWABLE = frozenset(
    {LineStatus.OPEN, LineStatus.READY, LineStatus.CLEARED, LineStatus.BLOCKED}
)
_WITH_THE_GROUP = frozenset(
    {ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_FIX, ApplicationStatus.AWAITING_GROUP}
)


@dataclass(frozen=True, kw_only=True)
class OpenMove:
    """A proposal: to which bank, who has said yes (names, in the order of their parts)."""

    public_id: str
    to_bank: str
    agreed: tuple[str, ...]
    awaited: tuple[str, ...]
    has_own_yes: bool


@dataclass(frozen=True, kw_only=True)
class GroupApplication:
    """The group's open application: where it is and what the viewer may do about it."""

    public_id: str
    reference_no: str
    status: ApplicationStatus
    bank_name: str
    is_borrower: bool
    may_withdraw_part: bool
    is_movable: bool
    other_banks: Sequence[OfferedBank]
    move: OpenMove | None


def group_application(viewer: Viewer, *, at: datetime) -> GroupApplication | None:
    """Return the open application of the viewer's group, or None."""
    group = own_group_of(viewer)
    if group is None:
        return None
    found = db.session.scalar(
        select(LoanApplication)
        .filter_by(group_id=group.id)
        .where(LoanApplication.status.not_in((*ENDED_APPLICATIONS, ApplicationStatus.DISBURSED)))
        .options(joinedload(LoanApplication.bank))
    )
    if found is None:
        return None
    lines = db.session.scalars(
        select(ApplicationLine)
        .filter_by(application_id=found.id)
        .where(ApplicationLine.status.not_in(ENDED_LINES))
        .options(joinedload(ApplicationLine.person))
        .order_by(ApplicationLine.id)
    ).all()
    own = next((line for line in lines if line.person_id == viewer.person_id), None)
    is_movable = APPLICATION.allows(found.status, ApplicationEvent.BANK_CHANGED)
    banks = open_banks(product_id=found.product_id, on=business_day(at)) if is_movable else ()
    return GroupApplication(
        public_id=found.public_id,
        reference_no=found.reference_no,
        status=found.status,
        bank_name=found.bank.name,
        is_borrower=own is not None,
        may_withdraw_part=own is not None
        and own.status in _WITHDRAWABLE
        and (
            found.status in _WITH_THE_GROUP
            or APPLICATION.allows(found.status, ApplicationEvent.PARTY_LEFT)
        ),
        is_movable=is_movable and own is not None,
        other_banks=[bank for bank in banks if bank.code != found.bank.code],
        move=_open_move(found, lines, viewer, at=at) if is_movable else None,
    )


def _open_move(
    application: LoanApplication,
    lines: Sequence[ApplicationLine],
    viewer: Viewer,
    *,
    at: datetime,
) -> OpenMove | None:
    days = rules_on(product_id=None, on=business_day(at)).invitation_days
    move = db.session.scalar(
        select(BankMove)
        .filter_by(application_id=application.id, status=BankMoveStatus.OPEN)
        .where(BankMove.proposed_at > at - timedelta(days=days))
        .options(joinedload(BankMove.to_bank))
    )
    if move is None:
        return None
    agreed = set(db.session.scalars(select(BankMoveYes.person_id).filter_by(move_id=move.id)))
    return OpenMove(
        public_id=move.public_id,
        to_bank=move.to_bank.name,
        agreed=tuple(line.person.full_name for line in lines if line.person_id in agreed),
        awaited=tuple(line.person.full_name for line in lines if line.person_id not in agreed),
        has_own_yes=viewer.person_id in agreed,
    )
