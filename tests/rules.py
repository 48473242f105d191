"""Changes the programme's rules for a test, as two administrators do."""

from datetime import date, datetime

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.bank import LoanProduct
from harkat.services import settings
from tests import given
from tests.beginnings import remembered
from tests.moments import NOON


@remembered
def set_rule(
    name: str,
    value: str,
    *,
    product_code: str | None = None,
    valid_from: date | None = None,
    at: datetime = NOON,
) -> None:
    """Put a rule in force, for the whole programme or for one product."""
    proposer, confirmer = (given.staff(Role.PROGRAM_ADMIN, at=at) for _ in range(2))
    setting_id = settings.propose_setting(
        actor_id=proposer.id,
        name=name,
        product_id=product_id(product_code) if product_code else None,
        value=value,
        valid_from=valid_from or at.date(),
        key=given.key(),
        at=at,
    )
    settings.confirm_setting(actor_id=confirmer.id, setting_id=setting_id, at=at)


def product_id(code: str) -> int:
    """Return a product's id."""
    return db.session.scalars(db.select(LoanProduct.id).filter_by(code=code)).one()
