"""The night's fourth step: what the portfolio was at the day's end, kept for ever.

Loans that did not move since are added up by one statement. A loan that did, when a day is closed
late, is folded as it was known at that day's end.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import lcm

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, literal, or_, select
from sqlalchemy.orm import selectinload

from harkat.domain.calendar import business_day, start_of
from harkat.domain.day_steps import DayStep
from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.domain.money import Rupiah
from harkat.domain.portfolio_quality import (
    AGEING_BANDS,
    ageing_band,
    provision,
    provision_rates,
)
from harkat.domain.position import Position, position
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.days import PortfolioSnapshot
from harkat.models.loan import Loan
from harkat.queries.bank_loans import grade_of
from harkat.queries.loan_history import event_of, terms_of
from harkat.queries.rules import rules_on
from harkat.services import day_steps
from harkat.services.day_steps import Night, Subject
from harkat.services.loan_cache import status_of

_LOANS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    """Whose loans are added up together."""

    bank_id: int
    kecamatan_code: str
    grade: int
    first_day_late: int


@dataclass(kw_only=True, slots=True)
class _Sum:
    """What the loans of a cell come to, in whole rupiah."""

    loans: int = 0
    outstanding: int = 0
    provision: int = 0

    def add(self, loans: int, outstanding: int, provision: int) -> None:
        """Count more loans in."""
        self.loans += loans
        self.outstanding += outstanding
        self.provision += provision


def keep(night: Night) -> None:
    """Keep the day's portfolio; a figure that was published already stays as it is."""
    day_steps.do(night, DayStep.SNAPSHOT, lambda: _keep(night), is_last=True)


def _keep(night: Night) -> int:
    day = night.day
    if db.session.scalar(select(PortfolioSnapshot.day).filter_by(day=day).limit(1)):
        return 0
    rates = _rates(day)
    cells = _at_rest(day, rates)
    if day < business_day(night.at):
        for loan in _moved_since(day):
            part = _part_of(loan, night)
            if part is not None:
                _add(part, cells, rates)
    db.session.add_all(
        PortfolioSnapshot(
            day=day,
            bank_id=cell.bank_id,
            kecamatan_code=cell.kecamatan_code,
            grade=cell.grade,
            first_day_late=cell.first_day_late,
            loans=found.loans,
            outstanding=Rupiah(found.outstanding),
            provision=Rupiah(found.provision),
        )
        for cell, found in cells.items()
    )
    return len(cells)


_Rates = dict[int, Sequence[Decimal]]


def _rates(day: date) -> _Rates:
    """Return by bank what each grade asks to be set aside."""
    rules = rules_on(product_id=None, on=day)
    return {
        bank_id: provision_rates(bank_type=bank_type, rules=rules)
        for bank_id, bank_type in db.session.execute(select(Bank.id, Bank.bank_type))
    }


def _at_rest(day: date, rates: _Rates) -> dict[_Cell, _Sum]:
    """Add up the loans that did not move since, as they are stored."""
    cells: dict[_Cell, _Sum] = defaultdict(_Sum)
    for bank_id, kecamatan_code, grade, band, *sums in db.session.execute(_totals(day, rates)):
        cell = _Cell(
            bank_id=bank_id, kecamatan_code=kecamatan_code, grade=grade, first_day_late=band
        )
        cells[cell].add(*map(int, sums))
    return cells


def _totals(day: date, rates: _Rates) -> Select[int, str, int, int, int, int, int]:
    outstanding = cast(Loan.outstanding, BigInteger)
    band = _band(day)
    return (
        select(
            Loan.bank_id,
            Loan.kecamatan_code,
            Loan.grade,
            band,
            func.count(),
            func.sum(outstanding),
            func.sum(_set_aside(outstanding, rates)),
        )
        .where(Loan.status == LoanStatus.ACTIVE)
        .where(or_(Loan.computed_on <= day, Loan.computed_on.is_(None)))
        .group_by(Loan.bank_id, Loan.kecamatan_code, Loan.grade, band)
    )


def _band(day: date) -> ColumnElement[int]:
    """Return the ageing band as an expression, named by its first day."""
    first, *late = AGEING_BANDS
    whens = [
        (Loan.next_due_on <= day - timedelta(days=band.first_day), band.first_day)
        for band in reversed(late)
    ]
    return case(*whens, else_=first.first_day).label("first_day_late")


def _set_aside(outstanding: ColumnElement[int], rates: _Rates) -> ColumnElement[int]:
    """Return `domain.portfolio_quality.provision` as an expression: rounded loan by loan."""
    banks_by_rate: dict[tuple[int, Fraction], list[int]] = defaultdict(list)
    for bank_id, of_bank in rates.items():
        for grade, rate in zip(Kolektibilitas, of_bank, strict=True):
            banks_by_rate[grade, Fraction(rate)].append(bank_id)
    scale = lcm(*(rate.denominator for _, rate in banks_by_rate))
    whens = [
        ((Loan.grade == int(grade)) & Loan.bank_id.in_(bank_ids), int(rate * scale))
        for (grade, rate), bank_ids in banks_by_rate.items()
    ]
    share = case(*whens, else_=0) if whens else literal(0)
    return (outstanding * share * 2 + scale) // (2 * scale)


def _moved_since(day: date) -> Iterator[Loan]:
    """Yield the loans whose figures are of a later day: few, unless the day is closed very late."""
    last_id = 0
    while True:
        loans = db.session.scalars(
            select(Loan)
            .where(Loan.id > last_id, Loan.computed_on > day)
            .options(selectinload(Loan.events), selectinload(Loan.bank))
            .order_by(Loan.id)
            .limit(_LOANS_AT_ONCE)
        ).all()
        yield from loans
        if len(loans) < _LOANS_AT_ONCE:
            return
        last_id = loans[-1].id


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What one loan adds."""

    cell: _Cell
    outstanding: Rupiah


def _add(part: _Part, cells: dict[_Cell, _Sum], rates: _Rates) -> None:
    set_aside = provision(
        outstanding=part.outstanding,
        grade=Kolektibilitas(part.cell.grade),
        rates=rates[part.cell.bank_id],
    )
    cells[part.cell].add(1, int(part.outstanding), int(set_aside))


def _part_of(loan: Loan, night: Night) -> _Part | None:
    """Return what a loan that moved since was at the day's end, or None if it did not run then.

    One that cannot be folded counts as it is stored and is listed.
    """
    try:
        then = _as_known(loan, night.day)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are added up
        subject = Subject(loan_id=loan.id)
        day_steps.list_failure(night, DayStep.SNAPSHOT, subject, error)
        status, grade, outstanding = loan.status, loan.grade, loan.outstanding
        late = (night.day - (loan.next_due_on or night.day)).days
    else:
        status, grade, outstanding = status_of(then), grade_of(loan, then), then.outstanding
        late = then.days_past_due
    if status is not LoanStatus.ACTIVE:
        return None
    cell = _Cell(
        bank_id=loan.bank_id,
        kecamatan_code=loan.kecamatan_code,
        grade=int(grade),
        first_day_late=ageing_band(max(late, 0)).first_day,
    )
    return _Part(cell=cell, outstanding=outstanding)


def _as_known(loan: Loan, day: date) -> Position:
    """Return where a loan stood at a day's end, by what was recorded until then."""
    ends_at = start_of(day + timedelta(days=1))
    events = [event_of(row) for row in loan.events if row.recorded_at < ends_at]
    return position(terms=terms_of(loan), events=events, on=day)
