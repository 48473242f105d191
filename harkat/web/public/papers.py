"""Anybody with a paper in hand can see whether it is real, and no more than that."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.queries import key_facts, papers
from harkat.web.access import public as everybody
from harkat.web.public import public


@public.get("/periksa/<public_id>")
@everybody
def paper(public_id: str) -> ResponseReturnValue:
    """Say what the paper with this code is, and whether it still counts."""
    found = papers.check(public_id)
    if found is None:
        return _key_facts(public_id)
    return render_template("public/paper.html", paper=found, now=clock.now())


def _key_facts(public_id: str) -> ResponseReturnValue:
    """Say what the summary of a loan with this code is, and whether its terms still stand."""
    found = key_facts.check(public_id)
    if found is None:
        abort(404)
    return render_template("public/key_facts.html", sheet=found, now=clock.now())
