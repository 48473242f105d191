"""How two people change a dated rule of the programme."""

from datetime import date, datetime

from sqlalchemy import select, true

from harkat.domain.calendar import business_day
from harkat.domain.contract_terms import TERM_SETTINGS, require_possible_loans
from harkat.domain.programme_rules import read_setting
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.bank import DatedSetting, LoanProduct
from harkat.queries.rules import rules_on
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case

_DECIDE_LOANS = TERM_SETTINGS | {
    "smallest_line",
    "member_ceiling",
    "group_ceiling",
    "ceiling_basis",
}


class SettingInThePast(ValueError):
    """A rule cannot be changed backwards."""


@keyed_use_case
def propose_setting(
    *,
    actor_id: int,
    name: str,
    product_id: int | None,
    value: str,
    valid_from: date,
    key: str,
    at: datetime,
) -> int:
    """Propose a rule's value from a day on; it counts when a second person confirms it.

    :raises UnreadableSetting: if the text is no value of the setting
    :raises SettingInThePast: if the day lies before today
    :raises ImpossibleProduct: if some loan a product offers could not exist with it
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    read_setting(name, value)
    if valid_from < business_day(at):
        raise SettingInThePast(valid_from)
    setting = DatedSetting(
        name=name,
        product_id=product_id,
        value=value,
        valid_from=valid_from,
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    db.session.add(setting)
    # As if it were agreed already, inside this transaction alone, to see what it would do.
    setting.confirmed_at = at
    _require_possible_loans(setting)
    setting.confirmed_at = None
    db.session.flush()
    return setting.id


@use_case
def confirm_setting(*, actor_id: int, setting_id: int, at: datetime) -> None:
    """Put a proposed value in force.

    :raises NotPermitted: if the actor proposed it, or it is not waiting for a confirmation
    :raises SettingInThePast: if its day has passed meanwhile; it is proposed anew
    :raises ImpossibleProduct: if other rules changed meanwhile and some loan could not exist
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    setting = db.session.get(DatedSetting, setting_id, with_for_update=True)
    if setting is None or setting.confirmed_at is not None or setting.proposed_by_id == actor_id:
        raise NotPermitted("another person confirms, and only once")
    if setting.valid_from < business_day(at):
        raise SettingInThePast(setting.valid_from)
    setting.confirmed_by_id, setting.confirmed_at = actor_id, at
    _require_possible_loans(setting)


def _require_possible_loans(setting: DatedSetting) -> None:
    """Try the loans of each product it concerns, on each day from its own on that changes rules."""
    db.session.flush()
    if setting.name not in _DECIDE_LOANS:
        return
    later = db.session.scalars(
        select(DatedSetting.valid_from)
        .where(DatedSetting.valid_from > setting.valid_from)
        .where(DatedSetting.confirmed_at.is_not(None))
        .where(DatedSetting.name.in_(_DECIDE_LOANS))
    )
    products = db.session.scalars(
        select(LoanProduct.id)
        .where(true() if setting.product_id is None else LoanProduct.id == setting.product_id)
        .order_by(LoanProduct.id)
        # Two changes that only together are impossible are looked at in turn.
        .with_for_update(key_share=True)
    ).all()
    for on in sorted({setting.valid_from, *later}):
        for product_id in products:
            require_possible_loans(rules_on(product_id=product_id, on=on), on=on)
