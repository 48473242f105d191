"""Registering a new owner together: one page at the desk, and a code on the owner's own phone."""

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.identity import parse_nik
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import Permission
from harkat.services import assisting
from harkat.services.phone_codes import TooManyCodes
from harkat.web import helping
from harkat.web.access import requires, viewer
from harkat.web.assistant import assistant, desk
from harkat.web.assistant.desk import Desk
from harkat.web.assistant.forms import NewOwnerForm, OwnerCodeForm
from harkat.web.code_sentences import too_soon, wrong_code
from harkat.web.sealed_answers import new_subject

_OPENED = "Akun pemilik sudah jadi. Pemilik membuat kata sandi sendiri lewat Lupa kata sandi."
_KNOWN = (
    "Pendaftaran tidak bisa diselesaikan di sini. Kalau pemilik pernah mendaftar, "
    "kabarnya ada di HP lamanya."
)


@assistant.route("/daftar", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def register() -> ResponseReturnValue:
    """Ask for NIK, name and consents, and send the code that confirms exactly these."""
    typed = _proved()
    if typed is None:
        return _from_the_start()
    form = NewOwnerForm(data={"nik": typed.nik, "full_name": typed.full_name})
    if form.validate_on_submit():
        grown = replace(
            typed,
            nik=form.nik.data or "",
            full_name=form.full_name.data or "",
            consents=sorted(form.consents),
        )
        if grown != typed or not typed.registering_subject:
            grown = replace(grown, registering_subject=new_subject())
        try:
            desk.send_registering_code(grown, actor_id=viewer().user_id, at=clock.now())
        except TooManyCodes as refused:
            if grown != typed:
                form.refuse(too_soon(refused.again_at, now=clock.now()))
        if not form.errors:
            desk.keep(grown)
            return redirect(url_for("assistant.register_code"), 303)
    return render_template("assistant/register.html", form=form), 422 if form.errors else 200


@assistant.route("/daftar/kode", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def register_code() -> ResponseReturnValue:
    """Ask for the code, then open the account and begin to help."""
    typed = _proved()
    if typed is None or not typed.registering_subject:
        return _from_the_start()
    form = OwnerCodeForm()
    if form.validate_on_submit():
        answer = desk.check(
            typed,
            purpose=CodePurpose.ASSISTED_REGISTRATION,
            code=form.code.data or "",
            at=clock.now(),
        )
        if answer.is_match:
            return _registered(typed, key=form.idem_key.data or "")
        form.refuse(wrong_code(answer), field=form.code)
    page = render_template(
        "assistant/code.html",
        form=form,
        phone=typed.phone,
        again_url=url_for("assistant.register_code_again"),
        is_new=True,
    )
    return page, 422 if form.errors else 200


@assistant.post("/daftar/kode/ulang")
@requires(Permission.OWNER_ASSIST)
def register_code_again() -> ResponseReturnValue:
    """Send another code, or say from when on that is possible."""
    typed = _proved()
    if typed is None or not typed.registering_subject:
        return _from_the_start()
    try:
        desk.send_registering_code(typed, actor_id=viewer().user_id, at=clock.now())
    except TooManyCodes as refused:
        flash(too_soon(refused.again_at, now=clock.now()), "warn")
    else:
        flash("Kode baru sudah kami kirim ke HP pemilik.", "success")
    return redirect(url_for("assistant.register_code"), 303)


def _registered(typed: Desk, *, key: str) -> ResponseReturnValue:
    public_id = assisting.register(
        actor_id=viewer().user_id,
        phone=typed.phone,
        nik=parse_nik(typed.nik, today=clock.today()),
        full_name=typed.full_name,
        consents=typed.given_consents,
        key=key,
        at=clock.now(),
    )
    desk.forget()
    if public_id is None:
        flash(_KNOWN, "error")
        return redirect(url_for("assistant.start"), 303)
    helping.remember(public_id)
    flash(_OPENED, "success")
    return redirect(url_for("applicant.home"), 303)


def _proved() -> Desk | None:
    """Return what was typed, if the phone's code was matched a short while ago."""
    typed = desk.known()
    return typed if typed is not None and typed.is_proved(clock.now()) else None


def _from_the_start() -> ResponseReturnValue:
    is_helping = helping.running() is not None
    return redirect(url_for("applicant.home" if is_helping else "assistant.start"), 303)
