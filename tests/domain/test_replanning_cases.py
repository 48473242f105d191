"""Worked cases of how a running loan is planned anew, to the rupiah.

The loan is that of the fold's cases; the comments say how the figures were worked out by hand.
"""

from datetime import date
from decimal import Decimal

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.product import (
    DayCount,
    Every,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    SettlementRule,
    Surplus,
)
from tests.domain.stories import LEVEL, asked, first_row_paid, paid, paid_out, row

IN_ARREARS = first_row_paid().then("repaid", "2026-04-02", LEVEL)
"""Two rows paid; in June 1,654,169 of principal and 39,705 of interest are not."""


class TestTranche:
    def test_inside_a_period_bears_the_days_that_are_left_of_it(self):
        found = paid_out(4_000_000).then("disbursed", "2026-02-12", 6_000_000).on("2026-02-12")

        # (4,000,000 x 28 + 6,000,000 x 18) / 28 / 400 = 19,642.86.
        assert asked(found, 1) == (826_841, 19_643)
        assert asked(found, 12) == (844_378, 2_111)

    def test_twice_inside_a_period_bears_each_its_own_days(self):
        found = (
            paid_out(4_000_000)
            .then("disbursed", "2026-02-12", 3_000_000)
            .then("disbursed", "2026-02-22", 3_000_000)
            .on("2026-02-22")
        )

        # (4,000,000 x 28 + 3,000,000 x 18 + 3,000,000 x 8) / 28 / 400 = 16,964.29.
        assert asked(found, 1) == (829_294, 16_964)

    def test_in_the_first_period_and_then_on_a_due_date(self):
        told = paid_out(4_000_000).then("disbursed", "2026-02-12", 3_000_000)
        assert asked(told.on("2026-02-12"), 1) == (577_809, 14_821)

        found = told.then("disbursed", "2026-03-02", 3_000_000).on("2026-03-02")

        # On its due date the first row stays: 10,000,000 - 577,809 over the eleven to come.
        assert asked(found, 1) == (577_809, 14_821)
        assert asked(found, 2) == (845_910, 23_555)
        assert asked(found, 12) == (867_295, 2_168)

    def test_after_a_recast_in_the_same_period_keeps_what_the_period_bears(self):
        found = (
            paid_out(8_000_000, surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-02-12", 4_000_000)
            .then("disbursed", "2026-02-22", 1_000_000)
            .on("2026-02-22")
        )

        # Paid early changes nothing in the period: (8,000,000 x 28 + 1,000,000 x 8) / 28 / 400.
        assert asked(found, 1) == (403_448, 20_714)
        assert found.outstanding == 5_000_000

    def test_is_subsidised_for_its_own_days(self):
        found = (
            paid_out(4_000_000, bank_rate=Decimal("0.09"))
            .then("disbursed", "2026-02-12", 6_000_000)
            .on("2026-02-12")
        )

        # As the interest, at the 6 % by which the bank's rate is higher: 39,285.71.
        assert row(found, 1).subsidy == 39_286

    def test_may_be_smaller_than_the_fee_of_the_whole_loan(self):
        found = paid_out(500_000, fee=Rupiah(600_000)).on("2026-02-02")

        assert found.outstanding == 500_000

    def test_too_small_for_all_rows_has_fewer_until_the_next_one(self):
        told = paid_out(30_000, principal=Rupiah(3_000_000), instalments=60, multiple=1000)

        # 30,000 over 60 rows are 539 each, to the nearest multiple 1,000: half the rows are enough.
        assert len(told.on("2026-02-02").instalments) < 60
        whole = told.then("disbursed", "2026-02-12", 2_970_000).on("2026-02-12")
        assert (len(whole.instalments), whole.outstanding) == (60, 3_000_000)


class TestRateChanged:
    def test_twice_inside_a_period_bears_each_part_its_own_rate(self):
        found = (
            first_row_paid()
            .then("rate_changed", "2026-03-12", annual_rate="0.06")
            .then("rate_changed", "2026-03-22", annual_rate="0.03")
            .on("2026-03-22")
        )

        # 9,178,063 x (10 x 3 % + 10 x 6 % + 11 x 3 %) / 31 / 12 = 30,346.71.
        assert asked(found, 2) == (817_271, 30_347)

    def test_leaves_money_paid_ahead_with_the_rows_in_their_order(self):
        found = (
            paid_out()
            .then("repaid", "2026-03-02", LEVEL + 1_000_000)
            .then("rate_changed", "2026-03-12", annual_rate="0.06")
            .on("2026-03-12")
        )

        # Row 2 is now 858,919; of the 1,000,000 the next row has 141,081, its interest first.
        assert paid(found, 2) == (820_430, 38_489)
        assert paid(found, 3) == (99_293, 41_788)
        # What the money had paid came back, and went out again: nothing was received.
        assert (found.allocations[-1].amount, found.overpaid) == (0, 0)

    def test_under_actual_365_counts_the_days_themselves(self):
        told = paid_out(day_count=DayCount.ACTUAL_365)
        # 28 of 365 days; a level of 846,841 by the progressive factor.
        assert asked(told.on("2026-02-02"), 1) == (823_827, 23_014)

        found = (
            told.then("repaid", "2026-03-02", 846_841)
            .then("rate_changed", "2026-03-12", annual_rate="0.06")
            .on("2026-03-12")
        )

        # 9,176,173 x (10 x 3 % + 21 x 6 %) / 365 = 39,218.99.
        assert asked(found, 2) == (819_668, 39_219)
        assert asked(found, 12) == (854_533, 4_355)

    def test_after_two_kinds_of_grace_has_nothing_left_to_collect(self):
        told = paid_out(interest_grace=2, principal_grace=2)
        # Row 3 collects the 25,000 of rows 1 and 2, and its own; row 4 has its own only.
        assert [row(told.on("2026-02-02"), number).interest for number in (3, 4)] == [
            75_000,
            25_000,
        ]

        found = told.then("rate_changed", "2026-06-02", annual_rate="0.06").on("2026-06-02")

        assert row(found, 5).interest == 50_000

    def test_of_a_flat_loan_keeps_what_the_running_period_bore_on_the_whole(self):
        found = (
            paid_out(method=InterestMethod.FLAT)
            .then("repaid", "2026-04-02", 2 * 858_333)
            .then("rate_changed", "2026-04-12", annual_rate="0.06")
            .on("2026-04-12")
        )

        # 10,000,000 x (10 x 3 % + 20 x 6 %) / 30 / 12; then 6 % of the 8,333,334 planned anew.
        assert row(found, 3).interest == 41_667
        assert row(found, 4).interest == 41_667

    def test_after_all_principal_was_paid_ahead_moves_only_the_running_interest(self):
        found = (
            paid_out(surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-02-20", 10_000_000)
            .then("rate_changed", "2026-02-21", annual_rate="0.06")
            .on("2026-02-21")
        )

        # 10,000,000 x (19 x 3 % + 9 x 6 %) / 28 / 12 = 33,035.71.
        assert [asked(found, 1), len(found.instalments)] == [(0, 33_036), 1]


class TestRestructured:
    def test_capitalising_plans_the_arrears_of_interest_as_principal(self):
        found = IN_ARREARS.then(
            "restructured", "2026-06-10", instalments=18, capitalises_interest=True
        ).on("2026-06-10")

        # 6,699,902 for 30 days and 1,693,874 more for 22 of them: 19,854.86 of interest.
        assert asked(found, 5) == (457_555, 19_855)
        assert (found.outstanding, found.capitalised_outstanding) == (8_393_776, 39_705)
        assert (found.interest_due, found.arrears, found.days_past_due) == (0, 0, 0)
        assert found.restructurings[0].days_past_due == 39

    def test_without_capitalising_puts_interest_aside_until_the_last_due_date(self):
        found = IN_ARREARS.then("restructured", "2026-06-10", instalments=18).on("2026-06-10")

        assert asked(found, 5) == (455_371, 19_782)
        assert (found.instalments[-1].number, asked(found, 0)) == (0, (0, 39_705))
        assert found.instalments[-1].due_on == found.instalments[-2].due_on == date(2027, 12, 2)
        assert (found.interest_due, found.days_past_due) == (39_705, 0)

    def test_pays_capitalised_arrears_before_what_was_lent(self):
        found = (
            IN_ARREARS.then("restructured", "2026-06-10", instalments=18, capitalises_interest=True)
            .then("repaid", "2026-07-02", 477_410)
            .on("2026-07-02")
        )

        # Of 457,555 principal the first 39,705 are interest that became debt: no room to lend.
        assert found.capitalised_outstanding == 0
        assert found.principal_paid == 821_937 + 823_992 + 457_555 - 39_705

    def test_with_money_paid_ahead_pays_the_first_rows_of_the_new_schedule(self):
        found = (
            paid_out()
            .then("repaid", "2026-03-02", LEVEL + 1_000_000)
            .then("restructured", "2026-03-20", instalments=24)
            .on("2026-03-20")
        )

        # 394,484 a month, the running interest stands: 394,484 + 394,484 + 211,032.
        assert [paid(found, number) for number in (2, 3, 4)] == [
            (371_539, 22_945),
            (372_468, 22_016),
            (189_947, 21_085),
        ]
        assert found.days_past_due == found.overpaid == 0

    def test_twice_in_a_period_bears_each_part_its_own_rate(self):
        found = (
            first_row_paid()
            .then("restructured", "2026-03-12", instalments=24, annual_rate="0.06")
            .then("restructured", "2026-03-22", instalments=18, annual_rate="0.02")
            .on("2026-03-22")
        )

        # 9,178,063 x (10 x 3 % + 10 x 6 % + 11 x 2 %) / 31 / 12 = 27,632.88.
        assert asked(found, 2) == (491_066, 27_633)
        assert [len(plan.rows) for plan in found.plans] == [12, 24, 18]
        assert len(found.restructurings) == 2

    def test_after_maturity_bears_interest_from_its_own_day_on(self):
        told = IN_ARREARS.then("repaid", "2026-12-02", 8 * LEVEL)

        found = told.then("restructured", "2027-05-15", instalments=6).on("2027-05-15")

        # 1,687,543 for 18 of the 31 days to 2 June; from February to May only a penalty could be.
        assert asked(found, 13) == (280_977, 2_450)
        assert row(found, 13).due_on == date(2027, 6, 2)
        assert found.restructurings[0].days_past_maturity == 102
        assert asked(found, 0) == (0, 6_331)

    def test_with_another_first_due_date_still_owes_the_period_that_runs(self):
        told = paid_out().then(
            "restructured", "2026-02-12", instalments=12, first_due_on="2026-03-15"
        )

        # Under 30/360 the longer period is one period: 25,000, and owed at once when it is settled.
        assert asked(told.on("2026-02-12"), 1) == (821_937, 25_000)
        assert told.quote("2026-02-12").total == 10_025_000

    def test_refuses_a_first_due_date_that_is_past(self):
        told = paid_out().then(
            "restructured", "2026-04-20", instalments=12, first_due_on="2026-04-20"
        )

        with pytest.raises(ImpossibleTerms) as refused:
            told.on("2026-04-20")

        assert (refused.value.field, refused.value.lowest) == ("first_due_on", date(2026, 4, 21))

    def test_of_a_month_end_loan_comes_back_to_the_month_s_last_days(self):
        told = (
            paid_out(disbursed_on=date(2026, 1, 31))
            .then("repaid", "2026-02-28", LEVEL)
            .then("repaid", "2026-03-31", LEVEL)
        )

        found = told.then("restructured", "2026-04-15", instalments=6).on("2026-04-15")

        assert [due.due_on.isoformat() for due in found.instalments[2:]] == [
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
        ]
        assert asked(found, 3) == (1_383_669, 20_885)

    def test_of_a_margin_spreads_what_is_left_and_lets_the_running_share_stand(self):
        found = (
            paid_out(method=InterestMethod.PROFIT_SHARE, margin=Rupiah(600_000))
            .then("restructured", "2026-02-12", instalments=24)
            .on("2026-02-12")
        )

        # 50,000 were planned for the running period; 550,000 / 23 = 23,913.04.
        assert [row(found, number).interest for number in (1, 2, 24)] == [50_000, 23_913, 23_914]

    def test_gives_capitalised_arrears_paid_ahead_back_as_what_they_were(self):
        told = (
            paid_out()
            .then("restructured", "2026-03-10", instalments=12, capitalises_interest=True)
            .then("repaid", "2026-03-11", 49_516)
        )
        # 24,516 of interest ahead, and the 25,000 that were capitalised.
        cheap = told.on("2026-03-11")
        assert (cheap.capitalised_outstanding, cheap.outstanding) == (0, 10_000_000)

        dearer = told.then("restructured", "2026-03-11", instalments=12, annual_rate="0.04")

        # The period bears 30,445 now, so 19,071 of the money are principal, and 5,929 owed again.
        found = dearer.on("2026-03-11")
        assert (found.capitalised_outstanding, found.interest_ahead) == (5_929, 30_445)
        assert (found.principal_outstanding, found.principal_paid) == (10_000_000, 0)


class TestPaymentHoliday:
    @pytest.mark.parametrize(
        ("mode", "total"),
        [
            # The second row's 22,945 was put off, the third row's 22,945 runs.
            (InterestGraceMode.COLLECTED, 9_178_063 + 45_890),
            (InterestGraceMode.SPREAD, 9_178_063 + 45_890),
            (InterestGraceMode.WAIVED, 9_178_063),
        ],
    )
    def test_settled_inside_it_owes_what_the_mode_has_put_off(
        self, mode: InterestGraceMode, total: int
    ):
        told = first_row_paid().then(
            "payment_holiday", "2026-03-20", periods=2, interest_grace_mode=mode
        )

        quote = told.quote("2026-04-20").total
        closed = told.then("settled", "2026-04-20", int(quote)).on("2026-04-20")

        assert quote == total
        assert closed.is_paid_off
        assert closed.overpaid == 0

    def test_spread_is_owed_as_far_as_no_row_has_collected_it(self):
        told = (
            first_row_paid()
            .then("payment_holiday", "2026-03-20", periods=2, interest_grace_mode="spread")
            .then("repaid", "2026-06-02", LEVEL + 4_172)
        )

        # 45,890 / 11 = 4,171.8 a row; one has it. 8,354,071 + 20,885 + (45,890 - 4,172).
        assert told.quote("2026-06-10").total == 8_416_674

    def test_after_a_rate_change_puts_off_what_the_period_bears(self):
        found = (
            paid_out()
            .then("rate_changed", "2026-02-12", annual_rate="0.06")
            .then("payment_holiday", "2026-02-22", periods=1)
            .on("2026-02-22")
        )

        # 10,000,000 x (10 x 3 % + 18 x 6 %) / 28 / 12 = 41,071.43, and 50,000 of its own.
        assert [asked(found, 1), row(found, 2).interest] == [(0, 0), 91_071]

    def test_has_nothing_to_move_when_all_principal_was_paid_ahead(self):
        found = (
            paid_out(surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-02-20", 10_000_000)
            .then("payment_holiday", "2026-02-21", periods=1)
            .on("2026-02-21")
        )

        assert [asked(found, 1), len(found.instalments)] == [(0, 25_000), 1]


class TestRecast:
    @pytest.mark.parametrize("surplus", [Surplus.RECAST_LOWER, Surplus.RECAST_SHORTEN])
    def test_twice_in_a_day_is_one_recast(self, surplus: Surplus):
        told = first_row_paid(surplus=surplus)

        once = told.then("repaid", "2026-03-20", 2_000_000).on("2026-03-20")
        twice = (
            told.then("repaid", "2026-03-20", 700_000)
            .then("repaid", "2026-03-20", 1_300_000)
            .on("2026-03-20")
        )

        assert twice.instalments == once.instalments
        assert twice.plans == once.plans
        # The running 22,945 stands; 7,178,063 is planned over it and the rows after it.
        expected = (639_895, 22_945) if surplus is Surplus.RECAST_LOWER else (823_992, 22_945)
        assert asked(once, 2) == expected

    def test_of_a_level_in_thousands_stays_in_thousands(self):
        found = (
            paid_out(multiple=1000, surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-03-02", 847_000 + 2_000_000)
            .on("2026-03-02")
        )

        # 7,178,000 over eleven rows: 662,397 is nearest to 662,000; the last takes the rest.
        assert asked(found, 2) == (644_055, 17_945)
        assert asked(found, 12) == (664_510, 1_661)

    def test_with_too_little_for_the_multiple_has_fewer_rows_however_it_was_split(self):
        told = paid_out(
            principal=Rupiah(203_000),
            instalments=24,
            multiple=1000,
            method=InterestMethod.DECLINING_EQUAL_PRINCIPAL,
            surplus=Surplus.RECAST_LOWER,
        )

        once = told.then("repaid", "2026-03-14", 70_831).on("2026-03-14")
        twice = (
            told.then("repaid", "2026-03-14", 30_704)
            .then("repaid", "2026-03-14", 40_127)
            .on("2026-03-14")
        )

        assert twice.instalments == once.instalments

    def test_keep_then_written_off_loses_what_the_last_rows_have_left(self):
        told = first_row_paid(surplus=Surplus.RECAST_KEEP).then("repaid", "2026-03-20", 2_000_000)
        # 844,825 and 842,718 are whole rows; row 10 has 840,617 - 312,457 left.
        assert row(told.on("2026-03-20"), 10).principal_unpaid == 528_160

        found = told.then("written_off", "2026-04-03").on("2026-04-03")

        assert (found.loss_principal, found.loss_interest) == (7_178_063, 22_945)

    def test_of_a_bullet_lowers_its_interest_from_the_next_period_on(self):
        found = (
            paid_out(method=InterestMethod.BULLET, surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-02-12", 4_000_000)
            .on("2026-02-12")
        )

        assert [asked(found, number) for number in (1, 2, 12)] == [
            (0, 25_000),
            (0, 15_000),
            (6_000_000, 15_000),
        ]

    def test_of_all_principal_moves_a_hand_charge_once(self):
        found = (
            paid_out(surplus=Surplus.RECAST_LOWER)
            .then("charged", "2026-02-10", 50_000)
            .then("repaid", "2026-02-20", 10_000_000)
            .on("2026-02-20")
        )

        assert found.penalty_due == 50_000

    def test_of_all_principal_on_the_first_day_leaves_a_row_to_charge(self):
        found = (
            paid_out(surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-02-02", 10_000_000)
            .then("charged", "2026-02-20", 5_000)
            .on("2026-02-20")
        )

        assert (found.outstanding, found.penalty_due) == (0, 5_000)

    def test_of_all_principal_does_not_escape_a_margin_that_is_owed_whole(self):
        told = paid_out(
            method=InterestMethod.PROFIT_SHARE,
            settlement=SettlementRule.WHOLE_MARGIN,
            settlement_rebate=Decimal("0.5"),
            surplus=Surplus.RECAST_LOWER,
        )

        # The quote is the same as without it: 10,000,000 and half of 300,000.
        assert told.quote("2026-02-20").total == 10_150_000
        ahead = told.then("repaid", "2026-02-20", 10_000_000)
        assert ahead.quote("2026-02-20").total == 150_000

    def test_of_a_bullet_by_default_pays_the_interest_of_the_next_rows(self):
        found = (
            paid_out(method=InterestMethod.BULLET)
            .then("repaid", "2026-03-02", 125_000)
            .on("2026-03-02")
        )

        assert (found.interest_ahead, found.outstanding) == (100_000, 10_000_000)


class TestRhythm:
    def test_every_week_splits_a_week_by_its_days(self):
        told = paid_out(principal=Rupiah(1_300_000), instalments=10, every=Every.WEEK)
        # 1,300,000 x 3 % / 52.
        assert asked(told.on("2026-02-02"), 1) == (129_663, 750)

        found = told.then("rate_changed", "2026-02-05", annual_rate="0.06").on("2026-02-05")

        # Three days at 750 and four at 1,500 a week: 1,178.57.
        assert asked(found, 1) == (129_615, 1_179)
        assert asked(found, 10) == (130_645, 151)

    def test_every_day_has_no_inside_to_change_in(self):
        told = paid_out(
            principal=Rupiah(360_000),
            instalments=10,
            every=Every.DAY,
            surplus=Surplus.RECAST_LOWER,
        )
        assert asked(told.on("2026-02-02"), 1) == (35_987, 30)

        found = told.then("repaid", "2026-02-03", 36_017 + 100_000).on("2026-02-03")

        # Every day is a due date, so the whole next day is the new schedule's: 224,013 x 3 % / 360.
        assert asked(found, 2) == (24_882, 19)
        assert asked(found, 10) == (24_896, 2)
