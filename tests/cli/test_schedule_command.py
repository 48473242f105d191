"""`harkat schedule`: the three layouts, and one sentence for what cannot be computed."""

import csv
import io
import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harkat.cli.schedule import schedule_command

AGREED = ["--principal", "10000000", "--rate", "3", "--disbursed-on", "2026-02-02"]
WRITTEN_OUT = [
    *AGREED,
    *("--instalments", "12", "--every", "month", "--method", "declining_annuity"),
    *("--day-count", "30/360", "--rounding", "half_up", "--multiple", "1"),
    *("--principal-grace", "0", "--interest-grace", "0", "--interest-grace-mode", "collected"),
    *("--margin-spread", "flat", "--fee", "0", "--shift", "none"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(schedule_command, arguments)


def printed(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


class TestJson:
    def test_prints_terms_rows_totals_and_the_effective_rate(self):
        document = printed(*WRITTEN_OUT)

        assert list(document) == ["terms", "rows", "totals", "effective_rate"]
        assert document["terms"] == {
            "principal": 10_000_000,
            "annual_rate": "0.03",
            "instalments": 12,
            "every": "month",
            "method": "declining_annuity",
            "day_count": "30/360",
            "rounding": "half_up",
            "multiple": 1,
            "disbursed_on": "2026-02-02",
            "first_due": None,
            "principal_grace": 0,
            "interest_grace": 0,
            "interest_grace_mode": "collected",
            "margin": None,
            "margin_spread": "flat",
            "fee": 0,
        }
        assert len(document["rows"]) == 12
        assert document["rows"][0] == {
            "number": 1,
            "due_on": "2026-03-02",
            "principal": 821_937,
            "interest": 25_000,
            "total": 846_937,
            "balance": 9_178_063,
        }
        assert document["totals"] == {
            "principal": 10_000_000,
            "interest": 163_244,
            "total": 10_163_244,
        }
        assert document["effective_rate"] == "0.030000"

    def test_needs_no_more_than_principal_and_date(self):
        assert printed("--principal", "10000000", "--disbursed-on", "2026-02-02") == printed(
            *WRITTEN_OUT
        )

    @pytest.mark.parametrize("principal", ["10.000.000", "Rp 10.000.000,00", "10 juta"])
    def test_reads_an_amount_as_people_write_it(self, principal: str):
        assert printed(*AGREED, "--principal", principal) == printed(*AGREED)

    @pytest.mark.parametrize(
        ("rate", "annual_rate"),
        [("0", "0"), ("3.5", "0.035"), ("3,5", "0.035"), ("14.8501", "0.148501"), ("100", "1")],
    )
    def test_reads_a_rate_in_per_cent(self, rate: str, annual_rate: str):
        assert printed(*AGREED, "--rate", rate)["terms"]["annual_rate"] == annual_rate

    def test_takes_a_first_due_date(self):
        document = printed(*AGREED, "--first-due", "2026-03-31", "--instalments", "2")

        assert document["terms"]["first_due"] == "2026-03-31"
        assert [row["due_on"] for row in document["rows"]] == ["2026-03-31", "2026-04-30"]

    @pytest.mark.parametrize(
        ("changes", "terms"),
        [
            ("--every two_weeks", {"every": "two_weeks"}),
            ("--method bullet", {"method": "bullet"}),
            ("--day-count actual/365", {"day_count": "actual/365"}),
            ("--rounding up", {"rounding": "up"}),
            ("--multiple 500", {"multiple": 500}),
            ("--principal-grace 3", {"principal_grace": 3}),
            (
                "--interest-grace 2 --interest-grace-mode spread",
                {"interest_grace": 2, "interest_grace_mode": "spread"},
            ),
            (
                "--method profit_share --margin 450000 --margin-spread annuity",
                {"method": "profit_share", "margin": 450_000, "margin_spread": "annuity"},
            ),
            ("--fee 150000", {"fee": 150_000}),
            ("--first-due 2026-03-25", {"first_due": "2026-03-25"}),
        ],
    )
    def test_takes_every_term(self, changes: str, terms: dict[str, object]):
        document = printed(*AGREED, *changes.split())

        usual = printed(*AGREED)
        assert document["terms"] == usual["terms"] | terms
        assert (document["rows"], document["effective_rate"]) != (
            usual["rows"],
            usual["effective_rate"],
        )

    def test_moves_due_dates_off_sundays_and_each_named_holiday(self):
        document = printed(
            *AGREED,
            *("--disbursed-on", "2026-02-01", "--instalments", "2", "--shift", "forward"),
            *("--holiday", "2026-04-01", "--holiday", "2026-03-02"),
        )

        assert document["terms"]["shift"] == "forward"
        assert document["terms"]["holidays"] == ["2026-03-02", "2026-04-01"]
        assert [row["due_on"] for row in document["rows"]] == ["2026-03-03", "2026-04-02"]

    def test_never_takes_the_fee_out_of_the_loan(self):
        document = printed(*AGREED, "--fee", "150000")

        assert document["totals"] == printed(*AGREED)["totals"]
        assert document["effective_rate"] == "0.058194"


class TestCsv:
    def test_prints_a_row_for_each_instalment(self):
        result = run(*AGREED, "--format", "csv")

        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert len(rows) == 12
        assert rows[-1] == {
            "number": "12",
            "due_on": "2027-02-02",
            "principal": "844825",
            "interest": "2112",
            "total": "846937",
            "balance": "0",
        }


HEADINGS = ["Ke-", "Jatuh tempo", "Pokok", "Bunga", "Angsuran", "Sisa pokok"]


class TestTable:
    def test_prints_amounts_totals_and_the_effective_rate_in_indonesian(self):
        result = run(*AGREED, "--method", "flat")

        heading, *rows, totals, costs, to_pay, effective_rate = result.stdout.splitlines()
        assert re.split(" {2,}", heading) == HEADINGS
        assert rows[-1].split() == ["12", "2027-02-02", "Rp833.337", "Rp25.000", "Rp858.337", "Rp0"]
        assert totals.split() == ["Jumlah", "Rp10.000.000", "Rp300.000", "Rp10.300.000"]
        assert costs == "Biaya seluruhnya Rp300.000."
        assert to_pay == "Seluruh yang dibayar Rp10.300.000."
        assert effective_rate == "Bunga efektif 5,49% setahun."

    def test_shows_a_fee_in_every_figure_of_the_cost(self):
        result = run(*AGREED, "--fee", "150000")

        assert result.stdout.splitlines()[-4:] == [
            "Biaya Rp150.000 dibayar saat pencairan.",
            "Biaya seluruhnya Rp313.244.",
            "Seluruh yang dibayar Rp10.313.244.",
            "Bunga efektif 5,82% setahun.",
        ]


class TestRefusal:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            (
                "--every fortnight",
                (
                    'Opsi --every: "fortnight" tidak bisa dipakai; '
                    "yang bisa: day, week, two_weeks, month."
                ),
            ),
            (
                "--method menurun",
                (
                    'Opsi --method: "menurun" tidak bisa dipakai; yang bisa: declining_annuity, '
                    "declining_equal_principal, flat, profit_share, bullet."
                ),
            ),
            (
                "--day-count 30/365",
                (
                    'Opsi --day-count: "30/365" tidak bisa dipakai; '
                    "yang bisa: 30/360, actual/365, actual/360, actual/actual."
                ),
            ),
            (
                "--rounding down",
                ('Opsi --rounding: "down" tidak bisa dipakai; yang bisa: half_up, half_even, up.'),
            ),
            (
                "--multiple 250",
                'Opsi --multiple: "250" tidak bisa dipakai; yang bisa: 1, 100, 500, 1000.',
            ),
            (
                "--principal 5000 --multiple 1000",
                'Opsi --multiple: "1000" membuat angsuran tanpa pokok; yang bisa: 100.',
            ),
            (
                "--principal-grace 12",
                'Opsi --principal-grace: "12" di luar batas; yang bisa: 0 sampai 11.',
            ),
            (
                "--principal-grace 4 --interest-grace 8",
                'Opsi --interest-grace: "8" di luar batas; yang bisa: 0 sampai 7.',
            ),
            (
                "--instalments 1 --interest-grace 1",
                'Opsi --interest-grace: "1" di luar batas; yang bisa: 0.',
            ),
            (
                "--interest-grace-mode forgotten",
                (
                    'Opsi --interest-grace-mode: "forgotten" tidak bisa dipakai; '
                    "yang bisa: collected, spread, waived."
                ),
            ),
            (
                "--margin 300000",
                'Opsi --margin: "300000" hanya untuk cara hitung profit_share.',
            ),
            (
                "--margin-spread even",
                'Opsi --margin-spread: "even" tidak bisa dipakai; yang bisa: flat, annuity.',
            ),
            (
                "--fee 10000000",
                'Opsi --fee: "10000000" di luar batas; yang bisa: Rp0 sampai Rp9.999.999.',
            ),
            (
                "--fee banyak",
                'Opsi --fee: "banyak" tidak bisa dibaca; tulis misalnya --fee 0.',
            ),
            (
                "--shift back",
                'Opsi --shift: "back" tidak bisa dipakai; yang bisa: none, forward.',
            ),
            (
                "--holiday 2026-03-20 --holiday lebaran",
                (
                    'Opsi --holiday: "lebaran" tidak bisa dibaca; '
                    "tulis misalnya --holiday 2026-03-20."
                ),
            ),
            ("--rate", "Opsi --rate belum diisi; tulis misalnya --rate 3."),
            ("--first-due", "Opsi --first-due belum diisi; tulis misalnya --first-due 2026-03-10."),
            (
                "extra",
                (
                    "Ada kata di luar opsi; tulis setiap isian sesudah opsinya, "
                    "misalnya --principal 10000000."
                ),
            ),
            (
                "--format xml",
                'Opsi --format: "xml" tidak bisa dipakai; yang bisa: table, json, csv.',
            ),
            (
                "--principal 0",
                'Opsi --principal: "0" di luar batas; yang bisa: Rp1 sampai Rp999.999.999.999.999.',
            ),
            (
                "--principal sejuta",
                (
                    'Opsi --principal: "sejuta" tidak bisa dibaca; '
                    "tulis misalnya --principal 10000000."
                ),
            ),
            ("--rate 101", 'Opsi --rate: "101" di luar batas; yang bisa: 0 sampai 100.'),
            ("--rate -1", 'Opsi --rate: "-1" di luar batas; yang bisa: 0 sampai 100.'),
            ("--rate 3%", 'Opsi --rate: "3%" tidak bisa dibaca; tulis misalnya --rate 3.'),
            ("--rate NaN", 'Opsi --rate: "NaN" tidak bisa dibaca; tulis misalnya --rate 3.'),
            (
                "--rate 3.123456789",
                'Opsi --rate: "3.123456789" terlalu banyak desimal; yang bisa: paling banyak 8.',
            ),
            (
                "--instalments 9999",
                'Opsi --instalments: "9999" di luar batas; yang bisa: 1 sampai 360.',
            ),
            (
                "--instalments 1.5",
                'Opsi --instalments: "1.5" tidak bisa dibaca; tulis misalnya --instalments 12.',
            ),
            (
                "--principal 10",
                'Opsi --instalments: "12" membuat angsuran tanpa pokok; yang bisa: 10.',
            ),
            (
                "--disbursed-on 2026-02-30",
                (
                    'Opsi --disbursed-on: "2026-02-30" tidak bisa dibaca; '
                    "tulis misalnya --disbursed-on 2026-02-02."
                ),
            ),
            (
                "--first-due 2026-02-02",
                (
                    'Opsi --first-due: "2026-02-02" di luar batas; '
                    "yang bisa: 2026-02-03 sampai 2099-12-31."
                ),
            ),
        ],
    )
    def test_is_one_sentence_that_names_the_option_and_what_works(
        self, changes: str, sentence: str
    ):
        result = run(*AGREED, *changes.split())

        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{sentence}\n")

    def test_of_an_unknown_option_names_those_that_work(self):
        result = run(*AGREED, "--bunga", "3")

        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Opsi --bunga tidak dikenal; yang bisa: --principal, ")
        assert result.stderr.count("\n") == 1

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ([], "Opsi --principal belum diisi; tulis misalnya --principal 10000000."),
            (
                ["--principal", "10jt"],
                "Opsi --disbursed-on belum diisi; tulis misalnya --disbursed-on 2026-02-02.",
            ),
        ],
    )
    def test_names_what_is_missing(self, given: list[str], sentence: str):
        result = run(*given)

        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{sentence}\n")
