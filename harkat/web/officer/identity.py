"""Shows a borrower's full NIK and phone once, to whoever says what for."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.services import access
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.file_page import open_file
from harkat.web.officer.forms import RevealForm


@officer.route("/pengajuan/<public_id>/identitas/<line_public_id>", methods=["GET", "POST"])
@requires(Permission.IDENTITY_REVEAL)
def identity(public_id: str, line_public_id: str) -> ResponseReturnValue:
    """Ask what for, then show the NIK and the phone number on this one answer."""
    file, form = open_file(public_id), RevealForm()
    line = next((line for line in file.lines if line.public_id == line_public_id), None)
    if line is None:
        abort(404)
    found = None
    if form.validate_on_submit():
        found = access.reveal_identity(
            actor_id=viewer().user_id,
            line_public_id=line_public_id,
            note=form.note.data or "",
            at=clock.now(),
        )
    page = render_template(
        "officer/identity.html", file=file, line=line, form=form, found=found, now=clock.now()
    )
    return page, 422 if form.errors else 200
