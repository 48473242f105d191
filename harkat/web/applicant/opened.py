"""The owner's own record a page is about; anybody else's does not exist."""

from flask import abort

from harkat import clock
from harkat.queries import own_applications, own_offer
from harkat.queries.own_applications import OwnApplication
from harkat.queries.own_offer import Offer
from harkat.web.access import viewer


def opened_application(public_id: str) -> OwnApplication:
    """Return the viewer's application as it stands now."""
    found = own_applications.application(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return found


def opened_offer(public_id: str) -> Offer:
    """Return the terms the bank approved for the viewer, as they stand now."""
    found = own_offer.offer(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return found
