"""How much a group can borrow, and what is missing before it may ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import CeilingBasis, KelurahanRule, Rules, TrainingRule


class Missing(StrEnum):
    """What a group still needs, or what its bank will ask about."""

    MEMBERS = "members"
    LEADER = "leader"
    DATA = "data"
    TRAINING = "training"
    BORROWERS_NEAR = "borrowers_near"
    FAMILY_CARD = "family_card"


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What counts of one accepted member: done or not done, and where the business is."""

    kelurahan_code: str | None
    has_data: bool
    has_training: bool
    family_card: str | None = None


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """The most a group can borrow with its members, and what it still needs, with a count."""

    amount: Rupiah
    size: int
    missing: tuple[tuple[Missing, int], ...]


def capacity(*, rules: Rules, members: Sequence[MemberFacts], is_leader_chosen: bool) -> Capacity:
    """Return what the group can borrow under the rules, and what is missing."""
    return Capacity(
        amount=highest_amount(rules=rules, borrowers=len(members)),
        size=len(members),
        missing=_missing(rules, members, is_leader_chosen=is_leader_chosen),
    )


def highest_amount(*, rules: Rules, borrowers: int) -> Rupiah:
    """Return the lower of the group's ceiling and that of so many members together."""
    of_members = Rupiah(borrowers * int(rules.member_ceiling))
    if rules.ceiling_basis is CeilingBasis.MEMBER:
        return of_members
    if rules.ceiling_basis is CeilingBasis.GROUP:
        return rules.group_ceiling if borrowers else Rupiah(0)
    return min(rules.group_ceiling, of_members)


def is_near(rule: KelurahanRule, one: str, other: str) -> bool:
    """Tell whether two businesses may belong to one group, by their kelurahan's codes."""
    if rule is KelurahanRule.CITY:
        return True
    return _place(rule, one) == _place(rule, other)


def _missing(
    rules: Rules, members: Sequence[MemberFacts], *, is_leader_chosen: bool
) -> tuple[tuple[Missing, int], ...]:
    is_training_needed = rules.training_rule is TrainingRule.REQUIRED
    found = {
        Missing.MEMBERS: max(rules.group_size_min - len(members), 0),
        Missing.LEADER: 0 if is_leader_chosen else 1,
        Missing.DATA: sum(not member.has_data for member in members),
        Missing.TRAINING: sum(is_training_needed and not member.has_training for member in members),
        Missing.BORROWERS_NEAR: _borrowers_too_far(rules, members),
        Missing.FAMILY_CARD: _over_family_card(rules.per_family_card_max, members),
    }
    return tuple((what, count) for what, count in found.items() if count)


def _borrowers_too_far(rules: Rules, members: Sequence[MemberFacts]) -> int:
    """Return how many more members near each other are needed for the fewest borrowers."""
    places = [
        _place(rules.kelurahan_rule, member.kelurahan_code)
        for member in members
        if member.kelurahan_code
    ]
    if len(set(places)) < 2:
        return 0
    return max(rules.borrowers_min - max(map(places.count, set(places))), 0)


def _place(rule: KelurahanRule, kelurahan_code: str) -> str:
    """Return what must be alike; a kecamatan's code is the head of its kelurahan's."""
    if rule is KelurahanRule.CITY:
        return ""
    same_kecamatan = rule is KelurahanRule.SAME_KECAMATAN
    return kelurahan_code.rpartition(".")[0] if same_kecamatan else kelurahan_code


def _over_family_card(most: int, members: Collection[MemberFacts]) -> int:
    """Return how many members stand on a family card beyond the first ones."""
    cards = [member.family_card for member in members if member.family_card]
    return sum(max(cards.count(card) - most, 0) for card in set(cards))
