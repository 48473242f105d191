"""Agreeing to the terms for an owner without a phone: as a witness has read them out."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.queries import witnessing
from harkat.services import consent, witnessed_agreement
from harkat.services.files import ChangedMeanwhile
from harkat.services.witnessing import AskedTooOften, NoTestimony
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.offer_forms import SendCodeForm
from harkat.web.applicant.opened import opened_offer
from harkat.web.helping import running_without_phone
from harkat.web.witness_sentences import NOT_WITNESSED, TOO_OFTEN

_CHANGED = "Jumlah, tanggal, atau daftar peminjam berubah. Bacakan lagi, lalu minta saksi."
_LATE = "Waktu untuk menjawab sudah lewat. Hubungi bank, atau ajukan lagi."
_ANSWERED = "Pemilik sudah menjawab sebelumnya."


@applicant.post("/pengajuan/<public_id>/persetujuan/saksi/minta")
@requires(Permission.OWN_APPLY)
def ask_witness_to_consent(public_id: str) -> ResponseReturnValue:
    """Ask for a witness to exactly the terms shown."""
    form = SendCodeForm()
    if not running_without_phone() or not form.validate_on_submit():
        return _back(public_id)
    opened_offer(public_id)
    try:
        witnessed_agreement.ask_to_consent(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            at=clock.now(),
        )
    except (AskedTooOften, ChangedMeanwhile, consent.ConsentLate, IllegalTransition) as refused:
        flash(_why(refused), "error")
        return _back(public_id)
    return redirect(url_for("applicant.witnessed_consent", public_id=public_id), 303)


@applicant.route("/pengajuan/<public_id>/persetujuan/saksi", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def witnessed_consent(public_id: str) -> ResponseReturnValue:
    """Show whether a witness has answered, then agree."""
    found = opened_offer(public_id)
    if not running_without_phone():
        return _back(public_id)
    form = SendCodeForm(data={"version": str(found.version)})
    if form.validate_on_submit() and _agreed(form, public_id):
        flash("Persetujuan pemilik sudah tercatat, dengan saksi.", "success")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    about = witnessing.consenting_now(viewer(), public_id, on=clock.today())
    asked = witnessing.asked(viewer(), about, at=clock.now()) if about else None
    page = render_template("applicant/witnessed_consent.html", form=form, offer=found, asked=asked)
    return page, 422 if form.errors else 200


def _agreed(form: SendCodeForm, public_id: str) -> bool:
    """Agree to the terms, or say on the form why it was not possible."""
    try:
        witnessed_agreement.agree(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except (NoTestimony, ChangedMeanwhile, consent.ConsentLate, IllegalTransition) as refused:
        form.refuse(_why(refused))
    return not form.errors


def _why(refused: Exception) -> str:
    match refused:
        case AskedTooOften():
            return TOO_OFTEN
        case NoTestimony():
            return NOT_WITNESSED
        case consent.ConsentLate():
            return _LATE
        case IllegalTransition():
            return _ANSWERED
        case _:
            return _CHANGED


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("applicant.offer", public_id=public_id), 303)
