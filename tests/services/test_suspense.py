"""Titipan: money of an unknown payer waits as an item until it has an owner or goes back."""

from datetime import date
from functools import partial

import pytest
from flask import Flask

from harkat.domain.ledger import AccountCode, EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.suspense import SuspenseOrigin
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, SuspenseItem
from harkat.services import suspense
from harkat.services.bank_money import DayOutOfRange, ImpossibleAmount
from harkat.services.files import NotFound
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


def receive(
    desk: given.BankDesk,
    amount: int = 500_000,
    *,
    bank_reference: str = "TRX-1",
    received_on: date = YESTERDAY,
) -> str:
    return suspense.receive_unknown(
        actor_id=desk.cashier.id,
        amount=Rupiah(amount),
        received_on=received_on,
        bank_reference=bank_reference,
        note="Transfer tanpa nama",
        key=given.key(),
        at=NOON,
    )


def refund(somebody: given.Somebody, item: str, amount: int, *, refunded_on: date = TODAY) -> int:
    return suspense.refund(
        actor_id=somebody.id,
        item_public_id=item,
        amount=Rupiah(amount),
        refunded_on=refunded_on,
        bank_reference="TRX-2",
        key=given.key(),
        at=NOON,
    )


def stored(item: str) -> SuspenseItem:
    db.session.rollback()
    return db.session.scalars(db.select(SuspenseItem).filter_by(public_id=item)).one()


class TestReceiveUnknown:
    def test_keeps_the_money_as_an_item_with_a_receipt(self, desk: given.BankDesk):
        item = stored(receive(desk))

        assert (item.origin, item.amount, item.open_amount, item.person_id) == (
            SuspenseOrigin.UNKNOWN_PAYER,
            500_000,
            500_000,
            None,
        )
        assert (item.received_on, item.bank_reference) == (YESTERDAY, "TRX-1")
        assert str(item.receipt_no).startswith("KW26-")
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 1_000_000_000,
            AccountCode.AVAILABLE: 1_000_000_000,
            AccountCode.CLEARING: 500_000,
            AccountCode.SUSPENSE: 500_000,
        }
        entry = db.session.scalars(
            db.select(JournalEntry).filter_by(kind=EntryKind.RECEIVED_UNKNOWN)
        ).one()
        assert (entry.value_on, entry.reference) == (YESTERDAY, "TRX-1")
        assert offences() == []

    def test_records_a_transfer_once(self, desk: given.BankDesk):
        receive(desk)

        with pytest.raises(suspense.TransferKnown):
            receive(desk)

        assert balances(desk.bank_id)[AccountCode.SUSPENSE] == 500_000

    def test_takes_the_same_reference_from_another_bank(self, desk: given.BankDesk):
        other = given.bank()

        receive(desk)
        receive(other)

        assert balances(other.bank_id)[AccountCode.SUSPENSE] == 500_000

    @pytest.mark.parametrize("amount", [0, -1, 1_000_000_001])
    def test_refuses_an_amount_that_cannot_be(self, desk: given.BankDesk, amount: int):
        with pytest.raises(ImpossibleAmount):
            receive(desk, amount)

    def test_refuses_a_day_that_has_not_come(self, desk: given.BankDesk):
        with pytest.raises(DayOutOfRange):
            receive(desk, received_on=date(2026, 11, 24))

    def test_is_for_the_cashier(self, desk: given.BankDesk):
        with pytest.raises(NotPermitted):
            suspense.receive_unknown(
                actor_id=desk.maker.id,
                amount=Rupiah(1),
                received_on=TODAY,
                bank_reference="TRX-1",
                note="",
                key=given.key(),
                at=NOON,
            )


class TestIdentify:
    def test_says_whose_money_it_is(self, desk: given.BankDesk):
        siti = given.owner(is_trained=True)
        loan = given.running_loan(desk, siti)
        item = receive(desk)

        suspense.identify(
            actor_id=desk.cashier.id, item_public_id=item, loan_public_id=loan, at=NOON
        )

        assert stored(item).person_id == siti.person_id
        with pytest.raises(suspense.OwnerKnown):
            suspense.identify(
                actor_id=desk.cashier.id, item_public_id=item, loan_public_id=loan, at=NOON
            )

    def test_sees_no_loan_of_another_bank(self, desk: given.BankDesk):
        loan = given.running_loan(given.bank(), given.owner(is_trained=True))
        item = receive(desk)

        with pytest.raises(NotFound):
            suspense.identify(
                actor_id=desk.cashier.id, item_public_id=item, loan_public_id=loan, at=NOON
            )


class TestRefund:
    def test_gives_back_a_part_and_then_the_rest(self, desk: given.BankDesk):
        item = receive(desk)

        refund(desk.checker, item, 200_000)
        assert stored(item).open_amount == 300_000
        refund(desk.checker, item, 300_000)

        assert stored(item).open_amount == 0
        assert balances(desk.bank_id).keys() == {AccountCode.SLICE, AccountCode.AVAILABLE}
        assert offences() == []

    def test_never_gives_back_more_than_is_open(self, desk: given.BankDesk):
        item = receive(desk)
        refund(desk.checker, item, 200_000)

        with pytest.raises(suspense.SuspenseShort) as refusal:
            refund(desk.checker, item, 300_001)

        assert refusal.value.open_amount == 300_000
        assert balances(desk.bank_id)[AccountCode.SUSPENSE] == 300_000

    @pytest.mark.parametrize("amount", [0, -200_000])
    def test_gives_back_something(self, desk: given.BankDesk, amount: int):
        item = receive(desk)

        with pytest.raises(suspense.SuspenseShort):
            refund(desk.checker, item, amount)

    def test_is_not_done_by_who_received_the_money(self, desk: given.BankDesk):
        item = receive(desk)
        promoted = given.promote(desk.cashier, Role.BANK_CHECKER)

        with pytest.raises(NotPermitted):
            refund(promoted, item, 100_000)

    def test_is_for_the_checker_of_the_same_bank(self, desk: given.BankDesk):
        item = receive(desk)

        with pytest.raises(NotPermitted):
            refund(desk.maker, item, 100_000)
        with pytest.raises(NotFound):
            refund(given.bank().checker, item, 100_000)

    @pytest.mark.parametrize("refunded_on", [date(2026, 11, 21), date(2026, 11, 24)])
    def test_happens_after_the_money_came_and_not_tomorrow(
        self, desk: given.BankDesk, refunded_on: date
    ):
        item = receive(desk)

        with pytest.raises(DayOutOfRange):
            refund(desk.checker, item, 100_000, refunded_on=refunded_on)

    def test_leaves_what_a_payment_left_over_to_its_loan(self, desk: given.BankDesk):
        loan = given.running_loan(desk, given.owner(is_trained=True), amount=1_000_000)
        given.repay(desk, loan, 1_200_000, at=NOON)
        item = db.session.query(SuspenseItem).one().public_id

        with pytest.raises(suspense.BelongsToLoan):
            refund(desk.checker, item, 100_000)

    def test_of_the_same_item_at_once_goes_to_one_alone(self, app: Flask, desk: given.BankDesk):
        item = receive(desk)
        second = given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id)
        db.session.rollback()

        outcomes = at_once(
            app,
            [
                partial(refund, desk.checker, item, 400_000),
                partial(refund, second, item, 400_000),
            ],
        )

        refused = [outcome for outcome in outcomes if isinstance(outcome, suspense.SuspenseShort)]
        assert len(refused) == 1
        assert stored(item).open_amount == 100_000
        assert balances(desk.bank_id)[AccountCode.SUSPENSE] == 100_000
        assert offences() == []
