"""Anybody with a paper in hand can see whether it is real, and no more than that."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.queries import papers
from harkat.web.access import public as everybody
from harkat.web.public import public


@public.get("/periksa/<public_id>")
@everybody
def paper(public_id: str) -> ResponseReturnValue:
    """Say what the paper with this code is, and whether it still counts."""
    found = papers.check(public_id)
    if found is None:
        abort(404)
    return render_template("public/paper.html", paper=found, now=clock.now())
