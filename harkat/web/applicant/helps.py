"""Who helped the owner, when and with how much; the owner may end it at any moment."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import assisting as helps_given
from harkat.services import assisting
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm


@applicant.get("/saya/dibantu", endpoint="helps")
@requires(Permission.OWN_APPLY)
def own_helps() -> ResponseReturnValue:
    """List the helping sessions, the newest first."""
    found = helps_given.own_helps(viewer(), at=clock.now())
    return render_template("applicant/helps.html", helps=found)


@applicant.post("/saya/dibantu/<public_id>/akhiri")
@requires(Permission.OWN_APPLY)
def end_help(public_id: str) -> ResponseReturnValue:
    """End a helping session from the owner's side."""
    form = ConfirmationForm()
    if form.validate_on_submit():
        assisting.end(actor_id=viewer().user_id, assistance_public_id=public_id, at=clock.now())
        flash("Bantuan sudah diakhiri.", "success")
    return redirect(url_for("applicant.helps"), 303)
