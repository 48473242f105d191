"""Schedules: the published and the programme's own figures, and what holds for every loan."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy_financial
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from harkat.domain.money import Rupiah, round_half_up
from harkat.domain.product import Impossible, ImpossibleTerms, InterestMethod, LoanTerms
from harkat.domain.schedule import SCHEDULERS, Instalment, schedule
from tests.domain.loans import given_terms, loan_terms, principals, rates

GOLDEN = Path(__file__).parents[1] / "golden"
ANNUITY, FLAT = InterestMethod.DECLINING_ANNUITY, InterestMethod.FLAT
EQUAL_PRINCIPAL = InterestMethod.DECLINING_EQUAL_PRINCIPAL


def golden_rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(newline="") as file:
        return list(csv.DictReader(file))


def exact_level(terms: LoanTerms) -> Fraction:
    """Return the equal instalment of an annuity as a fraction, with no decimal on the way."""
    rate, instalments = terms.period_rate, terms.instalments
    if rate == 0:
        return Fraction(terms.principal, instalments)
    growth = (1 + rate) ** instalments
    return rate * growth / (growth - 1) * terms.principal


class TestPublishedInstalments:
    @pytest.mark.parametrize(
        "row", golden_rows("published_instalments.csv"), ids=lambda row: row["source"][:40]
    )
    def test_are_ours(self, row: dict[str, str]):
        method = {"annuity": ANNUITY, "flat": FLAT}[row["method"]]

        plan = schedule(
            given_terms(
                principal=Rupiah(int(row["principal"])),
                annual_rate=Decimal(row["annual_rate"]),
                instalments=int(row["months"]),
                method=method,
            )
        )

        assert plan.rows[0].total == int(row["instalment"])


class TestProgrammeExamples:
    @pytest.mark.parametrize(
        "row",
        golden_rows("programme_examples.csv"),
        ids=lambda row: f"{row['source']} {row['method']} {row['instalments']}",
    )
    def test_are_ours(self, row: dict[str, str]):
        plan = schedule(
            given_terms(
                principal=Rupiah(int(row["principal"])),
                annual_rate=Decimal(row["annual_rate"]),
                instalments=int(row["instalments"]),
                method=InterestMethod(row["method"]),
            )
        )
        first, last = plan.rows[0], plan.rows[-1]
        computed = {
            "instalment": first.total,
            "first_principal": first.principal,
            "first_interest": first.interest,
            "last_principal": last.principal,
            "last_interest": last.interest,
            "last_total": last.total,
            "total_interest": plan.totals.interest,
        }

        stated = {name: int(row[name]) for name in computed if row[name]}
        assert {name: computed[name] for name in stated} == stated

    def test_include_the_instalment_of_joint_liability(self):
        third = schedule(given_terms(principal=Rupiah(6_000_000))).rows[2]

        assert (third.principal, third.interest) == (495_631, 12_531)


class TestSchedule:
    @given(loan_terms)
    def test_repays_exactly_the_principal(self, terms: LoanTerms):
        plan = schedule(terms)

        assert sum(row.principal for row in plan.rows) == plan.totals.principal == terms.principal
        assert sum(row.interest for row in plan.rows) == plan.totals.interest
        assert sum(row.total for row in plan.rows) == plan.totals.total
        assert plan.rows[-1].balance == 0

    @given(loan_terms)
    def test_has_the_agreed_rows_none_without_principal_or_below_zero(self, terms: LoanTerms):
        plan = schedule(terms)

        assert [row.number for row in plan.rows] == list(range(1, terms.instalments + 1))
        assert all(row.principal >= 1 and row.interest >= 0 for row in plan.rows)
        assert all(row.total == row.principal + row.interest for row in plan.rows)

    @given(loan_terms)
    def test_falls_due_later_and_owes_less_with_every_row(self, terms: LoanTerms):
        plan = schedule(terms)

        days = [terms.disbursed_on, *(row.due_on for row in plan.rows)]
        assert days == sorted(set(days))
        balances = [terms.principal, *(row.balance for row in plan.rows)]
        assert [
            before - row.principal for before, row in zip(balances, plan.rows, strict=False)
        ] == (balances[1:])

    @given(loan_terms)
    def test_rounds_the_interest_of_a_row_once(self, terms: LoanTerms):
        owed: Rupiah = terms.principal
        for row in schedule(terms).rows:
            base = terms.principal if terms.method is FLAT else owed
            assert row.interest == round_half_up(terms.period_rate * base)
            owed = row.balance

    @given(loan_terms)
    def test_is_level_but_for_the_last_row(self, terms: LoanTerms):
        rows = schedule(terms).rows[:-1]

        if terms.method is EQUAL_PRINCIPAL:
            share = round_half_up(Fraction(terms.principal, terms.instalments))
            assert {row.principal for row in rows} <= {share}
        else:
            assert len({row.total for row in rows}) <= 1

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_of_one_instalment_is_all_of_it(self, method: InterestMethod):
        (row,) = schedule(given_terms(instalments=1, method=method)).rows

        assert (row.principal, row.interest, row.balance) == (10_000_000, 25_000, 0)

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_without_interest_is_a_plain_division(self, method: InterestMethod):
        plan = schedule(given_terms(annual_rate=Decimal(0), method=method))

        assert {row.principal for row in plan.rows[:-1]} == {833_333}
        assert plan.rows[-1].principal == 833_337
        assert plan.totals.interest == 0

    @pytest.mark.parametrize(("method", "most"), [(ANNUITY, 10), (EQUAL_PRINCIPAL, 10), (FLAT, 10)])
    def test_refuses_rows_without_principal_and_names_what_works(
        self, method: InterestMethod, most: int
    ):
        terms = given_terms(principal=Rupiah(10), instalments=36, method=method)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert refused.value.field == "instalments"
        assert refused.value.reason is Impossible.ROW_WITHOUT_PRINCIPAL
        assert (refused.value.value, refused.value.highest) == (36, most)
        assert len(schedule(given_terms(principal=Rupiah(10), instalments=most)).rows) == most

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_refuses_to_spread_a_single_rupiah(self, method: InterestMethod):
        with pytest.raises(ImpossibleTerms) as refused:
            schedule(given_terms(principal=Rupiah(1), instalments=2, method=method))

        assert refused.value.highest == 1

    def test_refuses_a_loan_that_rounding_would_never_pay_off(self):
        terms = given_terms(principal=Rupiah(250_000), annual_rate=Decimal(1), instalments=360)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert isinstance(refused.value.highest, int)
        assert (
            len(
                schedule(
                    given_terms(
                        principal=Rupiah(250_000),
                        annual_rate=Decimal(1),
                        instalments=refused.value.highest,
                    )
                ).rows
            )
            < 360
        )

    def test_is_the_same_object_when_asked_again(self):
        assert schedule(given_terms()) is schedule(given_terms())


class TestLevelInstalment:
    @given(principals, rates, st.integers(2, 60))
    @example(Rupiah(160_200), Decimal("0.03"), 2)  # exactly half a rupiah
    @example(Rupiah(1_444_200), Decimal("0.07"), 2)  # and with a repeating monthly rate
    @example(Rupiah(20_822_520), Decimal("0.05"), 3)
    def test_is_the_exact_one_rounded_once(
        self, principal: Rupiah, annual_rate: Decimal, instalments: int
    ):
        terms = given_terms(principal=principal, annual_rate=annual_rate, instalments=instalments)

        assert schedule(terms).rows[0].total == round_half_up(exact_level(terms))

    @given(principals, rates, st.integers(2, 59))
    def test_is_never_higher_for_a_longer_term(
        self, principal: Rupiah, annual_rate: Decimal, instalments: int
    ):
        longer, shorter = (
            schedule(
                given_terms(principal=principal, annual_rate=annual_rate, instalments=number)
            ).rows[0]
            for number in (instalments + 1, instalments)
        )

        assert longer.total <= shorter.total

    @given(principals, rates, rates, st.integers(2, 60), st.sampled_from(sorted(SCHEDULERS)))
    @example(Rupiah(1_425_000), Decimal("0.1485"), Decimal("0.148501"), 36, ANNUITY)
    def test_is_never_lower_at_a_higher_rate_and_the_loan_never_cheaper(
        self,
        principal: Rupiah,
        one_rate: Decimal,
        other_rate: Decimal,
        instalments: int,
        method: InterestMethod,
    ):
        low, high = sorted((one_rate, other_rate))
        assume(low != high)
        cheap, dear = (
            schedule(
                given_terms(
                    principal=principal, annual_rate=rate, instalments=instalments, method=method
                )
            )
            for rate in (low, high)
        )

        assert cheap.rows[0].total <= dear.rows[0].total
        assert cheap.totals.interest - dear.totals.interest <= allowance(dear.terms)


def allowance(terms: LoanTerms) -> Fraction:
    """Return how far a rounded level may turn the costs of two annuities round, in rupiah."""
    if terms.method is not ANNUITY:
        return Fraction(0)
    growth = sum((1 + terms.period_rate) ** period for period in range(terms.instalments))
    return growth + terms.instalments


class TestAnnuity:
    @given(principals, rates.filter(bool), st.integers(2, 48))
    def test_agrees_with_ipmt_and_ppmt_within_a_rupiah_and_the_drift_of_its_level(
        self, principal: Rupiah, annual_rate: Decimal, instalments: int
    ):
        terms = given_terms(principal=principal, annual_rate=annual_rate, instalments=instalments)
        rate = float(annual_rate) / 12
        for row in schedule(terms).rows[:-1]:
            drift = 1.01 + sum((1 + rate) ** past for past in range(row.number - 1)) * (1 + rate)
            interest = -float(numpy_financial.ipmt(rate, row.number, instalments, int(principal)))
            paid_off = -float(numpy_financial.ppmt(rate, row.number, instalments, int(principal)))

            assert abs(int(row.interest) - interest) <= drift
            assert abs(int(row.principal) - paid_off) <= drift

    def test_agrees_with_ipmt_and_ppmt_within_a_rupiah_in_the_first_year(self):
        def expected(row: Instalment) -> tuple[float, float]:
            arguments = 0.0025, row.number, 36, -10_000_000
            return float(numpy_financial.ppmt(*arguments)), float(numpy_financial.ipmt(*arguments))

        for row in schedule(given_terms(instalments=36)).rows[:12]:
            paid_off, interest = expected(row)
            assert abs(int(row.principal) - paid_off) <= 1
            assert abs(int(row.interest) - interest) <= 1
