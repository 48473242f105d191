"""Joining a group for an owner without a phone: as a witness has read it out and confirmed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.join_codes import UnclearCode
from harkat.domain.roles import Permission
from harkat.queries import witnessing
from harkat.services import group_codes, witnessed_agreement
from harkat.services.witnessing import AskedTooOften, NoTestimony
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm, JoiningForm
from harkat.web.applicant.joining_answers import joined
from harkat.web.helping import running_without_phone
from harkat.web.witness_sentences import NOT_WITNESSED, TOO_OFTEN


@applicant.route("/kelompok/gabung/<code>/saksi", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def witnessed_joining(code: str) -> ResponseReturnValue:
    """Show whether a witness has answered, then ask the group."""
    form = ConfirmationForm()
    if not running_without_phone():
        return redirect(url_for("applicant.join_group", code=code), 303)
    if form.validate_on_submit():
        try:
            return joined(
                lambda: witnessed_agreement.join(
                    actor_id=viewer().user_id,
                    code=code,
                    key=form.idem_key.data or "",
                    at=clock.now(),
                )
            )
        except NoTestimony:
            form.refuse(NOT_WITNESSED)
    return _page(code, form)


def ask_witness_to_join(code: str, _form: JoiningForm) -> ResponseReturnValue:
    """Ask for a witness, or say why not."""
    form = ConfirmationForm(formdata=None)
    try:
        witnessed_agreement.ask_to_join(actor_id=viewer().user_id, code=code, at=clock.now())
    except AskedTooOften:
        form.refuse(TOO_OFTEN)
        return _page(code, form)
    except group_codes.NoSuchCode:
        return redirect(url_for("applicant.join_group", code=code), 303)
    return redirect(url_for("applicant.witnessed_joining", code=code), 303)


def _page(code: str, form: ConfirmationForm) -> ResponseReturnValue:
    try:
        found = group_codes.find_by_code(actor_id=viewer().user_id, code=code, at=clock.now())
    except UnclearCode:
        return redirect(url_for("applicant.enter_code"), 303)
    if found.group_public_id is None:
        return redirect(url_for("applicant.join_group", code=code), 303)
    about = witnessing.joining_now(viewer(), found.group_public_id)
    asked = witnessing.asked(viewer(), about, at=clock.now()) if about else None
    page = render_template("applicant/witnessed_joining.html", form=form, code=code, asked=asked)
    return page, 422 if form.errors else 200
