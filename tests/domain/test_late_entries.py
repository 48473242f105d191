"""What a late entry makes smaller is taken as far as it goes: the fold shows every such loan."""

from datetime import date
from decimal import Decimal

import numpy_financial
import pytest

from harkat.domain.cost import effective_rate
from harkat.domain.loan_events import (
    EventKind,
    LoanEvent,
    MalformedEvent,
    MarginIsFixed,
    NotInTranches,
)
from harkat.domain.loan_life import CannotHappen, OutOfLife, check_recordable
from harkat.domain.margin import _Annuity
from harkat.domain.money import Rupiah
from harkat.domain.product import AllocationOrder, InterestMethod, MarginSpread, Surplus
from harkat.domain.schedule import schedule
from harkat.domain.schedule_change import ScheduleChange
from tests.domain.loans import TERMS, given_terms
from tests.domain.stories import Story

LOAN = Story(TERMS).then("disbursed", "2026-02-02", 10_000_000)
ALL_OF_IT = 10_163_244
"""What the worked example asks for in all."""


class TestEventMadeSmaller:
    def test_recovery_of_a_loan_that_runs_again_is_a_repayment(self):
        found = LOAN.then("recovered", "2026-03-02", 846_937).on("2026-03-02")

        assert (found.outstanding, found.recovered) == (9_178_063, 0)

    def test_rate_change_after_the_last_due_date_changes_nothing(self):
        story = LOAN.then("rate_changed", "2027-03-01", annual_rate="0.06")

        assert len(story.on("2027-03-02").plans) == 1

    def test_rate_change_of_a_loan_paid_whole_gives_the_interest_back_as_credit(self):
        story = LOAN.then("repaid", "2026-02-10", ALL_OF_IT)

        found = story.then("rate_changed", "2026-02-20", annual_rate="0").on("2026-02-20")

        # Of the first month, 18 of 28 days were at 3 per cent: 25,000 x 18/28 = 16,071.43.
        assert found.overpaid == 163_244 - 16_071
        assert (found.outstanding, found.interest_ahead) == (0, 16_071)

    def test_restructuring_of_a_loan_paid_whole_changes_nothing(self):
        story = LOAN.then("repaid", "2026-02-10", ALL_OF_IT)

        assert len(story.then("restructured", "2026-03-10").on("2026-03-10").plans) == 1

    def test_rows_of_nothing_are_neither_clean_nor_late(self):
        story = LOAN.then("restructured", "2026-06-20", instalments=6, interest_grace=2)

        (restructuring,) = story.on("2026-08-20").restructurings
        assert (restructuring.clean_instalments, restructuring.days_past_due) == (0, 110)


class TestRestructuredLoan:
    def test_is_proven_by_three_instalments_paid_in_time(self):
        story = LOAN.then("restructured", "2026-06-20", instalments=18)
        for day in ("2026-07-02", "2026-08-02", "2026-09-02"):
            story = story.then("repaid", day, 600_000)

        before, after = (story.on(day).restructurings[0] for day in ("2026-09-01", "2026-09-02"))

        assert (before.clean_instalments, before.proven_on) == (2, None)
        assert (after.clean_instalments, after.proven_on) == (3, date(2026, 9, 2))


class TestWaiver:
    def test_of_the_last_that_is_open_closes_the_row(self):
        order = AllocationOrder.PRINCIPAL_INTEREST_PENALTY
        story = Story(given_terms(allocation_order=order)).then(
            "disbursed", "2026-02-02", 10_000_000
        )

        found = (
            story.then("repaid", "2026-03-02", 821_937)
            .then("interest_waived", "2026-03-05", 25_000)
            .on("2026-03-05")
        )

        assert found.instalments[0].paid_on == date(2026, 3, 5)
        assert (found.days_past_due, found.interest_asked) == (0, 163_244 - 25_000)
        assert found.total_asked == 10_000_000 + 163_244 - 25_000


class TestEventThatCannotBe:
    def test_changes_the_rate_of_a_fixed_margin(self):
        terms = given_terms(method=InterestMethod.PROFIT_SHARE)
        story = Story(terms).then("disbursed", "2026-02-02", 10_000_000)

        with pytest.raises(MarginIsFixed):
            story.then("rate_changed", "2026-02-10", annual_rate="0.06").on("2026-02-10")

    def test_pays_out_a_fixed_margin_in_parts(self):
        terms = given_terms(method=InterestMethod.PROFIT_SHARE)

        with pytest.raises(NotInTranches):
            Story(terms).then("disbursed", "2026-02-02", 5_000_000).on("2026-02-02")

    def test_says_no_change_where_it_must(self):
        with pytest.raises(MalformedEvent):
            LoanEvent(
                seq=2, kind=EventKind.RESTRUCTURED, value_on=date(2026, 3, 2), key="no-change"
            )

    def test_restructures_a_loan_without_principal(self):
        terms = given_terms(surplus=Surplus.RECAST_LOWER)
        story = Story(terms).then("disbursed", "2026-02-02", 10_000_000)
        paid = story.then("repaid", "2026-02-10", 10_000_000)
        event = LoanEvent(
            seq=9,
            kind=EventKind.RESTRUCTURED,
            value_on=date(2026, 2, 12),
            key="late",
            change=ScheduleChange(instalments=3),
        )

        with pytest.raises(CannotHappen) as refused:
            check_recordable(terms=terms, known=paid.events, event=event, today=event.value_on)

        assert refused.value.reason is OutOfLife.LOAN_ENDED


class TestSearchForARate:
    def test_goes_on_by_itself_where_the_library_finds_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        plan = schedule(given_terms(method=InterestMethod.FLAT))
        monkeypatch.setattr(numpy_financial, "irr", lambda _flows: float("nan"))
        effective_rate.cache_clear()

        assert effective_rate(plan) == Decimal("0.054925")

    @pytest.mark.parametrize("start", ["0", "0.0299", "0.5"])
    def test_for_a_margin_ends_at_the_same_wherever_it_begins(
        self, monkeypatch: pytest.MonkeyPatch, start: str
    ):
        terms = given_terms(
            method=InterestMethod.PROFIT_SHARE,
            margin_spread=MarginSpread.ANNUITY,
            margin=Rupiah(163_244),
        )
        shares = schedule(terms).interests
        monkeypatch.setattr(_Annuity, "rate_near", lambda _self, _margin: Decimal(start))
        schedule.cache_clear()
        from harkat.domain.margin import annuity_shares

        annuity_shares.cache_clear()

        assert schedule(terms).interests == shares
        assert sum(shares) == 163_244
