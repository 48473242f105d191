"""`harkat replay`: every kind of event from a file, and one sentence for what cannot be."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harkat.cli import main
from harkat.cli.replay import replay
from harkat.domain.loan_events import EventKind

TERMS = {
    "principal": 10_000_000,
    "annual_rate": "0.03",
    "instalments": 12,
    "method": "declining_annuity",
    "disbursed_on": "2026-02-02",
}
FIRST_DUE, SECOND_DUE = "2026-03-02", "2026-04-02"
LEVEL = 846_937
BORROWED = {"kind": "disbursed", "on": "2026-02-02", "amount": 10_000_000, "key": "cair"}
PAID = {"kind": "repaid", "on": FIRST_DUE, "amount": LEVEL, "key": "bayar"}
UNDONE = {"kind": "reversed", "on": "2026-03-05", "reverses": "bayar", "key": "batal"}
WRITTEN_OFF = {"kind": "written_off", "on": "2026-03-10"}

Replay = Callable[..., Result]


@pytest.fixture(name="run")
def run_(tmp_path: Path) -> Replay:
    """Replay whatever is put into a file."""

    def run(content: object, *arguments: str) -> Result:
        file = tmp_path / "pinjaman.json"
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(replay, [str(file), *arguments])

    return run


def case(*events: object, on: str = "2026-03-10", **terms: object) -> dict[str, object]:
    return {"terms": {**TERMS, **terms}, "events": [BORROWED, *events], "on": on}


def printed(run: Replay, content: object) -> dict[str, Any]:
    result = run(content, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def after_last(run: Replay, *events: object, on: str = "2026-03-10", **terms: object) -> Any:
    return printed(run, case(*events, on=on, **terms))["after_each"][-1]["position"]


class TestWorkedExamples:
    def test_of_the_ledger_come_out_line_by_line(self, run: Replay):
        after_each = printed(run, case(PAID, UNDONE))["after_each"]

        lent, paid, undone = (step["position"] for step in after_each)
        assert (lent["disbursed"], lent["principal_outstanding"]) == (10_000_000, 10_000_000)
        assert (paid["interest_due"], paid["interest_income"]) == (0, 25_000)
        assert (paid["principal_paid"], paid["outstanding"]) == (821_937, 9_178_063)
        assert (undone["interest_due"], undone["interest_income"]) == (25_000, 25_000)
        assert (undone["principal_paid"], undone["outstanding"]) == (0, 10_000_000)
        assert (undone["arrears"], undone["days_past_due"]) == (LEVEL, 3)

    def test_of_joint_liability_misses_358_000_of_principal(self, run: Replay):
        level, third_due = 508_162, "2026-05-02"
        document = printed(
            run,
            {
                "terms": {**TERMS, "principal": 6_000_000},
                "events": [
                    {**BORROWED, "amount": 6_000_000},
                    {"kind": "repaid", "on": FIRST_DUE, "amount": level},
                    {"kind": "repaid", "on": SECOND_DUE, "amount": level},
                    {"kind": "repaid", "on": third_due, "amount": 150_162},
                ],
                "on": "2026-05-09",
            },
        )

        before, paid = (step["position"] for step in document["after_each"][-2:])
        assert paid["interest_paid"] - before["interest_paid"] == 12_531
        assert paid["principal_paid"] - before["principal_paid"] == 137_631
        row, now = document["instalments"][2], document["position"]
        assert row["principal"] + row["interest"] == level
        assert row["principal"] - row["principal_paid"] == 358_000
        assert (now["arrears_principal"], now["arrears_interest"]) == (358_000, 0)
        assert now["days_past_due"] == 7

    def test_of_a_settlement_quote_closes_at_zero(self, run: Replay):
        quote = printed(run, case())["position"]["settlement_quote"]
        settled = {"kind": "settled", "on": "2026-03-10", "amount": quote}

        found = after_last(run, settled)

        assert quote == 10_000_000 + 25_000 + 22_945
        assert (found["is_paid_off"], found["outstanding"], found["overpaid"]) == (True, 0, 0)


SECOND_HALF = {**BORROWED, "on": FIRST_DUE, "amount": 4_000_000, "key": "tahap-2"}
CREDIT = {"kind": "repaid", "on": FIRST_DUE, "amount": 1_000_000}
KINDS: dict[str, tuple[tuple[dict[str, Any], ...], dict[str, Any], dict[str, Any]]] = {
    "disbursed": ((), {}, {"disbursed": 10_000_000, "outstanding": 10_000_000}),
    "repaid": ((PAID,), {}, {"outstanding": 9_178_063, "interest_paid": 25_000}),
    "settled": (
        ({"kind": "settled", "on": FIRST_DUE, "amount": 10_025_000},),
        {},
        {"is_paid_off": True, "outstanding": 0, "interest_paid": 25_000},
    ),
    "credit_applied": (
        (CREDIT, {"kind": "credit_applied", "on": SECOND_DUE, "amount": 153_063}),
        {"surplus": "credit"},
        {"overpaid": 0, "interest_due": 0, "principal_paid": 821_937 + 153_063 - 22_945},
    ),
    "refunded": (
        (CREDIT, {"kind": "refunded", "on": SECOND_DUE, "amount": 53_063}),
        {"surplus": "credit"},
        {"overpaid": 100_000, "refunded": 53_063},
    ),
    "charged": (
        ({"kind": "charged", "on": FIRST_DUE, "amount": 15_000},),
        {},
        {"penalty_due": 15_000, "outstanding": 10_000_000},
    ),
    "interest_waived": (
        ({"kind": "interest_waived", "on": FIRST_DUE, "amount": 25_000},),
        {},
        {"interest_due": 0, "forgiven_interest": 25_000},
    ),
    "penalty_waived": (
        ({"kind": "penalty_waived", "on": "2026-03-12", "amount": 8_469},),
        {"penalty_rate": "0.001"},
        {"penalty_due": 0},
    ),
    "restructured": (
        (
            {
                "kind": "restructured",
                "on": FIRST_DUE,
                "instalments": 24,
                "capitalises_interest": True,
            },
        ),
        {},
        {"schedule": 2, "capitalised_outstanding": 25_000, "outstanding": 10_025_000},
    ),
    "rate_changed": (
        (PAID, {"kind": "rate_changed", "on": FIRST_DUE, "annual_rate": "0.06"}),
        {},
        {"schedule": 2, "outstanding": 9_178_063},
    ),
    "payment_holiday": (
        (PAID, {"kind": "payment_holiday", "on": FIRST_DUE, "change": {"periods": 2}}),
        {},
        {"schedule": 2, "arrears": 0},
    ),
    "written_off": (
        (WRITTEN_OFF,),
        {},
        {"ended": "written_off", "claim": 10_025_000, "outstanding": 0},
    ),
    "recovered": (
        (WRITTEN_OFF, {"kind": "recovered", "on": "2026-03-20", "amount": 25_000}),
        {},
        {"claim": 10_000_000, "recovered": 25_000},
    ),
    "forgiven": (
        ({"kind": "forgiven", "on": "2026-03-10"},),
        {},
        {"ended": "forgiven", "forgiven_principal": 10_000_000, "forgiven_interest": 25_000},
    ),
    "reversed": ((PAID, UNDONE), {}, {"outstanding": 10_000_000, "repaid": 0}),
}


class TestEveryKind:
    def test_is_listed_here(self):
        assert list(KINDS) == [kind.value for kind in EventKind]

    @pytest.mark.parametrize("kind", KINDS)
    def test_has_its_effect(self, run: Replay, kind: str):
        events, terms, expected = KINDS[kind]

        document = printed(run, case(*events, on="2026-04-30", **terms))

        last = document["after_each"][-1]
        assert last["kind"] == kind
        assert {name: last["position"][name] for name in expected} == expected

    @pytest.mark.parametrize("kind", KINDS)
    def test_stands_in_the_table(self, run: Replay, kind: str):
        events, terms, _ = KINDS[kind]

        result = run(case(*events, on="2026-04-30", **terms))

        assert (result.exit_code, result.stderr) == (0, "")
        headings, *lines, position, quote = result.stdout.splitlines()
        assert headings.split()[:3] == ["Tanggal", "Kejadian", "Jumlah"]
        assert len(lines) == 1 + len(events)
        assert lines[-1].split()[1] == kind
        assert position.split()[:2] == ["2026-04-30", "posisi"]
        assert quote.startswith("Pelunasan pada 2026-04-30: Rp")


class TestLayouts:
    def test_prints_the_position_on_the_date_with_the_quote_and_the_rows(self, run: Replay):
        document = printed(run, case(PAID))

        assert list(document) == ["after_each", "position", "instalments"]
        assert [(step["key"], step["kind"]) for step in document["after_each"]] == [
            ("cair", "disbursed"),
            ("bayar", "repaid"),
        ]
        assert document["position"] == {
            "on": "2026-03-10",
            "schedule": 1,
            "disbursed": 10_000_000,
            "repaid": LEVEL,
            "refunded": 0,
            "principal_paid": 821_937,
            "interest_paid": 25_000,
            "penalty_paid": 0,
            "outstanding": 9_178_063,
            "interest_due": 0,
            "penalty_due": 0,
            "arrears": 0,
            "overpaid": 0,
            "claim": 0,
            "arrears_principal": 0,
            "arrears_interest": 0,
            "principal_outstanding": 9_178_063,
            "capitalised_outstanding": 0,
            "interest_ahead": 0,
            "interest_income": 25_000,
            "recovered": 0,
            "forgiven_principal": 0,
            "forgiven_interest": 0,
            "days_past_due": 0,
            "is_paid_off": False,
            "ended": None,
            "settlement_quote": 9_178_063 + 22_945,
        }
        assert document["instalments"][0] == {
            "number": 1,
            "due_on": FIRST_DUE,
            "principal": 821_937,
            "interest": 25_000,
            "principal_paid": 821_937,
            "interest_paid": 25_000,
            "penalty_due": 0,
        }

    def test_prints_the_table_in_rupiah(self, run: Replay):
        result = run(case(PAID))

        assert result.stdout.splitlines()[2].split() == [
            *(FIRST_DUE, "repaid", "Rp846.937"),
            *("Rp9.178.063", "Rp0", "Rp0", "Rp0", "Rp0", "Rp0", "0"),
        ]
        assert result.stdout.splitlines()[-1] == "Pelunasan pada 2026-03-10: Rp9.201.008."

    def test_shows_a_late_entry_on_the_last_day_known_by_then(self, run: Replay):
        late = {"kind": "repaid", "on": "2026-02-20", "amount": 100_000}

        last = printed(run, case(PAID, late))["after_each"][-1]

        assert last["position"]["on"] == FIRST_DUE
        assert last["position"]["repaid"] == LEVEL + 100_000

    def test_is_a_command_of_harkat(self):
        assert main.commands["replay"] is replay

    def test_takes_a_loan_to_which_nothing_has_happened(self, run: Replay):
        document = printed(run, {"terms": TERMS, "events": [], "on": "2026-03-10"})

        assert (document["after_each"], document["instalments"]) == ([], [])
        assert document["position"]["settlement_quote"] == 0

    def test_reads_a_file_that_begins_with_a_byte_order_mark(self, run: Replay):
        assert run("\N{ZERO WIDTH NO-BREAK SPACE}" + json.dumps(case())).exit_code == 0


def event(**details: object) -> dict[str, object]:
    return case({"kind": "repaid", "on": FIRST_DUE, "amount": 1000, **details})


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in case().items() if key != name}


ALL_KINDS = ", ".join(EventKind)
NOT_AN_AMOUNT = "bukan jumlah; tulis rupiah bulat tanpa tanda kutip."
NOT_JSON = "bukan JSON; periksa tanda kurung, kutip, dan komanya."
PAID_OFF = {"kind": "settled", "on": FIRST_DUE, "amount": 10_025_000}
REFUSALS: dict[str, tuple[object, str]] = {
    "not_json": ("{", f"{{file}} {NOT_JSON}"),
    "empty": ("", f"{{file}} {NOT_JSON}"),
    "number_too_long": ('{"on": ' + "9" * 5000 + "}", f"{{file}} {NOT_JSON}"),
    "too_deep": ("[" * 100_000, f"{{file}} {NOT_JSON}"),
    "list": ([], "{file} bukan satu objek JSON; mulai dengan { dan akhiri }."),
    "no_terms": (
        without("terms"),
        'Berkas tidak punya "terms"; tulis "terms", "events", dan "on".',
    ),
    "no_events": (
        without("events"),
        'Berkas tidak punya "events"; tulis "terms", "events", dan "on".',
    ),
    "no_on": (without("on"), 'Berkas tidak punya "on"; tulis "terms", "events", dan "on".'),
    "terms_as_list": (
        {**case(), "terms": []},
        'terms: bukan satu objek; tulis misalnya {"principal": 10000000, ...}.',
    ),
    "terms_without_principal": (
        case(principal=None),
        "terms.principal: belum diisi; tulis misalnya 10000000.",
    ),
    "terms_with_principal_zero": (
        case(principal=0),
        "terms.principal: Rp0 di luar batas; yang bisa: Rp1 sampai Rp999.999.999.999.999.",
    ),
    "terms_with_unknown_name": (
        case(interest="0.03"),
        'terms.interest: "0.03" tidak dikenal; hapus isian ini.',
    ),
    "terms_with_unknown_method": (
        case(method="balloon"),
        (
            'terms.method: "balloon" tidak bisa dipakai; yang bisa: declining_annuity, '
            "declining_equal_principal, flat, profit_share, bullet."
        ),
    ),
    "terms_with_rate_as_number": (
        case(annual_rate=0.03),
        'terms.annual_rate: 0.03 tidak bisa dibaca; tulis misalnya "0.03".',
    ),
    "terms_with_absurd_rate": (
        case(annual_rate="3"),
        "terms.annual_rate: 3 di luar batas; yang bisa: 0 sampai 1.",
    ),
    "terms_with_negative_rate": (
        case(annual_rate="-0.03"),
        "terms.annual_rate: -0.03 di luar batas; yang bisa: 0 sampai 1.",
    ),
    "terms_with_no_instalments": (
        case(instalments=0),
        "terms.instalments: 0 di luar batas; yang bisa: 1 sampai 360.",
    ),
    "terms_with_too_few_rupiah": (
        {**case(principal=10), "events": []},
        "terms.instalments: 12 membuat angsuran tanpa pokok; yang bisa: 10.",
    ),
    "terms_due_before_disbursement": (
        case(first_due="2026-02-01"),
        ("terms.first_due: 2026-02-01 di luar batas; yang bisa: 2026-02-03 sampai 2099-12-31."),
    ),
    "events_as_object": (
        {**case(), "events": {}},
        (
            'events: bukan daftar; tulis misalnya [{"kind": "repaid", "on": "2026-03-02", '
            '"amount": 846937}].'
        ),
    ),
    "event_as_text": (
        case("repaid"),
        (
            'events[1]: bukan satu objek; tulis misalnya {"kind": "repaid", '
            '"on": "2026-03-02", "amount": 846937}.'
        ),
    ),
    "on_as_number": (
        {**case(), "on": 20260310},
        "on: 20260310 bukan tanggal; tulis misalnya 2026-03-02.",
    ),
    "on_too_far": (
        {**case(), "on": "2100-01-01"},
        "on: 2100-01-01 terlalu jauh; yang bisa: paling akhir 2099-12-31.",
    ),
    "no_kind": (event(kind=None), f"events[1].kind: belum diisi; yang bisa: {ALL_KINDS}."),
    "unknown_kind": (
        event(kind="paid"),
        f'events[1].kind: "paid" tidak dikenal; yang bisa: {ALL_KINDS}.',
    ),
    "kind_as_list": (
        event(kind=["repaid"]),
        f"events[1].kind: ['repaid'] tidak dikenal; yang bisa: {ALL_KINDS}.",
    ),
    "no_event_date": (event(on=None), "events[1].on: belum diisi; tulis misalnya 2026-03-02."),
    "date_that_is_none": (
        event(on="2026-02-30"),
        'events[1].on: "2026-02-30" bukan tanggal; tulis misalnya 2026-03-02.',
    ),
    "date_as_people_write_it": (
        event(on="02/03/2026"),
        'events[1].on: "02/03/2026" bukan tanggal; tulis misalnya 2026-03-02.',
    ),
    "date_as_basic_format": (
        event(on="20260302"),
        'events[1].on: "20260302" bukan tanggal; tulis misalnya 2026-03-02.',
    ),
    "amount_as_text": (event(amount="1000"), f'events[1].amount: "1000" {NOT_AN_AMOUNT}'),
    "amount_as_float": (event(amount=1000.0), f"events[1].amount: 1000.0 {NOT_AN_AMOUNT}"),
    "amount_negative": (event(amount=-1), f"events[1].amount: -1 {NOT_AN_AMOUNT}"),
    "amount_true": (event(amount=True), f"events[1].amount: True {NOT_AN_AMOUNT}"),
    "amount_zero": (
        event(amount=0),
        "events[1].amount: repaid memerlukan jumlah; tulis rupiah di atas 0.",
    ),
    "no_amount": (
        case({"kind": "repaid", "on": FIRST_DUE}),
        "events[1].amount: repaid memerlukan jumlah; tulis rupiah di atas 0.",
    ),
    "amount_huge": (
        event(amount=10**15),
        (
            "events[1].amount: 1000000000000000 terlalu besar; "
            "yang bisa: paling banyak Rp999.999.999.999.999."
        ),
    ),
    "key_as_number": (
        event(key=7),
        "events[1].key: 7 bukan teks; tulis kunci yang berbeda tiap kali.",
    ),
    "key_twice": (
        event(key="cair"),
        'events[1].key: "cair" sudah dipakai; tulis kunci lain.',
    ),
    "payment_first": (
        {**case(), "events": [PAID]},
        "events[0].on: 2026-03-02 sebelum pencairan; yang bisa: mulai 2026-02-02.",
    ),
    "payment_before_disbursement": (
        event(on="2026-02-01"),
        "events[1].on: 2026-02-01 sebelum pencairan; yang bisa: mulai 2026-02-02.",
    ),
    "payment_on_a_closed_loan": (
        case(PAID_OFF, {**PAID, "on": "2026-03-05"}),
        "events[2].kind: repaid tidak bisa dicatat sesudah pinjaman berakhir; hapus.",
    ),
    "payment_on_a_written_off_loan": (
        case(WRITTEN_OFF, {**PAID, "on": "2026-03-10"}),
        "events[2].kind: repaid tidak bisa sesudah hapus buku; yang benar: recovered.",
    ),
    "recovery_on_a_running_loan": (
        event(kind="recovered"),
        "events[1].kind: recovered hanya sesudah hapus buku; yang benar: repaid.",
    ),
    "event_after_the_day": (
        event(on="2026-03-11"),
        "events[1].on: 2026-03-11 sesudah tanggal posisi; yang bisa: paling akhir 2026-03-10.",
    ),
    "disbursed_on_another_day": (
        {**case(), "events": [{**BORROWED, "on": FIRST_DUE}]},
        "events[0].on: 2026-03-02 bukan tanggal pencairan; yang benar: 2026-02-02.",
    ),
    "disbursed_too_much": (
        case({**BORROWED, "key": "lagi", "amount": 1}),
        "events[1].amount: Rp1 melebihi pinjaman; yang bisa: paling banyak Rp0.",
    ),
    "margin_in_tranches": (
        {
            **case(method="profit_share", margin=300_000),
            "events": [{**BORROWED, "amount": 6_000_000}],
        },
        "events[0].amount: Rp6.000.000 sebagian saja; yang benar: Rp10.000.000, sekali cair.",
    ),
    "settled_with_another_sum": (
        case({"kind": "settled", "on": FIRST_DUE, "amount": 10_000_000}),
        (
            "events[1].amount: Rp10.000.000 bukan jumlah pelunasan hari itu; "
            "yang benar: Rp10.025.000."
        ),
    ),
    "waived_more_than_due": (
        case({"kind": "interest_waived", "on": FIRST_DUE, "amount": 25_001}),
        ("events[1].amount: Rp25.001 melebihi yang terutang; yang bisa: paling banyak Rp25.000."),
    ),
    "refunded_more_than_credit": (
        case({"kind": "refunded", "on": FIRST_DUE, "amount": 1}),
        "events[1].amount: Rp1 melebihi titipan; yang bisa: paling banyak Rp0.",
    ),
    "reversal_of_nothing": (
        case({"kind": "reversed", "on": FIRST_DUE}),
        "events[1].reverses: belum diisi; tulis kunci kejadian sebelumnya.",
    ),
    "reversal_of_something_unknown": (
        case(PAID, {**UNDONE, "reverses": "setor"}),
        'events[2].reverses: "setor" tidak ada; tulis kunci kejadian sebelumnya.',
    ),
    "reversal_by_list": (
        case(PAID, {**UNDONE, "reverses": ["bayar"]}),
        "events[2].reverses: ['bayar'] tidak ada; tulis kunci kejadian sebelumnya.",
    ),
    "reversal_twice": (
        case(PAID, UNDONE, {**UNDONE, "key": "lagi"}),
        'events[3].reverses: "bayar" sudah dibalik; hapus pembalikan yang kedua.',
    ),
    "reversal_of_a_reversal": (
        case(PAID, UNDONE, {**UNDONE, "key": "lagi", "reverses": "batal"}),
        'events[3].reverses: "batal" sendiri pembalikan; catat kejadian aslinya lagi.',
    ),
    "reversal_before_it_happened": (
        case(PAID, {**UNDONE, "on": "2026-03-01"}),
        "events[2].on: 2026-03-01 sebelum kejadiannya; yang bisa: mulai 2026-03-02.",
    ),
    "reversal_of_what_others_build_on": (
        case(PAID, {**UNDONE, "reverses": "cair"}),
        'events[2].reverses: "cair" dipakai kejadian "bayar"; balik kejadian itu dahulu.',
    ),
    "reversal_of_spent_credit": (
        case(
            {**PAID, "amount": LEVEL + 5},
            {"kind": "refunded", "on": FIRST_DUE, "amount": 5, "key": "kembali"},
            UNDONE,
            surplus="credit",
        ),
        (
            'events[3].reverses: titipan sudah dipakai kejadian "kembali"; '
            "balik kejadian itu dahulu."
        ),
    ),
    "reverses_in_a_payment": (
        event(reverses="cair"),
        "events[1].reverses: hanya untuk reversed; hapus isian ini.",
    ),
    "payment_with_unknown_field": (
        event(payer="Siti"),
        "events[1].payer: tidak dikenal untuk repaid; hapus isian ini.",
    ),
    "change_as_text": (
        case({"kind": "restructured", "on": FIRST_DUE, "change": "24"}),
        'events[1].change: bukan satu objek; tulis misalnya {"instalments": 24}.',
    ),
    "change_with_unknown_field": (
        case({"kind": "rate_changed", "on": FIRST_DUE, "rate": "0.06"}),
        "events[1].rate: tidak dikenal untuk rate_changed; yang bisa: annual_rate.",
    ),
    "change_with_field_of_another_kind": (
        case({"kind": "payment_holiday", "on": FIRST_DUE, "change": {"instalments": 24}}),
        (
            "events[1].instalments: tidak dikenal untuk payment_holiday; "
            "yang bisa: interest_grace_mode, periods."
        ),
    ),
    "change_with_rate_as_number": (
        case({"kind": "rate_changed", "on": FIRST_DUE, "annual_rate": 0.06}),
        'events[1].annual_rate: 0.06 tidak bisa dibaca; tulis misalnya "0.03".',
    ),
    "change_with_endless_rate": (
        case({"kind": "rate_changed", "on": FIRST_DUE, "annual_rate": "1e-99999"}),
        ("events[1].annual_rate: 1E-99999 terlalu banyak desimal; yang bisa: paling banyak 10."),
    ),
    "change_without_anything": (
        case({"kind": "rate_changed", "on": FIRST_DUE}),
        "events[1].annual_rate: belum diisi; tulis nilai yang baru.",
    ),
    "change_of_too_many_instalments": (
        case({"kind": "restructured", "on": FIRST_DUE, "instalments": 361}),
        "events[1].instalments: 361 di luar batas; yang bisa: 1 sampai 360.",
    ),
    "holiday_that_never_ends": (
        case({"kind": "payment_holiday", "on": FIRST_DUE, "periods": 350}),
        "events[1].periods: 350 terlalu banyak; yang bisa: paling banyak 349.",
    ),
    "change_of_a_margin": (
        case(
            {"kind": "rate_changed", "on": FIRST_DUE, "annual_rate": "0.06"},
            method="profit_share",
        ),
        "events[1].kind: rate_changed tidak bisa, margin tetap sejak akad; hapus.",
    ),
    "change_after_the_last_instalment": (
        case({"kind": "payment_holiday", "on": "2027-02-02", "periods": 1}, on="2027-02-02"),
        "events[1].on: 2027-02-02 sesudah angsuran terakhir; yang bisa: sebelum 2027-02-02.",
    ),
}


class TestRefusal:
    @pytest.mark.parametrize("name", REFUSALS)
    def test_is_one_sentence_that_names_the_field_and_what_would_be_right(
        self, run: Replay, tmp_path: Path, name: str
    ):
        content, sentence = REFUSALS[name]

        result = run(content)

        said = sentence.replace("{file}", f'Berkas "{tmp_path}/pinjaman.json"')
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{said}\n")

    @pytest.mark.parametrize("path", ["tidak-ada.json", "."])
    def test_names_a_file_that_cannot_be_opened(self, tmp_path: Path, path: str):
        result = CliRunner().invoke(replay, [str(tmp_path / path)])

        said = f'Berkas "{tmp_path / path}" tidak bisa dibuka; periksa nama dan izinnya.\n'
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)

    def test_names_a_file_that_is_too_large(self, run: Replay, tmp_path: Path):
        result = run(" " * 5_000_001)

        said = f'Berkas "{tmp_path}/pinjaman.json" terlalu besar; paling besar 5 MB.\n'
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)

    def test_names_a_file_that_is_missing(self):
        result = CliRunner().invoke(replay, [])

        said = "Berkas belum disebut; tulis misalnya harkat replay pinjaman.json.\n"
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)

    def test_names_a_layout_that_is_not_known(self, run: Replay):
        result = run(case(), "--format", "xml")

        said = 'Opsi --format: "xml" tidak bisa dipakai; yang bisa: table, json.\n'
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
