"""An owner's objection to a refusal."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import appeals as own_appeals
from harkat.services import appeals
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.offer_forms import AppealForm
from harkat.web.applicant.opened import opened_application
from harkat.web.sentences import REASONS


@applicant.route("/pengajuan/<public_id>/keberatan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def appeal(public_id: str) -> ResponseReturnValue:
    """Ask why the owner does not agree, and send it to somebody else at the bank."""
    found = opened_application(public_id)
    refusal = own_appeals.refusal(viewer(), public_id, on=clock.today())
    if refusal is None:
        abort(404)
    form = AppealForm()
    if form.validate_on_submit():
        problem = _made(form, public_id)
        if problem is None:
            flash("Keberatan Anda terkirim. Petugas lain di bank menjawabnya.", "success")
            return _back(public_id)
        form.refuse(problem)
    elif not refusal.may_appeal and not form.errors:
        flash("Keberatan untuk keputusan ini tidak bisa diajukan lagi.", "info")
        return _back(public_id)
    page = render_template("applicant/appeal.html", form=form, file=found, reasons=REASONS)
    return page, 422 if form.errors else 200


def _made(form: AppealForm, public_id: str) -> str | None:
    """Send the objection; return the sentence that says why it was not possible."""
    try:
        appeals.make(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            words=form.words.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except appeals.AppealedBefore:
        return "Keberatan untuk keputusan ini sudah Anda kirim. Tunggu jawabannya."
    except appeals.AppealLate:
        return "Waktu untuk keberatan sudah lewat. Hubungi Dinas Koperasi lewat Bantuan di bawah."
    except NotFound:
        return "Bagian Anda sedang diperiksa kembali. Keberatan tidak perlu dikirim."
    return None


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("applicant.application", public_id=public_id), 303)
