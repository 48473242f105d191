"""Sending while somebody helps: only with a code from the owner's own phone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.phone_codes import CodeVerdict
from harkat.domain.roles import Permission
from harkat.queries import circumstances
from harkat.services import assisting, origination
from harkat.services.phone_codes import TooManyCodes
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import AssistedSendingForm
from harkat.web.applicant.opened import opened_application
from harkat.web.applicant.witnessed_sending import ask_witness_to_send
from harkat.web.code_sentences import too_soon, wrong_code
from harkat.web.helping import running, running_without_phone

_CHANGED = "Pengajuan berubah sejak kode dikirim, atau kode sudah lewat 5 menit. Kirim kode baru."


@applicant.route("/pengajuan/<public_id>/kirim/kode", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def assisted_sending(public_id: str) -> ResponseReturnValue:
    """Ask for the code that the owner's phone shows, then send the application."""
    found = opened_application(public_id)
    if running() is None or running_without_phone() or not found.may_fill:
        return _back(public_id)
    form = AssistedSendingForm()
    if form.validate_on_submit():
        answer = _sent(form, public_id)
        if answer is not None:
            return answer
    details = circumstances.details(viewer())
    page = render_template(
        "applicant/assisted_sending.html",
        form=form,
        file=found,
        phone_masked=details.phone_masked if details else "",
    )
    return page, 422 if form.errors else 200


@applicant.post("/pengajuan/<public_id>/kirim/kode/ulang")
@requires(Permission.OWN_APPLY)
def assisted_sending_again(public_id: str) -> ResponseReturnValue:
    """Send another code for what stands in the application now."""
    found = opened_application(public_id)
    if running() is None or not found.may_fill:
        return _back(public_id)
    return confirm_by_other_way(public_id)


def confirm_by_other_way(public_id: str) -> ResponseReturnValue:
    """Ask for the owner's code, or for a witness where there is no phone."""
    if running_without_phone():
        return ask_witness_to_send(public_id)
    return _ask_for_code(public_id)


def _ask_for_code(public_id: str) -> ResponseReturnValue:
    """Send a code to the owner's phone, or say when one can be sent, and lead to its page."""
    try:
        assisting.send_sending_code(
            actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
        )
    except TooManyCodes as refused:
        flash(too_soon(refused.again_at, now=clock.now()), "info")
    else:
        flash("Kode terkirim ke HP pemilik.", "success")
    return redirect(url_for("applicant.assisted_sending", public_id=public_id), 303)


def _sent(form: AssistedSendingForm, public_id: str) -> ResponseReturnValue | None:
    """Send the application with the code, or say on the form why it was not possible."""
    try:
        assisting.send_application(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            code=form.code.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except assisting.CodeRefused as refused:
        is_old = refused.answer.verdict is CodeVerdict.EXPIRED
        form.refuse(_CHANGED if is_old else wrong_code(refused.answer), field=form.code)
    except (origination.NotReady, origination.LeaderStarts, IllegalTransition):
        return redirect(url_for("applicant.send_application", public_id=public_id), 303)
    else:
        return redirect(url_for("applicant.proof", public_id=public_id), 303)
    return None


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("applicant.send_application", public_id=public_id), 303)
