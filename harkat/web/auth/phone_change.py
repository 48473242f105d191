"""Owners who know their password give their account another phone number."""

from datetime import datetime

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import Permission
from harkat.queries import phone_changes as phone_numbers
from harkat.services import accounts, phone_changes
from harkat.services.accounts import PhoneTaken
from harkat.web.access import requires, viewer
from harkat.web.auth import auth, steps
from harkat.web.auth.code_way import CodeWay
from harkat.web.auth.forms import ChangePhoneForm
from harkat.web.auth.steps import Steps
from harkat.web.sessions import BrowserSession

_TAKEN = "Nomor ini tidak bisa dipakai. Pakai nomor lain."


def _send(answers: Steps, at: datetime) -> None:
    phone_changes.send_change_code(
        actor_id=viewer().user_id, phone=answers.phone, subject=answers.subject, at=at
    )


WAY = CodeWay(
    name="phone_change",
    title="Ganti nomor HP",
    purpose=CodePurpose.PHONE_CHANGE,
    send=_send,
    start="auth.change_phone",
    code="auth.change_phone_code",
    resend="auth.change_phone_code_again",
    after="auth.finish_phone_change",
)


@auth.route("/akun/nomor-hp", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def change_phone() -> ResponseReturnValue:
    """Ask for the new number and the password, and send a code to the new number."""
    form = ChangePhoneForm()
    if form.validate_on_submit() and _is_own_password(form):
        answer = WAY.begin(form, form.phone)
        if answer is not None:
            return answer
    page = render_template(
        "auth/change_phone.html", form=form, now_masked=phone_numbers.own_phone_masked(viewer())
    )
    return page, 422 if form.errors else 200


@auth.route("/akun/nomor-hp/kode", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def change_phone_code() -> ResponseReturnValue:
    """Ask for the code the new number got."""
    return WAY.code_page()


@auth.post("/akun/nomor-hp/kode/ulang")
@requires(Permission.OWN_APPLY)
def change_phone_code_again() -> ResponseReturnValue:
    """Send another code to the new number."""
    return WAY.send_again()


@auth.get("/akun/nomor-hp/ganti")
@requires(Permission.OWN_APPLY)
def finish_phone_change() -> ResponseReturnValue:
    """Show the confirmed number once more, with the button that puts it into force."""
    answers = WAY.proved()
    if answers is None:
        return WAY.start_again()
    return render_template("auth/finish_phone_change.html", phone=answers.phone)


@auth.post("/akun/nomor-hp/ganti")
@requires(Permission.OWN_APPLY)
def put_phone_into_force() -> ResponseReturnValue:
    """Give the account the number whose code was matched."""
    answers = WAY.proved()
    return WAY.start_again() if answers is None else _change(answers)


def _change(answers: Steps) -> ResponseReturnValue:
    assert isinstance(session, BrowserSession)
    try:
        phone_changes.change_phone(
            actor_id=viewer().user_id,
            phone=answers.phone,
            keep_token=session.token or "",
            at=clock.now(),
        )
    except PhoneTaken:
        flash(_TAKEN, "error")
        steps.forget(WAY.name)
        return redirect(url_for(WAY.start), 303)
    steps.forget(WAY.name)
    flash("Nomor HP sudah diganti. Masuk berikutnya dengan nomor baru.", "success")
    return redirect(url_for("auth.account"), 303)


def _is_own_password(form: ChangePhoneForm) -> bool:
    is_own = accounts.confirm_password(
        actor_id=viewer().user_id, password=form.password.data or "", at=clock.now()
    )
    if not is_own:
        form.refuse("Kata sandi tidak cocok.", field=form.password)
    return is_own
