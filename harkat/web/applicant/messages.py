"""The messages an owner was sent, in words."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import messages as message_box
from harkat.reports.messages import message_text
from harkat.services import inbox
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant

_LONGEST_PAGE_NUMBER = 9  # digits


@applicant.get("/pesan")
@requires(Permission.OWN_APPLY)
def messages() -> ResponseReturnValue:
    """Show one page of the messages, the newest first; whoever opens it has seen them."""
    asked = request.args.get("halaman", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_PAGE_NUMBER
    box = message_box.received(viewer(), page=int(asked) if is_number else 1)
    if any(message.is_new for message in box.messages):
        inbox.mark_read(actor_id=viewer().user_id, at=clock.now())
    return render_template(
        "applicant/messages.html",
        box=box,
        message_text=message_text,
        url_for_page=lambda page: url_for("applicant.messages", halaman=page),
    )
