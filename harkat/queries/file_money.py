"""The money section of a decision file: what each borrower's business leaves over, and carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from harkat.domain.affordability import (
    Affordability,
    Limits,
    MonthlyMoney,
    affordability,
    instalment_a_month,
    limits_of,
)
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.programme_rules import Rules
from harkat.domain.suggestion import suggestion
from harkat.queries.file_lines import FileLine, Terms
from harkat.queries.told import newest_money


@dataclass(frozen=True, kw_only=True)
class FileMoney:
    """What one borrower told last, and how the instalment stands against both limits.

    `affordability` is None where no instalment can be computed; `suggested` is the highest amount
    whose instalments keep both limits, zero if there is none.
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
    if terms.contract is None:
        return ZERO
    found = suggestion(
        monthly,
        limits,
        contract=terms.contract,
        every=terms.every,
        instalments=terms.instalments,
        smallest=rules.smallest_line,
        most=rules.line_ceiling,
        on=on,
    )
    return found.amount if found else ZERO
