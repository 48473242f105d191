"""The lists behind the facility's figures: each adds up to its figure, postings being both.

A list groups the postings on the figure's own accounts, so that nothing can be in the figure and
not in the list. No row says who the borrower is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, case, cast, func, select
from sqlalchemy.orm import aliased

from harkat.domain.ledger import EntryKind, Side
from harkat.domain.money import Rupiah
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kecamatan
from harkat.models.bank import Bank
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting
from harkat.models.loan import Loan
from harkat.models.types import RupiahAmount
from harkat.queries.areas import KecamatanRow, kecamatan_list
from harkat.queries.banks import BankRow, bank_list
from harkat.queries.facility import ACCOUNTS, BY_BANK, BY_KECAMATAN, Figure

PAGE_SIZE = 50


class Subject(StrEnum):
    """What the rows of a list are."""

    LINE = "line"
    LOAN = "loan"
    ENTRY = "entry"


SUBJECTS: Mapping[Figure, Subject] = {
    Figure.CEILING: Subject.ENTRY,
    Figure.UNALLOCATED: Subject.ENTRY,
    Figure.SLICE: Subject.ENTRY,
    Figure.AVAILABLE: Subject.ENTRY,
    Figure.COMMITTED: Subject.LINE,
    Figure.DISBURSED: Subject.LOAN,
    Figure.REPAID: Subject.LOAN,
    Figure.OUTSTANDING: Subject.LOAN,
}
# The facility promises to a line; only what comes back is booked by its loan.
_BY_LINE = frozenset({Figure.COMMITTED, Figure.DISBURSED})


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One part of a figure; `on` is the day of its last movement, `kind` what an entry records."""

    reference_no: str | None
    bank_name: str | None
    kecamatan_name: str | None
    amount: Rupiah
    on: date
    kind: EntryKind | None = None


@dataclass(frozen=True, kw_only=True)
class FigureList:
    """One page of a figure's parts; `count` and `total` are of all pages."""

    rows: Sequence[FigureRow]
    count: int
    total: Rupiah
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class FigurePage:
    """A list with what it may be narrowed to; nothing to choose from means that it cannot be."""

    parts: FigureList
    bank: BankRow | None
    kecamatan: KecamatanRow | None
    banks: Sequence[BankRow]
    kecamatan_choices: Sequence[KecamatanRow]


def figure_page(
    *,
    viewer: Viewer,
    figure: Figure,
    bank_code: str | None = None,
    kecamatan_code: str | None = None,
    page: int = 1,
) -> FigurePage | None:
    """Return the parts of a figure, or None for a bank or kecamatan that does not have it.

    :raises NotPermitted: if the viewer may not see the portfolio
    """
    viewer.require(Permission.PORTFOLIO_READ)
    banks = bank_list() if figure in BY_BANK else ()
    places = kecamatan_list() if figure in BY_KECAMATAN else ()
    bank = next((row for row in banks if row.code == bank_code), None)
    kecamatan = next((row for row in places if row.code == kecamatan_code), None)
    if (bank_code and not bank) or (kecamatan_code and not kecamatan):
        return None
    return FigurePage(
        parts=figure_list(
            viewer=viewer,
            figure=figure,
            bank_id=bank.id if bank else None,
            kecamatan_code=kecamatan.code if kecamatan else None,
            page=page,
        ),
        bank=bank,
        kecamatan=kecamatan,
        banks=banks,
        kecamatan_choices=places,
    )


def figure_list(
    *,
    viewer: Viewer,
    figure: Figure,
    bank_id: int | None = None,
    kecamatan_code: str | None = None,
    page: int = 1,
) -> FigureList:
    """Return the parts of a figure, the newest first; a page beyond the last is the last.

    A row of `DISBURSED` is ``FigureRow(reference_no="PJ26-0001-7", bank_name="Bank Contoh",
    kecamatan_name="Danau Sipin", amount=Rupiah(10_000_000), on=date(2026, 6, 1))``.

    :raises NotPermitted: if the viewer may not see the portfolio
    """
    viewer.require(Permission.PORTFOLIO_READ)
    parts = _parts(figure, bank_id=bank_id, kecamatan_code=kecamatan_code)
    count, total = db.session.execute(
        select(
            func.count(), cast(func.coalesce(func.sum(parts.c.amount), 0), RupiahAmount())
        ).select_from(parts)
    ).one()
    pages = max(-(-count // PAGE_SIZE), 1)
    shown = min(max(page, 1), pages)
    # Names and days are looked up for the rows of this page alone.
    on_page = (
        select(parts)
        .order_by(parts.c.subject_id.desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
        .subquery("on_page")
    )
    rows = db.session.execute(_named(on_page, figure).order_by(on_page.c.subject_id.desc()))
    return FigureList(
        rows=[FigureRow(**row._mapping) for row in rows],  # noqa: SLF001 - its public name
        count=count,
        total=total,
        page=shown,
        pages=pages,
    )


def _parts(figure: Figure, *, bank_id: int | None, kecamatan_code: str | None) -> Subquery[Any]:
    """Add the postings on the figure's accounts up by what they move; what came to nothing goes."""
    amount = func.sum(
        case((LedgerAccount.normal_side == Side.DEBIT, Posting.amount), else_=-Posting.amount)
    )
    subject_id = _subject_id(figure)
    moved = (
        select(
            subject_id.label("subject_id"),
            cast(amount, RupiahAmount()).label("amount"),
            func.max(LedgerAccount.bank_id).label("bank_id"),
            func.max(LedgerAccount.kecamatan_code).label("kecamatan_code"),
        )
        .select_from(Posting)
        .join(LedgerAccount, LedgerAccount.id == Posting.account_id)
        .where(LedgerAccount.code.in_(ACCOUNTS[figure]))
        .group_by(subject_id)
        .having(amount != 0)
    )
    if bank_id is not None:
        moved = moved.where(LedgerAccount.bank_id == bank_id)
    if kecamatan_code is not None:
        moved = moved.where(LedgerAccount.kecamatan_code == kecamatan_code)
    return moved.subquery("parts")


def _subject_id(figure: Figure, posting: type[Posting] = Posting) -> ColumnElement[Any]:
    if SUBJECTS[figure] is Subject.ENTRY:
        return posting.entry_id.expression
    return (posting.application_line_id if figure in _BY_LINE else posting.loan_id).expression


def _named(parts: Subquery[Any], figure: Figure) -> Select[Any]:
    """Give each part its reference, the names of its bank and kecamatan, and its last day.

    The joins are outer ones: a part whose record were missing would still count.
    """
    subject, subject_id = SUBJECTS[figure], parts.c.subject_id
    columns = (
        Bank.name.label("bank_name"),
        Kecamatan.name.label("kecamatan_name"),
        parts.c.amount,
        _moved_on(parts, figure).label("on"),
    )
    if subject is Subject.ENTRY:
        rows = select(
            JournalEntry.reference.label("reference_no"), JournalEntry.kind, *columns
        ).join_from(parts, JournalEntry, JournalEntry.id == subject_id)
    elif subject is Subject.LINE:
        rows = (
            select(LoanApplication.reference_no, *columns)
            .join_from(parts, ApplicationLine, ApplicationLine.id == subject_id, isouter=True)
            .outerjoin(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
        )
    else:
        key = Loan.application_line_id if figure in _BY_LINE else Loan.id
        rows = select(Loan.reference_no, *columns).join_from(
            parts, Loan, key == subject_id, isouter=True
        )
    return rows.outerjoin(Bank, Bank.id == parts.c.bank_id).outerjoin(
        Kecamatan, Kecamatan.code == parts.c.kecamatan_code
    )


def _moved_on(parts: Subquery[Any], figure: Figure) -> ScalarSelect[date]:
    """Return the day on which a part last moved."""
    posting = aliased(Posting)
    return (
        select(func.max(JournalEntry.value_on))
        .join(posting, posting.entry_id == JournalEntry.id)
        .join(LedgerAccount, LedgerAccount.id == posting.account_id)
        .where(_subject_id(figure, posting) == parts.c.subject_id)
        .where(LedgerAccount.code.in_(ACCOUNTS[figure]))
        .correlate(parts)
        .scalar_subquery()
    )
