"""The owner's own part of an application: how much, what for, and what it would cost a month."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.money import Rupiah
from harkat.domain.product import RefusedTerms
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.schedule import Schedule, schedule
from harkat.queries import own_applications
from harkat.queries.offer import terms_under
from harkat.queries.own_applications import PartToFill
from harkat.services import origination
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import PartForm
from harkat.web.forms import AtLeast, AtMost

_OPEN_ELSEWHERE = (
    "Anda sudah ikut dalam pengajuan lain. Selesaikan atau batalkan bagian Anda di sana dulu."
)
_SENT = "Pengajuan ini sudah dikirim, jadi tidak bisa diubah."


@applicant.route("/pengajuan/<public_id>/bagian", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def own_part(public_id: str) -> ResponseReturnValue:
    """Ask for amount and purpose; `hitung` only computes the instalment, and stores nothing."""
    found = own_applications.part_to_fill(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    own = found.progress.own
    form = PartForm(data={"requested": own.requested, "purpose": own.purpose} if own else None)
    form.requested.validators = [
        AtLeast(limit=found.rules.smallest_line),
        AtMost(limit=found.highest, sentence="Paling banyak {limit} untuk satu orang."),
    ]
    is_asked_only = request.form.get("hitung") is not None
    if is_asked_only and form.requested.validate(form):
        return _page(form, found)
    if not is_asked_only and form.validate_on_submit() and _filled(form, public_id):
        flash("Bagian Anda tersimpan.", "success")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    return _page(form, found)


@applicant.post("/pengajuan/<public_id>/bagian/batal")
@requires(Permission.OWN_APPLY)
def take_back_part(public_id: str) -> ResponseReturnValue:
    """Take the own part out again, before the application is sent."""
    try:
        origination.take_back_part(
            actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
        )
    except origination.NotMendable:
        flash(_SENT, "error")
    except NotPermitted:
        flash("Bagian Anda sudah tidak ada di pengajuan ini.", "info")
    else:
        flash("Bagian Anda sudah dibatalkan.", "success")
    return redirect(url_for("applicant.application", public_id=public_id), 303)


def _filled(form: PartForm, public_id: str) -> bool:
    """Store the part, or say why it cannot be."""
    try:
        origination.fill_part(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            requested=form.requested.data or Rupiah(0),
            purpose=form.purpose.data or "",
            at=clock.now(),
        )
    except origination.OpenAlready:
        form.refuse(_OPEN_ELSEWHERE)
    except (origination.NotMendable, NotPermitted):
        form.refuse(_SENT)
    return not form.errors


def _page(form: PartForm, found: PartToFill) -> ResponseReturnValue:
    page = render_template(
        "applicant/own_part.html",
        form=form,
        part=found,
        estimate=_estimate(form, found),
    )
    return page, 422 if form.errors else 200


def _estimate(form: PartForm, found: PartToFill) -> Schedule | None:
    """Return what the amount would cost if the money were sent today; the approval decides."""
    if form.requested.errors or not form.requested.data:
        return None
    try:
        return schedule(
            terms_under(
                replace(found.rules, every=found.progress.every),
                principal=form.requested.data,
                instalments=found.progress.instalments,
                disbursed_on=clock.today(),
            )
        )
    except RefusedTerms:
        return None
