"""Saying that a finished training is not on record."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries.training import course_list
from harkat.services import training_claims
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.training_forms import ClaimForm


@applicant.route("/saya/pelatihan/belum-tercatat", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def claim_training() -> ResponseReturnValue:
    """Ask by what Balikat can find the training, and send it there."""
    form = ClaimForm()
    form.course_id.choices = [(course.id, course.name) for course in course_list()]
    if form.validate_on_submit():
        try:
            training_claims.claim(
                actor_id=viewer().user_id,
                course_id=form.course_id.data,
                claimed_no=form.claimed_no.data,
                note=form.note.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training_claims.NothingToCheck:
            sentence = "Isi nomor sertifikat, atau kapan dan di mana Anda ikut."
            form.refuse(sentence, field=form.claimed_no)
        except training_claims.ClaimWaits:
            form.refuse("Kiriman Anda sebelumnya masih diperiksa Balikat. Tunggu jawabannya.")
        else:
            flash("Terkirim. Petugas Balikat memeriksa dan memberi kabar.", "success")
            return redirect(url_for("applicant.training"), 303)
    page = render_template("applicant/claim_training.html", form=form)
    return page, 422 if form.errors else 200
