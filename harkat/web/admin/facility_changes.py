"""Changing the ceiling or a slice: one person proposes, another one agrees."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.ledger import EntryKind
from harkat.domain.money import format_rupiah
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import facility as figures
from harkat.queries.banks import bank_list
from harkat.queries.facility import Figure
from harkat.queries.facility_changes import ChangeRow
from harkat.queries.facility_changes import change as change_by_id
from harkat.services import facility
from harkat.services.posting import BoundReached
from harkat.web.access import requires, viewer
from harkat.web.admin import admin
from harkat.web.admin.forms import ChangeForm, bank_choices
from harkat.web.forms import HarkatForm

_OWN = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."
_DONE = "Usulan ini sudah disetujui."


@admin.route("/pagu/usulan/baru", methods=["GET", "POST"])
@requires(Permission.PROGRAM_SET)
def propose_change() -> ResponseReturnValue:
    """Propose a change of the ceiling or of a slice."""
    banks = bank_list()
    form = ChangeForm(effective_on=clock.today())
    form.bank.choices = bank_choices(banks)
    if form.validate_on_submit():
        assert form.amount.data
        assert form.effective_on.data
        ids = {bank.code: bank.id for bank in banks}
        try:
            public_id = facility.propose_change(
                actor_id=viewer().user_id,
                kind=EntryKind(form.kind.data),
                bank_id=ids[form.bank.data] if form.bank.data else None,
                amount=form.amount.data,
                effective_on=form.effective_on.data,
                note=form.note.data or "",
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except facility.ChangeInFuture:
            sentence = "Tanggal ini harus hari ini atau sebelumnya."
            form.refuse(sentence, field=form.effective_on)
        except facility.NotRevolving:
            sentence = "Aturan dana bergulir belum berlaku pada tanggal ini."
            form.refuse(sentence, field=form.kind)
        else:
            flash("Usulan tersimpan. Sekarang orang lain menyetujuinya.", "success")
            return redirect(url_for("admin.change", public_id=public_id), 303)
    return render_template("admin/propose_change.html", form=form), 422 if form.errors else 200


@admin.get("/pagu/usulan/<public_id>")
@requires(Permission.PROGRAM_SET)
def change(public_id: str) -> ResponseReturnValue:
    """Show a change, with the button to agree where the viewer may."""
    return _page(public_id)


@admin.post("/pagu/usulan/<public_id>")
@requires(Permission.PROGRAM_SET)
def confirm_change(public_id: str) -> ResponseReturnValue:
    """Agree to a change: it is booked at once."""
    try:
        facility.confirm_change(
            actor_id=viewer().user_id, change_public_id=public_id, at=clock.now()
        )
    except (NotPermitted, BoundReached) as refusal:
        return _page(public_id, refusal=refusal)
    flash("Perubahan pagu disetujui dan dicatat.", "success")
    return redirect(url_for("admin.facility"), 303)


def _page(public_id: str, *, refusal: Exception | None = None) -> ResponseReturnValue:
    found = change_by_id(viewer=viewer(), public_id=public_id)
    if found is None:
        abort(404)
    form = HarkatForm()
    if isinstance(refusal, BoundReached):
        form.refuse(_too_little_left(found))
    elif refusal:
        form.refuse(_DONE if found.confirmed_at else _OWN)
    page = render_template("admin/change.html", found=found, form=form)
    return page, 422 if refusal else 200


def _too_little_left(found: ChangeRow) -> str:
    """Say what is left and what is missing; read anew, only for the sentence."""
    if found.kind is EntryKind.REVOLVING_STARTED:
        return "Pokok yang sudah kembali di bank ini kurang dari jumlah usulan."
    of_a_bank = found.kind is EntryKind.SLICE_REDUCED
    left = figures.figure_balance(
        Figure.AVAILABLE if of_a_bank else Figure.UNALLOCATED,
        bank_id=found.bank_id if of_a_bank else None,
    )
    what = "Sisa pagu bank ini" if of_a_bank else "Pagu yang belum dibagi"
    return f"{what} tinggal {format_rupiah(left)}, kurang {format_rupiah(found.amount - left)}."
