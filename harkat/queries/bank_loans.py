"""The bank's loans in a list; only the loans of one page are folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.kolektibilitas import Kolektibilitas, kolektibilitas
from harkat.domain.money import Rupiah
from harkat.domain.position import InstalmentPosition, Position
from harkat.domain.roles import Viewer
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.models.people import Person
from harkat.models.scope import loans_seen_by
from harkat.queries.loan_history import position_of

PAGE_SIZE = 25


class LoanView(StrEnum):
    """A saved view of the list."""

    RUNNING = "running"
    LATE = "late"
    PAID_OFF = "paid_off"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class LoanRow:
    """One loan with its position on the day of the list.

    For example ``LoanRow(reference_no="PJ26-0001-3", borrower_name="Siti Contoh",
    outstanding=Rupiah(9_178_063), days_past_due=0, grade=Kolektibilitas.CURRENT, ...)``.
    """

    public_id: str
    reference_no: str
    borrower_name: str
    principal: Rupiah
    outstanding: Rupiah
    next_instalment: InstalmentPosition | None
    days_past_due: int
    grade: Kolektibilitas
    status: LoanStatus


@dataclass(frozen=True, kw_only=True)
class LoanList:
    """One page of the list, with the number of loans in each view."""

    rows: Sequence[LoanRow]
    total: int
    page: int
    counts: Mapping[LoanView, int]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def loan_list(
    viewer: Viewer, *, view: LoanView, search: str = "", page: int = 1, on: date
) -> LoanList:
    """Return one page of a view: running loans by what falls due first, others the latest first.

    `search` looks for part of the loan's number or the borrower's name.
    """
    scope = _searched(loans_seen_by(viewer), search)
    counts = {
        each: db.session.scalars(
            scope.where(_is_in(each, on)).with_only_columns(func.count())
        ).one()
        for each in LoanView
    }
    total = counts[view]
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    loans = db.session.scalars(
        scope.where(_is_in(view, on))
        .options(
            joinedload(Loan.person),
            joinedload(Loan.bank),
            selectinload(Loan.events),
        )
        .order_by(*_order(view))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return LoanList(
        rows=[_row(loan, position_of(loan, on=on)) for loan in loans],
        total=total,
        page=page,
        counts=counts,
    )


def grade_of(loan: Loan, now: Position) -> Kolektibilitas:
    """Return the grade the loan's bank gives it in this position."""
    return kolektibilitas(
        bank_type=loan.bank.bank_type,
        days_past_due=now.days_past_due,
        days_past_maturity=now.days_past_maturity,
        on=now.on,
        restructurings=now.restructurings,
    )


def _is_in(view: LoanView, on: date) -> ColumnElement[bool]:
    match view:
        case LoanView.RUNNING:
            return Loan.status == LoanStatus.ACTIVE
        case LoanView.LATE:
            return (Loan.status == LoanStatus.ACTIVE) & (Loan.next_due_on < on)
        case LoanView.PAID_OFF:
            return Loan.status == LoanStatus.PAID_OFF
        case LoanView.ALL:
            return true()


def _order(view: LoanView) -> tuple[ColumnElement[Any], ...]:
    if view in {LoanView.RUNNING, LoanView.LATE}:
        return (Loan.next_due_on.asc(), Loan.id.asc())
    return (Loan.id.desc(),)


def _searched(scope: Select[Any], search: str) -> Select[Any]:
    if not search:
        return scope
    borrowers = select(Person.id).where(Person.full_name.icontains(search, autoescape=True))
    return scope.where(
        or_(
            Loan.reference_no.icontains(search, autoescape=True),
            Loan.person_id.in_(borrowers),
        )
    )


def _row(loan: Loan, now: Position) -> LoanRow:
    return LoanRow(
        public_id=loan.public_id,
        reference_no=loan.reference_no,
        borrower_name=loan.person.full_name,
        principal=loan.principal,
        outstanding=now.outstanding,
        next_instalment=now.next_instalment,
        days_past_due=now.days_past_due,
        grade=grade_of(loan, now),
        status=loan.status,
    )
