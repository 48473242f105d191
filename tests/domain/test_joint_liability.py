"""Joint liability: the worked example step by step, and each rule with what it refuses."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.joint_liability import (
    NO_CLAIMS,
    AmountNotAboveZero,
    BeyondClaim,
    Claims,
    NobodyToAsk,
    OwnDebt,
    Settlement,
    UnclearEntry,
    booked,
    call_shares,
    claims_of,
    net,
    paid_for,
    settled,
    settled_between,
    waived,
)
from harkat.domain.money import Rupiah, total
from harkat.domain.schedule import Instalment, schedule
from tests.domain.loans import given_terms

A, B, C = 1, 2, 3
APPROVED = {A: Rupiah(8_000_000), B: Rupiah(6_000_000), C: Rupiah(6_000_000)}
OTHERS_OF_C = {A: APPROVED[A], B: APPROVED[B]}
MISSING = Rupiah(358_000)

people = st.integers(1, 6)
amounts = st.integers(1, 50_000_000).map(Rupiah)
approved_amounts = st.integers(250_000, 10_000_000).map(Rupiah)
parties = st.dictionaries(people, approved_amounts, min_size=1)


def third_instalment(person: int) -> Instalment:
    return schedule(given_terms(principal=APPROVED[person])).rows[2]


def both_paid_for_c() -> Claims:
    """Return the claims after A and B have paid what they were asked for C."""
    claims = paid_for(NO_CLAIMS, payer=A, debtor=C, amount=Rupiah(204_571))
    return paid_for(claims, payer=B, debtor=C, amount=Rupiah(153_429))


def settled_by_c(amount: int) -> Settlement:
    return settled(
        both_paid_for_c(), debtor=C, amount=Rupiah(amount), approved_by_person=OTHERS_OF_C
    )


class TestWorkedExample:
    def test_has_the_instalments_of_the_three_loans(self):
        assert [third_instalment(person).total for person in (A, B, C)] == [
            677_550,
            508_162,
            508_162,
        ]

    def test_misses_only_principal_when_c_pays_a_part(self):
        row, paid = third_instalment(C), Rupiah(150_162)

        assert (row.principal, row.interest) == (495_631, 12_531)
        assert paid - row.interest == 137_631
        assert row.total - paid == row.principal - 137_631 == MISSING

    def test_asks_a_and_b_by_their_approved_amounts(self):
        assert call_shares(missing=MISSING, approved_by_person=OTHERS_OF_C) == {
            A: 204_571,
            B: 153_429,
        }

    def test_leaves_claims_of_both_against_c(self):
        claims = both_paid_for_c()

        assert claims == {(A, C): 204_571, (B, C): 153_429}
        assert net(claims) == {A: 204_571, B: 153_429, C: -358_000}

    def test_clears_all_claims_with_what_c_brings_a_month_later(self):
        beyond_the_own = Rupiah(866_162) - third_instalment(C).total

        assert settled_by_c(beyond_the_own) == Settlement(
            shares={A: Rupiah(204_571), B: Rupiah(153_429)}, rest=Rupiah(0), claims=NO_CLAIMS
        )

    def test_shares_200_000_as_the_call_was_shared(self):
        settlement = settled_by_c(200_000)

        assert settlement.shares == {A: 114_286, B: 85_714}
        assert settlement.rest == 0
        assert net(settlement.claims) == {A: 90_285, B: 67_715, C: -158_000}


class TestCallShares:
    def test_give_equal_remainders_to_the_smaller_id(self):
        alike = {9: Rupiah(1_000_000), 5: Rupiah(1_000_000), 2: Rupiah(1_000_000)}

        assert call_shares(missing=Rupiah(100_001), approved_by_person=alike) == {
            2: 33_334,
            5: 33_334,
            9: 33_333,
        }

    def test_leave_out_who_would_be_asked_for_nothing(self):
        assert call_shares(missing=Rupiah(1), approved_by_person=OTHERS_OF_C) == {A: 1}

    def test_are_equal_for_members_who_all_borrowed_nothing(self):
        nobody_borrowed = {A: Rupiah(0), B: Rupiah(0)}

        assert call_shares(missing=Rupiah(9), approved_by_person=nobody_borrowed) == {A: 5, B: 4}

    def test_of_somebody_alone_are_refused(self):
        with pytest.raises(NobodyToAsk):
            call_shares(missing=MISSING, approved_by_person={})

    @pytest.mark.parametrize("missing", [0, -1])
    def test_of_nothing_are_refused(self, missing: int):
        with pytest.raises(AmountNotAboveZero):
            call_shares(missing=Rupiah(missing), approved_by_person=OTHERS_OF_C)

    @given(missing=amounts, approved=parties)
    def test_sum_to_the_call(self, missing: Rupiah, approved: Mapping[int, Rupiah]):
        shares = call_shares(missing=missing, approved_by_person=approved)

        assert total(shares.values()) == missing
        assert set(shares) <= set(approved)
        assert all(share > 0 for share in shares.values())

    @given(missing=amounts, approved=parties)
    def test_are_less_than_a_rupiah_from_the_exact_part(
        self, missing: Rupiah, approved: Mapping[int, Rupiah]
    ):
        whole = int(total(approved.values()))

        shares = call_shares(missing=missing, approved_by_person=approved)

        for person, amount in approved.items():
            assert abs(int(shares.get(person, 0)) * whole - int(missing) * int(amount)) < whole


class TestPaidFor:
    def test_adds_to_an_earlier_claim(self):
        claims = paid_for(both_paid_for_c(), payer=A, debtor=C, amount=Rupiah(429))

        assert claims == {(A, C): 205_000, (B, C): 153_429}

    def test_sets_off_what_the_payer_owes_the_debtor(self):
        claims = paid_for(both_paid_for_c(), payer=C, debtor=A, amount=Rupiah(4_571))

        assert claims == {(A, C): 200_000, (B, C): 153_429}

    def test_turns_the_claim_round_when_the_payer_owed_less(self):
        claims = paid_for(both_paid_for_c(), payer=C, debtor=B, amount=Rupiah(153_430))

        assert claims == {(A, C): 204_571, (C, B): 1}

    def test_leaves_the_claims_it_was_given_as_they_were(self):
        before = both_paid_for_c()

        paid_for(before, payer=A, debtor=C, amount=Rupiah(1))

        assert before == both_paid_for_c()

    def test_refuses_oneself(self):
        with pytest.raises(OwnDebt):
            paid_for(NO_CLAIMS, payer=A, debtor=A, amount=Rupiah(1))

    def test_refuses_nothing(self):
        with pytest.raises(AmountNotAboveZero):
            paid_for(NO_CLAIMS, payer=A, debtor=B, amount=Rupiah(0))


class TestSettled:
    def test_gives_back_what_nobody_is_owed(self):
        settlement = settled_by_c(400_000)

        assert settlement.shares == {A: 204_571, B: 153_429}
        assert settlement.rest == 42_000
        assert settlement.claims == NO_CLAIMS

    def test_of_somebody_who_owes_nothing_is_all_rest(self):
        settlement = settled(
            both_paid_for_c(), debtor=A, amount=Rupiah(5), approved_by_person=OTHERS_OF_C
        )

        assert settlement == Settlement(shares={}, rest=Rupiah(5), claims=both_paid_for_c())

    def test_gives_nobody_more_than_is_owed_and_the_others_the_difference(self):
        claims = paid_for(NO_CLAIMS, payer=A, debtor=C, amount=Rupiah(10_000))
        claims = paid_for(claims, payer=B, debtor=C, amount=Rupiah(300_000))

        settlement = settled(
            claims, debtor=C, amount=Rupiah(200_000), approved_by_person=OTHERS_OF_C
        )

        assert settlement.shares == {A: 10_000, B: 190_000}
        assert settlement.claims == {(B, C): 110_000}

    def test_pays_a_creditor_who_borrowed_nothing_after_the_others(self):
        claims = paid_for(both_paid_for_c(), payer=7, debtor=C, amount=Rupiah(2_000))

        nearly_all = settled(
            claims, debtor=C, amount=Rupiah(359_000), approved_by_person=OTHERS_OF_C
        )

        assert nearly_all.shares == {A: 204_571, B: 153_429, 7: 1_000}

    def test_leaves_the_claims_of_other_debtors_alone(self):
        claims = paid_for(both_paid_for_c(), payer=A, debtor=B, amount=Rupiah(7))

        settlement = settled(claims, debtor=C, amount=MISSING, approved_by_person=OTHERS_OF_C)

        assert settlement.claims == {(A, B): 7}

    def test_refuses_nothing(self):
        with pytest.raises(AmountNotAboveZero):
            settled_by_c(0)


class TestSettledBetween:
    def test_takes_from_the_claim_of_the_one_who_received(self):
        claims = settled_between(both_paid_for_c(), creditor=B, debtor=C, amount=Rupiah(153_429))

        assert claims == {(A, C): 204_571}

    def test_refuses_more_than_is_owed_and_says_how_much_it_is(self):
        with pytest.raises(BeyondClaim) as refused:
            settled_between(both_paid_for_c(), creditor=B, debtor=C, amount=Rupiah(153_430))

        assert refused.value.claimed == 153_429


class TestWaived:
    def test_takes_from_the_owners_claim(self):
        claims = waived(both_paid_for_c(), owner=A, debtor=C, amount=Rupiah(4_571))

        assert net(claims) == {A: 200_000, B: 153_429, C: -353_429}

    @pytest.mark.parametrize(("owner", "debtor"), [(C, A), (B, A)])
    def test_refuses_what_the_owner_is_not_owed(self, owner: int, debtor: int):
        with pytest.raises(BeyondClaim):
            waived(both_paid_for_c(), owner=owner, debtor=debtor, amount=Rupiah(1))


class TestBooked:
    CALL_PAID: Mapping[int, int] = {A: 204_571, B: 153_429, C: -358_000}
    PART_SETTLED: Mapping[int, int] = {C: 200_000, A: -114_286, B: -85_714}

    def test_reads_who_owes_whom_from_the_entries_of_an_agreement(self):
        claims = claims_of([self.CALL_PAID, self.PART_SETTLED])

        assert claims == {(A, C): 90_285, (B, C): 67_715}

    def test_takes_an_entry_back_by_its_mirror(self):
        mirror = {person: -amount for person, amount in self.CALL_PAID.items()}

        assert claims_of([self.CALL_PAID, mirror]) == NO_CLAIMS

    @pytest.mark.parametrize(
        "by_person", [{A: 5}, {A: 5, B: -4}, {A: 5, B: 5, C: -5, 4: -5}], ids=str
    )
    def test_refuses_an_entry_that_does_not_say_who_owes_whom(self, by_person: Mapping[int, int]):
        with pytest.raises(UnclearEntry):
            booked(NO_CLAIMS, by_person=by_person)

    @given(
        entries=st.lists(
            st.tuples(people, people, amounts).filter(lambda entry: entry[0] != entry[1])
        ),
        data=st.data(),
    )
    def test_comes_out_alike_in_whatever_order(
        self, entries: list[tuple[int, int, Rupiah]], data: st.DataObject
    ):
        by_person = [{payer: int(paid), debtor: -int(paid)} for payer, debtor, paid in entries]

        assert claims_of(data.draw(st.permutations(by_person))) == claims_of(by_person)
