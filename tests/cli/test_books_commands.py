"""The books at the command line: trial balance, titipan, and months that close."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from harkat.cli.account_names import NAMES
from harkat.domain.ledger import AccountCode
from harkat.domain.money import Rupiah
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.ledger import MonthClose
from harkat.services import suspense
from tests import given

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 5, tzinfo=UTC)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *arguments: str, password: str = given.PASSWORD) -> tuple[int, str]:
    """Run a command of somebody who types a password where asked; return its code and output."""
    from harkat.cli import main

    result = runner.invoke(main, list(arguments), input=f"{password}\n")
    db.session.rollback()
    return result.exit_code, result.output


def refused(runner: FlaskCliRunner, *arguments: str, password: str = given.PASSWORD) -> str:
    """Return the one sentence with which a command was refused and nothing was stored."""
    code, output = run(runner, *arguments, password=password)
    assert code == 2
    assert "Usage" not in output
    return output.strip().splitlines()[-1]


def amounts(output: str, name: str) -> list[str]:
    """Return debit and credit of the line of an account."""
    [line] = [line for line in output.splitlines() if line[4:36].strip() == name]
    return line[36:].split()


class TestAccountNames:
    def test_know_every_account(self):
        assert set(NAMES) == set(AccountCode)


class TestTrialBalance:
    @pytest.fixture
    def desk(self, app: Flask) -> given.BankDesk:  # noqa: ARG002 - the bank takes part in it
        desk = given.bank(at=START)
        loan = given.running_loan(desk, given.owner(is_trained=True, at=START), at=START)
        given.repay(desk, loan, 846_937, paid_on=FIRST_DUE.date(), at=LATER)
        return desk

    def test_has_equal_sides(self, runner: FlaskCliRunner, desk: given.BankDesk):
        code, output = run(runner, "trial-balance", "--date", "2026-03-02", "--bank", desk.code)

        assert code == 0
        assert output.startswith("Neraca saldo per 2 Maret 2026, menurut catatan kini")
        assert amounts(output, "Pokok pinjaman") == ["Rp10.000.000", "Rp821.937"]
        assert amounts(output, "Rekening antara bank") == ["Rp846.937", "Rp10.000.000"]
        debit, ledger_credit = amounts(output, "Jumlah")
        assert debit == ledger_credit

    def test_shows_a_day_as_it_was_known_then(self, runner: FlaskCliRunner, desk: given.BankDesk):
        code, output = run(
            runner,
            *("trial-balance", "--bank", desk.code),
            *("--date", "2026-03-02", "--as-shown", "2026-03-19"),
        )

        assert code == 0
        assert "seperti tercatat sampai 19 Maret 2026" in output
        assert amounts(output, "Pokok pinjaman") == ["Rp10.000.000", "Rp0"]

    @pytest.mark.usefixtures("desk")
    def test_is_of_today_and_all_banks_when_nothing_is_said(self, runner: FlaskCliRunner):
        code, output = run(runner, "trial-balance")

        assert (code, amounts(output, "Pagu program")) == (0, ["Rp0", "Rp110.000.000.000"])

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (
                ["--date", "31/02/2026"],
                'Opsi --date: "31/02/2026" bukan tanggal; tulis misalnya 2026-03-31.',
            ),
            (
                ["--date", "2099-01-01"],
                "Opsi --date: hari ini belum tiba; tulis hari ini atau sebelumnya.",
            ),
            (
                ["--as-shown", "kemarin"],
                'Opsi --as-shown: "kemarin" bukan tanggal; tulis misalnya 2026-03-31.',
            ),
            (["--bank", "XYZ"], 'Opsi --bank: tidak ada bank "XYZ"; yang ada: belum ada.'),
        ],
    )
    def test_says_what_would_be_right(
        self, runner: FlaskCliRunner, arguments: list[str], sentence: str
    ):
        assert refused(runner, "trial-balance", *arguments) == sentence


class TestSuspense:
    def test_shows_how_old_titipan_is(self, runner: FlaskCliRunner):
        desk = given.bank(at=START)
        suspense.receive_unknown(
            actor_id=desk.cashier.id,
            amount=Rupiah(500_000),
            received_on=START.date(),
            bank_reference="TRX-1",
            note="",
            key=given.key(),
            at=START,
        )

        code, output = run(runner, "suspense", "--bank", desk.code)

        lines = [line.split() for line in output.splitlines()]
        assert code == 0
        assert [" ".join(line[:-2]) for line in lines] == [
            "Umur",
            "0-30 hari",
            "31-90 hari",
            "91-180 hari",
            "> 180 hari",
            "Jumlah",
        ]
        assert lines[-1] == ["Jumlah", "1", "Rp500.000"]


class TestCloseMonth:
    @pytest.fixture
    def admin(self, app: Flask) -> given.Somebody:  # noqa: ARG002 - the account is in it
        return given.staff(Role.PROGRAM_ADMIN)

    def test_closes_it_for_who_proves_to_be_allowed(
        self, runner: FlaskCliRunner, admin: given.Somebody
    ):
        code, output = run(runner, "close-month", "2026-01", "--actor", admin.phone)

        assert (code, "Januari 2026 ditutup." in output) == (0, True)
        assert db.session.query(MonthClose).one().closed_by_id == admin.id

    @pytest.mark.parametrize(
        ("month", "sentence"),
        [
            ("2026-13", '"2026-13" bukan bulan; tulis misalnya 2026-03.'),
            ("Januari", '"Januari" bukan bulan; tulis misalnya 2026-03.'),
            ("2099-01", "Januari 2099 belum lewat. Tutup setelah hari terakhirnya."),
            ("2026-02", "Tutup dulu Januari 2026."),
            ("2020-01", "Pembukuan belum dimulai pada Januari 2020."),
        ],
    )
    def test_says_why_a_month_cannot_be_closed(
        self, runner: FlaskCliRunner, admin: given.Somebody, month: str, sentence: str
    ):
        assert refused(runner, "close-month", month, "--actor", admin.phone) == sentence
        assert db.session.query(MonthClose).count() == 0

    def test_says_that_it_is_closed(self, runner: FlaskCliRunner, admin: given.Somebody):
        run(runner, "close-month", "2026-01", "--actor", admin.phone)

        sentence = refused(runner, "close-month", "2026-01", "--actor", admin.phone)

        assert sentence == "Januari 2026 sudah ditutup."

    def test_believes_no_wrong_password(self, runner: FlaskCliRunner, admin: given.Somebody):
        sentence = refused(
            runner, "close-month", "2026-01", "--actor", admin.phone, password="kuda laut pagi"
        )

        assert sentence == "Nomor HP atau kata sandi tidak cocok."
        assert db.session.query(MonthClose).count() == 0

    def test_is_not_for_everybody(self, runner: FlaskCliRunner):
        auditor = given.staff(Role.AUDITOR)

        sentence = refused(runner, "close-month", "2026-01", "--actor", auditor.phone)

        assert sentence == "Akun ini tidak boleh menutup atau membuka bulan."

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ([], "Bulan belum diisi; tulis misalnya 2026-03."),
            (
                ["2026-01"],
                "Opsi --actor belum diisi; tulis nomor HP akun yang memberi perintah.",
            ),
            (
                ["2026-01", "--actor", "0812"],
                'Opsi --actor: "0812" bukan nomor HP; tulis misalnya 081234567890.',
            ),
        ],
    )
    def test_says_what_is_missing(
        self, runner: FlaskCliRunner, arguments: list[str], sentence: str
    ):
        assert refused(runner, "close-month", *arguments) == sentence


class TestReopenMonth:
    @pytest.fixture
    def rina(self, runner: FlaskCliRunner) -> given.Somebody:
        """Who closed January and finds a mistake in it."""
        rina = given.staff(Role.PROGRAM_ADMIN)
        run(runner, "close-month", "2026-01", "--actor", rina.phone)
        return rina

    def test_takes_two_people(self, runner: FlaskCliRunner, rina: given.Somebody):
        tono = given.staff(Role.PROGRAM_ADMIN)

        proposed = run(
            runner, "reopen-month", "2026-01", "--actor", rina.phone, "--reason", "Salah"
        )
        own = refused(runner, "reopen-month", "2026-01", "--actor", rina.phone, "--confirm")
        opened = run(runner, "reopen-month", "2026-01", "--actor", tono.phone, "--confirm")

        assert (proposed[0], "diusulkan untuk dibuka" in proposed[1]) == (0, True)
        assert own == "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."
        assert (opened[0], "Januari 2026 dibuka lagi." in opened[1]) == (0, True)
        assert db.session.query(MonthClose).one().reopened_by_id == tono.id

    @pytest.mark.parametrize("arguments", [[], ["--reason", "Salah", "--confirm"]])
    def test_asks_whether_to_propose_or_to_agree(
        self, runner: FlaskCliRunner, rina: given.Somebody, arguments: list[str]
    ):
        sentence = refused(runner, "reopen-month", "2026-01", "--actor", rina.phone, *arguments)

        assert sentence.startswith("Pakai --reason dengan alasan untuk mengusulkan")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["2026-02", "--reason", "Salah"], "Februari 2026 tidak sedang ditutup."),
            (
                ["2026-01", "--confirm"],
                "Januari 2026 belum diusulkan untuk dibuka. Pakai --reason.",
            ),
        ],
    )
    def test_says_why_not(
        self, runner: FlaskCliRunner, rina: given.Somebody, arguments: list[str], sentence: str
    ):
        assert refused(runner, "reopen-month", *arguments, "--actor", rina.phone) == sentence

    def test_is_proposed_once(self, runner: FlaskCliRunner, rina: given.Somebody):
        arguments = ("reopen-month", "2026-01", "--actor", rina.phone, "--reason", "Salah")
        run(runner, *arguments)

        sentence = refused(runner, *arguments)

        assert sentence == "Januari 2026 sudah diusulkan. Orang lain menyetujuinya."
