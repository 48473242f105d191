"""The classes: those to come, those that are over, and opening a new one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import training as classes_read
from harkat.queries import training_demand
from harkat.services import training
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.balikat import balikat
from harkat.web.balikat.forms import ClassForm


@balikat.get("")
@requires(Permission.TRAINING_RECORD)
def classes() -> ResponseReturnValue:
    """Show the classes."""
    found = classes_read.class_list(viewer=viewer(), on=clock.today(), page=asked_page())

    def page_url(page: int) -> str:
        return url_for("balikat.classes", halaman=page)

    return render_template(
        "balikat/classes.html",
        found=found,
        page_url=page_url,
        demand=training_demand.unmet_demand(viewer=viewer()),
        claims=len(training_demand.open_claims(viewer=viewer())),
    )


@balikat.route("/kelas/baru", methods=["GET", "POST"])
@requires(Permission.TRAINING_RECORD)
def open_class() -> ResponseReturnValue:
    """Open a class."""
    form = ClassForm()
    form.offer_courses_and_places()
    if form.validate_on_submit():
        assert form.starts_on.data
        assert form.ends_on.data
        assert form.seats.data
        try:
            public_id = training.open_class(
                actor_id=viewer().user_id,
                course_id=form.course_id.data,
                kelurahan_code=form.kelurahan_code.data,
                venue=form.venue.data or "",
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                seats=form.seats.data,
                start_time=form.start_time.data,
                end_time=form.end_time.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training.ClassEndsBeforeStart:
            if form.ends_on.data < form.starts_on.data:
                sentence = "Hari terakhir harus sama dengan hari pertama atau sesudahnya."
                form.refuse(sentence, field=form.ends_on)
            else:
                form.refuse("Jam selesai harus sesudah jam mulai.", field=form.end_time)
        else:
            flash("Kelas dibuka.", "success")
            return redirect(url_for("balikat.class_page", public_id=public_id), 303)
    return render_template("balikat/open_class.html", form=form), 422 if form.errors else 200
