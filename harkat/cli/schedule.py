"""`harkat schedule`: prints the schedule of given terms, without a database."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import IO, Any

import click

from harkat.domain.cost import effective_rate
from harkat.domain.indonesian import percent
from harkat.domain.money import Rupiah, UnclearAmount, format_rupiah, parse_rupiah
from harkat.domain.product import (
    MOST_RATE_DECIMALS,
    Impossible,
    ImpossibleTerms,
    LoanTerms,
    NotYetSupported,
    RefusedTerms,
)
from harkat.domain.schedule import Instalment, Schedule, schedule


@click.command("schedule")
@click.option("--principal", help="Pokok dalam rupiah, misalnya 10000000.")
@click.option("--rate", "annual_rate", default="3", help="Bunga setahun dalam persen.")
@click.option("--instalments", default="12", help="Banyaknya angsuran.")
@click.option("--every", default="month", help="Jarak antarangsuran.")
@click.option("--method", default="declining_annuity", help="Cara menghitung bunga.")
@click.option("--day-count", default="30/360", help="Cara menghitung hari.")
@click.option("--rounding", default="half_up", help="Cara membulatkan.")
@click.option("--multiple", default="1", help="Kelipatan angsuran dalam rupiah.")
@click.option("--disbursed-on", help="Tanggal pencairan, misalnya 2026-02-02.")
@click.option("--first-due", help="Jatuh tempo pertama bila bukan sebulan setelah pencairan.")
@click.option("--principal-grace", default="0", help="Masa tanpa pokok, dalam angsuran.")
@click.option("--interest-grace", default="0", help="Masa tanpa pokok dan bunga.")
@click.option("--interest-grace-mode", default="collected", help="Nasib bunga masa itu.")
@click.option("--margin", help="Margin dalam rupiah.")
@click.option("--margin-spread", default="flat", help="Cara membagi margin.")
@click.option("--fee", default="0", help="Biaya dalam rupiah.")
@click.option("--format", "layout", default="table", help="table, json, atau csv.")
def schedule_command(*, layout: str, **typed: str | None) -> None:
    """Cetak jadwal angsuran."""
    try:
        write = _LAYOUTS.get(layout)
        if write is None:
            raise NotYetSupported(field="format", value=layout, supported=tuple(_LAYOUTS))
        plan = schedule(_terms(typed))
    except RefusedTerms as refused:
        raise _Refusal(_sentence(refused, {**typed, "format": layout})) from None
    click.echo(write(plan))


class _Refusal(click.ClickException):
    """One sentence and exit code 2, without the usage that click would add."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file, err=True)


def _terms(typed: Mapping[str, str | None]) -> LoanTerms:
    """Read the options; what cannot be read goes on as text, which the terms refuse by name."""
    return LoanTerms.from_json(
        {key: _READERS.get(key, str)(text) for key, text in typed.items() if text is not None}
    )


def _amount(text: str) -> object:
    try:
        return int(parse_rupiah(text))
    except UnclearAmount:
        return text


def _number(text: str) -> object:
    return int(text) if re.fullmatch("-?[0-9]{1,9}", text) else text


def _fraction_of_percent(text: str) -> object:
    """Return ``3`` or ``2,5`` per cent as the decimal text 0.03 or 0.025, exactly."""
    if not re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?", text, re.ASCII):
        return text
    return f"{text.replace(',', '.')}e-2"


_READERS: Mapping[str, Callable[[str], object]] = {
    "principal": _amount,
    "annual_rate": _fraction_of_percent,
    "instalments": _number,
    "multiple": _number,
    "principal_grace": _number,
    "interest_grace": _number,
    "margin": _amount,
    "fee": _amount,
}


def _json(plan: Schedule) -> str:
    document = {
        "terms": plan.terms.to_json(),
        "rows": [_plain(row) for row in plan.rows],
        "totals": {name: int(amount) for name, amount in asdict(plan.totals).items()},
        "effective_rate": str(effective_rate(plan)),
    }
    return json.dumps(document, indent=2)


def _csv(plan: Schedule) -> str:
    text = io.StringIO()
    rows = [_plain(row) for row in plan.rows]
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().rstrip("\n")


def _plain(row: Instalment) -> dict[str, object]:
    return {
        "number": row.number,
        "due_on": row.due_on.isoformat(),
        "principal": int(row.principal),
        "interest": int(row.interest),
        "total": int(row.total),
        "balance": int(row.balance),
    }


_HEADINGS = ("Ke-", "Jatuh tempo", "Pokok", "Bunga", "Angsuran", "Sisa pokok")


def _table(plan: Schedule) -> str:
    lines = [
        _line(*_HEADINGS),
        *(
            _line(
                str(row.number),
                row.due_on.isoformat(),
                *map(format_rupiah, (row.principal, row.interest, row.total, row.balance)),
            )
            for row in plan.rows
        ),
        _line("", "Jumlah", *map(format_rupiah, asdict(plan.totals).values()), ""),
        f"Bunga efektif {percent(effective_rate(plan))} setahun.",
    ]
    return "\n".join(line.rstrip() for line in lines)


def _line(number: str, due_on: str, *amounts: str) -> str:
    return f"{number:>3}  {due_on:<11}" + "".join(f"{amount:>20}" for amount in amounts)


_LAYOUTS: Mapping[str, Callable[[Schedule], str]] = {"table": _table, "json": _json, "csv": _csv}

_OPTIONS = {"annual_rate": "--rate", "first_due_on": "--first-due"}
_KEYS = {"first_due_on": "first_due"}
_EXAMPLES = {
    "principal": "10000000",
    "annual_rate": "3",
    "disbursed_on": "2026-02-02",
    "first_due_on": "2026-03-10",
    "instalments": "12",
    "multiple": "1",
    "margin": "300000",
}


def _sentence(refused: RefusedTerms, typed: Mapping[str, str | None]) -> str:
    """Say which option cannot be used, what is wrong with it, and what works."""
    field = refused.field
    option = _OPTIONS.get(field, "--" + field.replace("_", "-"))
    text = typed[_KEYS.get(field, field)]
    example = f"tulis misalnya {option} {_EXAMPLES.get(field, '0')}"
    if text is None:
        return f"Opsi {option} belum diisi; {example}."
    return f'Opsi {option}: "{text}" {_problem(refused, example)}.'


def _problem(refused: RefusedTerms, example: str) -> str:
    match refused:
        case NotYetSupported(supported=supported):
            return f"tidak bisa dipakai; yang bisa: {', '.join(map(_said, supported))}"
        case ImpossibleTerms(reason=Impossible.OUT_OF_RANGE, lowest=lowest, highest=highest):
            return f"di luar batas; yang bisa: {_said(lowest)} sampai {_said(highest)}"
        case ImpossibleTerms(reason=Impossible.TOO_MANY_DECIMALS):
            return f"terlalu banyak desimal; yang bisa: paling banyak {MOST_RATE_DECIMALS - 2}"
        case ImpossibleTerms(reason=Impossible.ROW_WITHOUT_PRINCIPAL, highest=highest):
            return f"membuat angsuran tanpa pokok; yang bisa: {highest}"
    return f"tidak bisa dibaca; {example}"


def _said(value: object) -> str:
    match value:
        case None:
            return "tanpa opsi ini"
        case Rupiah():
            return format_rupiah(value)
        case Decimal():
            return str(int(value * 100))
    return str(value)
