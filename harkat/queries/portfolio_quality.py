"""How good the portfolio was at a day's end: ageing, PAR30, NPL and provisions, from snapshots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.domain.money import Rupiah, total
from harkat.domain.portfolio_quality import (
    AGEING_BANDS,
    AgeingTotal,
    LoanQuality,
    npl_ratio,
    par30_ratio,
)
from harkat.extensions import db
from harkat.models.days import PortfolioSnapshot


@dataclass(frozen=True, kw_only=True)
class GradeTotal:
    """The loans of one grade: how many, what is outstanding and what to set aside."""

    grade: Kolektibilitas
    loans: int
    outstanding: Rupiah
    provision: Rupiah


@dataclass(frozen=True, kw_only=True)
class PortfolioQuality:
    """The portfolio at a day's end; the ratios are in basis points of all outstanding."""

    day: date
    grades: Sequence[GradeTotal]
    bands: Sequence[AgeingTotal]
    par30_ratio: int
    npl_ratio: int

    @property
    def outstanding(self) -> Rupiah:
        """What all active loans owe."""
        return total(row.outstanding for row in self.grades)

    @property
    def provision(self) -> Rupiah:
        """What all grades ask to be set aside."""
        return total(row.provision for row in self.grades)


def last_snapshot_day(*, until: date) -> date | None:
    """Return the last day up to `until` of which a snapshot was kept, or None."""
    return db.session.scalar(
        select(func.max(PortfolioSnapshot.day)).where(PortfolioSnapshot.day <= until)
    )


def quality(*, day: date, bank_id: int | None = None) -> PortfolioQuality:
    """Return what the snapshot of a day says, for one bank or all; empty if there is none.

    For example ``PortfolioQuality(par30_ratio=125, npl_ratio=40, ...)``: 1.25 % and 0.40 %.
    """
    rows = select(
        PortfolioSnapshot.grade,
        PortfolioSnapshot.first_day_late,
        func.sum(PortfolioSnapshot.loans).label("loans"),
        func.sum(PortfolioSnapshot.outstanding).label("outstanding"),
        func.sum(PortfolioSnapshot.provision).label("provision"),
    ).where(PortfolioSnapshot.day == day)
    if bank_id is not None:
        rows = rows.where(PortfolioSnapshot.bank_id == bank_id)
    cells = db.session.execute(
        rows.group_by(PortfolioSnapshot.grade, PortfolioSnapshot.first_day_late)
    ).all()
    together = [
        LoanQuality(
            outstanding=Rupiah(int(cell.outstanding)),
            days_past_due=cell.first_day_late,
            grade=Kolektibilitas(cell.grade),
        )
        for cell in cells
    ]
    return PortfolioQuality(
        day=day,
        grades=[
            GradeTotal(
                grade=grade,
                loans=sum(int(cell.loans) for cell in cells if cell.grade == grade),
                outstanding=total(row.outstanding for row in together if row.grade is grade),
                provision=total(
                    Rupiah(int(cell.provision)) for cell in cells if cell.grade == grade
                ),
            )
            for grade in Kolektibilitas
        ],
        bands=[
            AgeingTotal(
                band=band,
                loans=sum(
                    int(cell.loans) for cell in cells if cell.first_day_late == band.first_day
                ),
                outstanding=total(
                    row.outstanding for row in together if row.days_past_due == band.first_day
                ),
            )
            for band in AGEING_BANDS
        ],
        par30_ratio=par30_ratio(together),
        npl_ratio=npl_ratio(together),
    )
