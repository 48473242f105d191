"""The approved terms: reading them, agreeing with the own password, or refusing."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import moment
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.domain.statuses import LineStatus
from harkat.queries import own_offer
from harkat.queries.own_offer import Offer
from harkat.services import accounts, consent
from harkat.services.files import ChangedMeanwhile
from harkat.services.grouping import LIABILITY_TEXT_VERSION
from harkat.web.access import requires, viewer
from harkat.web.agreed_texts import JOINT_LIABILITY
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import OfferForm, RefusalForm

_CHANGED = "Jumlah atau daftar peminjam baru saja berubah. Baca lagi, lalu jawab."
_LATE = "Waktu untuk menjawab sudah lewat. Hubungi bank, atau ajukan lagi."
_ANSWERED = "Anda sudah menjawab sebelumnya."


@applicant.route("/pengajuan/<public_id>/persetujuan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def offer(public_id: str) -> ResponseReturnValue:
    """Show everything the loan costs and with whom one answers for it, and take the yes."""
    found = _offer(public_id)
    if request.method == "POST" and not _may_answer(found):
        return _answered(public_id)
    form = OfferForm(data={"version": str(found.version)})
    if form.validate_on_submit() and _is_own_password(form):
        problem = _agreed(form, public_id)
        if problem is None:
            flash("Terima kasih. Persetujuan Anda sudah tercatat.", "success")
            return redirect(url_for("applicant.application", public_id=public_id), 303)
        form.refuse(problem)
        found = _offer(public_id)
        form.version.data = str(found.version)
    page = render_template(
        "applicant/offer.html",
        form=form,
        offer=found,
        may_answer=_may_answer(found),
        liability_text=JOINT_LIABILITY[LIABILITY_TEXT_VERSION],
    )
    return page, 422 if form.errors else 200


@applicant.route("/pengajuan/<public_id>/persetujuan/tidak", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def refuse_offer(public_id: str) -> ResponseReturnValue:
    """Refuse the terms after saying so twice."""
    found = _offer(public_id)
    if not _may_answer(found):
        return _answered(public_id)
    form = RefusalForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        problem = _refused(form, public_id)
        if problem is None:
            flash("Anda sudah menjawab tidak. Uangnya tidak dikirim.", "success")
            return redirect(url_for("applicant.application", public_id=public_id), 303)
        form.refuse(problem)
        form.version.data = str(_offer(public_id).version)
    page = render_template("applicant/refuse_offer.html", form=form, offer=found)
    return page, 422 if form.errors else 200


def _offer(public_id: str) -> Offer:
    found = own_offer.offer(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return found


def _may_answer(found: Offer) -> bool:
    own = found.progress.own
    return own is not None and own.status is LineStatus.APPROVED


def _answered(public_id: str) -> ResponseReturnValue:
    flash(_ANSWERED, "info")
    return redirect(url_for("applicant.application", public_id=public_id), 303)


def _is_own_password(form: OfferForm) -> bool:
    is_own = accounts.confirm_password(
        actor_id=viewer().user_id, password=form.password.data or "", at=clock.now()
    )
    if not is_own:
        form.refuse("Kata sandi tidak cocok.", field=form.password)
    return is_own


def _agreed(form: OfferForm, public_id: str) -> str | None:
    """Agree to the terms shown; return the sentence that says why it was not possible."""
    try:
        consent.consent(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except ChangedMeanwhile:
        return _CHANGED
    except consent.ConsentLate:
        return _LATE
    except consent.PhoneChangedLately as lately:
        return f"Nomor HP baru diganti. Anda bisa setuju mulai {moment(lately.until)}."
    except IllegalTransition:
        return _ANSWERED
    return None


def _refused(form: RefusalForm, public_id: str) -> str | None:
    """Refuse the terms shown; return the sentence that says why it was not possible."""
    try:
        consent.refuse(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except ChangedMeanwhile:
        return _CHANGED
    except IllegalTransition:
        return _ANSWERED
    return None
