"""The owner's business."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.people import BusinessPlace, Sector
from harkat.domain.roles import Permission
from harkat.queries import own_file
from harkat.services import registration
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import BusinessForm


@applicant.route("/saya/usaha", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def business() -> ResponseReturnValue:
    """Describe the business, or correct what was said about it."""
    form = BusinessForm(obj=own_file.business(viewer()))
    form.offer_kelurahan()
    if form.validate_on_submit():
        assert form.started_on.data
        registration.describe_business(
            actor_id=viewer().user_id,
            name=form.name.data or "",
            sector=Sector(form.sector.data),
            place=BusinessPlace(form.place.data),
            kelurahan_code=form.kelurahan_code.data,
            address=form.address.data or "",
            started_on=form.started_on.data,
            nib=form.nib.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
        flash("Data usaha tersimpan.", "success")
        return redirect(url_for("applicant.home"), 303)
    return render_template("applicant/business.html", form=form), 422 if form.errors else 200
