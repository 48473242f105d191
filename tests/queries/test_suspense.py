"""Open titipan by age, and item by item for the own bank."""

from datetime import date, timedelta

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.queries.suspense import PAGE_SIZE, ageing, open_items
from harkat.services import suspense
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")


def receive(desk: given.BankDesk, amount: int, *, days: int) -> str:
    """Let money of an unknown payer have come some days ago."""
    return suspense.receive_unknown(
        actor_id=desk.cashier.id,
        amount=Rupiah(amount),
        received_on=TODAY - timedelta(days=days),
        bank_reference=given.key(),
        note="Transfer tanpa nama",
        key=given.key(),
        at=NOON,
    )


def viewer(somebody: given.Somebody) -> Viewer:
    return Viewer(user_id=somebody.id, role=somebody.role, bank_id=somebody.bank_id)


class TestAgeing:
    def test_counts_each_day_in_one_band(self):
        desk = given.bank()
        for days, amount in ((0, 1), (30, 10), (31, 100), (90, 1_000), (91, 10_000)):
            receive(desk, amount, days=days)
        for days, amount in ((180, 100_000), (181, 1_000_000), (800, 10_000_000)):
            receive(desk, amount, days=days)

        found = ageing(on=TODAY)

        assert [(row.band.from_days, row.band.to_days, row.items, row.open) for row in found] == [
            (0, 30, 2, 11),
            (31, 90, 2, 1_100),
            (91, 180, 2, 110_000),
            (181, None, 2, 11_000_000),
        ]

    def test_counts_what_is_left_of_an_item_and_forgets_it_at_nothing(self):
        desk = given.bank()
        for days, back in ((40, 70_000), (50, 100_000)):
            item = receive(desk, 100_000, days=days)
            suspense.refund(
                actor_id=desk.checker.id,
                item_public_id=item,
                amount=Rupiah(back),
                refunded_on=TODAY,
                bank_reference="TRX",
                key=given.key(),
                at=NOON,
            )

        assert [(row.items, row.open) for row in ageing(on=TODAY)] == [
            (0, 0),
            (1, 30_000),
            (0, 0),
            (0, 0),
        ]

    def test_is_of_one_bank_or_of_all(self):
        desk, other = given.bank(), given.bank()
        receive(desk, 5_000, days=1)
        receive(other, 7_000, days=1)

        assert ageing(on=TODAY)[0].open == 12_000
        assert ageing(on=TODAY, bank_id=other.bank_id)[0].open == 7_000


class TestOpenItems:
    def test_shows_the_oldest_first_with_its_owner_where_known(self):
        desk = given.bank()
        loan = given.running_loan(desk, given.owner(is_trained=True))
        younger = receive(desk, 5_000, days=3)
        older = receive(desk, 7_000, days=45)
        suspense.identify(
            actor_id=desk.cashier.id, item_public_id=older, loan_public_id=loan, at=NOON
        )

        found = open_items(viewer=viewer(desk.checker), on=TODAY)

        assert [(row.public_id, row.days, row.person_name) for row in found.rows] == [
            (older, 45, "Siti Contoh"),
            (younger, 3, None),
        ]
        assert found.rows[0].received_on == date(2026, 10, 9)
        assert not found.has_more

    def test_shows_a_page_at_a_time(self):
        desk = given.bank()
        for days in range(PAGE_SIZE + 1):
            receive(desk, 1_000 + days, days=days)

        first, second = (
            open_items(viewer=viewer(desk.checker), on=TODAY, page=page) for page in (1, 2)
        )

        assert (len(first.rows), first.has_more) == (PAGE_SIZE, True)
        assert ([row.amount for row in second.rows], second.has_more) == ([1_000], False)

    def test_shows_nothing_of_another_bank(self):
        receive(given.bank(), 5_000, days=3)

        assert open_items(viewer=viewer(given.bank().checker), on=TODAY).rows == []

    @pytest.mark.parametrize("role", [Role.BUSINESS_OWNER, Role.SECURITY_ADMIN, Role.DINAS_VIEWER])
    def test_is_for_officers_of_a_bank(self, role: Role):
        with pytest.raises(NotPermitted):
            open_items(viewer=Viewer(user_id=1, role=role), on=TODAY)
