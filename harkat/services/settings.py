"""How two people change a dated rule of the programme."""

from datetime import date, datetime

from harkat.domain.calendar import business_day
from harkat.domain.programme_rules import read_setting
from harkat.domain.roles import NotPermitted, Permission
from harkat.extensions import db
from harkat.models.bank import DatedSetting
from harkat.services.authority import acting
from harkat.services.transaction import keyed_use_case, use_case


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
    db.session.flush()
    return setting.id


@use_case
def confirm_setting(*, actor_id: int, setting_id: int, at: datetime) -> None:
    """Put a proposed value in force.

    :raises NotPermitted: if the actor proposed it, or it is not waiting for a confirmation
    :raises SettingInThePast: if its day has passed meanwhile; it is proposed anew
    """
    acting(actor_id=actor_id, permission=Permission.PROGRAM_SET)
    setting = db.session.get(DatedSetting, setting_id, with_for_update=True)
    if setting is None or setting.confirmed_at is not None or setting.proposed_by_id == actor_id:
        raise NotPermitted("another person confirms, and only once")
    if setting.valid_from < business_day(at):
        raise SettingInThePast(setting.valid_from)
    setting.confirmed_by_id, setting.confirmed_at = actor_id, at
