"""`harkat end-of-day`: what it prints, what it refuses, and how it ends."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from harkat.domain.ledger import AccountCode
from harkat.extensions import db
from harkat.models.days import BusinessDay
from harkat.models.loan import InstalmentRow
from tests import given
from tests.books import balances
from tests.nights import evening

START = datetime(2026, 2, 2, 5, tzinfo=UTC)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    from harkat.cli import main  # noqa: F401 - registers the commands

    return app.test_cli_runner()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which the operator works."""
    from harkat import clock

    monkeypatch.setattr(clock, "now", lambda: evening(date(2026, 3, 4)))
    return clock.today()


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str, str]:
    from harkat.cli import main

    result = runner.invoke(main, ["end-of-day", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def running_loan() -> str:
    return given.running_loan(
        given.bank(at=START), given.owner(is_trained=True, at=START), at=START
    )


class TestEndOfDay:
    def test_says_what_each_step_did(self, runner: FlaskCliRunner):
        running_loan()

        code, said, _ = run(runner, "--date", "2026-03-02")

        assert (code, said.splitlines()) == (
            0,
            [
                "2026-03-02 ditutup",
                "  bunga 1 pinjaman dibukukan",
                "  titipan 0 pinjaman dibayar dari titipannya",
                "  kolektibilitas 0 pinjaman berubah",
                "  potret portofolio 1 baris disimpan",
                "  pengingat 1 pesan disiapkan",
                "  pengajuan lewat waktu 0 pengajuan dilepas",
            ],
        )
        assert balances(given.bank_ids()[0])[AccountCode.INTEREST_DUE] == 25_000

    def test_closes_missed_days_up_to_today(self, runner: FlaskCliRunner):
        run(runner, "--date", "2026-03-01")
        _, said, _ = run(runner)
        assert [line for line in said.splitlines() if "ditutup" in line] == [
            "2026-03-02 ditutup",
            "2026-03-03 ditutup",
            "2026-03-04 ditutup",
        ]

    def test_run_again_says_that_nothing_changed(self, runner: FlaskCliRunner):
        run(runner, "--date", "2026-03-02")
        assert run(runner, "--date", "2026-03-02") == (
            0,
            "2026-03-02 sudah ditutup sebelumnya; tidak ada yang berubah.\n",
            "",
        )

    def test_fails_with_the_loans_that_failed(self, runner: FlaskCliRunner):
        stored = given.loan(running_loan())
        stored.terms, stored.computed_on = {}, None
        db.session.execute(db.delete(InstalmentRow))
        reference_no = stored.reference_no
        db.session.commit()

        code, _, failed = run(runner, "--date", "2026-03-02")

        assert code == 1
        assert failed.startswith(f"GAGAL  {reference_no} (bunga, 2026-03-02): ")

    def test_refuses_a_day_that_has_not_come(self, runner: FlaskCliRunner):
        assert run(runner, "--date", "2099-01-01") == (
            2,
            "",
            "1 Januari 2099 belum tiba. Tulis hari ini atau sebelumnya.\n",
        )
        assert db.session.query(BusinessDay).count() == 0

    @pytest.mark.parametrize("text", ["kemarin", "2026-02-30", "2-3-2026", "20260302", ""])
    def test_refuses_what_is_no_date(self, runner: FlaskCliRunner, text: str):
        code, said, refused = run(runner, "--date", text)
        assert (code, said) == (2, "")
        assert refused.startswith(f"Tanggal '{text}' tidak dikenal. ")
        assert db.session.query(BusinessDay).count() == 0


class TestSelfCheck:
    def test_finds_and_repairs_a_stale_cache(self, runner: FlaskCliRunner):
        from harkat.cli import main

        stored = given.loan(running_loan())
        stored.outstanding = given.Rupiah(1)
        reference_no = stored.reference_no
        db.session.commit()

        found = runner.invoke(main, ["self-check"])
        assert (found.exit_code, "outstanding is 1, folded 10000000" in found.output) == (1, True)

        repaired = runner.invoke(main, ["self-check", "--repair-cache"])
        assert (repaired.exit_code, reference_no in repaired.output) == (0, True)
