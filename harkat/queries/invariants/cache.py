"""What is stored beside a loan's events says the same as their fold, for lists and the night."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from harkat.domain.kolektibilitas import best_grade_left
from harkat.domain.position import Position
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import InstalmentRow, Loan
from harkat.queries.bank_loans import grade_of
from harkat.queries.days import last_closed_day
from harkat.queries.loan_history import first_unbooked, position_of

_LOANS_AT_ONCE = 200


def caches_are_as_folded() -> Sequence[str]:
    """Compare dates, sums, grade and instalments stored with a loan with its fold (C1)."""
    last_closed = last_closed_day()
    return [
        f"{loan.reference_no}: {offence}"
        for loan in _each_loan()
        for offence in _offences(loan, last_closed)
    ]


def stale_loans() -> Mapping[int, str]:
    """Return the numbers of the loans whose cache is not as folded, by their ids.

    Loans that cannot be folded are not among them.
    """
    last_closed = last_closed_day()
    found = {}
    for loan in _each_loan():
        then = _fold(loan, last_closed)
        if isinstance(then, Position) and any(_differences(loan, then)):
            found[loan.id] = loan.reference_no
    return found


def _offences(loan: Loan, last_closed: date | None) -> Iterator[str]:
    then = _fold(loan, last_closed)
    if isinstance(then, Position):
        yield from _differences(loan, then)
    else:
        yield f"cannot be folded ({type(then).__name__})"


def _fold(loan: Loan, last_closed: date | None) -> Position | Exception:
    """Return where the loan stands on the day for which its grade is stored."""
    on = loan.computed_on or loan.interest_booked_on
    if loan.status is LoanStatus.ACTIVE and last_closed is not None:
        on = max(on, last_closed)
    try:
        return position_of(loan, on=on)
    except Exception as error:  # noqa: BLE001 - one loan that cannot be read must not hide others
        return error


def _differences(loan: Loan, then: Position) -> Iterator[str]:
    if loan.computed_on is None:
        yield "nothing is stored beside its events"
        return
    next_row = then.next_instalment
    wanted = {
        "next_due_on": (loan.next_due_on, next_row.due_on if next_row else None),
        "unbooked_due_on": (loan.unbooked_due_on, first_unbooked(loan, then)),
        "outstanding": (int(loan.outstanding), int(then.outstanding)),
        "schedule_no": (loan.schedule_no, max(len(then.plans), 1)),
        "grade": (loan.grade, int(grade_of(loan, then))),
        "grade_floor": (_floor_stored(loan, then.on), _floor_folded(loan, then)),
    }
    if then.instalments:
        wanted["final_due_on"] = (loan.final_due_on, then.instalments[-1].due_on)
    for name, (stored, folded) in wanted.items():
        if stored != folded:
            yield f"{name} is {stored}, folded {folded}"
    if _rows_stored(loan) != _rows_folded(then):
        yield "its instalments are not as folded"


def _floor_stored(loan: Loan, on: date) -> int | None:
    is_over = loan.grade_floor_until is not None and loan.grade_floor_until <= on
    return None if is_over else loan.grade_floor


def _floor_folded(loan: Loan, then: Position) -> int | None:
    floor = best_grade_left(bank_type=loan.bank.bank_type, restructurings=then.restructurings)
    return int(floor.grade) if floor else None


_Row = tuple[int, date, int, int, int, int, int]


def _rows_stored(loan: Loan) -> list[_Row]:
    rows = db.session.scalars(
        select(InstalmentRow).filter_by(loan_id=loan.id).order_by(InstalmentRow.number)
    )
    return [
        (
            row.number,
            row.due_on,
            int(row.principal),
            int(row.interest),
            int(row.subsidy),
            int(row.principal_paid),
            int(row.interest_paid),
        )
        for row in rows
    ]


def _rows_folded(then: Position) -> list[_Row]:
    return [
        (
            row.number,
            row.due_on,
            int(row.principal),
            int(row.interest),
            int(row.subsidy),
            int(row.principal_paid),
            int(row.interest_paid),
        )
        for row in then.instalments
        if row.number
    ]


def _each_loan() -> Iterator[Loan]:
    last_id = 0
    while True:
        loans = db.session.scalars(
            select(Loan)
            .where(Loan.id > last_id)
            .options(selectinload(Loan.events), selectinload(Loan.bank))
            .order_by(Loan.id)
            .limit(_LOANS_AT_ONCE)
        ).all()
        if not loans:
            return
        last_id = loans[-1].id
        yield from loans
        db.session.expunge_all()
