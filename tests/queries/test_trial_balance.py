"""The trial balance of a day: as known now, and as it was shown then."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from harkat.domain.ledger import AccountCode, Block
from harkat.domain.money import Rupiah, total
from harkat.queries.trial_balance import TrialBalance, trial_balance, trial_balance_as_shown
from tests import given

pytestmark = pytest.mark.usefixtures("app")

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 5, tzinfo=UTC)


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the bank takes part in it
    """A bank whose loan of February was paid on the 2nd of March, and recorded on the 20th."""
    desk = given.bank(at=START)
    loan = given.running_loan(desk, given.owner(is_trained=True, at=START), at=START)
    given.repay(desk, loan, 846_937, paid_on=date(2026, 3, 2), at=LATER)
    return desk


def row(found: TrialBalance, code: AccountCode) -> tuple[int, int, int]:
    """Return debit, credit and balance of the one row of a code."""
    [row] = [row for row in found.rows if row.code is code]
    return int(row.debit), int(row.ledger_credit), int(row.balance)


class TestTrialBalance:
    def test_counts_a_late_entry_at_its_true_date(self, desk: given.BankDesk):
        before = trial_balance(on=date(2026, 3, 1), bank_id=desk.bank_id)
        after = trial_balance(on=date(2026, 3, 2), bank_id=desk.bank_id)

        assert row(before, AccountCode.CLEARING) == (0, 10_000_000, -10_000_000)
        assert row(after, AccountCode.CLEARING) == (846_937, 10_000_000, -9_153_063)
        assert row(after, AccountCode.PRINCIPAL) == (10_000_000, 821_937, 9_178_063)
        assert row(after, AccountCode.REPAID) == (0, 821_937, 821_937)
        assert after.shown_at is None

    @pytest.mark.usefixtures("desk")
    @pytest.mark.parametrize(
        "on", [date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 2), date(2026, 3, 2)]
    )
    def test_has_equal_sides_in_each_block(self, on: date):
        found = trial_balance(on=on)

        assert found.debit == found.ledger_credit
        for block in Block:
            rows = [row for row in found.rows if row.block is block]
            assert total(row.debit for row in rows) == total(row.ledger_credit for row in rows)

    @pytest.mark.usefixtures("desk")
    def test_is_empty_before_the_books(self):
        assert trial_balance(on=date(2026, 1, 29)).rows == []

    def test_of_all_banks_has_the_programme_and_each_bank(self, desk: given.BankDesk):
        other = given.bank(at=START)

        found = trial_balance(on=date(2026, 2, 28))

        assert [row.bank_id for row in found.rows if row.code is AccountCode.SLICE] == [
            desk.bank_id,
            other.bank_id,
        ]
        assert row(found, AccountCode.CEILING) == (0, 110_000_000_000, 110_000_000_000)
        assert [row.code for row in found.rows][:3] == [
            AccountCode.CEILING,
            AccountCode.UNALLOCATED,
            AccountCode.ALLOCATED,
        ]


class TestTrialBalanceAsShown:
    def test_holds_nothing_that_was_recorded_later(self, desk: given.BankDesk):
        then = trial_balance_as_shown(
            shown_at=datetime(2026, 3, 19, 5, tzinfo=UTC), bank_id=desk.bank_id
        )
        now = trial_balance_as_shown(shown_at=LATER, bank_id=desk.bank_id)

        assert (then.on, then.shown_at) == (
            date(2026, 3, 19),
            datetime(2026, 3, 19, 5, tzinfo=UTC),
        )
        assert row(then, AccountCode.CLEARING) == (0, 10_000_000, -10_000_000)
        assert row(now, AccountCode.CLEARING) == (846_937, 10_000_000, -9_153_063)
        assert then.debit == then.ledger_credit == Rupiah(1_030_000_000)

    def test_of_an_earlier_day_is_as_that_day_was_known_then(self, desk: given.BankDesk):
        on = date(2026, 3, 2)

        known_then = trial_balance_as_shown(
            shown_at=datetime(2026, 3, 19, 5, tzinfo=UTC), on=on, bank_id=desk.bank_id
        )
        known_later = trial_balance_as_shown(shown_at=LATER, on=on, bank_id=desk.bank_id)

        assert row(known_then, AccountCode.CLEARING) == (0, 10_000_000, -10_000_000)
        assert row(known_later, AccountCode.CLEARING) == (846_937, 10_000_000, -9_153_063)
