"""Joint liability: who is asked to cover a member's instalment, and who then owes whom.

A claim between two members bears no interest and never touches the loans themselves. Sharing and
rounding are written out in docs/algorithms/joint_liability.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from harkat.domain.money import ZERO, Rupiah, total

LIABILITY_TEXT_VERSION = "2026-11"
"""The version of the text on joint liability that people agree to now."""

Person: TypeAlias = int
"""A person's id."""

Claims: TypeAlias = Mapping[tuple[Person, Person], Rupiah]
"""What each creditor is owed by each debtor of one agreement; always above zero."""

NO_CLAIMS: Claims = {}


class AmountNotAboveZero(ValueError):
    """An amount to be asked, paid, settled or waived is zero or less."""


class NobodyToAsk(ValueError):
    """The agreement has no other party that could cover for the debtor."""


class OwnDebt(ValueError):
    """Nobody covers for, or owes, oneself."""


class BeyondClaim(ValueError):
    """More would be settled or waived than the creditor is owed by this debtor."""

    def __init__(self, *, claimed: Rupiah) -> None:
        super().__init__(f"the claim is {claimed}")
        self.claimed = claimed


class UnclearEntry(ValueError):
    """An entry has several who gain and several who lose, so nobody can say who owes whom."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """A payment of a debtor shared among the creditors; `rest` is what nobody is owed."""

    shares: Mapping[Person, Rupiah]
    rest: Rupiah
    claims: Claims


def call_shares(
    *, missing: Rupiah, approved_by_person: Mapping[Person, Rupiah]
) -> dict[Person, Rupiah]:
    """Return what each of the other parties is asked for, by approved amount; it sums to the call.

    Somebody whose share rounds to nothing is not asked.

    :raises AmountNotAboveZero: if nothing is missing
    :raises NobodyToAsk: if there is no other party
    """
    _check_amount(missing)
    if not approved_by_person:
        raise NobodyToAsk
    return _without_zeros(_shared(missing, by=approved_by_person))


def paid_for(claims: Claims, *, payer: Person, debtor: Person, amount: Rupiah) -> Claims:
    """Return the claims once one member has paid for another.

    What the payer already owes the debtor is set off first, as the law does with debts both ways
    (KUHPerdata 1425 and 1426).

    :raises AmountNotAboveZero: if nothing was paid
    :raises OwnDebt: if they are the same person
    """
    _check_amount(amount)
    return _moved(claims, creditor=payer, debtor=debtor, amount=amount)


def settled(
    claims: Claims, *, debtor: Person, amount: Rupiah, approved_by_person: Mapping[Person, Rupiah]
) -> Settlement:
    """Share a payment among those the debtor owes, by approved amount as the calls were shared.

    Nobody gets more than is owed; what that leaves goes to the others by the same rule.

    :raises AmountNotAboveZero: if nothing was paid
    """
    _check_amount(amount)
    owed = owed_by(claims, debtor=debtor)
    used = min(amount, total(owed.values()))
    shares = _without_zeros(_shared_up_to(owed, used, by=approved_by_person))
    left = claims
    for creditor, share in shares.items():
        left = _moved(left, creditor=creditor, debtor=debtor, amount=-share)
    return Settlement(shares=shares, rest=amount - used, claims=left)


def settled_between(claims: Claims, *, creditor: Person, debtor: Person, amount: Rupiah) -> Claims:
    """Return the claims once a debtor has paid one creditor directly.

    :raises AmountNotAboveZero: if nothing was paid
    :raises BeyondClaim: if the creditor is not owed so much
    """
    _check_amount(amount)
    claimed = claims.get((creditor, debtor), ZERO)
    if amount > claimed:
        raise BeyondClaim(claimed=claimed)
    return _moved(claims, creditor=creditor, debtor=debtor, amount=-amount)


def waived(claims: Claims, *, owner: Person, debtor: Person, amount: Rupiah) -> Claims:
    """Return the claims once the owner of one has given up an amount of it.

    :raises AmountNotAboveZero: if nothing is given up
    :raises BeyondClaim: if the owner is not owed so much
    """
    return settled_between(claims, creditor=owner, debtor=debtor, amount=amount)


def booked(claims: Claims, *, by_person: Mapping[Person, int]) -> Claims:
    """Return the claims once an entry of the books has changed what persons are owed (+) or owe.

    A reversal, with every sign turned, takes its entry back.

    :raises UnclearEntry: if it does not sum to zero, or several gain what several lose
    """
    gains = {person: amount for person, amount in by_person.items() if amount > 0}
    losses = {person: -amount for person, amount in by_person.items() if amount < 0}
    if sum(by_person.values()) or min(len(gains), len(losses)) > 1:
        raise UnclearEntry
    for creditor, gain in gains.items():
        for debtor, loss in losses.items():
            amount = Rupiah(min(gain, loss))
            claims = _moved(claims, creditor=creditor, debtor=debtor, amount=amount)
    return claims


def claims_of(entries: Iterable[Mapping[Person, int]]) -> Claims:
    """Return the claims that all entries of an agreement amount to, in whatever order.

    :raises UnclearEntry: if one does not say who owes whom
    """
    claims = NO_CLAIMS
    for by_person in entries:
        claims = booked(claims, by_person=by_person)
    return claims


def owed_by(claims: Claims, *, debtor: Person) -> dict[Person, Rupiah]:
    """Return what a debtor owes each creditor."""
    return {creditor: amount for (creditor, owing), amount in claims.items() if owing == debtor}


def net(claims: Claims) -> dict[Person, Rupiah]:
    """Return what each person with a claim or a debt is owed (+) or owes (-); it sums to zero."""
    balances: dict[Person, Rupiah] = {}
    for (creditor, debtor), amount in claims.items():
        balances[creditor] = balances.get(creditor, ZERO) + amount
        balances[debtor] = balances.get(debtor, ZERO) - amount
    return balances


def _check_amount(amount: Rupiah) -> None:
    if amount <= 0:
        raise AmountNotAboveZero(str(amount))


def _moved(claims: Claims, *, creditor: Person, debtor: Person, amount: Rupiah) -> Claims:
    """Return the claims with one changed; below zero it is the other one's claim."""
    if creditor == debtor:
        raise OwnDebt
    others = {pair: claim for pair, claim in claims.items() if set(pair) != {creditor, debtor}}
    before = claims.get((creditor, debtor), ZERO) - claims.get((debtor, creditor), ZERO)
    after = before + amount
    if after > 0:
        return {**others, (creditor, debtor): after}
    return {**others, (debtor, creditor): -after} if after < 0 else others


def _shared_up_to(
    most: Mapping[Person, Rupiah], amount: Rupiah, *, by: Mapping[Person, Rupiah]
) -> dict[Person, Rupiah]:
    """Share an amount, which is not above the sum of the limits, so that nobody passes the own."""
    full: dict[Person, Rupiah] = {}
    while True:
        open_to = {person: by.get(person, ZERO) for person in most if person not in full}
        shares = _shared(amount - total(full.values()), by=open_to)
        passed = {person: most[person] for person in shares if shares[person] > most[person]}
        if not passed:
            return full | shares
        full |= passed


def _shared(amount: Rupiah, *, by: Mapping[Person, Rupiah]) -> dict[Person, Rupiah]:
    """Share an amount by weight and largest remainder; equal remainders go to the smaller id.

    If nobody has a weight, all count alike.
    """
    weights = {person: int(by[person]) for person in sorted(by)}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    parts = {person: divmod(int(amount) * weight, whole) for person, weight in weights.items()}
    left = int(amount) - sum(part for part, _ in parts.values())
    # Sorting keeps the order of the ids where remainders are equal.
    first = set(sorted(parts, key=lambda person: -parts[person][1])[:left])
    return {
        person: Rupiah(part + (1 if person in first else 0)) for person, (part, _) in parts.items()
    }


def _without_zeros(shares: Mapping[Person, Rupiah]) -> dict[Person, Rupiah]:
    return {person: share for person, share in shares.items() if share}
