"""The Balikat training of an owner: what is on record, the own places, and the classes to come."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries.areas import kecamatan_list
from harkat.queries.own_training import own_training
from harkat.queries.training import course_list
from harkat.services import training_demand
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.training_forms import InterestForm
from harkat.web.paper_answers import certificate_answer
from harkat.web.training_words import CLAIM_REFUSALS, hours


@applicant.get("/saya/pelatihan")
@requires(Permission.OWN_APPLY)
def training() -> ResponseReturnValue:
    """Show the own certificates and places, and where the next classes are."""
    found = own_training(viewer(), on=clock.today())
    return render_template(
        "applicant/training.html", training=found, hours=hours, refusals=CLAIM_REFUSALS
    )


@applicant.get("/saya/pelatihan/sertifikat/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def certificate(public_id: str) -> ResponseReturnValue:
    """Give out the own certificate."""
    return certificate_answer(viewer(), public_id)


@applicant.route("/saya/pelatihan/kabari", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def ask_for_class() -> ResponseReturnValue:
    """Ask which class one wishes to hear of, and where."""
    form = InterestForm()
    form.course_id.choices = [(course.id, course.name) for course in course_list()]
    form.kecamatan_code.choices = [(row.code, row.name) for row in kecamatan_list()]
    if form.validate_on_submit():
        try:
            training_demand.ask(
                actor_id=viewer().user_id,
                course_id=form.course_id.data,
                kecamatan_code=form.kecamatan_code.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training_demand.TooManyInterests as most:
            form.refuse(f"Paling banyak {most.args[0]} permintaan. Hapus satu dulu.")
        else:
            flash("Baik. Kami kabari begitu kelasnya dibuka.", "success")
            return redirect(url_for("applicant.training"), 303)
    page = render_template("applicant/ask_for_class.html", form=form)
    return page, 422 if form.errors else 200


@applicant.post("/saya/pelatihan/kabari/<public_id>/hapus")
@requires(Permission.OWN_APPLY)
def forget_class(public_id: str) -> ResponseReturnValue:
    """Take a wish back."""
    training_demand.stop(actor_id=viewer().user_id, interest_public_id=public_id, at=clock.now())
    flash("Permintaan dihapus.", "success")
    return redirect(url_for("applicant.training"), 303)
