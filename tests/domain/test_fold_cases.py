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
from harkat.domain.product import (
    AllocationOrder,
    InterestMethod,
    SettlementRule,
    Surplus,
)
from tests.domain.stories import LEVEL, Story, asked, first_row_paid, paid, paid_out, row


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

    def test_repaid_passes_rows_of_nothing_by(self):
        found = paid_out(interest_grace=2).then("repaid", "2026-05-02", 1_000).on("2026-05-02")

        assert [row(found, number).paid_on for number in (1, 2)] == [None, None]
        assert paid(found, 3) == (0, 1_000)

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
