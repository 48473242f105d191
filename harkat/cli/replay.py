"""`harkat replay`: folds a loan's events from a file and prints what the engine sees.

Without a database, for a bank that disputes a figure.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from harkat.cli.refusal import Refusal, quoted
from harkat.cli.replay_case import Case, read_case
from harkat.domain.loan_components import components
from harkat.domain.loan_events import LoanEvent
from harkat.domain.money import ZERO, Rupiah, format_rupiah
from harkat.domain.position import InstalmentPosition, Position, position, settlement_quote


@click.command("replay")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--format", "layout", default="table", help="table atau json.")
def replay(file: Path | None, layout: str) -> None:
    """Hitung ulang satu pinjaman dari berkas kejadian (JSON)."""
    write = _LAYOUTS.get(layout)
    if write is None:
        works = ", ".join(_LAYOUTS)
        raise Refusal(f"Opsi --format: {quoted(layout)} tidak bisa dipakai; yang bisa: {works}.")
    if file is None:
        raise Refusal("Berkas belum disebut; tulis misalnya harkat replay pinjaman.json.")
    click.echo(write(_replayed(read_case(file))))


@dataclass(frozen=True, kw_only=True)
class _Replay:
    """A loan after each of its events, and on the day of the question."""

    steps: Sequence[tuple[LoanEvent, Position]]
    now: Position
    quote: Rupiah


def _replayed(case: Case) -> _Replay:
    """Fold up to each event, on its day or on the last day known by then."""
    steps = []
    day = date.min
    for count, event in enumerate(case.events, start=1):
        day = max(day, event.value_on)
        steps.append((event, position(terms=case.terms, events=case.events[:count], on=day)))
    return _Replay(
        steps=steps,
        now=position(terms=case.terms, events=case.events, on=case.on),
        quote=settlement_quote(terms=case.terms, events=case.events, on=case.on).total,
    )


_FIGURES = {
    "outstanding": "Baki debet",
    "interest_due": "Bunga terutang",
    "penalty_due": "Denda",
    "arrears": "Tunggakan",
    "overpaid": "Titipan",
    "claim": "Tagihan hapus buku",
}


def _json(found: _Replay) -> str:
    document = {
        "after_each": [
            {"key": event.key, "kind": event.kind.value, "position": _plain(after)}
            for event, after in found.steps
        ],
        "position": _plain(found.now) | {"settlement_quote": int(found.quote)},
        "instalments": [_instalment(row) for row in found.now.instalments],
    }
    return json.dumps(document, indent=2)


def _plain(found: Position) -> dict[str, object]:
    held = components(found)
    return {
        "on": found.on.isoformat(),
        "schedule": len(found.plans),
        "disbursed": int(found.disbursed),
        "repaid": int(found.repaid),
        "refunded": int(found.refunded),
        "principal_paid": int(found.principal_paid),
        "interest_paid": int(found.interest_paid),
        "penalty_paid": int(found.penalty_paid),
        **{name: int(getattr(found, name)) for name in _FIGURES},
        "arrears_principal": int(found.arrears_principal),
        "arrears_interest": int(found.arrears_interest),
        "principal_outstanding": int(found.principal_outstanding),
        "capitalised_outstanding": int(found.capitalised_outstanding),
        "interest_ahead": int(found.interest_ahead),
        "interest_income": int(held.interest_income),
        "recovered": int(found.recovered),
        "forgiven_principal": int(found.forgiven_principal),
        "forgiven_interest": int(found.forgiven_interest),
        "days_past_due": found.days_past_due,
        "is_paid_off": found.is_paid_off,
        "ended": found.ended.value if found.ended else None,
    }


def _instalment(row: InstalmentPosition) -> dict[str, object]:
    return {
        "number": row.number,
        "due_on": row.due_on.isoformat(),
        "principal": int(row.principal),
        "interest": int(row.interest),
        "principal_paid": int(row.principal_paid),
        "interest_paid": int(row.interest_paid),
        "penalty_due": int(row.penalty_due),
    }


def _table(found: _Replay) -> str:
    headings = ("Tanggal", "Kejadian", "Jumlah", *_FIGURES.values(), "Telat")
    lines = [_line(*headings)]
    lines += [_figures(event.kind.value, event.amount, after) for event, after in found.steps]
    lines.append(_figures("posisi", ZERO, found.now))
    lines.append(f"Pelunasan pada {found.now.on.isoformat()}: {format_rupiah(found.quote)}.")
    return "\n".join(lines)


def _figures(name: str, amount: Rupiah, found: Position) -> str:
    return _line(
        found.on.isoformat(),
        name,
        format_rupiah(amount) if amount else "",
        *(format_rupiah(getattr(found, figure)) for figure in _FIGURES),
        str(found.days_past_due),
    )


def _line(day: str, name: str, *cells: str) -> str:
    return (f"{day:<12}{name:<18}" + "".join(f"{cell:>20}" for cell in cells)).rstrip()


_LAYOUTS: Mapping[str, Callable[[_Replay], str]] = {"table": _table, "json": _json}
