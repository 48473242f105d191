"""What the calendar looks like without a browser."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from harkat.cli import main
from harkat.extensions import db
from harkat.models.holidays import Holiday
from tests.moments import NOON


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str]:
    result = runner.invoke(main, list(arguments))
    return result.exit_code, result.output


class TestHolidays:
    def test_lists_a_year_with_kind_and_source(self, runner: FlaskCliRunner):
        code, output = run(runner, "holidays", "--year", "2027")

        assert code == 0
        assert len(output.splitlines()) == 26
        assert "2027-01-01  Jumat    Tahun Baru Masehi (libur nasional, sumber: holidays" in output
        assert "Hari Raya Idul Fitri (libur nasional, perkiraan, sumber:" in output
        assert "(cuti bersama, sumber:" in output

    def test_lists_this_year_unless_asked_otherwise(self, runner: FlaskCliRunner):
        with time_machine.travel(NOON):
            code, output = run(runner, "holidays")

        assert (code, output.startswith("2026-01-01")) == (0, True)

    def test_says_what_was_cancelled(self, runner: FlaskCliRunner):
        db.session.query(Holiday).first().is_cancelled = True  # type: ignore[union-attr]
        db.session.commit()

        assert "dibatalkan" in run(runner, "holidays", "--year", "2025")[1]

    @pytest.mark.parametrize(("year", "sentence"), [("2050", "harkat seed"), ("abc", "abc")])
    def test_says_how_to_mend_a_year(self, runner: FlaskCliRunner, year: str, sentence: str):
        code, output = run(runner, "holidays", "--year", year)

        assert (code, sentence in output) == (2, True)


class TestSeed:
    def test_brings_the_calendar_up_to_date(self, runner: FlaskCliRunner):
        db.session.query(Holiday).filter_by(name="Hari Raya Natal").delete()
        db.session.commit()

        code, output = run(runner, "seed")

        assert (code, "8 baris diperbarui" in output) == (0, True)
        assert run(runner, "seed") == (0, "Data acuan sudah ada.\n")
