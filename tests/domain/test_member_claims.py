"""Claims between members under any commands: they sum to zero, and settling all leaves nothing."""

from collections.abc import Mapping

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from harkat.domain.joint_liability import (
    NO_CLAIMS,
    Claims,
    claims_of,
    net,
    owed_by,
    paid_for,
    settled,
    waived,
)
from harkat.domain.money import Rupiah, total

people = st.integers(1, 6)
amounts = st.integers(1, 50_000_000).map(Rupiah)
approved_amounts = st.integers(250_000, 10_000_000).map(Rupiah)
parties = st.dictionaries(people, approved_amounts, min_size=1)
NOBODY_BORROWED: Mapping[int, Rupiah] = {}


class ClaimsOfAGroup(RuleBasedStateMachine):
    """Members who pay for each other, settle and waive, in any order; the books run beside."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: Claims = NO_CLAIMS
        self.entries: list[dict[int, int]] = []

    @rule(payer=people, debtor=people, amount=amounts)
    def pay_for(self, payer: int, debtor: int, amount: Rupiah) -> None:
        if payer != debtor:
            self.claims = paid_for(self.claims, payer=payer, debtor=debtor, amount=amount)
            self.entries.append({payer: int(amount), debtor: -int(amount)})

    @rule(debtor=people, amount=amounts, approved=parties)
    def settle(self, debtor: int, amount: Rupiah, approved: Mapping[int, Rupiah]) -> None:
        owed = owed_by(self.claims, debtor=debtor)
        settlement = settled(self.claims, debtor=debtor, amount=amount, approved_by_person=approved)
        assert total(settlement.shares.values()) + settlement.rest == amount
        assert all(0 < share <= owed[person] for person, share in settlement.shares.items())
        assert not settlement.rest or not owed_by(settlement.claims, debtor=debtor)
        self.claims = settlement.claims
        self._book(debtor, settlement.shares)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def waive(self, data: st.DataObject) -> None:
        (owner, debtor), claim = data.draw(st.sampled_from(sorted(self.claims.items())))
        amount = Rupiah(data.draw(st.integers(1, int(claim))))
        self.claims = waived(self.claims, owner=owner, debtor=debtor, amount=amount)
        self._book(debtor, {owner: amount})

    @invariant()
    def claims_sum_to_zero(self) -> None:
        assert total(net(self.claims).values()) == 0

    @invariant()
    def a_claim_is_above_zero_and_goes_one_way(self) -> None:
        for (creditor, debtor), amount in self.claims.items():
            assert amount > 0
            assert creditor != debtor
            assert (debtor, creditor) not in self.claims

    @invariant()
    def the_net_of_a_person_is_what_is_owed_less_what_is_owing(self) -> None:
        for person, amount in net(self.claims).items():
            owed = total(
                amount for (creditor, _), amount in self.claims.items() if creditor == person
            )
            assert amount == owed - total(owed_by(self.claims, debtor=person).values())

    def teardown(self) -> None:
        """Compare with the books, then settle everything: nothing is left of any claim."""
        assert claims_of(self.entries) == self.claims
        for debtor in range(1, 7):
            owed = total(owed_by(self.claims, debtor=debtor).values())
            if owed:
                self.claims = settled(
                    self.claims, debtor=debtor, amount=owed, approved_by_person=NOBODY_BORROWED
                ).claims
        assert self.claims == NO_CLAIMS
        assert net(self.claims) == {}

    def _book(self, debtor: int, shares: Mapping[int, Rupiah]) -> None:
        losses = {person: -int(share) for person, share in shares.items()}
        self.entries.append({debtor: int(total(shares.values())), **losses})


TestClaimsOfAGroup = ClaimsOfAGroup.TestCase
TestClaimsOfAGroup.settings = settings(max_examples=50, stateful_step_count=25)
