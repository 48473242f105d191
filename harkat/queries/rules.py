"""The rules in force on a day."""

from datetime import date

from harkat.domain.programme_rules import Rules, rules
from harkat.models.bank import DatedSetting


def rules_on(*, product_id: int | None, on: date) -> Rules:
    """Return the rules in force for a product (or for the programme) on a day."""
    return rules(DatedSetting.values_on(product_id=product_id, on=on))
