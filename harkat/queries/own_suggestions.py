"""Amounts and lengths that an owner's business can carry, computed as the officers' file does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.affordability import MonthlyMoney, limits_of
from harkat.domain.money import Rupiah
from harkat.domain.product import Every, RefusedTerms
from harkat.domain.programme_rules import Rules
from harkat.domain.roles import Viewer
from harkat.domain.suggestion import Suggestion, suggestion
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.scope import applications_seen_by
from harkat.queries.offer import contract_under
from harkat.queries.own_progress import own_line
from harkat.queries.rules import rules_on
from harkat.queries.told import newest_money


@dataclass(frozen=True, kw_only=True)
class OwnSuggestions:
    """The amounts, one a length, the shortest first; none may pass.

    `has_money` is False while the owner has not told what comes in and goes out. `is_carried` tells
    that by these figures what was asked passes, though the bank says otherwise.
    """

    suggestions: Sequence[Suggestion]
    every: Every
    has_money: bool
    is_carried: bool


def own_suggestions(
    viewer: Viewer, application_public_id: str, *, on: date, most: Rupiah | None = None
) -> OwnSuggestions | None:
    """Return what the viewer could borrow instead, or None without a part in the application.

    Nobody is offered more than `most`, or than was asked without it. Who does not send the
    application cannot choose its length, and is offered amounts of that length alone. What was
    asked is not offered again, nor for a shorter time: the bank has found it too dear.
    """
    found = _load(viewer, application_public_id)
    if found is None or viewer.person_id is None:
        return None
    line = own_line(found, viewer.person_id)
    wanted = most or (line.requested if line else None)
    if wanted is None:
        return None
    rules = rules_on(product_id=found.product_id, on=on)
    told = newest_money([viewer.person_id]).get(viewer.person_id)
    sender_id = found.group.leader_id if found.group else found.applicant_id
    may_choose = sender_id == viewer.person_id and rules.every is found.every
    amounts: Sequence[Suggestion] = ()
    if told is not None:
        amounts = _suggestions(
            told.monthly,
            replace(rules, every=found.every),
            lengths=rules.instalment_choices if may_choose else (found.instalments,),
            most=min(wanted, rules.line_ceiling),
            on=on,
        )
    is_carried = most is None and any(
        each.instalments == found.instalments and each.amount == wanted for each in amounts
    )
    if is_carried:
        amounts = [each for each in amounts if each.instalments > found.instalments]
    return OwnSuggestions(
        suggestions=amounts,
        every=found.every,
        has_money=told is not None,
        is_carried=is_carried,
    )


def _load(viewer: Viewer, public_id: str) -> LoanApplication | None:
    found: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .options(joinedload(LoanApplication.group), selectinload(LoanApplication.lines))
    )
    return found


def _suggestions(
    monthly: MonthlyMoney, rules: Rules, *, lengths: Iterable[int], most: Rupiah, on: date
) -> Sequence[Suggestion]:
    found = []
    for instalments in sorted(set(lengths)):
        try:
            contract = contract_under(rules, instalments=instalments, on=on)
        except RefusedTerms:
            continue
        found.append(
            suggestion(
                monthly,
                limits_of(rules),
                contract=contract,
                every=rules.every,
                instalments=instalments,
                smallest=rules.smallest_line,
                most=most,
                on=on,
            )
        )
    return [each for each in found if each is not None]
