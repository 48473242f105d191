"""A new password by a code to the phone, and what helps whoever lost the phone as well."""

from datetime import datetime

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.passwords import SHORTEST, WeakPassword
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted
from harkat.services import own_account
from harkat.web.access import public
from harkat.web.auth import auth, steps
from harkat.web.auth.code_way import CodeWay
from harkat.web.auth.forms import NewPasswordForm, PhoneForm, password_sentence
from harkat.web.auth.steps import Steps


def _send(answers: Steps, at: datetime) -> None:
    own_account.send_reset_code(
        phone=answers.phone, subject=answers.subject, allow_demo=_allows_demo(), at=at
    )


WAY = CodeWay(
    name="password_reset",
    title="Lupa kata sandi",
    purpose=CodePurpose.PASSWORD_RESET,
    send=_send,
    start="auth.forgotten_password",
    code="auth.forgotten_code",
    resend="auth.forgotten_code_again",
    after="auth.new_password",
)


@auth.route("/lupa-sandi", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Ask for the phone number; the answer is the same whether it is known or not."""
    if current_user.is_authenticated:
        return redirect(url_for("auth.change_password"), 303)
    form = PhoneForm()
    if form.validate_on_submit():
        answer = WAY.begin(form, form.phone)
        if answer is not None:
            return answer
    page = render_template("auth/forgotten_password.html", form=form)
    return page, 422 if form.errors else 200


@auth.route("/lupa-sandi/kode", methods=["GET", "POST"])
@public
def forgotten_code() -> ResponseReturnValue:
    """Ask for the code that was sent."""
    return WAY.code_page()


@auth.post("/lupa-sandi/kode/ulang")
@public
def forgotten_code_again() -> ResponseReturnValue:
    """Send another code."""
    return WAY.send_again()


@auth.route("/lupa-sandi/baru", methods=["GET", "POST"])
@public
def new_password() -> ResponseReturnValue:
    """Take the new password; everybody who was signed in is out."""
    answers = WAY.proved()
    if answers is None:
        return WAY.start_again()
    form = NewPasswordForm()
    if form.validate_on_submit() and _reset(form, answers):
        steps.forget(WAY.name)
        flash("Kata sandi baru tersimpan. Masuk dengan kata sandi itu.", "success")
        return redirect(url_for("auth.sign_in"), 303)
    return render_template("auth/new_password.html", form=form), 422 if form.errors else 200


@auth.get("/hp-hilang")
@public
def lost_phone() -> ResponseReturnValue:
    """Say what to do when the phone, the number or both are gone."""
    return render_template("auth/lost_phone.html")


def _reset(form: NewPasswordForm, answers: Steps) -> bool:
    """Store the password, or say beside the field why not."""
    try:
        own_account.reset_password(
            phone=answers.phone,
            password=form.password.data or "",
            allow_demo=_allows_demo(),
            at=clock.now(),
        )
    except WeakPassword as weak:
        form.refuse(password_sentence(weak, shortest=SHORTEST), field=form.password)
    except NotPermitted:  # the account was closed, or got another number, in this very moment
        steps.forget(WAY.name)
        form.refuse("Kata sandi belum tersimpan. Mulai lagi dari nomor HP.")
    return not form.errors


def _allows_demo() -> bool:
    return bool(current_app.config["DEMO"])
