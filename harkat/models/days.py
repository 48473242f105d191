"""Closed business days: the steps that were done, what failed, and what the portfolio was."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.day_steps import DayStep
from harkat.domain.money import Rupiah
from harkat.extensions import Base, constrained
from harkat.models.columns import Id
from harkat.models.types import Word

_IS_OPEN = "resolved_at IS NULL"


class BusinessDay(Base):
    """One day whose end was begun; once closed it is not run again."""

    __tablename__ = "business_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class BusinessDayStep(Base):
    """One step of a day's end; `rows` counts what its transactions have changed so far."""

    __tablename__ = "business_day_step"

    day: Mapped[date] = mapped_column(ForeignKey("business_day.day"), primary_key=True)
    step: Mapped[DayStep] = mapped_column(Word(DayStep), primary_key=True)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)


class DayFailure(Base):
    """A loan or an application that a step could not do; tried again until it is resolved."""

    __tablename__ = "day_failure"
    __table_args__ = constrained(
        CheckConstraint(
            "(loan_id IS NULL) <> (application_id IS NULL)", name="loan_or_application"
        ),
        *(
            Index(
                f"uq_day_failure_open_{subject}",
                f"{subject}_id",
                "step",
                unique=True,
                sqlite_where=text(_IS_OPEN),
                postgresql_where=text(_IS_OPEN),
            )
            for subject in ("loan", "application")
        ),
    )

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(ForeignKey("business_day.day"), index=True)
    step: Mapped[DayStep] = mapped_column(Word(DayStep))
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("loan.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    reason: Mapped[str]
    failed_at: Mapped[datetime]
    tried_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class PortfolioSnapshot(Base):
    """The active loans of one bank, kecamatan, grade and ageing band at a day's end.

    `first_day_late` begins the band. A published figure is never recomputed: rows are only added.
    """

    __tablename__ = "portfolio_snapshot"
    __table_args__ = constrained(
        CheckConstraint("grade BETWEEN 1 AND 5", name="grade_known"),
        CheckConstraint("loans > 0", name="loans_positive"),
    )

    day: Mapped[date] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(
        ForeignKey("bank.id"), primary_key=True, autoincrement=False, index=True
    )
    kecamatan_code: Mapped[str] = mapped_column(
        ForeignKey("kecamatan.code"), primary_key=True, index=True
    )
    grade: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_day_late: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    loans: Mapped[int]
    outstanding: Mapped[Rupiah]
    provision: Mapped[Rupiah]
