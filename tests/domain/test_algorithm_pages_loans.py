"""The pages on the life of a loan say what the code computes: their tables are compared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.position import Position
from harkat.domain.product import (
    AllocationOrder,
    InterestGraceMode,
    InterestMethod,
    PenaltyPer,
    SettlementRule,
    Surplus,
)
from tests.domain.stories import Story, paid_out
from tests.domain.test_algorithm_pages import number, table

LEVEL = 846_937
Cells = Mapping[str, str]


def rows_of(page: str, heading: str) -> Any:
    """Give each row of a table to the test, named by its first cells."""
    rows = table(page, first_columns=heading)
    return pytest.mark.parametrize("cells", rows, ids=lambda row: "; ".join(list(row.values())[:2]))


def money(cells: Cells, *names: str) -> list[int]:
    return [number(cells[name]) for name in names]


def first_rows_paid(count: int, **terms: Any) -> Story:
    """Pay the first rows of the annuity, each on its due date."""
    told = paid_out(**terms)
    for due in told.on(told.terms.disbursed_on.isoformat()).instalments[:count]:
        told = told.then("repaid", due.due_on.isoformat(), int(due.total))
    return told


class TestAllocationPage:
    def test_names_every_kind_of_event(self):
        named = [
            kind.strip("` ")
            for cells in table("allocation.md", first_columns="| kind |")
            for kind in cells["kind"].split(",")
        ]

        assert named == [kind.value for kind in EventKind]

    def test_names_every_mode(self):
        modes = table("allocation.md", first_columns="| mode |")

        assert {cells["mode"].split("`")[0] for cells in modes} == set(Surplus)

    @rows_of("allocation.md", "| order |")
    def test_shows_what_each_order_pays_first(self, cells: Cells):
        told = paid_out(
            allocation_order=AllocationOrder(cells["order"]), penalty_rate=Decimal("0.001")
        )

        (split,) = (
            told.then("repaid", "2026-04-10", number(cells["paid"])).on("2026-04-10").allocations
        )

        paid = {part.number: part for part in split.parts}
        for row in (1, 2):
            shown = money(
                cells, *(f"{row}: {name}" for name in ("interest", "principal", "penalty"))
            )
            assert (
                shown == [int(amount) for amount in paid[row][1:]]
                if row in paid
                else not any(shown)
            )

    @pytest.mark.parametrize(
        ("day", "payments"),
        [
            ("2 March", [("2026-03-02", 3_000_000)]),
            ("20 March", [("2026-03-02", LEVEL), ("2026-03-20", 2_000_000)]),
        ],
        ids=lambda said: said if isinstance(said, str) else "",
    )
    def test_shows_what_becomes_of_a_surplus(self, day: str, payments: list[tuple[str, int]]):
        for cells in table("allocation.md", first_columns=f"| {day} |"):
            told = paid_out(surplus=Surplus(cells[day]))
            for on, amount in payments:
                told = told.then("repaid", on, amount)

            found = told.on(payments[-1][0])

            rows = found.instalments
            assert money(
                cells, "rows", "next to pay", "last to pay", "interest", "outstanding", "credit"
            ) == [
                len(rows),
                rows[1].unpaid,
                rows[-1].unpaid,
                sum(row.interest for row in rows),
                found.outstanding,
                found.overpaid,
            ]
            assert cells["last due"] == rows[-1].due_on.isoformat()

    def test_shows_a_row_for_each_surplus(self):
        shown = {cells["2 March"] for cells in table("allocation.md", first_columns="| 2 March |")}

        assert shown == {surplus.value for surplus in Surplus}

    @rows_of("allocation.md", "| day |")
    def test_shows_the_penalty_of_a_row_day_by_day(self, cells: Cells):
        contracts: dict[str, dict[str, Any]] = {
            "0.1 % a day": {},
            "with 5 days of grace": {"penalty_grace_days": 5},
            "with a cap of 5 %": {"penalty_cap": Decimal("0.05")},
            "2 % a month": {"penalty_rate": Decimal("0.02"), "penalty_per": PenaltyPer.MONTH},
        }
        for name, contract in contracts.items():
            found = paid_out(**{"penalty_rate": Decimal("0.001"), **contract}).on(cells["day"])

            assert found.instalments[0].penalty_due == number(cells[name])
            assert found.days_past_due == number(cells["days late"])


SETTLED_CASES = {
    "nothing paid": paid_out(),
    "row 1 paid": first_rows_paid(1),
    "rows 1 to 4 paid on 2 March": paid_out().then("repaid", "2026-03-02", 4 * LEVEL),
    "late, 0.1 % a day": paid_out(penalty_rate=Decimal("0.001")),
    "rows 1 to 11 paid": first_rows_paid(11),
}


class TestSettlementPage:
    @rows_of("settlement.md", "| case |")
    def test_shows_the_quote_of_a_day(self, cells: Cells):
        told = SETTLED_CASES[cells["case"]]

        quote = told.quote(cells["on"])

        shown = money(
            cells, "principal", "interest due", "interest", "penalty", "paid ahead", "total"
        )
        assert shown == [
            quote.principal,
            quote.interest_due,
            quote.interest,
            quote.penalty,
            quote.paid_ahead,
            quote.total,
        ]
        assert told.then("settled", cells["on"], int(quote.total)).on(cells["on"]).is_paid_off

    @rows_of("settlement.md", "| closing row |")
    def test_shows_the_row_that_closes_a_loan(self, cells: Cells):
        told = SETTLED_CASES["rows 1 to 4 paid on 2 March"]
        day = cells["due on"]

        found = told.then("settled", day, int(told.quote(day).total)).on(day)

        last = found.instalments[-1]
        assert last.due_on == date.fromisoformat(day)
        assert money(cells, "closing row", "principal", "interest", "paid", "schedule") == [
            last.number,
            last.principal,
            last.interest,
            last.paid,
            found.plans[-1].number,
        ]

    @rows_of("settlement.md", "| grace |")
    def test_shows_what_a_grace_has_put_off(self, cells: Cells):
        told = paid_out(interest_grace=3, interest_grace_mode=InterestGraceMode(cells["grace"]))

        quote = told.quote(cells["on"])

        assert money(cells, "principal", "interest due", "interest", "total") == [
            quote.principal,
            quote.interest_due,
            quote.interest,
            quote.total,
        ]

    @rows_of("settlement.md", "| margin |")
    def test_shows_what_is_owed_of_a_margin(self, cells: Cells):
        told = first_rows_paid(
            2,
            method=InterestMethod.PROFIT_SHARE,
            margin=Rupiah(299_995),
            settlement=SettlementRule(cells["margin"]),
            settlement_rebate=Decimal(cells["rebate"]),
        )

        quote = told.quote("2026-04-20")

        assert money(cells, "principal", "interest", "total") == [
            quote.principal,
            quote.interest,
            quote.total,
        ]


def in_tranches(words: str) -> Story:
    """Pay out what a cell says: amounts, each but the first with its day."""
    first, *others = words.split("; ")
    told = paid_out(number(first))
    for words_of_one in others:
        amount, on = words_of_one.split(" on ")
        told = told.then("disbursed", on, number(amount))
    return told


def changed(words: str) -> Story:
    """Change the loan of which row 1 is paid, as a cell says."""
    told = first_rows_paid(1)
    if words.startswith("holiday"):
        first, mode = words.split(", ")
        return told.then(
            "payment_holiday", first.split(" from ")[1], periods=2, interest_grace_mode=mode
        )
    for words_of_one in words.split(", "):
        rate, on = words_of_one.split(" % from ")
        told = told.then("rate_changed", on, annual_rate=str(Decimal(rate) / 100))
    return told


RESTRUCTURED = {
    "arrears capitalised": {"capitalises_interest": True},
    "arrears put aside": {},
    "put aside, 2 %": {"annual_rate": "0.02"},
    "capitalised, 3 of principal grace": {"capitalises_interest": True, "principal_grace": 3},
    "put aside, first due on 2026-07-15": {"first_due_on": "2026-07-15"},
}
RESTRUCTURED_STORIES = {
    "1,846,937 paid on 2026-03-02; 24 rows on 2026-03-20": (
        paid_out()
        .then("repaid", "2026-03-02", 1_846_937)
        .then("restructured", "2026-03-20", instalments=24)
    ),
    "6 % and 24 rows on 2026-03-12, 2 % and 18 rows on 2026-03-22": (
        first_rows_paid(1)
        .then("restructured", "2026-03-12", instalments=24, annual_rate="0.06")
        .then("restructured", "2026-03-22", instalments=18, annual_rate="0.02")
    ),
    "rows 1 to 10 paid; 6 rows on 2027-05-15": first_rows_paid(10).then(
        "restructured", "2027-05-15", instalments=6
    ),
}
IN_ARREARS = first_rows_paid(2).then("repaid", "2026-05-02", 1_000)
LOST = IN_ARREARS.then("written_off", "2026-06-10")
RECOVERED = LOST.then("recovered", "2026-07-01", 3_000_000)
LEFT_THE_BOOKS = {
    "–": IN_ARREARS,
    "forgiven": IN_ARREARS.then("forgiven", "2026-06-10"),
    "written off": LOST,
    "… 3,000,000 recovered": RECOVERED,
    "… and forgiven": RECOVERED.then("forgiven", "2026-08-01"),
    "… or 6,000,000 recovered": RECOVERED.then("recovered", "2026-08-01", 6_000_000),
}


def last_of(found: Position) -> Any:
    """Return the last row of the schedule, not that of what was put aside."""
    return max(found.instalments, key=lambda row: row.number)


class TestRestructuringPage:
    def check_rows(self, cells: Cells, told: Story) -> Position:
        """Compare the row named by a table, and the last row, with the schedule in force."""
        found = told.on(max(event.value_on for event in told.events).isoformat())
        row = next(row for row in found.instalments if row.number == number(cells["row"]))
        last = last_of(found)

        assert money(cells, "principal", "interest", "last to pay") == [
            row.principal,
            row.interest,
            last.total,
        ]
        if "last due" in cells:
            assert cells["last due"] == last.due_on.isoformat()
        return found

    @rows_of("restructuring.md", "| tranches |")
    def test_shows_the_schedule_of_tranches(self, cells: Cells):
        found = self.check_rows(cells, in_tranches(cells["tranches"]))

        assert number(cells["interest of the loan"]) == sum(
            row.interest for row in found.instalments
        )

    @rows_of("restructuring.md", "| change |")
    def test_shows_the_schedule_after_a_change(self, cells: Cells):
        self.check_rows(cells, changed(cells["change"]))

    @rows_of("restructuring.md", "| restructured |")
    def test_shows_the_schedule_after_a_restructuring(self, cells: Cells):
        said = RESTRUCTURED[cells["restructured"]]

        found = self.check_rows(
            cells,
            first_rows_paid(2).then("restructured", "2026-06-10", instalments=18, **said),
        )

        aside = [row.unpaid for row in found.instalments if row.number == 0]
        assert money(cells, "aside", "outstanding") == [sum(aside), found.outstanding]

    @rows_of("restructuring.md", "| story |")
    def test_shows_the_schedule_after_other_stories(self, cells: Cells):
        self.check_rows(cells, RESTRUCTURED_STORIES[cells["story"]])

    @rows_of("restructuring.md", "| event |")
    def test_shows_what_leaves_the_books(self, cells: Cells):
        found = LEFT_THE_BOOKS[cells["event"]].on(cells["on"])

        shown = {name: number(cell) for name, cell in cells.items() if name not in {"event", "on"}}
        assert shown == {
            "principal": found.outstanding,
            "interest due": found.interest_due,
            "loss principal": found.loss_principal,
            "loss interest": found.loss_interest,
            "claim": found.claim,
            "recovered": found.recovered,
            "forgiven principal": found.forgiven_principal,
            "forgiven interest": found.forgiven_interest,
            "credit": found.overpaid,
        }
