"""Beginning to help with a code from the owner's own phone, and ending it."""

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.phone_codes import CodePurpose, CodeVerdict
from harkat.domain.roles import Permission
from harkat.services import assisting
from harkat.services.phone_codes import TooManyCodes
from harkat.web import helping
from harkat.web.access import requires, viewer
from harkat.web.assistant import assistant, desk
from harkat.web.assistant.desk import Desk
from harkat.web.assistant.forms import OwnerCodeForm, OwnerPhoneForm
from harkat.web.code_sentences import SENT_ANEW, too_soon, wrong_code
from harkat.web.sealed_answers import new_subject

_NOT_AN_OWNER = "Nomor ini bukan nomor pemilik usaha. Tanyakan nomor yang lain."
_SENT = "Kode baru sudah kami kirim ke HP pemilik."


@assistant.route("", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def start() -> ResponseReturnValue:
    """Ask for the owner's phone and send a code to it, or lead on with whoever is helped now."""
    form = OwnerPhoneForm()
    if form.validate_on_submit():
        typed = desk.known()
        if typed is None or typed.phone != form.phone.data or typed.proved_at:
            typed = Desk(phone=form.phone.data or "", subject=new_subject())
        try:
            desk.send_code(typed, actor_id=viewer().user_id, at=clock.now())
        except TooManyCodes as refused:
            if desk.known() != typed:
                form.refuse(too_soon(refused.again_at, now=clock.now()), field=form.phone)
        if not form.errors:
            desk.keep(typed)
            return redirect(url_for("assistant.code"), 303)
    return render_template("assistant/start.html", form=form), 422 if form.errors else 200


@assistant.route("/kode", methods=["GET", "POST"])
@requires(Permission.OWNER_ASSIST)
def code() -> ResponseReturnValue:
    """Ask for the code; then help the phone's owner, or register whoever has no account yet."""
    typed = desk.known()
    if typed is None:
        return _onwards()
    if typed.is_proved(clock.now()):
        return redirect(url_for("assistant.register"), 303)
    form = OwnerCodeForm()
    if form.validate_on_submit():
        answer = desk.check(
            typed, purpose=CodePurpose.ASSISTANCE, code=form.code.data or "", at=clock.now()
        )
        if answer.is_match:
            return _begun(typed)
        sentence = wrong_code(answer)
        if answer.verdict is CodeVerdict.EXPIRED:
            try:
                desk.send_code(typed, actor_id=viewer().user_id, at=clock.now())
                sentence = SENT_ANEW
            except TooManyCodes as refused:
                sentence = too_soon(refused.again_at, now=clock.now())
        form.refuse(sentence, field=form.code)
    page = render_template(
        "assistant/code.html",
        form=form,
        phone=typed.phone,
        again_url=url_for("assistant.code_again"),
        is_new=False,
    )
    return page, 422 if form.errors else 200


@assistant.post("/kode/ulang")
@requires(Permission.OWNER_ASSIST)
def code_again() -> ResponseReturnValue:
    """Send another code, or say from when on that is possible."""
    typed = desk.known()
    if typed is None:
        return _onwards()
    try:
        desk.send_code(typed, actor_id=viewer().user_id, at=clock.now())
    except TooManyCodes as refused:
        flash(too_soon(refused.again_at, now=clock.now()), "warn")
    else:
        flash(_SENT, "success")
    return redirect(url_for("assistant.code"), 303)


@assistant.post("/selesai")
@requires(Permission.OWNER_ASSIST)
def finish() -> ResponseReturnValue:
    """End the helping session."""
    help_given = helping.running()
    if help_given is not None:
        assisting.end(
            actor_id=viewer().user_id, assistance_public_id=help_given.public_id, at=clock.now()
        )
        flash(f"Selesai membantu {help_given.owner_name}.", "success")
    helping.forget()
    desk.forget()
    return redirect(url_for("assistant.start"), 303)


def _begun(typed: Desk) -> ResponseReturnValue:
    """Begin to help the owner of the phone, or lead on to registering."""
    try:
        public_id = assisting.begin(actor_id=viewer().user_id, phone=typed.phone, at=clock.now())
    except assisting.NotAnOwner:
        desk.forget()
        flash(_NOT_AN_OWNER, "error")
        return redirect(url_for("assistant.start"), 303)
    if public_id is None:
        desk.keep(replace(typed, proved_at=clock.now().isoformat()))
        return redirect(url_for("assistant.register"), 303)
    desk.forget()
    helping.remember(public_id)
    return redirect(url_for("applicant.home"), 303)


def _onwards() -> ResponseReturnValue:
    """Lead whoever comes back to where things are now; nothing happens twice."""
    is_helping = helping.running() is not None
    return redirect(url_for("applicant.home" if is_helping else "assistant.start"), 303)
