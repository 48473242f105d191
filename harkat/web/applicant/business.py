"""The owner's business."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.people import BusinessPlace, Sector
from harkat.domain.roles import Permission
from harkat.queries import business_age, business_pins, circumstances, own_file
from harkat.services import business_reminders, registration
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.circumstances_forms import BusinessForm, business_answers, offer_kelurahan
from harkat.web.applicant.way_back import after_saving


@applicant.route("/saya/usaha", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def business() -> ResponseReturnValue:
    """Describe the business, or correct what was said about it."""
    known = own_file.business(viewer())
    form = BusinessForm(data=business_answers(known) if known else _home_answers())
    offer_kelurahan(form)
    if form.validate_on_submit():
        started_on = form.started_on
        if known and known.started_on.replace(day=1) == started_on:
            started_on = known.started_on  # the day was told before months were asked
        registration.describe_business(
            actor_id=viewer().user_id,
            name=form.name.data or "",
            sector=Sector(form.sector.data),
            place=BusinessPlace(form.place.data),
            kelurahan_code=form.kelurahan_code.data,
            address=form.address.data or "",
            started_on=started_on,
            nib=form.nib.data,
            workers=form.workers.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
        flash("Data usaha tersimpan.", "success")
        return redirect(after_saving(), 303)
    pin = business_pins.own_pin(viewer())
    page = render_template(
        "applicant/business.html",
        form=form,
        young=business_age.young_business(viewer(), on=clock.today()),
        has_business=pin is not None,
        has_pin=pin is not None and pin.point is not None,
    )
    return page, 422 if form.errors else 200


@applicant.post("/saya/usaha/ingatkan")
@requires(Permission.OWN_APPLY)
def remind_of_business() -> ResponseReturnValue:
    """Switch the message on or off that the business is old enough for a loan."""
    is_wanted = request.form.get("wanted") == "1"
    business_reminders.set_reminder(actor_id=viewer().user_id, is_wanted=is_wanted, at=clock.now())
    flash("Kami ingatkan Anda." if is_wanted else "Pengingat dimatikan.", "success")
    return redirect(url_for("applicant.business"), 303)


def _home_answers() -> dict[str, object]:
    """Begin with the home: most businesses are there, and nobody writes an address twice."""
    home = circumstances.details(viewer())
    if home is None or home.street_and_rt is None:
        return {}
    return {"kelurahan_code": home.kelurahan_code, "address": home.street_and_rt}
