"""Signs of brokers, and what was done with a witness: for the Dinas to look at."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import broker_signs, testimony_checks
from harkat.services import testimony_checks as checking
from harkat.web.access import requires, viewer
from harkat.web.dinas import dinas
from harkat.web.dinas.forms import TRUE, WitnessCheckForm


@dinas.get("/tanda")
@requires(Permission.SIGN_READ)
def signs() -> ResponseReturnValue:
    """List what is to be checked, and the signs, of each kind the strongest first."""
    return render_template(
        "dinas/signs.html",
        signs=broker_signs.signs(viewer(), on=clock.today()),
        to_check=testimony_checks.to_check(viewer()),
    )


@dinas.route("/kesaksian/<public_id>", methods=["GET", "POST"])
@requires(Permission.SIGN_READ)
def testimony_check(public_id: str) -> ResponseReturnValue:
    """Show whom to visit about what, and keep what the person said."""
    found = testimony_checks.one(viewer(), public_id)
    if found is None:
        abort(404)
    form = WitnessCheckForm()
    if form.validate_on_submit():
        checking.check(
            actor_id=viewer().user_id,
            testimony_public_id=public_id,
            is_true=form.verdict.data == TRUE,
            note=form.note.data or "",
            at=clock.now(),
        )
        flash("Hasil pemeriksaan tercatat untuk semua kesaksian orang ini.", "success")
        return redirect(url_for("dinas.signs"), 303)
    checking.open_used(actor_id=viewer().user_id, testimony_public_id=public_id, at=clock.now())
    page = render_template(
        "dinas/testimony.html",
        form=form,
        found=found,
        place=testimony_checks.where_to_find(viewer(), public_id),
    )
    return page, 422 if form.errors else 200
