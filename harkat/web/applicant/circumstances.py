"""The owner's own person, on three short pages: the KTP, the home, the family."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.people import Education, MaritalStatus
from harkat.domain.roles import Permission
from harkat.queries import circumstances as told
from harkat.queries.circumstances import OwnDetails
from harkat.services import circumstances as service
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.circumstances_forms import (
    FamilyForm,
    HomeForm,
    IdentityForm,
    offer_kelurahan,
)
from harkat.web.applicant.way_back import after_saving, reading_over


@applicant.route("/saya/data-diri", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def circumstances() -> ResponseReturnValue:
    """Show what the KTP says, to be confirmed, and ask for the number of the family card."""
    known = _details()
    form = IdentityForm()
    if known.kk_no_masked:
        form.allow_known_number()
    if form.validate_on_submit():
        try:
            service.confirm_identity(
                actor_id=viewer().user_id, kk_no=form.kk_no.data, at=clock.now()
            )
        except service.KkIsNik:
            form.refuse(
                "Ini NIK Anda. Nomor KK ada di bagian atas Kartu Keluarga.", field=form.kk_no
            )
        else:
            return redirect(url_for("applicant.own_home", **reading_over()), 303)
    page = render_template("applicant/circumstances.html", form=form, known=known)
    return page, 422 if form.errors else 200


@applicant.route("/saya/data-diri/alamat", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def own_home() -> ResponseReturnValue:
    """Ask where the owner lives."""
    known = _details()
    if not known.is_confirmed:
        return redirect(url_for("applicant.circumstances", **reading_over()), 303)
    form = HomeForm(
        data={
            "kelurahan_code": known.kelurahan_code,
            "rt": int(known.rt) if known.rt else None,
            "street": known.street,
        }
    )
    offer_kelurahan(form)
    if form.validate_on_submit():
        service.tell_home(
            actor_id=viewer().user_id,
            kelurahan_code=form.kelurahan_code.data,
            rt=f"{form.rt.data or 0:02d}",
            street=form.street.data or "",
            at=clock.now(),
        )
        return redirect(url_for("applicant.own_family", **reading_over()), 303)
    page = render_template("applicant/own_home.html", form=form)
    return page, 422 if form.errors else 200


@applicant.route("/saya/data-diri/keluarga", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def own_family() -> ResponseReturnValue:
    """Ask whether the owner is married, and for what nobody has to say."""
    known = _details()
    if not known.is_confirmed:
        return redirect(url_for("applicant.circumstances", **reading_over()), 303)
    form = FamilyForm(
        data={
            "marital_status": known.marital_status,
            "spouse_name": known.spouse_name,
            "other_phone": known.other_phone,
            "education": known.education,
        }
    )
    if form.validate_on_submit():
        try:
            service.tell_family(
                actor_id=viewer().user_id,
                marital_status=MaritalStatus(form.marital_status.data),
                spouse_name=form.spouse_name.data,
                other_phone=form.other_phone.data,
                education=Education(form.education.data) if form.education.data else None,
                at=clock.now(),
            )
        except service.SamePhone:
            form.refuse(
                "Ini nomor akun Anda. Tulis nomor lain, atau kosongkan.", field=form.other_phone
            )
        else:
            flash("Data diri tersimpan.", "success")
            return redirect(after_saving(), 303)
    page = render_template("applicant/own_family.html", form=form)
    return page, 422 if form.errors else 200


def _details() -> OwnDetails:
    found = told.details(viewer())
    if found is None:
        abort(404)
    return found
