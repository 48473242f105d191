"""The disburser's steps: the agreement is signed, the money is sent under the bank's reference."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import plain_date
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.queries import arrivals, payouts
from harkat.queries.payouts import Payouts, ToSend
from harkat.services import disbursement
from harkat.services.disbursement import DateOutOfRange, ReferenceUsed
from harkat.services.origination import NotReady
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.forms import SendingForm, SigningForm
from harkat.web.sentences import obstacle_sentence

_SIGNED_TOO_EARLY = (
    "Tanda tangan paling awal pada hari semua peminjam setuju, paling akhir hari ini."
)
_DONE_ALREADY = "Ini sudah dikerjakan petugas lain. Daftar di bawah yang terbaru."


@officer.get("/pencairan")
@requires(Permission.LOAN_DISBURSE)
def disbursements() -> ResponseReturnValue:
    """Show what can be signed, what can be sent, and what was sent last."""
    return _page()


@officer.post("/pencairan/<public_id>/siapkan")
@requires(Permission.LOAN_DISBURSE)
def prepare(public_id: str) -> ResponseReturnValue:
    """Record the day an agreement was signed; its payments can be sent then."""
    if not payouts.has_application(viewer(), public_id):
        abort(404)
    form = SigningForm(prefix=public_id)
    if not form.validate_on_submit():
        return _page(signing=(public_id, form)), 422
    assert form.signed_on.data is not None
    try:
        disbursement.prepare(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            signed_on=form.signed_on.data,
            at=clock.now(),
        )
    except IllegalTransition:
        return _refuse_stale()
    except DateOutOfRange:
        form.refuse(_SIGNED_TOO_EARLY, field=form.signed_on)
    except NotReady as refusal:
        for obstacle in refusal.obstacles:
            form.refuse(obstacle_sentence(obstacle), field=form.signed_on)
    else:
        flash("Perjanjian dicatat sudah ditandatangani. Uang siap dikirim.", "success")
        return redirect(url_for("officer.disbursements"), 303)
    return _page(signing=(public_id, form)), 422


@officer.post("/pencairan/<public_id>/kirim")
@requires(Permission.LOAN_DISBURSE)
def send(public_id: str) -> ResponseReturnValue:
    """Show the amount, the name and the account once more, then record that the bank sent it."""
    item = payouts.to_send(viewer(), public_id)
    if item is None:
        abort(404)
    form = SendingForm(prefix=public_id)
    if not form.validate_on_submit():
        return _page(sending=(public_id, form)), 422
    if "edit" in request.form:
        return _page(sending=(public_id, form))
    if form.confirmed.data != "1":
        return _refuse_stale() if item.is_sent else _ask_again(item, form)
    return _send(public_id, form)


def _send(public_id: str, form: SendingForm) -> ResponseReturnValue:
    """Record the transfer, or say why not."""
    assert form.sent_on.data is not None
    try:
        loan_public_id = disbursement.send(
            actor_id=viewer().user_id,
            disbursement_public_id=public_id,
            bank_reference=form.bank_reference.data or "",
            sent_on=form.sent_on.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except IllegalTransition:
        return _refuse_stale()
    except DateOutOfRange:
        form.refuse("Tanggal kirim di antara tanda tangan dan hari ini.", field=form.sent_on)
    except ReferenceUsed:
        form.refuse("Nomor ini sudah dipakai pencairan lain.", field=form.bank_reference)
    except NotReady as refusal:
        for obstacle in refusal.obstacles:
            form.refuse(obstacle_sentence(obstacle), field=form.bank_reference)
    else:
        flash("Uang tercatat sudah dikirim. Pinjaman mulai berjalan.", "success")
        return redirect(url_for("officer.loan", public_id=loan_public_id), 303)
    return _page(sending=(public_id, form)), 422


def _ask_again(item: ToSend, form: SendingForm) -> str:
    """Show what is about to be recorded."""
    assert form.sent_on.data is not None
    form.confirmed.data = "1"
    return render_template(
        "officer/send.html", item=item, form=form, sent_on=plain_date(form.sent_on.data)
    )


def _refuse_stale() -> ResponseReturnValue:
    flash(_DONE_ALREADY, "error")
    return _page(), 409


def _page(
    *,
    signing: tuple[str, SigningForm] | None = None,
    sending: tuple[str, SendingForm] | None = None,
) -> str:
    """Return the page with a form for every row; the one that was refused is kept as typed."""
    found = payouts.payouts(viewer())
    refused = signing[1] if signing else (sending[1] if sending else None)
    return render_template(
        "officer/disbursements.html",
        found=found,
        missing=arrivals.missing(viewer()),
        signing_forms=_signing_forms(found, signing),
        sending_forms=_sending_forms(found, sending),
        form=refused,
        now=clock.now(),
    )


def _signing_forms(
    found: Payouts, refused: tuple[str, SigningForm] | None
) -> dict[str, SigningForm]:
    forms = {
        row.public_id: SigningForm(prefix=row.public_id, formdata=None) for row in found.to_sign
    }
    return forms | (dict([refused]) if refused else {})


def _sending_forms(
    found: Payouts, refused: tuple[str, SendingForm] | None
) -> dict[str, SendingForm]:
    forms = {
        row.public_id: SendingForm(prefix=row.public_id, formdata=None) for row in found.to_send
    }
    for _public_id, form in [refused] if refused else []:
        form.confirmed.data = ""
    return forms | (dict([refused]) if refused else {})
