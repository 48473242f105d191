"""What still stands between an application and being sent, approved or disbursed.

An obstacle is never an end: each has a sentence and a way on (`web.labels`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harkat.domain.calendar import full_months_between, full_years_between
from harkat.domain.documents import DocumentKind, missing_kinds
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import CeilingBasis, KelurahanRule, Rules, TrainingRule


class ObstacleCode(StrEnum):
    """What is missing or too much."""

    PERSON_MISSING = "person_missing"
    BUSINESS_MISSING = "business_missing"
    MONEY_MISSING = "money_missing"
    ACCOUNT_NO_MISSING = "account_no_missing"
    CONSENT_MISSING = "consent_missing"
    DOCUMENT_MISSING = "document_missing"
    TOO_YOUNG = "too_young"
    BUSINESS_TOO_YOUNG = "business_too_young"
    TRAINING_MISSING = "training_missing"
    LOAN_RUNNING = "loan_running"
    LINE_OPEN = "line_open"
    LINE_TOO_SMALL = "line_too_small"
    LINE_TOO_BIG = "line_too_big"
    GROUP_INCOMPLETE = "group_incomplete"
    GROUP_CALLED = "group_called"
    GROUP_IN_ARREARS = "group_in_arrears"
    GROUP_TOO_FAR_APART = "group_too_far_apart"
    GROUP_SUM_TOO_BIG = "group_sum_too_big"
    TOO_FEW_BORROWERS = "too_few_borrowers"


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One thing that stands in the way: whose it is, and what the sentence needs to say."""

    code: ObstacleCode
    person_id: int | None = None
    limit: int | None = None
    actual: int | None = None
    document: DocumentKind | None = None


@dataclass(frozen=True, kw_only=True)
class BorrowerFacts:
    """What eligibility asks of one borrowing person (amount in rupiah, None = not filled in)."""

    person_id: int
    birth_on: date
    has_person_data: bool
    has_business: bool
    has_money: bool
    business_started_on: date | None
    kelurahan_code: str | None
    has_account_no: bool
    has_consents: bool
    has_running_loan: bool
    training_completed_on: date | None
    documents: frozenset[DocumentKind]
    amount: Rupiah | None


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """What eligibility asks of the group as a whole.

    `days_past_due` is that of its loan which is latest.
    """

    is_complete: bool
    has_open_call: bool = False
    days_past_due: int = 0


def obstacles(
    *, rules: Rules, borrowers: Sequence[BorrowerFacts], group: GroupFacts | None, on: date
) -> tuple[Obstacle, ...]:
    """Return everything in the way of sending an application, in the order people mend it."""
    found = [
        obstacle
        for borrower in borrowers
        for obstacle in _of_person(rules=rules, borrower=borrower, on=on)
    ]
    if group is not None:
        found += _of_group(rules=rules, borrowers=borrowers, group=group)
    return tuple(found)


def training_obstacles(
    *, rules: Rules, borrowers: Sequence[BorrowerFacts], on: date
) -> tuple[Obstacle, ...]:
    """Return what the training rule refuses; asked again at approval and at disbursement."""
    return tuple(
        obstacle for borrower in borrowers for obstacle in _of_training(rules, borrower, on)
    )


def arrears_obstacles(*, rules: Rules, group: GroupFacts) -> tuple[Obstacle, ...]:
    """Return what the group's running loans refuse: it does not even start an application then."""
    found = []
    if group.has_open_call:
        found.append(Obstacle(code=ObstacleCode.GROUP_CALLED))
    if group.days_past_due > rules.group_arrears_days:
        found.append(
            Obstacle(
                code=ObstacleCode.GROUP_IN_ARREARS,
                limit=rules.group_arrears_days,
                actual=group.days_past_due,
            )
        )
    return tuple(found)


def _of_person(*, rules: Rules, borrower: BorrowerFacts, on: date) -> list[Obstacle]:
    person_id = borrower.person_id
    missing = {
        ObstacleCode.PERSON_MISSING: not borrower.has_person_data,
        ObstacleCode.BUSINESS_MISSING: not borrower.has_business,
        ObstacleCode.MONEY_MISSING: not borrower.has_money,
        ObstacleCode.ACCOUNT_NO_MISSING: not borrower.has_account_no,
        ObstacleCode.CONSENT_MISSING: not borrower.has_consents,
        ObstacleCode.LOAN_RUNNING: borrower.has_running_loan,
        ObstacleCode.LINE_OPEN: borrower.amount is None,
    }
    found = [Obstacle(code=code, person_id=person_id) for code, is_so in missing.items() if is_so]
    age_years = full_years_between(borrower.birth_on, on)
    if age_years < rules.minimum_age_years:
        found.append(
            Obstacle(
                code=ObstacleCode.TOO_YOUNG,
                person_id=person_id,
                limit=rules.minimum_age_years,
                actual=age_years,
            )
        )
    found += [
        Obstacle(code=ObstacleCode.DOCUMENT_MISSING, person_id=person_id, document=kind)
        for kind in missing_kinds(rules.documents_required, borrower.documents)
    ]
    found += _of_training(rules, borrower, on)
    if borrower.amount is not None:
        found += _of_amount(rules, person_id, borrower.amount)
    return found


def _of_training(rules: Rules, borrower: BorrowerFacts, on: date) -> list[Obstacle]:
    """Apply the three settings of the Balikat gate to one borrower."""
    is_trained = borrower.training_completed_on is not None and borrower.training_completed_on <= on
    if rules.training_rule is TrainingRule.REQUIRED and not is_trained:
        return [Obstacle(code=ObstacleCode.TRAINING_MISSING, person_id=borrower.person_id)]
    if rules.training_rule is TrainingRule.WAIVES_BUSINESS_AGE and is_trained:
        return []
    started_on = borrower.business_started_on
    if started_on is None:
        return []
    age_months = full_months_between(started_on, on)
    if age_months >= rules.business_age_months:
        return []
    return [
        Obstacle(
            code=ObstacleCode.BUSINESS_TOO_YOUNG,
            person_id=borrower.person_id,
            limit=rules.business_age_months,
            actual=age_months,
        )
    ]


def _of_amount(rules: Rules, person_id: int, amount: Rupiah) -> list[Obstacle]:
    if amount < rules.smallest_line:
        code, limit = ObstacleCode.LINE_TOO_SMALL, rules.smallest_line
    elif amount > rules.member_ceiling and rules.ceiling_basis is not CeilingBasis.GROUP:
        code, limit = ObstacleCode.LINE_TOO_BIG, rules.member_ceiling
    else:
        return []
    return [Obstacle(code=code, person_id=person_id, limit=int(limit), actual=int(amount))]


def _of_group(
    *, rules: Rules, borrowers: Sequence[BorrowerFacts], group: GroupFacts
) -> list[Obstacle]:
    found = []
    if not group.is_complete:
        found.append(Obstacle(code=ObstacleCode.GROUP_INCOMPLETE, limit=rules.group_size_min))
    found += arrears_obstacles(rules=rules, group=group)
    if len(borrowers) < rules.borrowers_min:
        found.append(
            Obstacle(
                code=ObstacleCode.TOO_FEW_BORROWERS,
                limit=rules.borrowers_min,
                actual=len(borrowers),
            )
        )
    if _are_too_far_apart(rules.kelurahan_rule, borrowers):
        found.append(Obstacle(code=ObstacleCode.GROUP_TOO_FAR_APART))
    total = sum(int(borrower.amount or 0) for borrower in borrowers)
    if total > rules.group_ceiling and rules.ceiling_basis is not CeilingBasis.MEMBER:
        found.append(
            Obstacle(
                code=ObstacleCode.GROUP_SUM_TOO_BIG, limit=int(rules.group_ceiling), actual=total
            )
        )
    return found


def _are_too_far_apart(rule: KelurahanRule, borrowers: Sequence[BorrowerFacts]) -> bool:
    """Compare the places of business; a kecamatan's code is the head of its kelurahan's."""
    codes = [borrower.kelurahan_code for borrower in borrowers if borrower.kelurahan_code]
    if rule is KelurahanRule.CITY:
        return False
    if rule is KelurahanRule.SAME_KECAMATAN:
        codes = [code.rpartition(".")[0] for code in codes]
    return len(set(codes)) > 1
