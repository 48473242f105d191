"""What each movement of the facility posts, line by line; every one of them balances."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain import facility
from harkat.domain.facility import Headroom, Share
from harkat.domain.ledger import Account, AccountCode, Line, balance_change, check_balanced
from harkat.domain.money import Rupiah

BANK = 4
KECAMATAN = "15.71.10"
AMOUNT = Rupiah(8_000_000)
SITI = Share(application_line_id=11, bank_id=BANK, kecamatan_code=KECAMATAN, amount=AMOUNT)
RINA = Share(
    application_line_id=12, bank_id=BANK, kecamatan_code="15.71.01", amount=Rupiah(6_000_000)
)
ENOUGH = Headroom(available=100_000_000, shortfall=0)


def changes(lines: tuple[Line, ...]) -> dict[AccountCode, int]:
    """Return by how much the lines change the balance of each kind of account."""
    found: Counter[AccountCode] = Counter()
    for line in lines:
        found[line.account.code] += balance_change(line)
    return {code: change for code, change in found.items() if change}


def returned(amount: int, *, is_revolving: bool, headroom: Headroom = ENOUGH) -> tuple[Line, ...]:
    """Return the pair R(p) of a loan in Danau Sipin."""
    return facility.principal_returned(
        bank_id=BANK,
        kecamatan_code=KECAMATAN,
        loan_id=7,
        amount=amount,
        is_revolving=is_revolving,
        headroom=headroom,
    )


class TestCeiling:
    def test_grows_by_what_is_unallocated(self):
        assert facility.ceiling_raised(AMOUNT) == (
            Line(account=Account(code=AccountCode.UNALLOCATED), amount=8_000_000),
            Line(account=Account(code=AccountCode.CEILING), amount=-8_000_000),
        )

    def test_falls_by_what_is_unallocated(self):
        assert facility.ceiling_lowered(AMOUNT) == (
            Line(account=Account(code=AccountCode.CEILING), amount=8_000_000),
            Line(account=Account(code=AccountCode.UNALLOCATED), amount=-8_000_000),
        )


class TestSlice:
    def test_is_taken_from_the_unallocated_and_can_be_lent(self):
        assert facility.slice_allocated(bank_id=BANK, amount=AMOUNT) == (
            Line(account=Account(code=AccountCode.ALLOCATED), amount=8_000_000),
            Line(account=Account(code=AccountCode.UNALLOCATED), amount=-8_000_000),
            Line(account=Account(code=AccountCode.AVAILABLE, bank_id=BANK), amount=8_000_000),
            Line(account=Account(code=AccountCode.SLICE, bank_id=BANK), amount=-8_000_000),
        )

    def test_is_reduced_by_what_is_not_promised(self):
        assert facility.slice_reduced(bank_id=BANK, amount=AMOUNT) == (
            Line(account=Account(code=AccountCode.UNALLOCATED), amount=8_000_000),
            Line(account=Account(code=AccountCode.ALLOCATED), amount=-8_000_000),
            Line(account=Account(code=AccountCode.SLICE, bank_id=BANK), amount=8_000_000),
            Line(account=Account(code=AccountCode.AVAILABLE, bank_id=BANK), amount=-8_000_000),
        )


class TestCommitment:
    def test_promises_each_part_where_its_business_is(self):
        assert facility.committed([SITI, RINA]) == (
            Line(
                account=Account(
                    code=AccountCode.COMMITTED, bank_id=BANK, kecamatan_code="15.71.10"
                ),
                amount=8_000_000,
                application_line_id=11,
            ),
            Line(
                account=Account(code=AccountCode.AVAILABLE, bank_id=BANK),
                amount=-8_000_000,
                application_line_id=11,
            ),
            Line(
                account=Account(
                    code=AccountCode.COMMITTED, bank_id=BANK, kecamatan_code="15.71.01"
                ),
                amount=6_000_000,
                application_line_id=12,
            ),
            Line(
                account=Account(code=AccountCode.AVAILABLE, bank_id=BANK),
                amount=-6_000_000,
                application_line_id=12,
            ),
        )

    def test_given_back_can_be_lent_again(self):
        assert facility.commitment_released([SITI], shortfall=0) == (
            Line(
                account=Account(
                    code=AccountCode.COMMITTED, bank_id=BANK, kecamatan_code="15.71.10"
                ),
                amount=-8_000_000,
                application_line_id=11,
            ),
            Line(
                account=Account(code=AccountCode.AVAILABLE, bank_id=BANK),
                amount=8_000_000,
                application_line_id=11,
            ),
        )

    @pytest.mark.parametrize(
        ("shortfall", "made_good", "available"),
        [
            (5_000_000, 5_000_000, 9_000_000),
            (8_000_000, 8_000_000, 6_000_000),
            (10_000_000, 10_000_000, 4_000_000),
            (20_000_000, 14_000_000, 0),
        ],
    )
    def test_given_back_makes_a_shortfall_good_first(
        self, shortfall: int, made_good: int, available: int
    ):
        lines = facility.commitment_released([SITI, RINA], shortfall=shortfall)

        assert Counter(changes(lines)) == Counter(
            {
                AccountCode.COMMITTED: -14_000_000,
                AccountCode.SHORTFALL: -made_good,
                AccountCode.AVAILABLE: available,
            }
        )


class TestDisbursement:
    def test_keeps_the_promise(self):
        of_kecamatan = {"bank_id": BANK, "kecamatan_code": KECAMATAN}
        assert facility.disbursed(SITI) == (
            Line(
                account=Account(code=AccountCode.DISBURSED, **of_kecamatan),
                amount=8_000_000,
                application_line_id=11,
            ),
            Line(
                account=Account(code=AccountCode.COMMITTED, **of_kecamatan),
                amount=-8_000_000,
                application_line_id=11,
            ),
        )


class TestPrincipalReturned:
    def test_is_retired_when_the_facility_does_not_revolve(self):
        assert returned(821_937, is_revolving=False) == (
            Line(
                account=Account(code=AccountCode.REPAID, bank_id=BANK, kecamatan_code=KECAMATAN),
                amount=-821_937,
                loan_id=7,
            ),
            Line(
                account=Account(code=AccountCode.RETIRED, bank_id=BANK), amount=821_937, loan_id=7
            ),
        )

    def test_can_be_lent_again_when_it_revolves(self):
        assert changes(returned(821_937, is_revolving=True)) == {
            AccountCode.REPAID: 821_937,
            AccountCode.AVAILABLE: 821_937,
        }

    def test_makes_a_shortfall_good_before_it_is_lent_again(self):
        headroom = Headroom(available=0, shortfall=500_000)

        assert changes(returned(821_937, is_revolving=True, headroom=headroom)) == {
            AccountCode.REPAID: 821_937,
            AccountCode.SHORTFALL: -500_000,
            AccountCode.AVAILABLE: 321_937,
        }

    def test_undone_is_not_retired_any_more(self):
        assert changes(returned(-821_937, is_revolving=False)) == {
            AccountCode.REPAID: -821_937,
            AccountCode.RETIRED: -821_937,
        }

    def test_undone_is_taken_from_what_can_be_lent(self):
        assert changes(returned(-821_937, is_revolving=True)) == {
            AccountCode.REPAID: -821_937,
            AccountCode.AVAILABLE: -821_937,
        }

    @pytest.mark.parametrize("available", [0, 300_000])
    def test_undone_after_it_was_lent_again_is_a_shortfall(self, available: int):
        headroom = Headroom(available=available, shortfall=0)

        lines = returned(-821_937, is_revolving=True, headroom=headroom)

        assert Counter(changes(lines)) == Counter(
            {
                AccountCode.REPAID: -821_937,
                AccountCode.AVAILABLE: -available,
                AccountCode.SHORTFALL: 821_937 - available,
            }
        )


amounts = st.integers(1, 10**12)
rupiah = amounts.map(Rupiah)
shares = st.builds(
    Share,
    application_line_id=st.integers(1, 10**9),
    bank_id=st.just(BANK),
    kecamatan_code=st.sampled_from(["15.71.01", "15.71.10"]),
    amount=rupiah,
)
headrooms = st.builds(Headroom, available=st.integers(0, 10**12), shortfall=st.integers(0, 10**12))
movements = st.one_of(
    st.builds(facility.ceiling_raised, rupiah),
    st.builds(facility.ceiling_lowered, rupiah),
    st.builds(facility.slice_allocated, bank_id=st.just(BANK), amount=rupiah),
    st.builds(facility.slice_reduced, bank_id=st.just(BANK), amount=rupiah),
    st.builds(facility.revolving_started, bank_id=st.just(BANK), amount=rupiah),
    st.builds(facility.committed, st.lists(shares, min_size=1, max_size=5)),
    st.builds(
        facility.commitment_released,
        st.lists(shares, min_size=1, max_size=5),
        shortfall=st.integers(0, 10**13),
    ),
    st.builds(facility.disbursed, shares),
    st.builds(
        returned,
        amounts | amounts.map(int.__neg__),
        is_revolving=st.booleans(),
        headroom=headrooms,
    ),
)


class TestMovement:
    @given(movements)
    def test_balances_in_each_block_and_bank(self, lines: tuple[Line, ...]):
        check_balanced(lines)

    @given(st.lists(shares, min_size=1, max_size=5), st.integers(0, 10**13))
    def test_that_gives_back_never_makes_good_more_than_is_missing(
        self, given_back: list[Share], shortfall: int
    ):
        change = changes(facility.commitment_released(given_back, shortfall=shortfall))

        assert 0 <= -change.get(AccountCode.SHORTFALL, 0) <= shortfall
        assert change.get(AccountCode.AVAILABLE, 0) >= 0

    @given(amounts, headrooms)
    def test_that_is_undone_never_takes_more_than_can_be_lent(
        self, amount: int, headroom: Headroom
    ):
        change = changes(returned(-amount, is_revolving=True, headroom=headroom))

        assert 0 <= -change.get(AccountCode.AVAILABLE, 0) <= headroom.available
