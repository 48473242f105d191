"""An owner's own way out of arrears: the case, its next step, the reminder and the letters."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.arrears import ArrearsWish
from harkat.domain.arrears_letters import TITLES
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.domain.statuses import ArrearsCaseStatus
from harkat.queries.arrears import OwnCase, own_case
from harkat.services import arrears as cases
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.arrears_forms import ArrearsCaseForm, ReminderForm

NEXT_STEPS = {
    ArrearsWish.SETTLE: "Minta rincian tertulis, lalu bayar ke rekening resmi.",
    ArrearsWish.RELIEF: "Kirim surat minta keringanan, lalu tunggu jawaban tertulis.",
    ArrearsWish.PROOF: "Minta surat lunas dari pemberi pinjaman.",
}
"""What to do first for each wish."""


@applicant.get("/saya/tunggakan")
@requires(Permission.OWN_APPLY)
def arrears() -> ResponseReturnValue:
    """Show the owner's case and its next step, or how to begin."""
    return _page(own_case(viewer()))


@applicant.route("/saya/tunggakan/mulai", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def open_arrears_case() -> ResponseReturnValue:
    """Ask what a companion must know, and open the case."""
    found = own_case(viewer())
    if found is not None and found.is_live and found.is_told:
        return redirect(url_for("applicant.arrears"), 303)
    form = ArrearsCaseForm()
    form.suggest_reminder()
    if form.validate_on_submit():
        cases.open_case(
            actor_id=viewer().user_id, **form.told, key=form.idem_key.data or "", at=clock.now()
        )
        flash("Permintaan terkirim. Pendamping akan menghubungi Anda.", "success")
        return redirect(url_for("applicant.arrears"), 303)
    return render_template("applicant/arrears_start.html", form=form), 422 if form.errors else 200


@applicant.post("/saya/tunggakan/lunas")
@requires(Permission.OWN_APPLY)
def say_arrears_paid() -> ResponseReturnValue:
    """Note that the owner paid; pressing twice notes it once."""
    try:
        cases.say_paid(actor_id=viewer().user_id, at=clock.now())
    except (NotFound, IllegalTransition):
        flash("Sudah tercatat.", "info")
    else:
        flash("Bagus. Kami ingatkan sebulan lagi untuk cek catatan.", "success")
    return redirect(url_for("applicant.arrears"), 303)


@applicant.post("/saya/tunggakan/ingatkan")
@requires(Permission.OWN_APPLY)
def remind_of_arrears() -> ResponseReturnValue:
    """Set the day on which the owner wants to be reminded."""
    form = ReminderForm()
    found = own_case(viewer())
    if found is None or not found.is_live:
        return redirect(url_for("applicant.arrears"), 303)
    if not form.validate_on_submit() or form.remind_on.data is None:
        return _page(found, form)
    cases.set_reminder(actor_id=viewer().user_id, remind_on=form.remind_on.data, at=clock.now())
    flash("Pengingat tersimpan.", "success")
    return redirect(url_for("applicant.arrears"), 303)


def _page(found: OwnCase | None, form: ReminderForm | None = None) -> ResponseReturnValue:
    if form is None:
        form = ReminderForm(formdata=None)
        form.remind_on.data = found.remind_on if found else None
    page = render_template(
        "applicant/arrears.html",
        case=found,
        form=form,
        next_step=NEXT_STEPS[found.wish] if found else None,
        letter_title=TITLES[found.wish] if found else None,
        has_cleared=found is not None and found.status is ArrearsCaseStatus.CLEARED,
        is_waiting=found is not None and found.status is ArrearsCaseStatus.SETTLED_AWAITING_RECORD,
    )
    return page, 422 if form.errors else 200
