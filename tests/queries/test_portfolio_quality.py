"""The quality of the portfolio is what the snapshot of a day's end says, rupiah by rupiah."""

from datetime import UTC, date, datetime

import pytest
from click.testing import Result
from flask import Flask

from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.queries.portfolio_quality import last_snapshot_day, quality
from harkat.services import end_of_day
from tests import given

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = datetime(2026, 4, 12, 5, tzinfo=UTC)
LEVEL = 846_937


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:
    """A commercial bank with a loan forty-one days late and one that is paid."""
    assert app.testing
    desk = given.bank(at=START)
    for name in ("Siti Contoh", "Rina Contoh"):
        somebody = given.owner(name, is_trained=True, at=START)
        loan = given.running_loan(desk, somebody, at=START)
    given.repay(desk, loan, 2 * LEVEL, at=FIRST_DUE)
    end_of_day.close_day(on=LATER.date(), at=LATER)
    return desk


class TestQuality:
    @pytest.mark.usefixtures("desk")
    def test_adds_up_grades_bands_and_ratios(self):
        found = quality(day=LATER.date())

        paid_off = 821_937 + 823_992
        assert [(row.grade, row.loans, row.outstanding) for row in found.grades[:2]] == [
            (Kolektibilitas.CURRENT, 1, 10_000_000 - paid_off),
            (Kolektibilitas.SPECIAL_MENTION, 1, 10_000_000),
        ]
        assert [row.provision for row in found.grades[:2]] == [83_541, 500_000]
        assert {row.band.first_day: row.outstanding for row in found.bands if row.loans} == {
            0: 10_000_000 - paid_off,
            31: 10_000_000,
        }
        assert (found.par30_ratio, found.npl_ratio) == (5_448, 0)
        assert found.outstanding == 20_000_000 - paid_off
        assert found.provision == 583_541

    def test_is_of_one_bank_where_asked(self, desk: given.BankDesk):
        other = given.bank(at=START)

        assert quality(day=LATER.date(), bank_id=other.bank_id).outstanding == 0
        assert quality(day=LATER.date(), bank_id=desk.bank_id).outstanding > 0

    @pytest.mark.usefixtures("desk")
    def test_knows_the_last_day_that_was_kept(self):
        assert last_snapshot_day(until=date(2026, 12, 31)) == LATER.date()
        assert last_snapshot_day(until=date(2026, 1, 1)) is None


class TestQualityCommand:
    @pytest.mark.usefixtures("desk")
    def test_prints_the_ratios(self, app: Flask):
        printed = _run(app, "--date", "2026-04-12")

        assert printed.exit_code == 0
        assert "PAR30 54,48%" in printed.output
        assert "NPL 0%" in printed.output

    def test_says_what_to_do_before_the_first_night(self, app: Flask):
        printed = _run(app)

        assert printed.exit_code == 2
        assert "end-of-day" in printed.output


def _run(app: Flask, *arguments: str) -> Result:
    from harkat.cli import main

    return app.test_cli_runner().invoke(main, ["quality", *arguments])
