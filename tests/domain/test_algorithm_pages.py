"""The pages on algorithms say what the code computes: their tables are read and compared."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from harkat.domain.cost import cost
from harkat.domain.position import components, position
from harkat.domain.product import InterestMethod
from harkat.domain.schedule import schedule
from tests.domain.loans import TERMS, disbursed, given_terms, repaid

PAGES = Path(__file__).parents[2] / "docs/algorithms"


def table(page: str, *, first_columns: str) -> list[dict[str, str]]:
    """Return the rows of the table whose heading starts so, each by the words of the heading."""
    lines = iter((PAGES / page).read_text().splitlines())
    heading = next(line for line in lines if line.startswith(first_columns))
    rows = []
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(cells(heading), cells(line), strict=True)))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def number(cell: str) -> int:
    return int(cell.replace(",", ""))


REPAYMENTS = [
    repaid(number(row["repaid"]), on=date.fromisoformat(row["value date"]), seq=int(row["seq"]))
    for row in table("allocation.md", first_columns="| seq |")
]
EVENTS = [disbursed(), *REPAYMENTS]


class TestSchedulePage:
    def test_shows_the_rows_of_the_worked_example(self):
        shown = [
            (
                int(row["number"]),
                date.fromisoformat(row["due on"]),
                *(number(row[name]) for name in ("principal", "interest", "total", "balance")),
            )
            for row in table("schedule.md", first_columns="| number |")
        ]

        assert shown == [
            (row.number, row.due_on, row.principal, row.interest, row.total, row.balance)
            for row in schedule(TERMS).rows
        ]

    @pytest.mark.parametrize(
        "row",
        table("schedule.md", first_columns="| method | first total |"),
        ids=lambda row: row["method"],
    )
    def test_shows_what_each_method_costs(self, row: dict[str, str]):
        plan = schedule(given_terms(method=InterestMethod(row["method"])))
        disclosed = cost(plan)

        assert number(row["first total"]) == plan.rows[0].total
        assert number(row["last total"]) == plan.rows[-1].total
        assert number(row["total interest"]) == disclosed.total_interest
        assert number(row["total to pay"]) == disclosed.total_to_pay
        assert Decimal(row["effective rate"]) == disclosed.effective_rate


class TestAllocationPage:
    def test_shows_the_split_of_each_repayment(self):
        folded = position(terms=TERMS, events=EVENTS, on=REPAYMENTS[-1].value_on)

        for row, split in zip(
            table("allocation.md", first_columns="| seq |"), folded.allocations, strict=True
        ):
            assert number(row["interest"]) == split.interest
            assert number(row["principal"]) == split.principal
            assert number(row["overpaid"]) == split.overpaid
            numbers = {part.number for part in split.parts}
            assert {int(end) for end in row["instalments"].split("–")} == {
                min(numbers),
                max(numbers),
            }

    @pytest.mark.parametrize(
        "row", table("allocation.md", first_columns="| on |"), ids=lambda row: row["on"]
    )
    def test_shows_where_the_loan_stands(self, row: dict[str, str]):
        on = date.fromisoformat(row["on"])

        folded = position(terms=TERMS, events=EVENTS, on=on)

        held = components(folded)
        assert number(row["principal"]) == held.principal
        assert number(row["interest due"]) == held.interest_due
        assert number(row["interest ahead"]) == held.interest_ahead
        assert number(row["interest income"]) == held.interest_income
        assert number(row["suspense"]) == held.suspense
        assert number(row["arrears"]) == folded.arrears
        assert number(row["days past due"]) == folded.days_past_due
