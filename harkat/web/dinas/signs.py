"""Signs of brokers: what serves many people at once, for the Dinas to look at."""

from flask import render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import broker_signs
from harkat.web.access import requires, viewer
from harkat.web.dinas import dinas


@dinas.get("/tanda")
@requires(Permission.SIGN_READ)
def signs() -> ResponseReturnValue:
    """List the signs, of each kind the strongest first."""
    found = broker_signs.signs(viewer(), on=clock.today())
    return render_template("dinas/signs.html", signs=found)
