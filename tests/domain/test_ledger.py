"""The chart of accounts, and which lines are an entry."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.ledger import (
    CHART,
    HOLDERS,
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
    pair,
    programme_accounts,
)
from harkat.domain.money import Rupiah

UNALLOCATED = Account(code=AccountCode.UNALLOCATED)
CEILING = Account(code=AccountCode.CEILING)
AVAILABLE = Account(code=AccountCode.AVAILABLE, bank_id=4)
SLICE = Account(code=AccountCode.SLICE, bank_id=4)
SLICE_OF_ANOTHER = Account(code=AccountCode.SLICE, bank_id=5)
CLEARING = Account(code=AccountCode.CLEARING, bank_id=4)
CLAIM_COUNTER = Account(code=AccountCode.CLAIM_COUNTER, bank_id=4)
CLAIMS = Account(code=AccountCode.MEMBER_CLAIM, bank_id=4, holder_id=7)
CLAIMS_OF_OTHERS = Account(code=AccountCode.MEMBER_CLAIM, bank_id=4, holder_id=8)

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

    def test_lets_only_clearing_results_and_claims_of_members_fall_below_zero(self):
        assert {code for code, rule in CHART.items() if not rule.is_bounded} == {
            AccountCode.CLEARING,
            AccountCode.INTEREST_INCOME,
            AccountCode.PENALTY_INCOME,
            AccountCode.FEE_INCOME,
            AccountCode.SUBSIDY_INCOME,
            AccountCode.RECOVERED,
            AccountCode.LOSS_PRINCIPAL,
            AccountCode.LOSS_INTEREST,
            AccountCode.FORGIVEN_PRINCIPAL,
            AccountCode.FORGIVEN_INTEREST,
            AccountCode.MEMBER_CLAIM,
        }

    def test_keeps_what_is_only_remembered_out_of_the_loans(self):
        assert {code for code, rule in CHART.items() if rule.block is Block.MEMORANDUM} == {
            AccountCode.CLAIM,
            AccountCode.CLAIM_COUNTER,
            AccountCode.MEMBER_CLAIM,
        }

    def test_gives_officers_their_cash_and_agreements_their_claims(self):
        assert {code: rule.owner for code, rule in CHART.items() if rule.owner in HOLDERS} == {
            AccountCode.CASH_IN_HAND: Owner.OFFICER,
            AccountCode.MEMBER_CLAIM: Owner.AGREEMENT,
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
            (AccountCode.CAPITALISED, "15.71.01"),
            (AccountCode.CAPITALISED, "15.71.10"),
            (AccountCode.INTEREST_DUE, None),
            (AccountCode.INTEREST_AHEAD, None),
            (AccountCode.SUSPENSE, None),
            (AccountCode.SUBSIDY_DUE, None),
            (AccountCode.INTEREST_INCOME, None),
            (AccountCode.PENALTY_INCOME, None),
            (AccountCode.FEE_INCOME, None),
            (AccountCode.SUBSIDY_INCOME, None),
            (AccountCode.RECOVERED, None),
            (AccountCode.LOSS_PRINCIPAL, "15.71.01"),
            (AccountCode.LOSS_PRINCIPAL, "15.71.10"),
            (AccountCode.LOSS_INTEREST, None),
            (AccountCode.FORGIVEN_PRINCIPAL, "15.71.01"),
            (AccountCode.FORGIVEN_PRINCIPAL, "15.71.10"),
            (AccountCode.FORGIVEN_INTEREST, None),
            (AccountCode.CLAIM, None),
            (AccountCode.CLAIM_COUNTER, None),
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

    def test_may_say_what_members_owe_each_other(self):
        check_balanced(
            [
                Line(account=CLAIMS, amount=204_571, person_id=1),
                Line(account=CLAIMS, amount=153_429, person_id=2),
                Line(account=CLAIMS, amount=-358_000, person_id=3),
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
            [
                Line(account=CLAIMS, amount=5, person_id=1),
                Line(account=CLAIMS_OF_OTHERS, amount=-5, person_id=2),
            ],
            [Line(account=CLAIMS, amount=5, person_id=1), Line(account=CLAIM_COUNTER, amount=-5)],
            [Line(account=CLAIMS, amount=5, person_id=1), Line(account=CLAIMS, amount=-5)],
        ],
        ids=[
            "without lines",
            "with a line of zero",
            "with one side only",
            "off by one",
            "across programme and bank",
            "across blocks of a bank",
            "across banks",
            "across agreements",
            "between members and the bank's own claims",
            "between a member and nobody",
        ],
    )
    def test_that_does_not_balance_is_refused(self, unsound: list[Line]):
        with pytest.raises(UnbalancedEntry):
            check_balanced(unsound)


class TestPair:
    def test_takes_from_one_account_what_the_other_gets(self):
        lines = pair(debit=CLEARING, ledger_credit=CLAIM_COUNTER, amount=Rupiah(5_000), loan_id=9)

        assert lines == (
            Line(account=CLEARING, amount=5_000, loan_id=9),
            Line(account=CLAIM_COUNTER, amount=-5_000, loan_id=9),
        )


class TestMirror:
    def test_turns_the_sign_and_keeps_whose_it_is(self):
        line = Line(
            account=CLEARING,
            amount=5,
            loan_id=1,
            application_line_id=2,
            suspense_item_id=3,
            person_id=4,
        )

        assert mirror([line]) == (replace(line, amount=-5),)

    @given(lines)
    def test_of_a_mirror_is_the_entry_again(self, entry: list[Line]):
        assert mirror(mirror(entry)) == tuple(entry)
