"""The night's first step: interest and subsidy that fell due, one entry a bank and due date.

The rows come from the cached instalments by statements over all loans of a bank. A bank whose
statement fails is booked loan by loan from the folds, so that one bad loan holds up only itself.
"""

import logging
from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    cast,
    exists,
    func,
    select,
    update,
)

from harkat.domain.day_steps import DayStep
from harkat.domain.ledger import Account, AccountCode, EntryKind
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.days import DayFailure
from harkat.models.loan import InstalmentRow, Loan
from harkat.services import day_steps, loan_mending, posting
from harkat.services.day_steps import Night, Subject

_LOG = logging.getLogger(__name__)

_INTEREST: ColumnElement[int] = cast(InstalmentRow.interest, BigInteger)
_PAID: ColumnElement[int] = cast(InstalmentRow.interest_paid, BigInteger)
_SUBSIDY: ColumnElement[int] = cast(InstalmentRow.subsidy, BigInteger)

_BOOKED = {
    EntryKind.INTEREST_FELL_DUE: (
        (AccountCode.INTEREST_AHEAD, _PAID),
        (AccountCode.INTEREST_DUE, _INTEREST - _PAID),
        (AccountCode.INTEREST_INCOME, -_INTEREST),
    ),
    EntryKind.SUBSIDY_FELL_DUE: (
        (AccountCode.SUBSIDY_DUE, _SUBSIDY),
        (AccountCode.SUBSIDY_INCOME, -_SUBSIDY),
    ),
}
"""What a row that falls due adds to each account, debit positive (ledger rules, section 4)."""


def book(night: Night) -> None:
    """Book what has fallen due up to the day and is not in the books."""
    failed = day_steps.subjects_failed(DayStep.INTEREST)
    missed = (Subject(loan_id=loan_id) for loan_id in _loans_without_cache(night))
    # What fails more than once is tried once a night.
    for subject in dict.fromkeys((*failed, *missed)):
        _mend(night, subject)
    for bank_id in _banks_with_rows(night):
        try:
            day_steps.do(night, DayStep.INTEREST, partial(_book_bank, night, bank_id))
        except Exception:  # noqa: BLE001 - whatever it is, each loan is booked by itself
            _LOG.exception("bank %s on %s is booked loan by loan", bank_id, night.day)
            for loan_id in sorted(db.session.scalars(_loans(night, bank_id))):
                _mend(night, Subject(loan_id=loan_id))
    day_steps.finish(night, DayStep.INTEREST)


def _mend(night: Night, subject: Subject) -> None:
    day_steps.try_for(night, DayStep.INTEREST, subject, partial(mend, subject, night))


def mend(subject: Subject, night: Night) -> int:
    """Book one loan by itself; it counts as one row, as it does among the others of its bank."""
    assert subject.loan_id is not None
    return int(loan_mending.mend(subject.loan_id, on=night.day, at=night.at))


def _book_bank(night: Night, bank_id: int) -> int:
    """Book all rows of a bank's loans; return how many loans they are of."""
    loans = _loans(night, bank_id)
    _lock(loans)
    bank = db.session.get_one(Bank, bank_id)
    posting.post_sets(
        [
            _entry(night, bank, due_on, kind)
            for due_on, *totals in _due_dates(night, bank_id)
            for kind, total in zip(_BOOKED, totals, strict=True)
            if total
        ],
        actor_id=None,
        at=night.at,
    )
    # In the order of numbers the loan's own few rows are read; a minimum would be looked for among
    # the due dates of all loans.
    to_come = (
        select(InstalmentRow.due_on)
        .where(InstalmentRow.loan_id == Loan.id, InstalmentRow.due_on > night.day)
        .order_by(InstalmentRow.number)
        .limit(1)
        .scalar_subquery()
    )
    booked = db.session.execute(
        update(Loan)
        .where(Loan.id.in_(loans))
        .values(interest_booked_on=night.day, unbooked_due_on=to_come)
        .execution_options(synchronize_session=False)
    )
    return int(booked.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def _lock(loans: Select[int]) -> None:
    """Let nobody else book these loans meanwhile; loans are locked before accounts everywhere."""
    locked = select(Loan.id).where(Loan.id.in_(loans)).order_by(Loan.id).with_for_update()
    db.session.execute(select(func.count()).select_from(locked.subquery()))


def _due_dates(night: Night, bank_id: int) -> Sequence[Row[date, int, int]]:
    return db.session.execute(
        _rows(night, bank_id)
        .with_only_columns(InstalmentRow.due_on, func.sum(_INTEREST), func.sum(_SUBSIDY))
        .group_by(InstalmentRow.due_on)
        .order_by(InstalmentRow.due_on)
    ).all()


def _entry(
    night: Night, bank: Bank, due_on: date, kind: EntryKind
) -> tuple[posting.Draft, list[posting.SetLines]]:
    """Return the entry of one due date of a bank, and the statements that find its lines."""
    rows = _rows(night, bank.id).where(InstalmentRow.due_on == due_on)
    draft = posting.Draft(
        kind=kind,
        lines=(),
        value_on=due_on,
        reference=f"{bank.code} {due_on.isoformat()}",
        key=f"{kind}:bank-{bank.id}:{due_on.isoformat()}",
    )
    sets = [
        posting.SetLines(
            account=Account(code=code, bank_id=bank.id),
            rows=rows.with_only_columns(InstalmentRow.loan_id, amount).where(amount != 0),
        )
        for code, amount in _BOOKED[kind]
    ]
    return draft, sets


def _rows(night: Night, bank_id: int) -> Select[int]:
    """Return the rows to be booked."""
    return (
        select(InstalmentRow.loan_id)
        .join_from(Loan, InstalmentRow, InstalmentRow.loan_id == Loan.id)
        .where(Loan.bank_id == bank_id, _has_fallen_due(night))
        .where(InstalmentRow.due_on <= night.day, InstalmentRow.due_on > Loan.interest_booked_on)
    )


def _loans(night: Night, bank_id: int) -> Select[int]:
    """Return the loans of the rows."""
    return select(Loan.id).where(Loan.bank_id == bank_id, _has_fallen_due(night))


def _has_fallen_due(night: Night) -> ColumnElement[bool]:
    """Return whether a row of a loan is to be booked; those that failed are booked by themselves.

    Each loan knows the first of its rows that is not booked, so that an index bounds the work.
    """
    failed = exists().where(
        DayFailure.loan_id == Loan.id,
        DayFailure.step == DayStep.INTEREST,
        DayFailure.resolved_at.is_(None),
    )
    return (Loan.unbooked_due_on <= night.day) & ~failed


def _banks_with_rows(night: Night) -> list[int]:
    falls_due = exists().where(Loan.bank_id == Bank.id, _has_fallen_due(night))
    return list(db.session.scalars(select(Bank.id).where(falls_due).order_by(Bank.id)))


def _loans_without_cache(night: Night) -> list[int]:
    """Return the loans that the statements would miss, as those from before there was a cache."""
    is_cached = exists().where(
        InstalmentRow.loan_id == Loan.id, InstalmentRow.due_on == Loan.unbooked_due_on
    )
    # Naming the banks lets SQLite use the index on bank and date.
    banks = list(db.session.scalars(select(Bank.id)))
    return list(
        db.session.scalars(
            select(Loan.id)
            .where(Loan.bank_id.in_(banks), Loan.unbooked_due_on <= night.day, ~is_cached)
            .order_by(Loan.id)
        )
    )
