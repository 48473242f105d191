"""A new phone number for whoever lost the old one: one officer sees the KTP, another confirms."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import phone_changes as numbers
from harkat.queries.phone_changes import WaitingChange
from harkat.services import phone_changes as changing
from harkat.services.accounts import PhoneTaken
from harkat.services.files import NotFound
from harkat.services.phone_changes import OtherNumber
from harkat.web.access import requires, viewer
from harkat.web.dinas import dinas
from harkat.web.forms import HarkatForm, NikField, PhoneField, TickField

_TAKEN = "Nomor ini sudah dipakai akun lain. Minta nomor yang lain."
_UNKNOWN = "NIK ini belum terdaftar. Cek lagi dengan KTP."
_OTHER = "Nomor ini berbeda dari yang diusulkan. Tanyakan lagi kepada pemilik."
_OWN = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."


class ProposalForm(HarkatForm):
    """Whose number, which number, and that the card was seen."""

    nik = NikField(description="Salin dari KTP asli di depan Anda.")
    phone = PhoneField("Nomor HP baru", description="Nomor di HP yang dibawa pemilik.")
    has_seen_card = TickField(
        "Saya melihat KTP asli, dan wajahnya sama dengan orang di depan saya.",
        required="Lihat KTP asli dulu, lalu ketuk kotak ini.",
    )


class ConfirmationForm(HarkatForm):
    """The new number once more, from the owner and not from the screen."""

    phone = PhoneField(
        "Tulis lagi nomor HP baru", description="Tanyakan langsung kepada pemilik, jangan ditebak."
    )


@dinas.get("/nomor-hp")
@requires(Permission.PHONE_REPLACE)
def phone_changes() -> ResponseReturnValue:
    """Show the proposed numbers that wait for a second person."""
    found = numbers.waiting(viewer(), at=clock.now())
    return render_template("dinas/phone_changes.html", waiting=found)


@dinas.route("/nomor-hp/baru", methods=["GET", "POST"])
@requires(Permission.PHONE_REPLACE)
def propose_phone_change() -> ResponseReturnValue:
    """Propose a new number for the person whose KTP lies on the desk."""
    form = ProposalForm()
    if form.validate_on_submit():
        public_id = _proposed(form)
        if public_id is not None:
            flash("Usulan tersimpan. Minta petugas lain menyetujui.", "success")
            return redirect(url_for("dinas.phone_change", public_id=public_id), 303)
    return render_template("dinas/propose_phone.html", form=form), 422 if form.errors else 200


@dinas.get("/nomor-hp/<public_id>")
@requires(Permission.PHONE_REPLACE)
def phone_change(public_id: str) -> ResponseReturnValue:
    """Show one proposal, with the form to confirm it where the viewer may."""
    return _page(_waiting(public_id), ConfirmationForm(formdata=None))


@dinas.post("/nomor-hp/<public_id>")
@requires(Permission.PHONE_REPLACE)
def confirm_phone_change(public_id: str) -> ResponseReturnValue:
    """Put the proposed number into force."""
    found, form = _waiting(public_id), ConfirmationForm()
    if form.validate_on_submit() and _confirmed(form, public_id):
        flash("Nomor HP diganti. Pemilik membuat kata sandi baru dengan nomor itu.", "success")
        return redirect(url_for("dinas.phone_changes"), 303)
    return _page(found, form), 422


@dinas.post("/nomor-hp/<public_id>/batal")
@requires(Permission.PHONE_REPLACE)
def discard_phone_change(public_id: str) -> ResponseReturnValue:
    """Drop the proposal."""
    changing.discard_replacement(
        actor_id=viewer().user_id, change_public_id=public_id, at=clock.now()
    )
    flash("Usulan dibatalkan.", "success")
    return redirect(url_for("dinas.phone_changes"), 303)


def _proposed(form: ProposalForm) -> str | None:
    """Propose the number; return the proposal's id, or None with the reason beside the field."""
    try:
        return changing.propose_replacement(
            actor_id=viewer().user_id,
            nik=form.nik.data or "",
            phone=form.phone.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except NotFound:
        form.refuse(_UNKNOWN, field=form.nik)
    except PhoneTaken:
        form.refuse(_TAKEN, field=form.phone)
    return None


def _confirmed(form: ConfirmationForm, public_id: str) -> bool:
    """Confirm the number, or say why it cannot be."""
    try:
        changing.confirm_replacement(
            actor_id=viewer().user_id,
            change_public_id=public_id,
            phone=form.phone.data or "",
            at=clock.now(),
        )
    except OtherNumber:
        form.refuse(_OTHER, field=form.phone)
    except PhoneTaken:
        form.refuse(_TAKEN, field=form.phone)
    except NotPermitted:
        form.refuse(_OWN)
    return not form.errors


def _waiting(public_id: str) -> WaitingChange:
    found = numbers.waiting_change(viewer(), public_id, at=clock.now())
    if found is None:
        abort(404)
    return found


def _page(found: WaitingChange, form: ConfirmationForm) -> str:
    return render_template("dinas/phone_change.html", found=found, form=form)
