"""The owner's own record a page is about; anybody else's does not exist.

Whoever goes back or taps twice asks for a page of something that is over by now, and is led to
where it stands.
"""

from typing import NoReturn

from flask import abort, flash, redirect, url_for

from harkat import clock
from harkat.queries import own_applications, own_offer
from harkat.queries.own_applications import OwnApplication
from harkat.queries.own_offer import Offer
from harkat.web.access import viewer

_NOTHING_OFFERED = "Tidak ada yang perlu dijawab sekarang."


def opened_application(public_id: str) -> OwnApplication:
    """Return the viewer's application as it stands now."""
    found = own_applications.application(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return found


def opened_offer(public_id: str) -> Offer:
    """Return the terms approved for the viewer as they stand now, or lead to the application."""
    found = own_offer.offer(viewer(), public_id, on=clock.today())
    return found or nothing_offered(public_id)


def nothing_offered(public_id: str) -> NoReturn:
    """Lead from an offer that does not stand any more, or not yet, to the viewer's application."""
    opened_application(public_id)
    lead_to(url_for("applicant.application", public_id=public_id), saying=_NOTHING_OFFERED)


def lead_to(address: str, *, saying: str) -> NoReturn:
    """Answer with another page and what holds now, in place of a page that is over."""
    flash(saying, "info")
    abort(redirect(address, 303))
