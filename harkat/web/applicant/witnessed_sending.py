"""Sending for an owner without a phone: only as a witness has read it out and confirmed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.queries import witnessing
from harkat.queries.own_applications import OwnApplication
from harkat.queries.witnessing import AskedStep
from harkat.services import origination, witnessed_help
from harkat.services.witnessing import AskedTooOften, NoTestimony
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.opened import opened_application
from harkat.web.helping import running_without_phone
from harkat.web.witness_sentences import NOT_WITNESSED, TOO_OFTEN


@applicant.route("/pengajuan/<public_id>/kirim/saksi", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def witnessed_sending(public_id: str) -> ResponseReturnValue:
    """Show whether a witness has answered, then send the application."""
    found = opened_application(public_id)
    if not running_without_phone() or not found.may_fill:
        return _back(public_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        answer = _sent(form, public_id)
        if answer is not None:
            return answer
    return _page(found, form)


@applicant.post("/pengajuan/<public_id>/kirim/saksi/minta")
@requires(Permission.OWN_APPLY)
def ask_for_witness(public_id: str) -> ResponseReturnValue:
    """Ask for a witness to what stands in the application now."""
    found = opened_application(public_id)
    if not running_without_phone() or not found.may_fill:
        return _back(public_id)
    return ask_witness_to_send(public_id)


def ask_witness_to_send(public_id: str) -> ResponseReturnValue:
    """Ask for a witness, or say why not, and lead to the page where one waits for the answer."""
    try:
        witnessed_help.ask_to_send(
            actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
        )
    except AskedTooOften:
        form = ConfirmationForm(formdata=None)
        form.refuse(TOO_OFTEN)
        return _page(opened_application(public_id), form)
    return redirect(url_for("applicant.witnessed_sending", public_id=public_id), 303)


def _page(found: OwnApplication, form: ConfirmationForm) -> ResponseReturnValue:
    page = render_template(
        "applicant/witnessed_sending.html",
        form=form,
        file=found,
        asked=_asked(found.progress.public_id),
    )
    return page, 422 if form.errors else 200


def _asked(public_id: str) -> AskedStep | None:
    """Return what came of asking for what stands in the application now."""
    about = witnessing.sending_now(viewer(), public_id)
    return witnessing.asked(viewer(), about, at=clock.now()) if about else None


def _sent(form: ConfirmationForm, public_id: str) -> ResponseReturnValue | None:
    """Send the application, or say on the form why it was not possible."""
    try:
        witnessed_help.send_application(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except NoTestimony:
        form.refuse(NOT_WITNESSED)
        return None
    except (origination.NotReady, origination.LeaderStarts, IllegalTransition):
        return _back(public_id)
    return redirect(url_for("applicant.proof", public_id=public_id), 303)


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("applicant.send_application", public_id=public_id), 303)
