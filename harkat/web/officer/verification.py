"""The maker's steps: take a file up, send it back to be mended, propose amounts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import format_rupiah
from harkat.domain.roles import Permission
from harkat.services import underwriting
from harkat.services.files import ChangedMeanwhile
from harkat.services.transitions import UnknownPart
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.file_page import (
    is_usable,
    open_file,
    requested_amounts,
    sent_form,
    show,
    show_changed,
)
from harkat.web.officer.forms import NEXT_STEPS
from harkat.web.officer.refusals import REFUSED_AMOUNTS, refuse_amounts
from harkat.web.officer.return_form import ReturnForm

_EXPLANATION = "Pemohon melihat semua alasan, langkah berikutnya, dan catatan ini."
_GROUP_READS = (
    "Setiap peminjam membaca alasannya sendiri, langkah berikutnya, dan catatan. "
    "Yang untuk semua dibaca semua anggota: jangan tulis hal pribadi satu orang."
)


@officer.post("/pengajuan/<public_id>/periksa")
@requires(Permission.APPLICATION_VERIFY)
def take_up(public_id: str) -> ResponseReturnValue:
    """Begin to verify an application."""
    try:
        underwriting.take_up(
            actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
        )
    except IllegalTransition:
        return show_changed(public_id)
    flash("Anda mulai memeriksa berkas ini.", "success")
    return redirect(url_for("officer.application", public_id=public_id), 303)


@officer.route("/pengajuan/<public_id>/kembalikan", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def return_to_applicant(public_id: str) -> ResponseReturnValue:
    """Send an application back to be mended, saying what and how."""
    file, form = open_file(public_id), ReturnForm()
    form.offer(file)
    if form.validate_on_submit():
        try:
            underwriting.return_to_applicant(
                actor_id=viewer().user_id,
                application_public_id=public_id,
                reason=form.reason,
                further=form.further,
                at=clock.now(),
            )
        except (IllegalTransition, UnknownPart):
            return show_changed(public_id)
        flash(f"{file.reference_no} dikembalikan ke pemohon.", "success")
        return redirect(url_for("officer.queue"), 303)
    page = render_template(
        "officer/reason.html",
        file=file,
        form=form,
        next_steps=NEXT_STEPS,
        title="Kembalikan ke pemohon",
        explanation=_GROUP_READS if file.group else _EXPLANATION,
        further=form.further_parts,
        button="Kembalikan ke pemohon",
        look="",
    )
    return page, 422 if form.errors else 200


@officer.post("/pengajuan/<public_id>/usulkan")
@requires(Permission.APPLICATION_VERIFY)
def propose(public_id: str) -> ResponseReturnValue:
    """Propose an amount for every borrower."""
    file = open_file(public_id)
    form = sent_form(file)
    if not is_usable(form, file, limits=requested_amounts(file)):
        return show(file, form), 422
    try:
        underwriting.propose(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=form.version_seen,
            amounts=form.amounts,
            reasons=form.reasons,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except (ChangedMeanwhile, IllegalTransition):
        return show_changed(public_id)
    except REFUSED_AMOUNTS as refusal:
        refuse_amounts(form, refusal, file)
        return show(open_file(public_id), form), 422
    flash(f"{file.reference_no} diusulkan {format_rupiah(form.sum)}.", "success")
    return redirect(url_for("officer.queue"), 303)
