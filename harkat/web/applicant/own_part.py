"""The owner's own part of an application: how much, what for, and what it would cost a month."""

from dataclasses import replace
from typing import NoReturn

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.affordability import (
    Affordability,
    affordability,
    instalment_a_month,
    limits_of,
)
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.money import Rupiah
from harkat.domain.people import LoanPurpose
from harkat.domain.product import RefusedTerms
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.schedule import Schedule, schedule
from harkat.queries import circumstances, own_applications
from harkat.queries.offer import terms_under
from harkat.queries.own_applications import PartToFill
from harkat.services import origination
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.opened import lead_to, opened_application
from harkat.web.applicant.part_form import PartForm
from harkat.web.applicant.suggestions import AMOUNT, LENGTH, Suggestions, suggestions_for
from harkat.web.applicant.way_back import after_saving, reading_over

_OPEN_ELSEWHERE = (
    "Anda sudah ikut dalam pengajuan lain. Selesaikan atau batalkan bagian Anda di sana dulu."
)
_SENT = "Pengajuan ini sudah dikirim, jadi tidak bisa diubah."
_ENDED = "Pengajuan ini sudah berakhir, jadi tidak bisa diubah."


@applicant.route("/pengajuan/<public_id>/bagian", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def own_part(public_id: str) -> ResponseReturnValue:
    """Ask for amount and purpose; `hitung` only computes the instalment, and stores nothing."""
    found = own_applications.part_to_fill(viewer(), public_id, on=clock.today())
    if found is None:
        _nothing_to_fill(public_id)
    form = PartForm(data=_answers(found) | _suggested(found))
    form.offer(found)
    is_asked_only = request.form.get("hitung") is not None
    if is_asked_only and form.may_compute():
        return _page(form, found)
    if not is_asked_only and form.validate_on_submit() and _filled(form, public_id):
        flash("Bagian Anda tersimpan.", "success")
        is_read_over = bool(reading_over())
        own_page = url_for("applicant.application", public_id=public_id)
        return redirect(after_saving() if is_read_over else own_page, 303)
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


def _nothing_to_fill(public_id: str) -> NoReturn:
    """Lead to the application, and say why the own part cannot be filled in any more."""
    has_ended = opened_application(public_id).progress.status in ENDED_APPLICATIONS
    own_page = url_for("applicant.application", public_id=public_id)
    lead_to(own_page, saying=_ENDED if has_ended else _SENT)


def _answers(found: PartToFill) -> dict[str, object]:
    """Return what was said before, as the form asks it."""
    said: dict[str, object] = {"instalments": found.progress.instalments}
    own = found.progress.own
    if own is not None:
        said |= {
            "requested": own.requested,
            "purpose": own.purpose,
            "purpose_kind": own.purpose_kind,
        }
    return said


def _suggested(found: PartToFill) -> dict[str, object]:
    """Return the amount and length that the address fills in; they are only stored when saved."""
    amount = request.args.get(AMOUNT, type=int)
    length = request.args.get(LENGTH, type=int)
    said: dict[str, object] = {}
    if amount is not None and found.rules.smallest_line <= amount <= found.rules.line_ceiling:
        said["requested"] = Rupiah(amount)
    if length in found.lengths:
        said["instalments"] = length
    return said


def _filled(form: PartForm, public_id: str) -> bool:
    """Store the part, or say why it cannot be."""
    try:
        origination.fill_part(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            requested=form.requested.data or Rupiah(0),
            purpose=form.purpose.data or "",
            purpose_kind=LoanPurpose(kind) if (kind := form.purpose_kind.data) else None,
            instalments=form.instalments.data,
            at=clock.now(),
        )
    except origination.OpenAlready:
        form.refuse(_OPEN_ELSEWHERE)
    except origination.NoSuchOffer:
        form.refuse("Lama ini tidak ditawarkan lagi. Pilih yang lain.", field=form.instalments)
    except (origination.NotMendable, NotPermitted):
        form.refuse(_SENT)
    return not form.errors


def _page(form: PartForm, found: PartToFill) -> ResponseReturnValue:
    estimate = _estimate(form, found)
    form.settle()
    afforded = _afforded(estimate, found) if estimate else None
    is_too_dear = afforded is not None and not afforded.is_within_both
    page = render_template(
        "applicant/own_part.html",
        form=form,
        part=found,
        estimate=estimate,
        afforded=afforded,
        limits=limits_of(found.rules),
        suggested=_instead(form, found) if is_too_dear else None,
    )
    return page, 422 if form.errors else 200


def _instead(form: PartForm, found: PartToFill) -> Suggestions | None:
    """Return what the business carries instead of the amount in the form."""
    return suggestions_for(
        viewer(), found.progress.public_id, on=clock.today(), most=form.requested.data
    )


def _estimate(form: PartForm, found: PartToFill) -> Schedule | None:
    """Return what the amount would cost if the money were sent today; the approval decides."""
    if form.requested.errors or not form.requested.data or form.has_two_amounts:
        return None
    try:
        return schedule(
            terms_under(
                replace(found.rules, every=found.progress.every),
                principal=form.requested.data,
                instalments=form.instalments.data or found.progress.instalments,
                disbursed_on=clock.today(),
            )
        )
    except RefusedTerms:
        return None


def _afforded(estimate: Schedule, found: PartToFill) -> Affordability | None:
    """Return what the instalment leaves over, if the owner has stated the money."""
    money = circumstances.money(viewer())
    if money is None:
        return None
    instalment = instalment_a_month(estimate.rows[0].total, every=found.progress.every)
    return affordability(money.monthly, instalment, limits_of(found.rules))
