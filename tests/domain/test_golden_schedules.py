"""The signed tables of schedules, the second calculator that made them, and ours: all the same."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from harkat.domain.cost import effective_rate
from harkat.domain.money import Rupiah
from harkat.domain.product import (
    DayCount,
    DueDayShift,
    Every,
    InterestGraceMode,
    InterestMethod,
    LoanTerms,
    MarginSpread,
    Rounding,
)
from harkat.domain.schedule import Schedule, schedule
from tests.domain.loans import loan_terms
from tests.golden.schedules import independent

CASES = independent.index()


def signed(case: str) -> list[dict[str, str]]:
    with (independent.HERE / f"{case}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def as_written(plan: Schedule) -> list[dict[str, str]]:
    rows = [
        (
            str(row.number),
            row.due_on.isoformat(),
            *map(str, (row.principal, row.interest, row.total, row.balance)),
        )
        for row in plan.rows
    ]
    totals = plan.totals
    rows.append(("total", "", *map(str, (totals.principal, totals.interest, totals.total)), ""))
    return [dict(zip(independent.COLUMNS, row, strict=True)) for row in rows]


def terms_of(case: independent.Case) -> LoanTerms:
    rate = case.annual_rate
    return LoanTerms(
        principal=Rupiah(case.principal),
        annual_rate=Decimal(rate.numerator) / rate.denominator,
        instalments=case.instalments,
        every=Every(case.every),
        method=InterestMethod(case.method),
        day_count=DayCount(case.day_count),
        rounding=Rounding(case.rounding),
        multiple=case.multiple,
        disbursed_on=case.disbursed_on,
        first_due_on=case.first_due,
        principal_grace=case.principal_grace,
        interest_grace=case.interest_grace,
        interest_grace_mode=InterestGraceMode(case.interest_grace_mode),
        margin=None if case.margin is None else Rupiah(case.margin),
        margin_spread=MarginSpread(case.margin_spread),
        fee=Rupiah(case.fee),
        shift=DueDayShift(case.shift),
        holidays=case.holidays,
    )


def case_of(terms: LoanTerms) -> independent.Case:
    return independent.Case(
        principal=int(terms.principal),
        annual_rate=Fraction(terms.annual_rate),
        instalments=terms.instalments,
        every=terms.every.value,
        method=terms.method.value,
        day_count=terms.day_count.value,
        rounding=terms.rounding.value,
        multiple=terms.multiple,
        disbursed_on=terms.disbursed_on,
        first_due=terms.first_due_on,
        principal_grace=terms.principal_grace,
        interest_grace=terms.interest_grace,
        interest_grace_mode=terms.interest_grace_mode.value,
        margin=None if terms.margin is None else int(terms.margin),
        margin_spread=terms.margin_spread.value,
        fee=int(terms.fee),
        shift=terms.shift.value,
        holidays=terms.holidays,
    )


class TestIndex:
    def test_has_at_least_forty_cases_and_twelve_worked_examples_at_three_per_cent(self):
        worked = [row for row in CASES if row["case"].startswith("worked-")]

        assert len(CASES) >= 40
        assert len(worked) == 12
        assert {row["annual_rate"] for row in worked} == {"0.03"}

    def test_names_every_table_once_with_its_conventions(self):
        tables = {path.stem for path in independent.HERE.glob("*.csv")} - {"cases"}

        assert sorted(tables) == sorted(row["case"] for row in CASES)
        assert all(row["title"] and row["conventions"] for row in CASES)


class TestSignedTable:
    @pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
    def test_is_that_of_the_second_calculator(self, row: dict[str, str]):
        case = independent.read(row)

        assert independent.table(case) == signed(row["case"])
        assert independent.effective_rate(case) == row["effective_rate"]

    @pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
    def test_is_ours(self, row: dict[str, str]):
        plan = schedule(terms_of(independent.read(row)))

        assert as_written(plan) == signed(row["case"])
        assert str(effective_rate(plan)) == row["effective_rate"]


class TestAnySchedule:
    @settings(max_examples=100, deadline=None)
    @given(loan_terms)
    def test_is_that_of_the_second_calculator(self, terms: LoanTerms):
        assert as_written(schedule(terms)) == independent.table(case_of(terms))
