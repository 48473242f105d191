"""Beginning to help, and registering, whoever has no phone: with a witness for each code."""

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.witnessing import WitnessState
from harkat.queries import witnessing
from harkat.services import witnessed_help
from harkat.services.witnessing import AskedTooOften, NoTestimony
from harkat.web import helping
from harkat.web.access import requires, viewer
from harkat.web.assistant import assistant, card
from harkat.web.assistant.card import Card
from harkat.web.assistant.forms import ConsentsAtDeskForm, OwnerCardForm, StepForm
from harkat.web.witness_sentences import NOT_WITNESSED, TOO_OFTEN

_OPENED = "Akun pemilik sudah jadi, tanpa HP. Setiap langkah penting perlu saksi."
_KNOWN = (
    "Pendaftaran tidak bisa diselesaikan di sini. Kalau pemilik pernah mendaftar dan HP-nya "
    "hilang, minta ganti nomor di Dinas Koperasi."
)


@assistant.route("/tanpa-hp", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def without_phone() -> ResponseReturnValue:
    """Ask for the KTP of whoever sits at the desk without a phone, and for a witness."""
    form = OwnerCardForm()
    if form.validate_on_submit():
        typed = Card(nik=form.nik.data or "", full_name=form.full_name.data or "")
        if _asked(form, typed):
            return redirect(url_for("assistant.witness"), 303)
    page = render_template("assistant/without_phone.html", form=form)
    return page, 422 if form.errors else 200


@assistant.route("/tanpa-hp/daftar", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def register_without_phone() -> ResponseReturnValue:
    """Ask for the consents of whoever a witness has seen, and for a witness to these."""
    typed = card.known()
    if typed is None or not typed.is_proved(clock.now()):
        return _from_the_start()
    form = ConsentsAtDeskForm(data={"full_name": typed.full_name})
    if form.validate_on_submit():
        name = form.full_name.data or ""
        if _asked(form, replace(typed, full_name=name, consents=sorted(form.consents))):
            return redirect(url_for("assistant.witness"), 303)
    page = render_template("assistant/register_without_phone.html", form=form, nik=typed.nik)
    return page, 422 if form.errors else 200


@assistant.route("/tanpa-hp/saksi", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def witness() -> ResponseReturnValue:
    """Show whether a witness has answered; then begin to help, or register."""
    typed = card.known()
    if typed is None:
        return _from_the_start()
    form = StepForm()
    if form.validate_on_submit():
        try:
            return _registered(typed, form) if typed.is_registering else _begun(typed)
        except NoTestimony:
            form.refuse(NOT_WITNESSED)
    found = witnessing.asked(viewer(), typed.read_out, at=clock.now())
    if found is None or (found.state is WitnessState.USED and not form.errors):
        return _from_the_start()
    page = render_template(
        "assistant/witness.html", form=form, asked=found, is_new=typed.is_registering
    )
    return page, 422 if form.errors else 200


def _asked(form: OwnerCardForm | ConsentsAtDeskForm, typed: Card) -> bool:
    """Ask for a witness to what was typed, or say on the form why it was not possible."""
    actor_id, at = viewer().user_id, clock.now()
    try:
        if typed.is_registering:
            witnessed_help.ask_to_register(
                actor_id=actor_id,
                nik=typed.parsed_nik,
                full_name=typed.full_name,
                consents=typed.given_consents,
                at=at,
            )
        else:
            witnessed_help.ask_to_begin(
                actor_id=actor_id, nik=typed.parsed_nik, full_name=typed.full_name, at=at
            )
    except AskedTooOften:
        form.refuse(TOO_OFTEN)
        return False
    card.keep(typed)
    return True


def _begun(typed: Card) -> ResponseReturnValue:
    """Begin to help, or lead on to registering: for no account and for one with a phone alike."""
    public_id = witnessed_help.begin(
        actor_id=viewer().user_id,
        nik=typed.parsed_nik,
        full_name=typed.full_name,
        at=clock.now(),
    )
    if public_id is None:
        card.keep(replace(typed, proved_at=clock.now().isoformat()))
        return redirect(url_for("assistant.register_without_phone"), 303)
    card.forget()
    helping.remember(public_id)
    # Nobody has read these messages to their owner yet.
    return redirect(url_for("applicant.messages"), 303)


def _registered(typed: Card, form: StepForm) -> ResponseReturnValue:
    public_id = witnessed_help.register(
        actor_id=viewer().user_id,
        nik=typed.parsed_nik,
        full_name=typed.full_name,
        consents=typed.given_consents,
        key=form.idem_key.data or "",
        at=clock.now(),
    )
    if public_id is None:
        card.forget()
        flash(_KNOWN, "error")
        return redirect(url_for("assistant.without_phone"), 303)
    card.forget()
    helping.remember(public_id)
    flash(_OPENED, "success")
    return redirect(url_for("applicant.home"), 303)


def _from_the_start() -> ResponseReturnValue:
    is_helping = helping.running() is not None
    page = "applicant.home" if is_helping else "assistant.without_phone"
    return redirect(url_for(page), 303)
