"""Owners may show where their business is found on the map, and take it back."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.map_pin import MapPin
from harkat.extensions import db
from harkat.models.business import Business
from harkat.services.authority import owner
from harkat.services.transaction import use_case


class NoBusiness(LookupError):
    """The business is not described yet, so there is nothing to find."""


@use_case
def save_pin(*, actor_id: int, pin: MapPin, at: datetime) -> None:
    """Keep where the actor's business is found; a new point takes the place of the old.

    :raises NoBusiness: if the actor has described none
    """
    business = _own_business(actor_id)
    if business is None:
        raise NoBusiness
    business.pin, business.pinned_at = str(pin), at


@use_case
def remove_pin(*, actor_id: int, at: datetime) -> None:
    """Forget where the actor's business is found; without a point nothing happens."""
    business = _own_business(actor_id)
    if business is not None:
        business.pin = business.pinned_at = None


def _own_business(actor_id: int) -> Business | None:
    _viewer, person_id = owner(actor_id)
    found: Business | None = db.session.scalar(
        select(Business).filter_by(person_id=person_id).with_for_update()
    )
    return found
