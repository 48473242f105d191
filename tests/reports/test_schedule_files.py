"""A schedule reads the same on the screen, the card, the command, in CSV and in a workbook."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from harkat.cli.schedule import schedule_command
from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.position import position
from harkat.domain.product import InterestMethod
from harkat.domain.schedule import Instalment, schedule
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.schedule_in_force import rows_in_force
from harkat.reports.documents.schedule_card import schedule_card_pdf
from harkat.reports.schedule_files import plain_row, schedule_csv, schedule_xlsx
from tests.domain.loans import TERMS, disbursed, given_terms
from tests.reports.papers import schedule_card
from tests.reports.reading import pages_of

Figures = list[tuple[int, str, int, int, int, int]]


def figures(rows: Sequence[Instalment]) -> Figures:
    return [tuple(plain_row(row).values()) for row in rows]  # type: ignore[misc]


def in_workbook(content: bytes) -> Figures:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    assert sheet is not None
    lines = list(sheet.iter_rows(min_row=4, values_only=True))
    assert lines[-1][1] == "Jumlah"
    assert lines[-1][2] == sum(int(line[2]) for line in lines[:-1])
    return [(line[0], line[1].date().isoformat(), *map(int, line[2:])) for line in lines[:-1]]


class TestScheduleFiles:
    @pytest.mark.parametrize("method", list(InterestMethod))
    def test_hold_exactly_the_rows_of_the_schedule(self, method: InterestMethod):
        rows = schedule(given_terms(method=method)).rows

        read = list(csv.DictReader(io.StringIO(schedule_csv(rows))))
        assert [tuple(row.values()) for row in read] == [
            tuple(map(str, row)) for row in figures(rows)
        ]
        assert in_workbook(schedule_xlsx(rows, title="Uji")) == figures(rows)

    @pytest.mark.parametrize("layout", ["json", "csv"])
    def test_are_what_the_command_prints(self, layout: str):
        printed = CliRunner().invoke(
            schedule_command,
            ["--principal", "10000000", "--disbursed-on", "2026-02-02", "--format", layout],
        )

        rows = figures(schedule(TERMS).rows)
        if layout == "json":
            assert [tuple(row.values()) for row in json.loads(printed.output)["rows"]] == rows
        else:
            assert printed.output.strip() == schedule_csv(schedule(TERMS).rows).strip()

    def test_are_what_stands_on_the_card(self):
        facts = schedule_card()
        text = "".join(pages_of(schedule_card_pdf(facts, verify_url="https://contoh.test/x")))

        for row in facts.plan.rows:
            assert f"{int(row.principal):,}".replace(",", ".") in text
            assert f"{int(row.balance):,}".replace(",", ".") in text


class TestRowsInForce:
    def test_are_the_agreed_ones_of_a_loan_never_planned_anew(self):
        found = position(terms=TERMS, events=[disbursed()], on=date(2026, 6, 1))

        assert rows_in_force(found) == schedule(TERMS).rows

    def test_leave_out_what_a_restructuring_has_moved(self):
        restructured = LoanEvent(
            seq=2,
            kind=EventKind.RESTRUCTURED,
            value_on=date(2026, 6, 20),
            key="relief",
            change=ScheduleChange(instalments=18, annual_rate=Decimal("0.02")),
        )
        found = position(terms=TERMS, events=[disbursed(), restructured], on=date(2026, 6, 20))

        rows = rows_in_force(found)

        assert [row.number for row in rows] == [*range(5, 23), 0]
        assert sum(row.principal for row in rows) == 10_000_000
        assert rows[-1].balance == 0
