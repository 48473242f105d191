"""What an operator does without a browser."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from harkat import clock
from harkat.cli.diagrams import drawn
from harkat.domain.complaints import ComplaintKind
from harkat.domain.ledger import AccountCode
from harkat.domain.statuses import ApplicationStatus, ComplaintStatus, ReliefStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.complaints import Complaint
from harkat.models.group import LoanGroup
from harkat.models.ledger import LedgerAccount
from harkat.models.loan import LoanEventRow
from harkat.models.people import Person, UserAccount
from harkat.models.relief import ReliefRequest
from harkat.services import staff_accounts
from tests.books import offences
from tests.moments import NOON


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    from harkat.cli import main  # noqa: F401 - registers the commands

    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str]:
    from harkat.cli import main

    result = runner.invoke(main, list(arguments))
    return result.exit_code, result.output


class TestCreateAdmin:
    def test_prints_a_link_that_opens_once(self, runner: FlaskCliRunner):
        code, output = run(
            runner, "create-admin", "--name", "Sari Admin", "--phone", "0812 3456 7890"
        )
        assert code == 0
        token = re.search(r"/aktivasi/(\S+)", output)
        assert token is not None

        staff_accounts.activate(token=token[1], password="kuda terbang sore", at=datetime.now(UTC))  # noqa: TID251
        with pytest.raises(staff_accounts.LinkSpent):
            staff_accounts.activate(token=token[1], password="kuda terbang sore", at=NOON)

    def test_says_how_to_mend_a_phone_number(self, runner: FlaskCliRunner):
        code, output = run(runner, "create-admin", "--name", "Sari", "--phone", "0812")
        assert (code, "Tulis nomor HP lengkap" in output) == (2, True)

    def test_refuses_a_number_that_has_an_account(self, runner: FlaskCliRunner):
        run(runner, "create-admin", "--name", "Sari Admin", "--phone", "081234567890")
        code, output = run(runner, "create-admin", "--name", "Lain", "--phone", "081234567890")
        assert (code, "sudah punya akun" in output) == (2, True)


class TestSelfCheck:
    def test_passes_on_sound_books(self, runner: FlaskCliRunner):
        code, output = run(runner, "self-check")
        assert (code, "SALAH" in output) == (0, False)

    def test_fails_with_the_offending_rows(self, runner: FlaskCliRunner):
        db.session.execute(
            text("UPDATE ledger_account SET balance = balance + 1 WHERE code = 'ceiling'")
        )
        db.session.commit()
        code, output = run(runner, "self-check")
        assert code == 1
        assert "ceiling 110000000001 is not" in output


class TestDiagrams:
    def test_are_those_of_the_documentation(self):
        assert (Path(__file__).parents[2] / "docs" / "lifecycle.md").read_text() == drawn()


class TestSeed:
    def test_is_done_once(self, runner: FlaskCliRunner):
        assert run(runner, "seed") == (0, "Data acuan sudah ada.\n")


class TestDemo:
    def test_is_refused_where_the_demo_is_off(self, runner: FlaskCliRunner):
        code, output = run(runner, "demo")
        assert (code, "HARKAT_DEMO=1" in output) == (2, True)

    # It takes minutes; the use cases it calls are tested on both databases, one by one.
    @pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
    def test_invents_a_believable_year_by_calling_the_use_cases(
        self, app: Flask, runner: FlaskCliRunner
    ):
        app.config["DEMO"] = True

        code, output = run(runner, "demo")

        assert (code, "siap" in output) == (0, True)
        assert offences() == []
        statuses = set(db.session.scalars(db.select(LoanApplication.status)))
        assert statuses == set(ApplicationStatus)
        assert db.session.query(Person).count() == 801
        assert db.session.query(LoanGroup).count() == 21
        borrowers = db.session.query(ApplicationLine.person_id).distinct().count()
        assert 40 <= borrowers <= 65
        assert total(AccountCode.SLICE) == 110_000_000_000
        assert 280_000_000 <= total(AccountCode.DISBURSED) <= 320_000_000
        assert db.session.query(LoanEventRow).filter_by(kind="reversed").count() == 1
        assert db.session.query(UserAccount).filter_by(is_demo=False).count() == 0
        asked = Counter(db.session.scalars(db.select(ReliefRequest.status)))
        assert asked == {
            ReliefStatus.OPEN: 2,
            ReliefStatus.DECLINED: 1,
            ReliefStatus.PROPOSED: 1,
        }
        waiting = (ComplaintStatus.RECEIVED, ComplaintStatus.IN_PROGRESS)
        told = db.session.scalars(db.select(Complaint)).all()
        assert {complaint.status for complaint in told} == {*waiting, ComplaintStatus.ANSWERED}
        late = [row for row in told if row.status in waiting and row.due_on < clock.today()]
        assert [row.kind for row in late] == [ComplaintKind.DEDUCTED]

        assert run(runner, "demo", "--once") == (0, "")
        code, output = run(runner, "demo")
        assert (code, "sudah berisi" in output) == (2, True)


def total(code: AccountCode) -> int:
    return sum(db.session.scalars(db.select(LedgerAccount.balance).filter_by(code=code)))
