"""Claims of people who were trained but are not on record: confirmed, or declined with a reason."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import short_date
from harkat.domain.roles import Permission
from harkat.domain.training import ClaimRefusal
from harkat.queries import training_demand
from harkat.services import training, training_claims
from harkat.web.access import requires, viewer
from harkat.web.balikat import balikat
from harkat.web.balikat.forms import ConfirmClaimForm, DeclineClaimForm

_ANSWERED = "Kiriman ini sudah dijawab."


@balikat.get("/belum-tercatat")
@requires(Permission.TRAINING_RECORD)
def claims() -> ResponseReturnValue:
    """Show who waits for an answer, the longest first."""
    found = training_demand.open_claims(viewer=viewer())
    return render_template("balikat/claims.html", claims=found)


@balikat.get("/belum-tercatat/<public_id>")
@requires(Permission.TRAINING_RECORD)
def claim(public_id: str) -> ResponseReturnValue:
    """Show one claim with both answers."""
    return _page(public_id, _confirm_form(), DeclineClaimForm(formdata=None))


@balikat.post("/belum-tercatat/<public_id>/catat")
@requires(Permission.TRAINING_RECORD)
def confirm_claim(public_id: str) -> ResponseReturnValue:
    """Record the training in the class that was chosen."""
    form = _confirm_form(is_sent=True)
    if form.validate_on_submit():
        assert form.completed_on.data
        try:
            number = training_claims.confirm(
                actor_id=viewer().user_id,
                claim_public_id=public_id,
                class_public_id=form.class_public_id.data,
                completed_on=form.completed_on.data,
                at=clock.now(),
            )
        except training_claims.ClaimAnswered:
            return _answered()
        except training.CompletedAlready:
            sentence = "Peserta ini sudah tercatat di kelas itu."
            form.refuse(sentence, field=form.class_public_id)
        except training.DateOutsideClass:
            sentence = "Tanggal selesai tidak boleh sebelum hari pertama kelas."
            form.refuse(sentence, field=form.completed_on)
        else:
            flash(f"Tercatat. Nomor sertifikat {number}.", "success")
            return redirect(url_for("balikat.claims"), 303)
    return _page(public_id, form, DeclineClaimForm(formdata=None), sent=form)


@balikat.post("/belum-tercatat/<public_id>/tolak")
@requires(Permission.TRAINING_RECORD)
def decline_claim(public_id: str) -> ResponseReturnValue:
    """Say why the training cannot be recorded."""
    form = DeclineClaimForm()
    if form.validate_on_submit():
        try:
            training_claims.decline(
                actor_id=viewer().user_id,
                claim_public_id=public_id,
                refusal=ClaimRefusal(form.refusal.data),
                note=form.note.data,
                at=clock.now(),
            )
        except training_claims.ClaimAnswered:
            return _answered()
        flash("Jawaban terkirim ke peserta.", "success")
        return redirect(url_for("balikat.claims"), 303)
    return _page(public_id, _confirm_form(), form, sent=form)


def _answered() -> ResponseReturnValue:
    flash(_ANSWERED, "info")
    return redirect(url_for("balikat.claims"), 303)


def _confirm_form(*, is_sent: bool = False) -> ConfirmClaimForm:
    form = ConfirmClaimForm() if is_sent else ConfirmClaimForm(formdata=None)
    form.class_public_id.choices = [
        (row.public_id, f"{row.course}, {row.venue}, {short_date(row.starts_on)}")
        for row in training_demand.past_classes(viewer=viewer(), on=clock.today())
    ]
    return form


def _page(
    public_id: str,
    confirm_form: ConfirmClaimForm,
    decline_form: DeclineClaimForm,
    *,
    sent: ConfirmClaimForm | DeclineClaimForm | None = None,
) -> ResponseReturnValue:
    found = training_demand.open_claim(viewer=viewer(), public_id=public_id)
    if found is None:
        abort(404)
    page = render_template(
        "balikat/claim.html",
        claim=found,
        confirm_form=confirm_form,
        decline_form=decline_form,
        form=sent,
    )
    return page, 422 if sent and sent.errors else 200
