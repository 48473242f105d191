"""The Balikat training of an owner: what is on record, and the classes to come."""

from flask import render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries.own_training import own_training
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant


@applicant.get("/saya/pelatihan")
@requires(Permission.OWN_APPLY)
def training() -> ResponseReturnValue:
    """Show the own certificates and where the next classes are."""
    found = own_training(viewer(), on=clock.today())
    return render_template("applicant/training.html", training=found)
