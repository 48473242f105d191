"""Proposed changes of loans: who agreed, what each would do, and another officer's decision."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.loan_life import CannotHappen
from harkat.domain.roles import Permission
from harkat.queries import loan_changes as queries
from harkat.queries.loan_changes import ChangeFile
from harkat.services import loan_changes as services
from harkat.services.files import NotFound
from harkat.services.months import MonthClosed
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.forms import StepForm
from harkat.web.officer.relief_forms import RejectionForm
from harkat.web.relief_words import compared

_REFUSALS: Mapping[type[Exception], str] = {
    NotFound: "Perubahan ini sudah diputuskan.",
    services.ConsentMissing: "Belum semua orang setuju. Tunggu jawaban mereka.",
    services.OthersNotAsked: "Anggota lain belum cukup lama diminta membantu.",
    CannotHappen: (
        "Perubahan ini tidak cocok lagi dengan keadaan pinjaman. Tolak, lalu usulkan yang baru."
    ),
    MonthClosed: "Bulan perubahan ini sudah ditutup. Tolak, lalu usulkan yang baru.",
}


@officer.get("/perubahan/<public_id>")
@requires(Permission.APPLICATION_READ)
def change(public_id: str) -> ResponseReturnValue:
    """Show a change with the loan without it and with it."""
    return _show(_open(public_id), RejectionForm(formdata=None))


@officer.post("/perubahan/<public_id>/setuju")
@requires(Permission.APPLICATION_DECIDE)
def confirm_change(public_id: str) -> ResponseReturnValue:
    """Confirm a change, which records it."""
    form = StepForm()
    if not form.validate_on_submit():
        return _show(_open(public_id), RejectionForm(formdata=None)), 422
    return _decide(public_id, key=form.idem_key.data or "", reason_note="")


@officer.post("/perubahan/<public_id>/tolak")
@requires(Permission.APPLICATION_DECIDE)
def reject_change(public_id: str) -> ResponseReturnValue:
    """Reject a change, with a reason."""
    form = RejectionForm()
    if not form.validate_on_submit():
        return _show(_open(public_id), form), 422
    reason_note = form.reason_note.data or ""
    return _decide(public_id, key=form.idem_key.data or "", reason_note=reason_note)


def _decide(public_id: str, *, key: str, reason_note: str) -> ResponseReturnValue:
    """Decide, or say why it cannot be decided; a reason rejects."""
    found = _open(public_id)
    if found.is_own_proposal:
        flash("Anda yang mengusulkan, jadi orang lain yang harus menyetujui.", "error")
        return _show(found, RejectionForm(formdata=None)), 409
    try:
        services.decide(
            actor_id=viewer().user_id,
            change_public_id=public_id,
            is_confirmed=not reason_note,
            reason_note=reason_note,
            key=key,
            at=clock.now(),
        )
    except tuple(_REFUSALS) as refusal:
        flash(_REFUSALS[type(refusal)], "error")
    except services.TooManyRestructurings as full:
        flash(f"Pinjaman ini sudah {full.most} kali direstrukturisasi tahun ini.", "error")
    else:
        flash("Keputusan tercatat. Peminjam diberi tahu.", "success")
        return redirect(url_for("officer.change", public_id=public_id), 303)
    return _show(_open(public_id), RejectionForm(formdata=None)), 409


def _open(public_id: str) -> ChangeFile:
    found = queries.change_file(viewer(), public_id, on=clock.today())
    return abort(404) if found is None else found


def _show(found: ChangeFile, form: RejectionForm) -> str:
    decides = viewer().has(Permission.APPLICATION_DECIDE) and found.decided_at is None
    return render_template(
        "officer/change.html",
        file=found,
        rows=compared(found.before, found.after),
        form=form,
        can_decide=decides and not found.is_own_proposal,
        now=clock.now(),
    )
