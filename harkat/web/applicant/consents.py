"""The uses of data an owner agreed to, and agreeing to another one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.people import CONSENT_TEXT_VERSION, REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.roles import Permission
from harkat.queries import own_file
from harkat.services import registration
from harkat.web.access import requires, viewer
from harkat.web.agreed_texts import CONSENTS
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import DataConsentForm


@applicant.route("/saya/izin", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def consents() -> ResponseReturnValue:
    """Show every consent with its date, and take one that is missing."""
    form = DataConsentForm()
    if form.validate_on_submit():
        registration.give_consent(
            actor_id=viewer().user_id, purpose=ConsentPurpose(form.purpose.data), at=clock.now()
        )
        flash("Izin tersimpan.", "success")
        return redirect(url_for("applicant.consents"), 303)
    page = render_template(
        "applicant/consents.html",
        form=form,
        consents=own_file.consents(viewer()),
        texts=CONSENTS[CONSENT_TEXT_VERSION],
        required=REQUIRED_CONSENTS,
    )
    return page, 422 if form.errors else 200
