"""Fees, the city's subsidy and cash: money that passes the bank beside the borrowers' payments."""

from datetime import date

import pytest
from flask import Flask

from harkat.domain.ledger import Account, AccountCode, EntryKind, pair
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role
from harkat.services import bank_money, posting
from harkat.services.files import NotFound
from harkat.services.transaction import quiet_use_case
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the bank takes part in it
    return given.bank()


@quiet_use_case
def book(kind: EntryKind, *, debit: Account, ledger_credit: Account, amount: int) -> None:
    draft = posting.Draft(
        kind=kind,
        lines=pair(debit=debit, ledger_credit=ledger_credit, amount=Rupiah(amount)),
        value_on=TODAY,
        reference="uji",
        key=given.key(),
    )
    posting.post(draft, actor_id=None, at=NOON)


class TestReceiveFee:
    @pytest.fixture
    def loan(self, desk: given.BankDesk) -> str:
        """A loan whose contract has a fee of Rp50,000."""
        set_rule("fee_admin", "50000")
        return given.running_loan(desk, given.owner(is_trained=True))

    def receive(
        self, somebody: given.Somebody, loan: str, amount: int, *, received_on: date = TODAY
    ) -> int:
        return bank_money.receive_fee(
            actor_id=somebody.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            received_on=received_on,
            key=given.key(),
            at=NOON,
        )

    def test_is_income_beside_the_loan(self, desk: given.BankDesk, loan: str):
        self.receive(desk.cashier, loan, 50_000)

        found = balances(desk.bank_id)
        assert (found[AccountCode.FEE_INCOME], found[AccountCode.CLEARING]) == (50_000, -9_950_000)
        assert found[AccountCode.PRINCIPAL] == 10_000_000
        assert offences() == []

    def test_is_never_more_than_was_agreed(self, desk: given.BankDesk, loan: str):
        self.receive(desk.cashier, loan, 30_000)

        with pytest.raises(bank_money.FeeNotAgreed) as refusal:
            self.receive(desk.cashier, loan, 20_001)

        assert refusal.value.left == 20_000
        assert balances(desk.bank_id)[AccountCode.FEE_INCOME] == 30_000

    def test_is_of_the_own_bank(self, loan: str):
        with pytest.raises(NotFound):
            self.receive(given.bank().cashier, loan, 1_000)

    def test_refuses_what_cannot_be(self, desk: given.BankDesk, loan: str):
        with pytest.raises(bank_money.ImpossibleAmount):
            self.receive(desk.cashier, loan, 0)
        with pytest.raises(bank_money.DayOutOfRange):
            self.receive(desk.cashier, loan, 1_000, received_on=TOMORROW)


class TestDepositCash:
    @pytest.fixture
    def counter(self, desk: given.BankDesk) -> given.Somebody:
        """Who counts what the officer brings: Rp700,000."""
        book(
            EntryKind.REPAID,
            debit=Account(
                code=AccountCode.CASH_IN_HAND, bank_id=desk.bank_id, holder_id=desk.cashier.id
            ),
            ledger_credit=Account(code=AccountCode.PENALTY_INCOME, bank_id=desk.bank_id),
            amount=700_000,
        )
        return given.staff(Role.BANK_CASHIER, bank_id=desk.bank_id)

    def deposit(self, somebody: given.Somebody, officer: given.Somebody, amount: int) -> int:
        return bank_money.deposit_cash(
            actor_id=somebody.id,
            officer_public_id=officer.public_id,
            amount=Rupiah(amount),
            deposited_on=TODAY,
            bank_reference="SETOR-1",
            key=given.key(),
            at=NOON,
        )

    def test_brings_cash_to_the_bank(self, desk: given.BankDesk, counter: given.Somebody):
        self.deposit(counter, desk.cashier, 600_000)

        found = balances(desk.bank_id)
        assert (found[AccountCode.CASH_IN_HAND], found[AccountCode.CLEARING]) == (100_000, 600_000)
        assert offences() == []

    def test_is_never_more_than_the_officer_holds(
        self, desk: given.BankDesk, counter: given.Somebody
    ):
        with pytest.raises(posting.BoundReached):
            self.deposit(counter, desk.cashier, 700_001)

        assert balances(desk.bank_id)[AccountCode.CASH_IN_HAND] == 700_000

    @pytest.mark.usefixtures("counter")
    def test_is_counted_by_another_person(self, desk: given.BankDesk):
        with pytest.raises(NotPermitted):
            self.deposit(desk.cashier, desk.cashier, 700_000)

    @pytest.mark.usefixtures("counter")
    def test_is_counted_at_the_own_bank(self, desk: given.BankDesk):
        with pytest.raises(NotFound):
            self.deposit(given.bank().cashier, desk.cashier, 700_000)


class TestReceiveSubsidy:
    @pytest.fixture
    def owed(self, desk: given.BankDesk) -> given.BankDesk:
        """A bank to which the city owes Rp90,000."""
        book(
            EntryKind.SUBSIDY_FELL_DUE,
            debit=Account(code=AccountCode.SUBSIDY_DUE, bank_id=desk.bank_id),
            ledger_credit=Account(code=AccountCode.SUBSIDY_INCOME, bank_id=desk.bank_id),
            amount=90_000,
        )
        return desk

    def receive(self, desk: given.BankDesk, amount: int) -> int:
        return bank_money.receive_subsidy(
            actor_id=desk.cashier.id,
            amount=Rupiah(amount),
            received_on=TODAY,
            bank_reference="SP2D-1",
            key=given.key(),
            at=NOON,
        )

    def test_settles_what_the_city_owes(self, owed: given.BankDesk):
        self.receive(owed, 60_000)

        found = balances(owed.bank_id)
        assert (found[AccountCode.SUBSIDY_DUE], found[AccountCode.CLEARING]) == (30_000, 60_000)
        assert offences() == []

    def test_is_never_more_than_the_city_owes(self, owed: given.BankDesk):
        with pytest.raises(posting.BoundReached):
            self.receive(owed, 90_001)
