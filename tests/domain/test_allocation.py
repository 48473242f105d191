"""The split of one repayment."""

from datetime import date

import pytest

from harkat.domain.allocation import InstalmentPart, allocate
from harkat.domain.money import Rupiah
from tests.domain.loans import repaid


def part(number: int, interest: int, principal: int) -> InstalmentPart:
    return InstalmentPart(number=number, interest=Rupiah(interest), principal=Rupiah(principal))


UNPAID = (part(3, 50, 1_000), part(4, 40, 1_010))


class TestAllocate:
    @pytest.mark.parametrize(
        ("amount", "parts", "overpaid"),
        [
            (20, (part(3, 20, 0),), 0),
            (50, (part(3, 50, 0),), 0),
            (51, (part(3, 50, 1),), 0),
            (1_050, (part(3, 50, 1_000),), 0),
            (1_080, (part(3, 50, 1_000), part(4, 30, 0)), 0),
            (2_100, UNPAID, 0),
            (2_107, UNPAID, 7),
        ],
    )
    def test_pays_the_oldest_first_and_interest_before_principal(
        self, amount: int, parts: tuple[InstalmentPart, ...], overpaid: int
    ):
        allocation = allocate(repayment=repaid(amount, on=date(2026, 3, 2)), unpaid=UNPAID)

        assert (allocation.parts, allocation.overpaid) == (parts, overpaid)
        assert allocation.interest + allocation.principal + allocation.overpaid == amount

    def test_keeps_all_of_it_where_nothing_is_unpaid(self):
        allocation = allocate(repayment=repaid(500, on=date(2026, 3, 2)), unpaid=())

        assert (allocation.seq, allocation.parts, allocation.overpaid) == (2, (), 500)
