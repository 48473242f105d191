"""What the public start page tells: how much has been absorbed, and on what terms one borrows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harkat.domain.programme_rules import Rules
from harkat.extensions import db
from harkat.models.bank import LoanProduct
from harkat.queries.facility import Absorption, absorption
from harkat.queries.rules import rules_on


@dataclass(frozen=True, kw_only=True)
class StartFacts:
    """The absorbed figure, and the rules of the product most people borrow by: the group's."""

    absorbed: Absorption
    rules: Rules


def start_facts(*, on: date) -> StartFacts:
    """Return what the start page shows on a day."""
    return StartFacts(absorbed=absorption(), rules=usual_rules(on=on))


def usual_rules(*, on: date) -> Rules:
    """Return the rules in force on a day of the product most people borrow by."""
    product_id = db.session.scalar(
        select(LoanProduct.id)
        .where(LoanProduct.is_open.is_(True))
        .order_by(LoanProduct.is_for_groups.desc(), LoanProduct.id)
        .limit(1)
    )
    return rules_on(product_id=product_id, on=on)
