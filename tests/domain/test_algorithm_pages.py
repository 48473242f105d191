"""The pages on algorithms say what the code computes: their tables are read and compared."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from harkat.domain.cost import cost
from harkat.domain.due_dates import due_dates
from harkat.domain.joint_liability import NO_CLAIMS, call_shares, net, paid_for, settled
from harkat.domain.kolektibilitas import (
    TABLES,
    BankType,
    Kolektibilitas,
    Restructuring,
    kolektibilitas,
)
from harkat.domain.loan_components import components
from harkat.domain.money import Rupiah, total
from harkat.domain.portfolio_quality import (
    AgeingBand,
    LoanQuality,
    ageing_band,
    npl_ratio,
    par30_ratio,
    provision,
    provision_rates,
)
from harkat.domain.position import position
from harkat.domain.product import DayCount, InterestMethod, LoanTerms, MarginSpread
from harkat.domain.programme_rules import SETTINGS, rules
from harkat.domain.schedule import Instalment, schedule
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
        rows = table("schedule.md", first_columns="| number |")

        assert [schedule_row(row, numbered_by="number") for row in rows] == list(
            schedule(TERMS).rows
        )

    @pytest.mark.parametrize(
        "row",
        table("schedule.md", first_columns="| method | first total |"),
        ids=lambda row: row["method"],
    )
    def test_shows_what_each_method_costs(self, row: dict[str, str]):
        check_costs(row, given_terms(method=InterestMethod(row["method"])))

    @pytest.mark.parametrize(
        "row",
        table("schedule.md", first_columns="| terms | first total |"),
        ids=lambda row: row["terms"],
    )
    def test_shows_what_each_term_changes(self, row: dict[str, str]):
        check_costs(row, changed_terms(row["terms"]))

    @pytest.mark.parametrize(
        "row",
        table("schedule.md", first_columns="| terms | first | second |"),
        ids=lambda row: row["terms"],
    )
    def test_shows_due_dates(self, row: dict[str, str]):
        terms, *shown = row.values()

        assert [str(day) for day in due_dates(changed_terms(terms), instalments=4)] == shown

    def test_shows_the_progressive_level_of_unequal_periods(self):
        terms = given_terms(
            principal=Rupiah(1_000_000),
            annual_rate=Decimal("0.24"),
            instalments=4,
            day_count=DayCount.ACTUAL_365,
        )
        rows = table("schedule.md", first_columns="| k |")

        assert [schedule_row(row, numbered_by="k") for row in rows] == list(schedule(terms).rows)
        starts_on, growth = terms.disbursed_on, Fraction(0)
        for row in rows:
            due_on = date.fromisoformat(row["due on"])
            rate = Fraction(terms.annual_rate) * Fraction((due_on - starts_on).days, 365)
            growth = 1 + growth * (1 + rate)
            assert int(row["days"]) == (due_on - starts_on).days
            assert (Fraction(row["f"]), Fraction(row["F"])) == (round(rate, 6), round(growth, 6))
            starts_on = due_on

    def test_shows_a_margin_spread_like_an_annuity(self):
        terms = given_terms(
            instalments=6,
            method=InterestMethod.PROFIT_SHARE,
            margin_spread=MarginSpread.ANNUITY,
        )
        rows = table("schedule.md", first_columns="| no |")

        assert [schedule_row(row, numbered_by="no") for row in rows] == list(schedule(terms).rows)


def schedule_row(row: dict[str, str], *, numbered_by: str) -> Instalment:
    return Instalment(
        number=int(row[numbered_by]),
        due_on=date.fromisoformat(row["due on"]),
        **{
            name: Rupiah(number(row[name]))
            for name in ("principal", "interest", "total", "balance")
        },
    )


def changed_terms(changes: str) -> LoanTerms:
    """Return the worked example with changes such as ``multiple 100, every week``."""
    words = dict(change.split() for change in changes.split(", "))
    values = {name: int(word) if word.isdigit() else word for name, word in words.items()}
    return LoanTerms.from_json({**TERMS.to_json(), **values})


def check_costs(row: dict[str, str], terms: LoanTerms) -> None:
    plan = schedule(terms)
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


MISSING = Rupiah(358_000)
CALL_ROWS = table("joint_liability.md", first_columns="| person | approved | exact")
APPROVED = {ord(row["person"]): Rupiah(number(row["approved"])) for row in CALL_ROWS}
ASKED = {ord(row["person"]): Rupiah(number(row["asked"])) for row in CALL_ROWS}


def band_name(band: AgeingBand) -> str:
    if band.last_day is None:
        return f">{band.first_day - 1}"
    if band.first_day == band.last_day:
        return str(band.last_day)
    return f"{band.first_day}–{band.last_day}"


class TestKolektibilitasPage:
    @pytest.mark.parametrize(
        "row",
        table("kolektibilitas.md", first_columns="| bank types |"),
        ids=lambda row: f"{row['bank types']} {row['counted']}",
    )
    def test_shows_the_days_of_each_table(self, row: dict[str, str]):
        limits = tuple(int(row[grade]) for grade in "1234")

        for word in row["bank types"].split(", "):
            (kept,) = TABLES[BankType(word.strip("`"))]
            days = kept.past_due if row["counted"] == "days past due" else kept.past_maturity
            assert (kept.valid_from.isoformat(), days) == (row["valid from"], limits)

    @pytest.mark.parametrize(
        "row",
        table("kolektibilitas.md", first_columns="| case |"),
        ids=lambda row: row["case"],
    )
    def test_shows_what_a_restructuring_leaves(self, row: dict[str, str]):
        found = Restructuring(
            on=TERMS.disbursed_on,
            days_past_due=int(row["before: days past due"]),
            days_past_maturity=0,
            clean_instalments=int(row["clean in a row"]),
        )

        assert kolektibilitas(
            bank_type=BankType.COMMERCIAL,
            days_past_due=int(row["days past due now"]),
            on=TERMS.disbursed_on,
            restructurings=[found],
        ) == int(row["grade"])

    @pytest.mark.parametrize(
        "row",
        table("kolektibilitas.md", first_columns="| rates |"),
        ids=lambda row: row["rates"],
    )
    def test_shows_the_default_provisions(self, row: dict[str, str]):
        assert SETTINGS[row["rates"]].default == " ".join(row[grade] for grade in "12345")

    def test_shows_a_portfolio_and_what_it_adds_up_to(self):
        rates = provision_rates(bank_type=BankType.COMMERCIAL, rules=rules({}))
        loans, set_aside = [], []
        for row in table("kolektibilitas.md", first_columns="| outstanding |"):
            loan = LoanQuality(
                outstanding=Rupiah(number(row["outstanding"])),
                days_past_due=int(row["days past due"]),
                grade=Kolektibilitas(int(row["grade"])),
            )
            loans.append(loan)
            assert row["band"] == band_name(ageing_band(loan.days_past_due))
            set_aside.append(provision(outstanding=loan.outstanding, grade=loan.grade, rates=rates))
            assert number(row["provision of a commercial bank"]) == set_aside[-1]

        (sums,) = table("kolektibilitas.md", first_columns="| all outstanding |")
        assert [number(cell) for cell in sums.values()] == [
            total(loan.outstanding for loan in loans),
            par30_ratio(loans),
            npl_ratio(loans),
            total(set_aside),
        ]


class TestJointLiabilityPage:
    @pytest.mark.parametrize(
        "row",
        table("joint_liability.md", first_columns="| person | approved | instalment"),
        ids=lambda row: row["person"],
    )
    def test_shows_the_instalments_of_the_loans(self, row: dict[str, str]):
        third = schedule(given_terms(principal=Rupiah(number(row["approved"])))).rows[2]

        assert number(row["instalment"]) == third.total
        assert number(row["principal of the third"]) == third.principal
        assert number(row["interest of the third"]) == third.interest

    def test_shows_what_each_of_the_others_is_asked(self):
        whole = sum(number(row["approved"]) for row in CALL_ROWS)
        for row in CALL_ROWS:
            exact = Fraction(MISSING * number(row["approved"]), whole)
            assert Fraction(row["exact share"].replace(",", "")) == round(exact, 2)
            assert number(row["cut down"]) == exact // 1

        assert call_shares(missing=MISSING, approved_by_person=APPROVED) == ASKED

    @pytest.mark.parametrize(
        "row",
        table("joint_liability.md", first_columns="| C brings"),
        ids=lambda row: row["C brings beyond the own instalment"],
    )
    def test_shows_what_settles_the_claims(self, row: dict[str, str]):
        claims = NO_CLAIMS
        for person, amount in ASKED.items():
            claims = paid_for(claims, payer=person, debtor=ord("C"), amount=amount)

        settlement = settled(
            claims,
            debtor=ord("C"),
            amount=Rupiah(number(row["C brings beyond the own instalment"])),
            approved_by_person=APPROVED,
        )

        left = net(settlement.claims)
        assert number(row["back to C"]) == settlement.rest
        for person in "AB":
            assert number(row[f"to {person}"]) == settlement.shares.get(ord(person), 0)
        for person in "ABC":
            assert number(row[f"left: {person}"]) == left.get(ord(person), 0)
