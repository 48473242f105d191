"""The money section of a decision file: what each borrower's business leaves over, and carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from harkat.domain.affordability import (
    Affordability,
    Limits,
    MonthlyMoney,
    affordability,
    highest_amount,
    instalment_a_month,
    limits_of,
)
from harkat.domain.contract_terms import agreed_terms
from harkat.domain.money import Rupiah
from harkat.domain.product import RefusedTerms
from harkat.domain.programme_rules import CeilingBasis, Rules
from harkat.domain.schedule import schedule
from harkat.queries.file_lines import FileLine, Terms
from harkat.queries.told import newest_money

_STEP = Rupiah(100_000)


@dataclass(frozen=True, kw_only=True)
class FileMoney:
    """What one borrower told last, and how the instalment stands against both limits.

    `affordability` is None where no instalment can be computed; `suggested` is the highest amount
    in steps of Rp100.000 whose instalment keeps both limits.
    """

    monthly: MonthlyMoney
    stated_at: datetime
    limits: Limits
    affordability: Affordability | None
    suggested: Rupiah


def file_money(
    lines: Sequence[FileLine], *, terms: Terms, rules: Rules, on: date
) -> Mapping[str, FileMoney]:
    """Return the money of each part that counts and whose owner stated it, by its public id."""
    live = [line for line in lines if not line.has_ended]
    told = newest_money([line.person_id for line in live])
    limits = limits_of(rules)
    found = {}
    for line in live:
        statement = told.get(line.person_id)
        if statement is None:
            continue
        found[line.public_id] = FileMoney(
            monthly=statement.monthly,
            stated_at=statement.stated_at,
            limits=limits,
            affordability=_held_against(statement.monthly, line.instalment, terms, limits),
            suggested=_suggested(statement.monthly, terms, rules, limits, on=on),
        )
    return found


def _held_against(
    monthly: MonthlyMoney, instalment: Rupiah | None, terms: Terms, limits: Limits
) -> Affordability | None:
    if instalment is None:
        return None
    return affordability(monthly, instalment_a_month(instalment, every=terms.every), limits)


def _suggested(
    monthly: MonthlyMoney, terms: Terms, rules: Rules, limits: Limits, *, on: date
) -> Rupiah:
    is_by_group = rules.ceiling_basis is CeilingBasis.GROUP

    def is_affordable(amount: Rupiah) -> bool:
        held = _held_against(monthly, _instalment(amount, terms, on=on), terms, limits)
        return held is not None and held.is_within_capacity and held.is_within_debt_service

    return highest_amount(
        step=_STEP,
        most=rules.group_ceiling if is_by_group else rules.member_ceiling,
        is_affordable=is_affordable,
    )


def _instalment(amount: Rupiah, terms: Terms, *, on: date) -> Rupiah | None:
    if terms.contract is None:
        return None
    try:
        plan = schedule(
            agreed_terms(
                terms.contract, principal=amount, instalments=terms.instalments, disbursed_on=on
            )
        )
    except RefusedTerms:
        return None
    return max(row.total for row in plan.rows)
