"""Schedules: the published and the programme's own figures, and what holds for every loan."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy_financial
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from harkat.domain.due_dates import due_dates
from harkat.domain.money import Rupiah, round_half_up, rounded
from harkat.domain.product import (
    DayCount,
    DueDayShift,
    Every,
    Impossible,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    LoanTerms,
    MarginSpread,
    Rounding,
)
from harkat.domain.schedule import (
    Instalment,
    Remainder,
    Schedule,
    period_fraction,
    planned,
    schedule,
)
from harkat.domain.schedule_methods import SCHEDULERS
from tests.domain.loans import given_terms, is_possible, level_terms, loan_terms, principals, rates

GOLDEN = Path(__file__).parents[1] / "golden"
ANNUITY, FLAT = InterestMethod.DECLINING_ANNUITY, InterestMethod.FLAT
EQUAL_PRINCIPAL = InterestMethod.DECLINING_EQUAL_PRINCIPAL
PROFIT_SHARE, BULLET = InterestMethod.PROFIT_SHARE, InterestMethod.BULLET
ON_THE_BALANCE = {ANNUITY, EQUAL_PRINCIPAL, BULLET}
WAIVED, SPREAD = InterestGraceMode.WAIVED, InterestGraceMode.SPREAD
LEVEL_METHODS = [ANNUITY, EQUAL_PRINCIPAL, FLAT]


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


def grace(terms: LoanTerms) -> int:
    return terms.principal_grace + terms.interest_grace


def interests(**changes: Any) -> tuple[int, ...]:
    return schedule(given_terms(**changes)).interests


def principals_of(**changes: Any) -> tuple[int, ...]:
    return schedule(given_terms(**changes)).principals


def totals_of(plan: Schedule) -> list[int]:
    return [int(row.total) for row in plan.rows]


class TestSchedule:
    @given(loan_terms)
    def test_repays_exactly_the_principal(self, terms: LoanTerms):
        plan = schedule(terms)

        assert sum(row.principal for row in plan.rows) == plan.totals.principal == terms.principal
        assert sum(row.interest for row in plan.rows) == plan.totals.interest
        assert sum(row.total for row in plan.rows) == plan.totals.total
        assert plan.rows[-1].balance == 0

    @given(loan_terms)
    def test_has_the_agreed_rows_and_no_part_below_zero(self, terms: LoanTerms):
        plan = schedule(terms)

        assert [row.number for row in plan.rows] == list(range(1, terms.instalments + 1))
        assert all(row.principal >= 0 and row.interest >= 0 for row in plan.rows)
        assert all(row.total == row.principal + row.interest for row in plan.rows)

    @given(loan_terms)
    def test_pays_principal_off_in_every_row_after_the_grace(self, terms: LoanTerms):
        plan = schedule(terms)

        free = terms.instalments - 1 if terms.method is BULLET else grace(terms)
        assert plan.principals[:free] == (0,) * free
        assert min(plan.principals[free:]) >= 1

    @given(loan_terms)
    def test_falls_due_on_its_due_dates_and_owes_less_row_by_row(self, terms: LoanTerms):
        plan = schedule(terms)

        assert plan.due_on == tuple(row.due_on for row in plan.rows) == due_dates(terms)
        balances = [terms.principal, *(row.balance for row in plan.rows)]
        assert all(
            after == before - row.principal
            for (before, after), row in zip(pairwise(balances), plan.rows, strict=True)
        )

    @given(loan_terms)
    def test_rounds_the_interest_of_a_row_once(self, terms: LoanTerms):
        assume(terms.method is not PROFIT_SHARE)
        plan = schedule(replace(terms, interest_grace_mode=WAIVED))
        owed, starts_on = int(terms.principal), terms.disbursed_on
        for row in plan.rows:
            fraction = period_fraction(terms, starts_on=starts_on, due_on=row.due_on)
            base = owed if terms.method in ON_THE_BALANCE else int(terms.principal)
            once = rounded(Fraction(terms.annual_rate) * fraction * base, terms.rounding)
            assert row.interest == (0 if row.number <= terms.interest_grace else once)
            owed, starts_on = int(row.balance), row.due_on

    @given(loan_terms)
    def test_is_level_in_multiples_but_for_the_last_row(self, terms: LoanTerms):
        assume(terms.method is not BULLET)
        plan = schedule(replace(terms, interest_grace_mode=WAIVED))
        paying = plan.rows[grace(terms) : -1]

        if terms.method is EQUAL_PRINCIPAL:
            levels = {int(row.principal) for row in paying}
        else:
            levels = {int(row.total) for row in paying}
        assert len(levels) <= 1
        assert all(level % terms.multiple == 0 for level in levels)

    @pytest.mark.parametrize("method", SCHEDULERS)
    def test_of_one_instalment_is_all_of_it(self, method: InterestMethod):
        (row,) = schedule(given_terms(instalments=1, method=method)).rows

        assert (row.principal, row.interest, row.balance) == (10_000_000, 25_000, 0)

    @pytest.mark.parametrize("method", [ANNUITY, EQUAL_PRINCIPAL, FLAT, PROFIT_SHARE])
    def test_without_interest_is_a_plain_division(self, method: InterestMethod):
        plan = schedule(given_terms(annual_rate=Decimal(0), method=method))

        assert {row.principal for row in plan.rows[:-1]} == {833_333}
        assert plan.rows[-1].principal == 833_337
        assert plan.totals.interest == 0

    def test_is_the_same_object_when_asked_again(self):
        assert schedule(given_terms()) is schedule(given_terms())


class TestRefusal:
    @pytest.mark.parametrize("method", LEVEL_METHODS)
    def test_of_rows_without_principal_names_a_number_that_works(self, method: InterestMethod):
        terms = given_terms(principal=Rupiah(10), instalments=36, method=method)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert refused.value.field == "instalments"
        assert refused.value.reason is Impossible.ROW_WITHOUT_PRINCIPAL
        assert (refused.value.value, refused.value.highest) == (36, 10)
        assert len(schedule(given_terms(principal=Rupiah(10), instalments=10)).rows) == 10

    @pytest.mark.parametrize("method", LEVEL_METHODS)
    def test_of_spreading_a_single_rupiah_leaves_one_row(self, method: InterestMethod):
        with pytest.raises(ImpossibleTerms) as refused:
            schedule(given_terms(principal=Rupiah(1), instalments=2, method=method))

        assert refused.value.highest == 1

    def test_keeps_the_grace_inside_the_number_that_works(self):
        terms = given_terms(principal=Rupiah(1), instalments=9, principal_grace=3, interest_grace=2)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert refused.value.highest == 6
        assert schedule(replace(terms, instalments=6)).principals == (0, 0, 0, 0, 0, 1)

    def test_of_a_loan_that_rounding_would_never_pay_off(self):
        terms = given_terms(principal=Rupiah(250_000), annual_rate=Decimal(1), instalments=360)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert isinstance(refused.value.highest, int)
        assert is_possible(replace(terms, instalments=refused.value.highest))

    @pytest.mark.parametrize(
        ("principal", "method", "multiple", "works"),
        [
            (5_000, ANNUITY, 1000, 100),  # 500 a row pays all off in ten
            (5_000, EQUAL_PRINCIPAL, 500, 100),
            (5_900, FLAT, 1000, 500),  # 492 a row rounds down to nothing
            (700, PROFIT_SHARE, 100, 1),
        ],
    )
    def test_of_a_multiple_names_the_next_smaller_one_that_works(
        self, principal: int, method: InterestMethod, multiple: int, works: int
    ):
        terms = given_terms(principal=Rupiah(principal), method=method, multiple=multiple)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert (refused.value.field, refused.value.value) == ("multiple", multiple)
        assert refused.value.highest == works
        assert is_possible(replace(terms, multiple=works))

    def test_names_instalments_where_no_multiple_works(self):
        terms = given_terms(principal=Rupiah(10), multiple=1000)

        with pytest.raises(ImpossibleTerms) as refused:
            schedule(terms)

        assert (refused.value.field, refused.value.highest) == ("instalments", 1)


class TestTerms:
    """Each term changes the schedule of the worked example, or of one near it."""

    @pytest.mark.parametrize(
        ("method", "first", "total"),
        [
            (ANNUITY, (821_937, 25_000), 163_244),
            (EQUAL_PRINCIPAL, (833_333, 25_000), 162_500),
            (FLAT, (833_333, 25_000), 300_000),
            (PROFIT_SHARE, (833_333, 25_000), 300_000),
            (BULLET, (0, 25_000), 300_000),
        ],
    )
    def test_method(self, method: InterestMethod, first: tuple[int, int], total: int):
        plan = schedule(given_terms(method=method))

        assert (plan.principals[0], plan.interests[0]) == first
        assert plan.totals.interest == total

    @pytest.mark.parametrize(
        ("every", "interest"),
        [
            (Every.DAY, 833),  # 10,000,000 × 3 % ÷ 360
            (Every.WEEK, 5_769),  # ÷ 52
            (Every.TWO_WEEKS, 11_538),  # ÷ 26
            (Every.MONTH, 25_000),  # ÷ 12
        ],
    )
    def test_every(self, every: Every, interest: int):
        assert interests(every=every)[0] == interest

    @pytest.mark.parametrize(
        ("day_count", "first", "second"),
        [
            (DayCount.THIRTY_360, 25_000, 25_000),
            (DayCount.ACTUAL_365, 23_014, 25_479),  # 28 and 31 days
            (DayCount.ACTUAL_360, 23_333, 25_833),
            (DayCount.ACTUAL_ACTUAL, 23_014, 25_479),
        ],
    )
    def test_day_count(self, day_count: DayCount, first: int, second: int):
        assert interests(method=FLAT, day_count=day_count)[:2] == (first, second)

    def test_day_count_by_the_days_of_a_leap_year(self):
        across = {"disbursed_on": date(2027, 12, 15), "method": FLAT}

        assert interests(day_count=DayCount.ACTUAL_365, **across)[:2] == (25_479, 25_479)
        assert interests(day_count=DayCount.ACTUAL_ACTUAL, **across)[:2] == (25_448, 25_410)

    @pytest.mark.parametrize(
        ("rounding", "level"),
        [(Rounding.HALF_UP, 80_401), (Rounding.HALF_EVEN, 80_400), (Rounding.UP, 80_401)],
    )
    def test_rounding_of_a_level_of_80_400_and_a_half(self, rounding: Rounding, level: int):
        plan = schedule(given_terms(principal=Rupiah(160_200), instalments=2, rounding=rounding))

        assert plan.rows[0].total == level

    @pytest.mark.parametrize(
        ("rounding", "interest"),
        [(Rounding.HALF_UP, 3), (Rounding.HALF_EVEN, 2), (Rounding.UP, 3)],
    )
    def test_rounding_of_an_interest_of_two_and_a_half(self, rounding: Rounding, interest: int):
        found = interests(principal=Rupiah(1_000), instalments=1, rounding=rounding)

        assert found == (interest,)

    @pytest.mark.parametrize(
        ("multiple", "level"), [(1, 846_937), (100, 846_900), (500, 847_000), (1000, 847_000)]
    )
    def test_multiple(self, multiple: int, level: int):
        plan = schedule(given_terms(multiple=multiple))

        assert {int(row.total) for row in plan.rows[:-1]} == {level}
        assert plan.rows[-1].balance == 0

    def test_multiple_of_a_share_of_principal(self):
        found = principals_of(method=EQUAL_PRINCIPAL, multiple=1000)

        assert found == (833_000,) * 11 + (837_000,)

    @pytest.mark.parametrize("method", [ANNUITY, FLAT, PROFIT_SHARE])
    def test_principal_grace(self, method: InterestMethod):
        plan = schedule(given_terms(method=method, principal_grace=3))

        assert (len(plan.rows), plan.principals[:3]) == (12, (0, 0, 0))
        assert plan.interests[:3] == (25_000, 25_000, 25_000)
        assert len(set(totals_of(plan)[3:-1])) == 1

    @pytest.mark.parametrize(
        ("mode", "first", "second"),
        [
            (InterestGraceMode.COLLECTED, 100_000, 22_250),
            (SPREAD, 33_333, 30_583),
            (WAIVED, 25_000, 22_250),
        ],
    )
    def test_interest_grace(self, mode: InterestGraceMode, first: int, second: int):
        plan = schedule(given_terms(interest_grace=3, interest_grace_mode=mode))

        assert totals_of(plan)[:3] == [0, 0, 0]
        assert plan.interests[3:5] == (first, second)
        assert plan.principals == principals_of(interest_grace=3)

    def test_both_graces_come_one_after_the_other(self):
        plan = schedule(given_terms(interest_grace=2, principal_grace=2))

        assert totals_of(plan)[:4] == [0, 0, 75_000, 25_000]

    def test_margin(self):
        plan = schedule(given_terms(method=PROFIT_SHARE, margin=Rupiah(450_001)))

        assert plan.interests == (37_500,) * 11 + (37_501,)
        assert set(totals_of(plan)[:-1]) == {870_833}

    def test_margin_smaller_than_the_number_of_rows_is_never_overdrawn(self):
        found = interests(method=PROFIT_SHARE, margin=Rupiah(7))

        assert found == (1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0)

    def test_margin_spread(self):
        plan = schedule(given_terms(method=PROFIT_SHARE, margin_spread=MarginSpread.ANNUITY))

        assert plan.totals.interest == 300_000
        assert plan.interests[0] == 45_771
        assert list(plan.interests) == sorted(plan.interests, reverse=True)
        assert set(totals_of(plan)[:-1]) == {858_333}

    def test_first_due_date_moves_dates_only_under_30_360(self):
        late = date(2026, 3, 25)

        assert schedule(given_terms(first_due_on=late)).due_on[0] == late
        assert interests(first_due_on=late) == interests()

    def test_first_due_date_makes_a_long_period_dearer_by_actual_days(self):
        plan = schedule(given_terms(first_due_on=date(2026, 3, 25), day_count=DayCount.ACTUAL_365))

        assert plan.interests[0] == 41_918  # 51 days

    def test_shift_moves_dates_only_under_30_360(self):
        on_sunday = {"disbursed_on": date(2026, 2, 1)}

        moved = schedule(given_terms(shift=DueDayShift.FORWARD, **on_sunday))

        assert moved.due_on[0] == date(2026, 3, 2)
        assert moved.interests == interests(**on_sunday)

    def test_shift_moves_interest_by_actual_days(self):
        actual = {"disbursed_on": date(2026, 2, 1), "day_count": DayCount.ACTUAL_365}

        assert interests(**actual)[0] == 23_014
        assert interests(shift=DueDayShift.FORWARD, **actual)[0] == 23_836  # a day more

    def test_holidays(self):
        feast = (date(2026, 3, 2),)
        terms = given_terms(shift=DueDayShift.FORWARD, holidays=feast)

        assert schedule(terms).due_on[0] == date(2026, 3, 3)

    def test_fee_is_never_taken_out_of_the_loan(self):
        assert schedule(given_terms(fee=Rupiah(150_000))).rows == schedule(given_terms()).rows


class TestPeriodFraction:
    @pytest.mark.parametrize(
        ("day_count", "fraction"),
        [
            (DayCount.THIRTY_360, Fraction(1, 12)),
            (DayCount.ACTUAL_365, Fraction(31, 365)),
            (DayCount.ACTUAL_360, Fraction(31, 360)),
            (DayCount.ACTUAL_ACTUAL, Fraction(17, 365) + Fraction(14, 366)),
        ],
    )
    def test_is_the_part_of_a_year(self, day_count: DayCount, fraction: Fraction):
        found = period_fraction(
            given_terms(day_count=day_count),
            starts_on=date(2027, 12, 15),
            due_on=date(2028, 1, 15),
        )

        assert found == fraction


class TestPlanned:
    """The rest of a loan planned anew, as a recast or a restructuring asks for it."""

    @staticmethod
    def given_remainder(**changes: Any) -> Remainder:
        values: dict[str, Any] = {
            "principal": 6_000_000,
            "starts_on": date(2026, 8, 2),
            "due_on": due_dates(given_terms())[6:],
            "annual_rate": Decimal("0.03"),
        }
        return Remainder(**(values | changes))

    @given(loan_terms)
    def test_of_everything_is_the_schedule(self, terms: LoanTerms):
        whole = Remainder(
            principal=int(terms.principal),
            starts_on=terms.disbursed_on,
            due_on=due_dates(terms),
            annual_rate=terms.annual_rate,
            principal_grace=terms.principal_grace,
            interest_grace=terms.interest_grace,
            interest_grace_mode=terms.interest_grace_mode,
        )
        plan = schedule(terms)

        assert planned(terms, whole) == tuple(zip(plan.principals, plan.interests, strict=True))

    @pytest.mark.parametrize("method", SCHEDULERS)
    @pytest.mark.parametrize("first", [0, 8_000, 40_000])
    @pytest.mark.parametrize("day_count", [DayCount.THIRTY_360, DayCount.ACTUAL_365])
    def test_keeps_a_given_first_interest(
        self, method: InterestMethod, first: int, day_count: DayCount
    ):
        terms = given_terms(method=method, day_count=day_count)
        rows = planned(terms, self.given_remainder(first_interest=first, margin=90_000))

        assert rows[0][1] == first
        assert sum(principal for principal, _ in rows) == 6_000_000
        if method in {ANNUITY, FLAT, PROFIT_SHARE}:
            assert len({sum(row) for row in rows[:-1]}) == 1

    @pytest.mark.parametrize("spread", MarginSpread)
    def test_spreads_the_margin_that_is_left(self, spread: MarginSpread):
        terms = given_terms(method=PROFIT_SHARE, margin_spread=spread)

        rows = planned(terms, self.given_remainder(margin=100_003, first_interest=20_000))

        assert sum(interest for _, interest in rows) == 100_003

    @pytest.mark.parametrize("mode", InterestGraceMode)
    @pytest.mark.parametrize("spread", MarginSpread)
    def test_loses_nothing_of_that_margin_to_grace(
        self, spread: MarginSpread, mode: InterestGraceMode
    ):
        terms = given_terms(method=PROFIT_SHARE, margin_spread=spread)
        left = self.given_remainder(margin=100_003, interest_grace=2, interest_grace_mode=mode)

        rows = planned(terms, left)

        assert rows[:2] == ((0, 0), (0, 0))
        assert sum(interest for _, interest in rows) == 100_003

    @pytest.mark.parametrize("spread", MarginSpread)
    def test_takes_no_more_than_the_margin_that_is_left(self, spread: MarginSpread):
        terms = given_terms(method=PROFIT_SHARE, margin_spread=spread)

        rows = planned(terms, self.given_remainder(margin=5_000, first_interest=20_000))

        assert [interest for _, interest in rows] == [5_000, 0, 0, 0, 0, 0]

    @pytest.mark.parametrize("spread", MarginSpread)
    def test_takes_all_of_it_in_a_single_row(self, spread: MarginSpread):
        terms = given_terms(method=PROFIT_SHARE, margin_spread=spread)
        left = self.given_remainder(margin=90_000, first_interest=20_000)

        assert planned(terms, replace(left, due_on=left.due_on[:1])) == ((6_000_000, 90_000),)

    @pytest.mark.parametrize("method", LEVEL_METHODS)
    def test_keeps_a_level_and_ends_earlier(self, method: InterestMethod):
        rows = planned(
            given_terms(method=method), self.given_remainder(level=2_000_000, principal=5_000_000)
        )

        assert len(rows) == 3
        paid = [row[0] if method is EQUAL_PRINCIPAL else sum(row) for row in rows]
        assert paid[:2] == [2_000_000, 2_000_000]
        assert sum(principal for principal, _ in rows) == 5_000_000

    def test_lets_the_last_row_take_what_a_kept_level_leaves(self):
        rows = planned(given_terms(), self.given_remainder(level=500_000))

        assert len(rows) == 6
        assert rows[-1][0] > 3_000_000

    def test_bears_interest_at_the_new_rate(self):
        rows = planned(given_terms(), self.given_remainder(annual_rate=Decimal("0.06")))

        assert rows[0][1] == 30_000

    def test_gives_grace_anew(self):
        rows = planned(given_terms(), self.given_remainder(interest_grace=1, principal_grace=1))

        assert rows[:2] == ((0, 0), (0, 30_000))

    def test_refuses_rows_without_principal(self):
        with pytest.raises(ImpossibleTerms) as refused:
            planned(given_terms(), self.given_remainder(principal=3))

        assert refused.value.reason is Impossible.ROW_WITHOUT_PRINCIPAL


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

    @given(level_terms)
    def test_is_that_of_pmt(self, terms: LoanTerms):
        assume(terms.instalments > 1 and terms.annual_rate)
        with localcontext(Context(prec=60)):
            rate = terms.annual_rate / 12
            exact = numpy_financial.pmt(rate, terms.instalments, -Decimal(int(terms.principal)))
            # A repeating rate leaves an exact half as 0.4999…; twenty decimals give it back.
            level = round_half_up(exact.quantize(Decimal("1e-20")))

        assert schedule(replace(terms, method=ANNUITY)).rows[0].total == level

    @given(loan_terms)
    def test_leaves_nothing_at_the_end_of_unequal_periods(self, terms: LoanTerms):
        terms = replace(terms, method=ANNUITY, margin=None, interest_grace_mode=WAIVED, multiple=1)
        assume(is_possible(terms) and grace(terms) < terms.instalments - 1)
        plan = schedule(terms)
        level = int(plan.rows[grace(terms)].total)

        def left_over(payment: int) -> Fraction:
            owed, starts_on = Fraction(int(terms.principal)), terms.disbursed_on
            for row in plan.rows[: grace(terms)]:
                starts_on = row.due_on
            for row in plan.rows[grace(terms) :]:
                part = period_fraction(terms, starts_on=starts_on, due_on=row.due_on)
                owed += owed * Fraction(terms.annual_rate) * part - payment
                starts_on = row.due_on
            return owed

        assert left_over(level + 1) < 0 < left_over(level - 1)

    @given(loan_terms)
    def test_is_never_higher_for_a_longer_term(self, terms: LoanTerms):
        terms = replace(terms, method=ANNUITY, margin=None, interest_grace_mode=WAIVED)
        longer = replace(terms, instalments=terms.instalments + 1)
        first = grace(terms)
        assume(first < terms.instalments - 1)
        assume(is_possible(terms) and is_possible(longer))

        assert schedule(longer).rows[first].total <= schedule(terms).rows[first].total

    @given(principals, rates, rates, st.integers(2, 60), st.sampled_from(LEVEL_METHODS))
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

    @given(loan_terms, rates)
    def test_of_rows_that_do_not_depend_on_it_never_costs_less(
        self, drawn: LoanTerms, other_rate: Decimal
    ):
        assume(drawn.method is not ANNUITY and drawn.annual_rate != other_rate)
        terms = replace(drawn, bank_rate=None)
        low, high = sorted((terms.annual_rate, other_rate))
        cheap, dear = (replace(terms, annual_rate=rate) for rate in (low, high))
        assume(is_possible(cheap) and is_possible(dear))

        assert schedule(cheap).totals.interest <= schedule(dear).totals.interest


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
