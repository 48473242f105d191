"""Who answers for whom in an agreement: parties, months paid and not, open calls and claims."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.joint_liability import Claims, claims_of
from harkat.domain.ledger import AccountCode
from harkat.domain.money import Rupiah, total
from harkat.domain.months import month_of
from harkat.domain.position import InstalmentPosition, Position
from harkat.domain.roles import Role, Viewer
from harkat.domain.statuses import (
    LiabilityCallStatus,
    LineStatus,
    LoanStatus,
    MembershipStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.group import GroupMember
from harkat.models.ledger import LedgerAccount, Posting
from harkat.models.liability import LiabilityCall, LiabilityShare, MemberSettlement
from harkat.models.loan import Loan, LoanAgreement
from harkat.models.people import Person
from harkat.models.scope import loans_seen_by
from harkat.queries.loan_history import position_of

_SIGNED_LINES = (LineStatus.CONSENTED, LineStatus.DISBURSED)
_MOST_ROWS = 100


class Mark(StrEnum):
    """How much of what a month asked for was paid."""

    PAID = "paid"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One borrower; a month that asked for nothing, or does not yet, has no mark."""

    name: str
    person_public_id: str
    loan_public_id: str
    approved: Rupiah
    marks: Mapping[date, Mark]
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class AskedShare:
    """What one party was asked for in a call, paid of it, and may still be asked for."""

    name: str
    asked: Rupiah
    paid: Rupiah
    left: Rupiah
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """A call that is not covered: `missing` was asked for, `missing_now` is what is left of it."""

    debtor_name: str
    opened_on: date
    missing: Rupiah
    missing_now: Rupiah
    shares: tuple[AskedShare, ...]
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """What one member owes another for having been paid for."""

    creditor_name: str
    creditor_public_id: str
    debtor_name: str
    debtor_public_id: str
    amount: Rupiah
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class WaitingSettlement:
    """Money that one member says to have given another, who has not confirmed it yet."""

    public_id: str
    debtor_name: str
    creditor_name: str
    amount: Rupiah
    paid_on: date
    may_confirm: bool
    may_take_back: bool


@dataclass(frozen=True, kw_only=True)
class Liability:
    """An agreement as those who answer for each other see it, and the officers of its bank."""

    reference_no: str
    months: tuple[date, ...]
    members: tuple[MemberRow, ...]
    calls: tuple[OpenCall, ...]
    claims: tuple[ClaimRow, ...]
    waiting: tuple[WaitingSettlement, ...]


def liability(viewer: Viewer, agreement_public_id: str, *, on: date) -> Liability | None:
    """Return the agreement on a day, or None if it is not the viewer's to open.

    Every member sees the same, the leader included, and only of this agreement; who has left the
    group sees the own part. For example ``Liability(reference_no="PK26-0001-8",
    months=(date(2026, 3, 1),), members=(MemberRow(name="Siti", ...),), ...)``.
    """
    agreement = db.session.scalar(select(LoanAgreement).filter_by(public_id=agreement_public_id))
    if agreement is None or not _may_open(viewer, agreement):
        return None
    loans = _loans_of(agreement)
    positions = {loan.id: position_of(loan, on=on) for loan in loans}
    own_id = viewer.person_id if viewer.role is Role.BUSINESS_OWNER else None
    sees = _filter(own_id, agreement)
    members = tuple(
        _member(loan, positions[loan.id], own_id=own_id, on=on)
        for loan in loans
        if sees(loan.person_id)
    )
    return Liability(
        reference_no=agreement.reference_no,
        months=tuple(sorted({month for member in members for month in member.marks})),
        members=members,
        calls=_open_calls(agreement, positions, sees, own_id=own_id),
        claims=_claims(agreement, loans, sees, own_id=own_id),
        waiting=_waiting(agreement, sees, own_id=own_id),
    )


def parties_of(agreement: LoanAgreement) -> dict[int, Rupiah]:
    """Return what each party of a signed agreement was approved, by person.

    Who has paid off the own loan stays a party; who never got the money is none.
    """
    rows = db.session.execute(
        select(ApplicationLine.person_id, ApplicationLine.approved)
        .outerjoin(Loan, Loan.application_line_id == ApplicationLine.id)
        .where(ApplicationLine.application_id == agreement.application_id)
        .where(ApplicationLine.status.in_(_SIGNED_LINES), ApplicationLine.approved > 0)
        .where(or_(Loan.id.is_(None), Loan.status != LoanStatus.VOIDED))
        .order_by(ApplicationLine.person_id)
    )
    return {person_id: Rupiah(approved or 0) for person_id, approved in rows}


def claims_between_members(agreement_id: int) -> Claims:
    """Return what each member of an agreement owes each other one, as the books say."""
    rows = db.session.execute(
        select(Posting.entry_id, Posting.person_id, func.sum(Posting.amount))
        .join(Posting.account)
        .where(LedgerAccount.code == AccountCode.MEMBER_CLAIM)
        .where(LedgerAccount.holder_id == agreement_id)
        .group_by(Posting.entry_id, Posting.person_id)
        .order_by(Posting.entry_id)
    )
    entries: dict[int, dict[int, int]] = {}
    for entry_id, person_id, amount in rows:
        assert person_id is not None  # a line on this account names a person (E9)
        entries.setdefault(entry_id, {})[person_id] = int(amount)
    return claims_of(entries.values())


def open_call_of(loan_id: int) -> LiabilityCall | None:
    """Return the open call for a loan, if there is one."""
    return db.session.scalar(
        select(LiabilityCall).filter_by(loan_id=loan_id, status=LiabilityCallStatus.OPEN)
    )


def _may_open(viewer: Viewer, agreement: LoanAgreement) -> bool:
    seen = loans_seen_by(viewer).where(
        Loan.agreement_id == agreement.id, Loan.status != LoanStatus.VOIDED
    )
    return db.session.scalar(seen.limit(1)) is not None


def _filter(own_id: int | None, agreement: LoanAgreement) -> Callable[..., bool]:
    """Return which rows are shown, by the persons they are about."""
    if own_id is None or _is_member(own_id, agreement):
        return lambda *_person_ids: True
    return lambda *person_ids: own_id in person_ids


def _is_member(person_id: int, agreement: LoanAgreement) -> bool:
    membership = select(GroupMember.id).filter_by(
        group_id=agreement.application.group_id,
        person_id=person_id,
        status=MembershipStatus.ACCEPTED,
    )
    return db.session.scalar(membership.limit(1)) is not None


def _loans_of(agreement: LoanAgreement) -> list[Loan]:
    return list(
        db.session.scalars(
            select(Loan)
            .filter_by(agreement_id=agreement.id)
            .where(Loan.status != LoanStatus.VOIDED)
            .options(joinedload(Loan.person), selectinload(Loan.events))
            .order_by(Loan.id)
            .limit(_MOST_ROWS)
        )
    )


def _member(loan: Loan, now: Position, *, own_id: int | None, on: date) -> MemberRow:
    return MemberRow(
        name=loan.person.full_name,
        person_public_id=loan.person.public_id,
        loan_public_id=loan.public_id,
        approved=loan.principal,
        marks=_marks(now.instalments, on=on),
        is_own=loan.person_id == own_id,
    )


def _marks(rows: Iterable[InstalmentPosition], *, on: date) -> dict[date, Mark]:
    """Return the marks of the months with a row that fell due, or was paid before it did."""
    by_month: dict[date, list[InstalmentPosition]] = {}
    for row in rows:
        if row.total and (row.due_on <= on or row.paid):
            by_month.setdefault(month_of(row.due_on), []).append(row)
    return {month: _mark(rows) for month, rows in sorted(by_month.items())}


def _mark(rows: Iterable[InstalmentPosition]) -> Mark:
    """Say how much of some rows was paid; what a restructuring moved on was not."""
    rows = tuple(rows)
    if all(row.is_paid and not row.principal_moved + row.interest_moved for row in rows):
        return Mark.PAID
    return Mark.PARTLY if any(row.paid for row in rows) else Mark.NOT


def _open_calls(
    agreement: LoanAgreement,
    positions: Mapping[int, Position],
    sees: Callable[..., bool],
    *,
    own_id: int | None,
) -> tuple[OpenCall, ...]:
    calls = db.session.scalars(
        select(LiabilityCall)
        .filter_by(agreement_id=agreement.id, status=LiabilityCallStatus.OPEN)
        .options(
            joinedload(LiabilityCall.loan).joinedload(Loan.person),
            selectinload(LiabilityCall.shares).joinedload(LiabilityShare.person),
        )
        .order_by(LiabilityCall.id)
    )
    return tuple(
        OpenCall(
            debtor_name=call.loan.person.full_name,
            opened_on=call.opened_on,
            missing=call.missing,
            missing_now=positions[call.loan_id].arrears,
            shares=tuple(
                _asked(share, missing_now=positions[call.loan_id].arrears, own_id=own_id)
                for share in call.shares
                if sees(share.person_id)
            ),
            is_own=call.loan.person_id == own_id,
        )
        for call in calls
        if sees(call.loan.person_id, *(share.person_id for share in call.shares))
    )


def _asked(share: LiabilityShare, *, missing_now: Rupiah, own_id: int | None) -> AskedShare:
    """Return a share with what its party has paid on the loan since the call was opened."""
    events, since = share.call.loan.events, share.call.opened_on
    undone = {event.reverses_seq for event in events}
    own = (row for row in events if row.payer_id == share.person_id and row.seq not in undone)
    paid = total(row.amount for row in own if row.value_on >= since)
    return AskedShare(
        name=share.person.full_name,
        asked=share.asked,
        paid=paid,
        left=Rupiah(min(max(share.asked - paid, 0), missing_now)),
        is_own=share.person_id == own_id,
    )


def _claims(
    agreement: LoanAgreement,
    loans: Iterable[Loan],
    sees: Callable[..., bool],
    *,
    own_id: int | None,
) -> tuple[ClaimRow, ...]:
    people = {loan.person_id: loan.person for loan in loans}
    return tuple(
        ClaimRow(
            creditor_name=_known(people, creditor_id).full_name,
            creditor_public_id=_known(people, creditor_id).public_id,
            debtor_name=_known(people, debtor_id).full_name,
            debtor_public_id=_known(people, debtor_id).public_id,
            amount=amount,
            is_own=own_id in {creditor_id, debtor_id},
        )
        for (creditor_id, debtor_id), amount in sorted(claims_between_members(agreement.id).items())
        if sees(creditor_id, debtor_id)
    )


def _known(people: Mapping[int, Person], person_id: int) -> Person:
    """Return a party; one whose own money never came may still have paid for another."""
    return people.get(person_id) or db.session.get_one(Person, person_id)


def _waiting(
    agreement: LoanAgreement, sees: Callable[..., bool], *, own_id: int | None
) -> tuple[WaitingSettlement, ...]:
    rows = db.session.scalars(
        select(MemberSettlement)
        .filter_by(agreement_id=agreement.id, confirmed_at=None, refused_at=None)
        .options(joinedload(MemberSettlement.debtor), joinedload(MemberSettlement.creditor))
        .order_by(MemberSettlement.id)
        .limit(_MOST_ROWS)
    )
    return tuple(
        WaitingSettlement(
            public_id=row.public_id,
            debtor_name=row.debtor.full_name,
            creditor_name=row.creditor.full_name,
            amount=row.amount,
            paid_on=row.paid_on,
            may_confirm=row.creditor_id == own_id,
            may_take_back=row.debtor_id == own_id,
        )
        for row in rows
        if sees(row.debtor_id, row.creditor_id)
    )
