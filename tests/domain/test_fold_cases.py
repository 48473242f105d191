"""Worked cases of the fold, to the rupiah: each kind of event alone, and how they meet.

The loan is Rp10,000,000 at 3 % over 12 months, paid out on 2 February 2026, unless a test says
otherwise: 846,937 a month, of which 25,000 is interest in the first and 22,945 in the second row.
The figures were worked out by hand with fractions; the comments say how.
"""

from datetime import date
from decimal import Decimal

import pytest

from harkat.domain.loan_components import components
from harkat.domain.loan_events import CreditSpent, MalformedEvent
from harkat.domain.money import Rupiah
from harkat.domain.position import InstalmentPosition, Position
from harkat.domain.product import (
    AllocationOrder,
    DayCount,
    Every,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    SettlementRule,
    Surplus,
)
from tests.domain.stories import Story, paid_out

LEVEL = 846_937


def row(found: Position, number: int) -> InstalmentPosition:
    return next(row for row in found.instalments if row.number == number)


def asked(found: Position, number: int) -> tuple[int, int]:
    """Return the principal and the interest of a row of the schedule in force."""
    return int(row(found, number).principal), int(row(found, number).interest)


def paid(found: Position, number: int) -> tuple[int, int]:
    return int(row(found, number).principal_paid), int(row(found, number).interest_paid)


def first_row_paid(**terms: object) -> Story:
    return paid_out(**terms).then("repaid", "2026-03-02", LEVEL)


def two_rows_paid() -> Story:
    return first_row_paid().then("repaid", "2026-04-02", LEVEL)


class TestEachEventAlone:
    def test_disbursed_owes_the_principal_and_no_interest(self):
        found = paid_out().on("2026-02-02")

        assert (found.outstanding, found.interest_due, len(found.instalments)) == (
            10_000_000,
            0,
            12,
        )

    def test_repaid_before_the_due_date_is_interest_ahead_first(self):
        found = paid_out().then("repaid", "2026-02-20", 30_000).on("2026-02-20")

        assert (found.interest_ahead, found.outstanding) == (25_000, 9_995_000)

    def test_settled_pays_the_running_period_whole(self):
        # 10,000,000 and the 25,000 of the first period, begun 18 days before.
        found = paid_out().then("settled", "2026-02-20", 10_025_000).on("2026-02-20")

        assert found.is_paid_off
        assert components(found).interest_income == 25_000
        assert (found.overpaid, len(found.instalments)) == (0, 1)

    def test_settled_below_the_quote_is_a_repayment_like_any_other(self):
        found = paid_out().then("settled", "2026-02-20", 10_024_999).on("2026-02-20")

        assert not found.is_paid_off
        assert (found.interest_ahead, found.repaid) == (163_244, 10_024_999)

    def test_credit_applied_pays_what_is_due_and_no_more(self):
        found = (
            paid_out(surplus=Surplus.CREDIT)
            .then("repaid", "2026-03-02", 2_000_000)
            .then("credit_applied", "2026-04-02", 1_153_063)
            .on("2026-04-02")
        )

        # 2,000,000 - 846,937 was credit; the second instalment takes 846,937 of its 1,153,063.
        assert (found.overpaid, paid(found, 2)) == (306_126, (823_992, 22_945))

    def test_refunded_goes_back_to_the_borrower(self):
        found = (
            paid_out(surplus=Surplus.CREDIT)
            .then("repaid", "2026-02-20", 1_000)
            .then("refunded", "2026-02-21", 400)
            .on("2026-02-21")
        )

        assert (found.overpaid, found.refunded, found.repaid) == (600, 400, 1_000)

    def test_charged_stands_on_the_last_row_that_has_fallen_due_and_is_paid_with_it(self):
        found = (
            paid_out()
            .then("charged", "2026-03-10", 50_000)
            .then("repaid", "2026-03-10", 860_000)
            .on("2026-03-10")
        )

        # 846,937 is interest and principal of the row; 13,063 of the 50,000 come after them.
        assert (row(found, 1).penalty_due, found.penalty_paid) == (36_937, 13_063)

    def test_charged_before_anything_has_fallen_due_waits_on_the_first_row(self):
        found = paid_out().then("charged", "2026-02-10", 50_000).on("2026-02-10")

        assert (row(found, 1).penalty_due, found.days_past_due) == (50_000, 0)

    def test_interest_waived_is_forgiven_and_stays_income(self):
        found = paid_out().then("interest_waived", "2026-03-03", 20_000).on("2026-03-03")

        assert (found.interest_due, found.forgiven_interest) == (5_000, 20_000)
        assert components(found).interest_income == 25_000

    def test_penalty_waived_is_no_longer_asked_for(self):
        late = paid_out(penalty_rate=Decimal("0.001")).then("penalty_waived", "2026-03-12", 8_000)

        # Ten days of 0.1 % on 846,937 are 8,469.37.
        assert late.on("2026-03-12").penalty_due == 469

    def test_rate_changed_inside_a_period_bears_each_part_its_own_rate(self):
        found = (
            first_row_paid().then("rate_changed", "2026-03-12", annual_rate="0.06").on("2026-03-12")
        )

        # 9,178,063 x (10 days x 3 % + 21 days x 6 %) / 31 / 12 = 38,488.65.
        assert asked(found, 2) == (820_430, 38_489)
        # A whole period at 6 %: (9,178,063 - 820,430) / 200.
        assert asked(found, 3) == (817_131, 41_788)
        assert found.plans[-1].number == 2

    def test_payment_holiday_moves_the_rows_and_collects_the_interest_after_it(self):
        found = first_row_paid().then("payment_holiday", "2026-03-20", periods=2).on("2026-03-20")

        assert [asked(found, number) for number in (2, 3)] == [(0, 0), (0, 0)]
        # 22,945 twice for the holiday, and its own 22,945.
        assert asked(found, 4) == (823_992, 68_835)
        assert (found.instalments[-1].number, found.instalments[-1].due_on) == (
            14,
            date(2027, 4, 2),
        )

    def test_restructured_on_the_first_day_is_the_schedule_of_the_new_term(self):
        found = paid_out().then("restructured", "2026-02-02", instalments=24).on("2026-02-02")

        assert asked(found, 1) == (404_812, 25_000)
        assert asked(found, 24) == (428_741, 1_072)

    def test_written_off_takes_what_has_fallen_due_and_all_principal(self):
        found = paid_out().then("written_off", "2026-03-20").on("2026-06-01")

        # The running period is not earned: only the 25,000 of the first row is interest lost.
        assert (found.loss_principal, found.loss_interest, found.claim) == (
            10_000_000,
            25_000,
            10_025_000,
        )
        assert (found.outstanding, found.interest_due, found.days_past_due) == (0, 0, 0)

    def test_recovered_lowers_the_claim_and_leaves_the_rest_as_credit(self):
        lost = paid_out().then("written_off", "2026-03-20")

        found = lost.then("recovered", "2026-05-01", 10_026_000).on("2026-05-01")

        assert (found.claim, found.recovered, found.overpaid) == (0, 10_025_000, 1_000)
        assert found.principal_paid == 0

    def test_forgiven_on_the_books_leaves_no_claim(self):
        found = paid_out().then("forgiven", "2026-03-20").on("2026-03-20")

        assert (found.forgiven_principal, found.forgiven_interest, found.claim) == (
            10_000_000,
            25_000,
            0,
        )

    def test_forgiven_after_a_write_off_only_drops_the_claim(self):
        found = (
            paid_out()
            .then("written_off", "2026-03-20")
            .then("forgiven", "2026-05-20")
            .on("2026-05-20")
        )

        assert (found.claim, found.forgiven_principal, found.loss_principal) == (0, 0, 10_000_000)

    def test_reversed_was_never_made_from_its_day_on(self):
        told = (
            paid_out()
            .then("repaid", "2026-03-02", LEVEL)
            .then("reversed", "2026-03-10", reverses=2)
        )

        assert told.on("2026-03-09").outstanding == 9_178_063
        assert (told.on("2026-03-10").outstanding, told.on("2026-03-10").days_past_due) == (
            10_000_000,
            8,
        )


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
    def arrears(self) -> Story:
        """Two rows paid, those of May and June not: 1,654,169 of principal, 39,705 of interest."""
        return two_rows_paid()

    def test_capitalising_plans_the_arrears_of_interest_as_principal(self):
        found = (
            self.arrears()
            .then("restructured", "2026-06-10", instalments=18, capitalises_interest=True)
            .on("2026-06-10")
        )

        # 6,699,902 for 30 days and 1,693,874 more for 22 of them: 19,854.86 of interest.
        assert asked(found, 5) == (457_555, 19_855)
        assert (found.outstanding, found.capitalised_outstanding) == (8_393_776, 39_705)
        assert (found.interest_due, found.arrears, found.days_past_due) == (0, 0, 0)
        assert found.restructurings[0].days_past_due == 39

    def test_without_capitalising_puts_interest_aside_until_the_last_due_date(self):
        found = self.arrears().then("restructured", "2026-06-10", instalments=18).on("2026-06-10")

        assert asked(found, 5) == (455_371, 19_782)
        assert (found.instalments[-1].number, asked(found, 0)) == (0, (0, 39_705))
        assert found.instalments[-1].due_on == found.instalments[-2].due_on == date(2027, 12, 2)
        assert (found.interest_due, found.days_past_due) == (39_705, 0)

    def test_pays_capitalised_arrears_before_what_was_lent(self):
        found = (
            self.arrears()
            .then("restructured", "2026-06-10", instalments=18, capitalises_interest=True)
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
        told = two_rows_paid().then("repaid", "2026-12-02", 8 * LEVEL)

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


class TestMargin:
    def told(self, rule: SettlementRule, rebate: str) -> Story:
        """Two of twelve rows of 25,000 margin each are paid; the last has 24,995."""
        told = paid_out(
            method=InterestMethod.PROFIT_SHARE,
            margin=Rupiah(299_995),
            settlement=rule,
            settlement_rebate=Decimal(rebate),
        )
        two = sum(int(due.total) for due in told.on("2026-02-02").instalments[:2])
        return told.then("repaid", "2026-04-02", two)

    @pytest.mark.parametrize(
        ("rule", "rebate", "interest"),
        [
            (SettlementRule.CURRENT_PERIOD, "0", 25_000),
            (SettlementRule.WHOLE_MARGIN, "0", 249_995),
            # The rebate of 74,998.5 is rounded, half up, not what is left.
            (SettlementRule.WHOLE_MARGIN, "0.3", 174_996),
            (SettlementRule.WHOLE_MARGIN, "1", 0),
        ],
    )
    def test_settled_owes_what_the_contract_says(
        self, rule: SettlementRule, rebate: str, interest: int
    ):
        told = self.told(rule, rebate)

        quote = told.quote("2026-04-20")

        assert quote.interest == interest
        assert quote.total == quote.principal + interest
        assert told.then("settled", "2026-04-20", int(quote.total)).on("2026-04-20").is_paid_off


class TestPenalty:
    def late(self, **terms: object) -> Story:
        return paid_out(penalty_rate=Decimal("0.001"), **terms)

    def test_counts_each_day_what_was_unpaid_on_it_and_rounds_once(self):
        told = self.late().then("repaid", "2026-03-12", 400_000)

        # (846,937 x 10 + 446,937 x 20) / 1000 = 17,408.11, of 8,469.37 and 8,938.74.
        assert row(told.on("2026-04-01"), 1).penalty_due == 17_408

    def test_is_not_charged_on_a_penalty_that_is_left(self):
        told = self.late().then("repaid", "2026-03-12", LEVEL)

        assert told.on("2026-03-12").penalty_due == 8_469
        assert told.on("2026-12-31").instalments[0].penalty_due == 8_469

    def test_goes_on_from_what_was_paid_of_it(self):
        told = self.late(allocation_order=AllocationOrder.PENALTY_INTEREST_PRINCIPAL).then(
            "repaid", "2026-03-12", 5_000
        )

        # Ten days make 8,469.37, twenty 16,938.74: the whole is rounded, not its parts.
        assert told.on("2026-03-12").penalty_due == 3_469
        assert told.on("2026-03-22").penalty_due == 11_939

    def test_moves_aside_with_a_restructuring_unless_it_is_waived(self):
        told = self.late()

        kept = told.then("restructured", "2026-03-12", instalments=12).on("2026-03-12")
        waived = told.then("restructured", "2026-03-12", instalments=12, waives_penalties=True).on(
            "2026-03-12"
        )

        assert (row(kept, 0).penalty_due, kept.penalty_due) == (8_469, 8_469)
        assert waived.penalty_due == 0


class TestReversal:
    def test_of_a_waiver_lets_the_interest_be_owed_again(self):
        told = paid_out().then("interest_waived", "2026-03-03", 20_000)

        found = told.then("reversed", "2026-03-03", reverses=2).on("2026-03-03")

        assert (found.interest_due, found.forgiven_interest) == (25_000, 0)

    def test_of_a_payment_whose_credit_is_spent_is_refused(self):
        told = (
            paid_out(surplus=Surplus.CREDIT)
            .then("repaid", "2026-03-02", 2_000_000)
            .then("credit_applied", "2026-04-02", LEVEL)
            .then("reversed", "2026-04-10", reverses=2)
        )

        assert told.on("2026-04-09").overpaid == 306_126
        with pytest.raises(CreditSpent) as refused:
            told.on("2026-04-10")
        assert refused.value.seq == 3

    def test_in_the_middle_is_a_payment_never_made(self):
        with_mistake = (
            paid_out()
            .then("repaid", "2026-03-02", LEVEL)
            .then("repaid", "2026-04-02", LEVEL)
            .then("repaid", "2026-05-02", LEVEL)
            .then("reversed", "2026-05-10", reverses=3)
        )
        without = paid_out().then("repaid", "2026-03-02", LEVEL).then("repaid", "2026-05-02", LEVEL)

        # The payment of May moves up to the row of April; May is then eight days late.
        assert with_mistake.on("2026-05-10").instalments == without.on("2026-05-10").instalments
        assert with_mistake.on("2026-05-10").days_past_due == 8

    def test_of_a_recast_gives_the_old_schedule_back(self):
        told = first_row_paid(surplus=Surplus.RECAST_LOWER)
        recast = told.then("repaid", "2026-03-20", 2_000_000)

        assert recast.then("reversed", "2026-03-20", reverses=3).on("2026-03-20") == told.on(
            "2026-03-20"
        )

    def test_of_a_restructuring_brings_the_days_past_due_back(self):
        told = paid_out().then("restructured", "2026-03-20", instalments=24)

        found = told.then("reversed", "2026-03-25", reverses=2).on("2026-03-25")

        assert (found.days_past_due, found.restructurings, len(found.plans)) == (23, (), 1)


class TestBackdated:
    def test_payment_takes_a_penalty_back(self):
        told = paid_out(penalty_rate=Decimal("0.001"))
        assert told.on("2026-03-12").penalty_due == 8_469

        assert told.then("repaid", "2026-03-02", LEVEL).on("2026-03-12").penalty_due == 0

    def test_payment_before_a_recast_changes_what_is_recast(self):
        told = paid_out(surplus=Surplus.RECAST_LOWER).then("repaid", "2026-03-20", 2_846_937)

        late_entry = told.then("repaid", "2026-03-02", LEVEL).on("2026-03-20")
        in_time = (
            first_row_paid(surplus=Surplus.RECAST_LOWER)
            .then("repaid", "2026-03-20", 2_846_937)
            .on("2026-03-20")
        )

        assert late_entry.instalments == in_time.instalments
        # Nothing was in arrears, so all 2,846,937 come off the 9,178,063.
        assert late_entry.outstanding == 6_331_126

    def test_waiver_of_interest_that_was_paid_meanwhile_is_as_large_as_it_can_be(self):
        told = paid_out().then("interest_waived", "2026-03-10", 20_000)

        found = told.then("repaid", "2026-03-02", 15_000).on("2026-03-10")

        assert (found.forgiven_interest, found.interest_due) == (10_000, 0)


def test_a_charge_of_nothing_is_no_event():
    with pytest.raises(MalformedEvent):
        paid_out().then("charged", "2026-03-10", 0)
