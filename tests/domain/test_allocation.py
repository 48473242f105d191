"""The split of repayments by the order of the contract, and what becomes of the surplus."""

from datetime import date
from decimal import Decimal

import pytest

from harkat.domain.money import ZERO, Rupiah
from harkat.domain.position import Position, position
from harkat.domain.product import AllocationOrder, InterestMethod, Surplus
from tests.domain.loans import disbursed, given_terms, repaid

FIRST_DUE, SECOND_DUE = date(2026, 3, 2), date(2026, 4, 2)
LATE = date(2026, 4, 12)
"""Forty-one and ten days after the first two due dates of the worked example."""


def paid(amount: int, *, on: date = LATE, **terms: object) -> Position:
    """Return the position after one payment on the worked example's loan, with other terms."""
    agreed = given_terms(**terms)
    return position(terms=agreed, events=[disbursed(), repaid(amount, on=on)], on=on)


def parts(found: Position) -> list[tuple[int, int, int, int]]:
    """Return number, interest, principal and penalty of each row the payment went to."""
    return [tuple(map(int, part)) for part in found.allocations[0].parts]


class TestAllocationOrder:
    """Rp900,000 on 12 April, when two instalments of 846,937 and penalties are due."""

    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            (
                AllocationOrder.INTEREST_PRINCIPAL_PENALTY,
                [(1, 25_000, 821_937, 34_724), (2, 18_339, 0, 0)],
            ),
            (
                AllocationOrder.PRINCIPAL_INTEREST_PENALTY,
                [(1, 25_000, 821_937, 34_724), (2, 0, 18_339, 0)],
            ),
            (
                AllocationOrder.PENALTY_INTEREST_PRINCIPAL,
                [(1, 25_000, 821_937, 34_724), (2, 9_870, 0, 8_469)],
            ),
            (AllocationOrder.ALL_INTEREST_FIRST, [(1, 25_000, 821_937, 0), (2, 22_945, 30_118, 0)]),
        ],
    )
    def test_decides_what_is_paid_first(
        self, order: AllocationOrder, expected: list[tuple[int, int, int, int]]
    ):
        found = paid(900_000, allocation_order=order, penalty_rate=Decimal("0.001"))

        assert parts(found) == expected

    def test_pays_the_oldest_first_and_interest_before_principal_by_default(self):
        assert parts(paid(20_000)) == [(1, 20_000, 0, 0)]
        assert parts(paid(25_001)) == [(1, 25_000, 1, 0)]
        assert parts(paid(846_938)) == [(1, 25_000, 821_937, 0), (2, 1, 0, 0)]


class TestSurplus:
    """Rp3,000,000 on 10 March: instalment 1 is due, 2,153,063 is more than that."""

    def surplus(self, surplus: Surplus, **terms: object) -> Position:
        return paid(3_000_000, on=date(2026, 3, 10), surplus=surplus, **terms)

    def test_pays_the_next_instalments_by_default(self):
        found = self.surplus(Surplus.NEXT_INSTALMENTS)

        assert parts(found) == [
            (1, 25_000, 821_937, 0),
            (2, 22_945, 823_992, 0),
            (3, 20_885, 826_052, 0),
            (4, 18_820, 440_369, 0),
        ]
        assert (len(found.plans), found.overpaid) == (1, 0)

    def test_stays_as_a_credit(self):
        found = self.surplus(Surplus.CREDIT)

        assert (found.overpaid, dict(found.credits)) == (2_153_063, {2: 2_153_063})
        assert found.outstanding == 9_178_063

    def test_lowers_the_instalments_of_a_new_schedule(self):
        found = self.surplus(Surplus.RECAST_LOWER)

        assert found.outstanding == 10_000_000 - 821_937 - 2_153_063
        assert (found.plans[-1].number, len(found.plans[-1].rows)) == (2, 11)
        totals = {int(row.total) for row in found.instalments[1:11]}
        assert totals == {648_751}  # 648,751.13 by the progressive factor
        assert found.instalments[1].interest == 22_945  # of the running period, as planned
        assert found.allocations[0].prepaid == 2_153_063

    def test_shortens_the_schedule_at_the_same_instalment(self):
        found = self.surplus(Surplus.RECAST_SHORTEN)

        assert len(found.plans[-1].rows) == 9
        assert {int(row.total) for row in found.instalments[1:9]} == {846_937}
        assert found.instalments[-1].total < 846_937

    def test_pays_the_last_rows_and_keeps_their_interest(self):
        found = self.surplus(Surplus.RECAST_KEEP)

        assert parts(found) == [
            (1, 25_000, 821_937, 0),
            (10, 0, 465_520, 0),
            (11, 0, 842_718, 0),
            (12, 0, 844_825, 0),
        ]
        assert [int(row.interest) for row in found.instalments[-3:]] == [6_320, 4_219, 2_112]
        assert len(found.plans) == 1

    def test_of_equal_principal_keeps_its_share_when_it_shortens(self):
        found = self.surplus(
            Surplus.RECAST_SHORTEN, method=InterestMethod.DECLINING_EQUAL_PRINCIPAL
        )

        assert {int(row.principal) for row in found.instalments[1:-1]} == {833_333}

    def test_that_pays_all_principal_still_owes_the_running_interest(self):
        found = paid(10_025_000 + 5, on=date(2026, 3, 10), surplus=Surplus.RECAST_LOWER)

        assert found.outstanding == 0
        assert [int(row.interest) for row in found.instalments] == [25_000, 22_945]
        assert found.next_instalment is not None
        assert found.next_instalment.unpaid == 22_940

    def test_on_a_due_date_changes_the_next_period(self):
        found = paid(3_000_000, on=FIRST_DUE, surplus=Surplus.RECAST_LOWER)

        assert found.instalments[1].interest == 17_563  # 7,025,000 x 1/400, rounded up at a half


class TestPenalty:
    """Per cent of what is overdue, counted by the fold, never on a penalty."""

    def due(self, on: date, **terms: object) -> int:
        agreed = given_terms(penalty_rate=Decimal("0.001"), **terms)
        return int(position(terms=agreed, events=[disbursed()], on=on).penalty_due)

    def test_starts_the_day_after_the_due_date(self):
        assert (self.due(FIRST_DUE), self.due(date(2026, 3, 3))) == (0, 847)

    def test_counts_days_beyond_the_grace_only(self):
        assert self.due(date(2026, 3, 7), penalty_grace_days=5) == 0
        assert self.due(date(2026, 3, 8), penalty_grace_days=5) == 847

    def test_is_capped_by_its_part_of_the_instalment(self):
        assert self.due(date(2026, 3, 31), penalty_cap=Decimal("0.01")) == 8_469

    def test_may_be_for_a_month_of_thirty_days(self):
        from harkat.domain.product import PenaltyPer

        assert self.due(date(2026, 4, 1), penalty_per=PenaltyPer.MONTH) == 847

    def test_stops_on_what_is_paid(self):
        agreed = given_terms(penalty_rate=Decimal("0.001"))
        events = [disbursed(), repaid(846_937, on=date(2026, 3, 12))]

        found = position(terms=agreed, events=events, on=SECOND_DUE)

        assert found.penalty_due == 8_469
        assert found.days_past_due == 0
        assert not found.is_paid_off

    def test_of_nothing_is_nothing(self):
        assert paid(1, penalty_rate=Decimal(0)).penalty_due == ZERO == Rupiah(0)
