"""`harkat schedule`: prints the schedule of given terms, without a database."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

import click

from harkat.cli.refusal import Refusal, problem_of, quoted, said_per_cent
from harkat.domain.cost import cost, effective_rate
from harkat.domain.indonesian import percent
from harkat.domain.money import UnclearAmount, format_rupiah, parse_rupiah
from harkat.domain.product import (
    MOST_RATE_DECIMALS,
    Impossible,
    ImpossibleTerms,
    LoanTerms,
    RefusedTerms,
)
from harkat.domain.schedule import Instalment, Schedule, schedule


class _ScheduleCommand(click.Command):
    """A command whose options are refused in a sentence, too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line.

        :raises Refusal: for an option that is not known or has no value
        """
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as refused:
            options = ", ".join(param.opts[0] for param in self.get_params(ctx))
            raise Refusal(
                f"Opsi {refused.option_name} tidak dikenal; yang bisa: {options}."
            ) from None
        except click.BadOptionUsage as refused:
            field = _FIELDS.get(refused.option_name, refused.option_name.strip("-"))
            example = _EXAMPLES.get(field.replace("-", "_"), "0")
            raise Refusal(
                f"Opsi {refused.option_name} belum diisi; "
                f"tulis misalnya {refused.option_name} {example}."
            ) from None
        except click.UsageError:
            raise Refusal(
                "Ada kata di luar opsi; tulis setiap isian sesudah opsinya, "
                "misalnya --principal 10000000."
            ) from None


@click.command("schedule", cls=_ScheduleCommand)
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
@click.option("--shift", default="none", help="Jatuh tempo pada hari Minggu atau libur.")
@click.option("--holiday", "holidays", multiple=True, help="Hari libur; boleh berulang.")
@click.option("--format", "layout", default="table", help="table, json, atau csv.")
def schedule_command(*, layout: str, holidays: Sequence[str], **typed: str | None) -> None:
    """Cetak jadwal angsuran."""
    try:
        write = _LAYOUTS.get(layout)
        if write is None:
            raise ImpossibleTerms(
                field="format",
                reason=Impossible.NO_CHOICE,
                value=layout,
                choices=tuple(_LAYOUTS),
            )
        plan = schedule(_terms(typed, holidays))
    except RefusedTerms as refused:
        said = {**typed, "format": layout, "holidays": str(refused.value)}
        raise Refusal(_sentence(refused, said)) from None
    click.echo(write(plan))


def _terms(typed: Mapping[str, str | None], holidays: Sequence[str]) -> LoanTerms:
    """Read the options; what cannot be read goes on as text, which the terms refuse by name."""
    data: dict[str, object] = {
        key: _READERS.get(key, str)(text) for key, text in typed.items() if text is not None
    }
    return LoanTerms.from_json({**data, "holidays": [_day(text) for text in holidays]})


def _day(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ImpossibleTerms(field="holidays", reason=Impossible.UNREADABLE, value=text)


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
        *_cost_lines(plan),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _cost_lines(plan: Schedule) -> Sequence[str]:
    """Say what the loan costs; without a fee the interest is all of it."""
    found = cost(plan)
    fee = [f"Biaya {format_rupiah(found.fees)} dibayar saat pencairan."] if found.fees else []
    return [
        *fee,
        f"Biaya seluruhnya {format_rupiah(found.total_cost)}.",
        f"Seluruh yang dibayar {format_rupiah(found.total_to_pay)}.",
        f"Bunga efektif {percent(found.effective_rate)} setahun.",
    ]


def _line(number: str, due_on: str, *amounts: str) -> str:
    return f"{number:>3}  {due_on:<11}" + "".join(f"{amount:>20}" for amount in amounts)


_LAYOUTS: Mapping[str, Callable[[Schedule], str]] = {"table": _table, "json": _json, "csv": _csv}

_OPTIONS = {"annual_rate": "--rate", "first_due_on": "--first-due", "holidays": "--holiday"}
_FIELDS = {option: field for field, option in _OPTIONS.items()}
_KEYS = {"first_due_on": "first_due"}
_EXAMPLES = {
    "principal": "10000000",
    "annual_rate": "3",
    "disbursed_on": "2026-02-02",
    "first_due_on": "2026-03-10",
    "holidays": "2026-03-20",
    "instalments": "12",
    "every": "month",
    "method": "declining_annuity",
    "day_count": "30/360",
    "rounding": "half_up",
    "multiple": "1",
    "interest_grace_mode": "collected",
    "margin": "300000",
    "margin_spread": "flat",
    "shift": "forward",
    "format": "table",
}


def _sentence(refused: RefusedTerms, typed: Mapping[str, str | None]) -> str:
    """Say which option cannot be used, what is wrong with it, and what works."""
    field = refused.field
    option = _OPTIONS.get(field, "--" + field.replace("_", "-"))
    text = typed[_KEYS.get(field, field)]
    example = f"tulis misalnya {option} {_EXAMPLES.get(field, '0')}"
    if text is None:
        return f"Opsi {option} belum diisi; {example}."
    problem = problem_of(
        refused, example=example, say=said_per_cent, rate_decimals=MOST_RATE_DECIMALS - 2
    )
    return f"Opsi {option}: {quoted(text)} {problem}."
