"""A change of a loan needs the yes of the borrower, and of everybody who answers for the loan."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import loan_changes as queries
from harkat.services import loan_changes as services
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.relief_words import compared

_GONE = "Usul perubahan ini sudah diputuskan."


@applicant.get("/perubahan/<public_id>")
@requires(Permission.OWN_APPLY)
def change(public_id: str) -> ResponseReturnValue:
    """Show what a change would do to the own loan, or to the risk one shares."""
    found = queries.asked_change(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return render_template(
        "applicant/change.html",
        change=found,
        rows=compared(found.before, found.after, is_own=found.is_own),
        form=ConfirmationForm(formdata=None),
    )


@applicant.post("/perubahan/<public_id>/setuju")
@requires(Permission.OWN_APPLY)
def agree_to_change(public_id: str) -> ResponseReturnValue:
    """Agree to a change."""
    return _answer(
        public_id, services.consent, "Anda setuju. Bank memutuskan setelah semua setuju."
    )


@applicant.post("/perubahan/<public_id>/tidak")
@requires(Permission.OWN_APPLY)
def refuse_change(public_id: str) -> ResponseReturnValue:
    """Not agree to a change, which ends it."""
    return _answer(public_id, services.refuse, "Anda tidak setuju. Cicilan tetap seperti semula.")


def _answer(public_id: str, deed: object, sentence: str) -> ResponseReturnValue:
    assert callable(deed)
    try:
        deed(actor_id=viewer().user_id, change_public_id=public_id, at=clock.now())
    except NotFound:
        if queries.asked_change(viewer(), public_id, on=clock.today()) is None:
            raise
        flash(_GONE, "info")
    else:
        flash(sentence, "success")
    return redirect(url_for("applicant.change", public_id=public_id), 303)
