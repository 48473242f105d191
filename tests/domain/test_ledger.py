"""The chart of accounts, and which lines are an entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.ledger import (
    CHART,
    Account,
    AccountCode,
    Block,
    Line,
    Owner,
    UnbalancedEntry,
    accounts_of,
    balance_change,
    check_balanced,
    mirror,
    programme_accounts,
)

UNALLOCATED = Account(code=AccountCode.UNALLOCATED)
CEILING = Account(code=AccountCode.CEILING)
AVAILABLE = Account(code=AccountCode.AVAILABLE, bank_id=4)
SLICE = Account(code=AccountCode.SLICE, bank_id=4)
SLICE_OF_ANOTHER = Account(code=AccountCode.SLICE, bank_id=5)
CLEARING = Account(code=AccountCode.CLEARING, bank_id=4)

lines = st.lists(
    st.builds(
        Line,
        account=st.sampled_from([UNALLOCATED, CEILING, AVAILABLE, SLICE, CLEARING]),
        amount=st.integers(-(10**12), 10**12).filter(bool),
        loan_id=st.none() | st.integers(1, 9),
    ),
    max_size=6,
)


class TestChart:
    def test_has_a_rule_for_every_account(self):
        assert set(CHART) == set(AccountCode)

    def test_lets_only_clearing_and_income_fall_below_zero(self):
        assert {code for code, rule in CHART.items() if not rule.is_bounded} == {
            AccountCode.CLEARING,
            AccountCode.INTEREST_INCOME,
        }

    def test_keeps_the_programme_in_a_block_of_its_own(self):
        assert {code for code, rule in CHART.items() if rule.block is Block.PROGRAMME} == {
            code for code, rule in CHART.items() if rule.owner is Owner.PROGRAMME
        }


class TestAccounts:
    def test_of_the_programme_are_three(self):
        assert programme_accounts() == (
            Account(code=AccountCode.CEILING),
            Account(code=AccountCode.UNALLOCATED),
            Account(code=AccountCode.ALLOCATED),
        )

    def test_of_a_bank_are_one_each_or_one_per_kecamatan(self):
        codes = [
            (account.code, account.kecamatan_code)
            for account in accounts_of(bank_id=4, kecamatan_codes=iter(["15.71.01", "15.71.10"]))
        ]

        assert codes == [
            (AccountCode.SLICE, None),
            (AccountCode.AVAILABLE, None),
            (AccountCode.COMMITTED, "15.71.01"),
            (AccountCode.COMMITTED, "15.71.10"),
            (AccountCode.DISBURSED, "15.71.01"),
            (AccountCode.DISBURSED, "15.71.10"),
            (AccountCode.REPAID, "15.71.01"),
            (AccountCode.REPAID, "15.71.10"),
            (AccountCode.RETIRED, None),
            (AccountCode.SHORTFALL, None),
            (AccountCode.CLEARING, None),
            (AccountCode.PRINCIPAL, "15.71.01"),
            (AccountCode.PRINCIPAL, "15.71.10"),
            (AccountCode.INTEREST_DUE, None),
            (AccountCode.INTEREST_AHEAD, None),
            (AccountCode.SUSPENSE, None),
            (AccountCode.INTEREST_INCOME, None),
        ]


class TestBalanceChange:
    def test_of_a_debit_raises_an_account_that_stands_on_debit(self):
        assert balance_change(Line(account=UNALLOCATED, amount=5)) == 5

    def test_of_a_debit_lowers_an_account_that_stands_on_credit(self):
        assert balance_change(Line(account=CEILING, amount=5)) == -5


class TestEntry:
    def test_may_touch_several_blocks_that_each_sum_to_zero(self):
        check_balanced(
            [
                Line(account=UNALLOCATED, amount=-7),
                Line(account=CEILING, amount=7),
                Line(account=AVAILABLE, amount=5),
                Line(account=SLICE, amount=-5),
            ]
        )

    @pytest.mark.parametrize(
        "unsound",
        [
            [],
            [Line(account=UNALLOCATED, amount=0)],
            [Line(account=UNALLOCATED, amount=5)],
            [Line(account=UNALLOCATED, amount=5), Line(account=CEILING, amount=-4)],
            [Line(account=UNALLOCATED, amount=5), Line(account=SLICE, amount=-5)],
            [Line(account=AVAILABLE, amount=5), Line(account=CLEARING, amount=-5)],
            [Line(account=AVAILABLE, amount=5), Line(account=SLICE_OF_ANOTHER, amount=-5)],
        ],
        ids=[
            "without lines",
            "with a line of zero",
            "with one side only",
            "off by one",
            "across programme and bank",
            "across blocks of a bank",
            "across banks",
        ],
    )
    def test_that_does_not_balance_is_refused(self, unsound: list[Line]):
        with pytest.raises(UnbalancedEntry):
            check_balanced(unsound)


class TestMirror:
    def test_turns_the_sign_and_keeps_whose_it_is(self):
        line = Line(
            account=CLEARING, amount=5, loan_id=1, application_line_id=2, suspense_item_id=3
        )

        assert mirror([line]) == (
            Line(account=CLEARING, amount=-5, loan_id=1, application_line_id=2, suspense_item_id=3),
        )

    @given(lines)
    def test_of_a_mirror_is_the_entry_again(self, entry: list[Line]):
        assert mirror(mirror(entry)) == tuple(entry)
