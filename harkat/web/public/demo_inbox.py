"""The messages of the demo's phones, so that whoever tries the system can register."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from harkat.queries import demo_inbox as phones
from harkat.reports.messages import message_text
from harkat.web.access import public as everybody
from harkat.web.public import public


@public.get("/kotak-demo")
@everybody
def demo_inbox() -> ResponseReturnValue:
    """Show the newest messages with their codes; outside the demo there is no such page."""
    if not current_app.config["DEMO"]:
        abort(404)
    found = [(row, message_text(row.template, row.details)) for row in phones.latest()]
    return render_template("public/demo_inbox.html", messages=found)
