"""An owner registers on five short pages; the answer is the same whoever is known already."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.identity import parse_nik
from harkat.domain.phone_codes import CodePurpose
from harkat.services import accounts, own_account, registration
from harkat.web.access import public, viewer
from harkat.web.auth import auth, steps
from harkat.web.auth.code_way import CodeWay
from harkat.web.auth.forms import GUESSABLE, PhoneForm, RegistrationPasswordForm
from harkat.web.auth.steps import Steps
from harkat.web.navigation import home_endpoint
from harkat.web.registration_forms import ConsentsForm, IdentityForm


def _send(answers: Steps, at: datetime) -> None:
    own_account.send_registration_code(phone=answers.phone, subject=answers.subject, at=at)


WAY = CodeWay(
    name="registration",
    title="Daftar",
    purpose=CodePurpose.REGISTRATION,
    send=_send,
    start="auth.register",
    code="auth.register_code",
    resend="auth.register_code_again",
    after="auth.register_password",
)


@auth.route("/daftar", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Ask for the phone number and send a code to it."""
    if current_user.is_authenticated:
        return redirect(url_for(home_endpoint(viewer().role)), 303)
    form = PhoneForm(data={"phone": _phone_so_far()})
    if form.validate_on_submit():
        answer = WAY.begin(form, form.phone)
        if answer is not None:
            return answer
    return render_template("auth/register.html", form=form), 422 if form.errors else 200


@auth.route("/daftar/kode", methods=["GET", "POST"])
@public
def register_code() -> ResponseReturnValue:
    """Ask for the code that was sent."""
    return _finished() or WAY.code_page()


@auth.post("/daftar/kode/ulang")
@public
def register_code_again() -> ResponseReturnValue:
    """Send another code."""
    return _finished() or WAY.send_again()


@auth.route("/daftar/kata-sandi", methods=["GET", "POST"])
@public
def register_password() -> ResponseReturnValue:
    """Ask for a password; one that was made before may stay."""
    answers = WAY.proved()
    if answers is None:
        return _finished() or WAY.start_again()
    form = RegistrationPasswordForm()
    form.ask(phone=answers.phone, is_made=bool(answers.password_hash))
    if form.validate_on_submit():
        if form.password.data:
            steps.keep(
                WAY.name,
                answers,
                password_hash=accounts.hash_password(form.password.data),
                password_marks=own_account.marks_of(form.password.data),
            )
        return redirect(url_for("auth.register_identity"), 303)
    page = render_template(
        "auth/register_password.html", form=form, is_made=bool(answers.password_hash)
    )
    return page, 422 if form.errors else 200


@auth.route("/daftar/ktp", methods=["GET", "POST"])
@public
def register_identity() -> ResponseReturnValue:
    """Ask for NIK and name, and refuse a password that is made of them."""
    answers = WAY.proved()
    if answers is None or not answers.password_hash:
        return _finished() or _back_to_password(answers)
    form = IdentityForm(data={"nik": answers.nik, "full_name": answers.full_name})
    if form.validate_on_submit():
        grown = steps.keep(
            WAY.name, answers, nik=form.nik.data or "", full_name=form.full_name.data or ""
        )
        if _is_guessable(grown):
            steps.keep(WAY.name, grown, password_hash="", password_marks=())
            flash(GUESSABLE, "error")
            return redirect(url_for("auth.register_password"), 303)
        return redirect(url_for("auth.register_consents"), 303)
    return render_template("auth/register_identity.html", form=form), 422 if form.errors else 200


@auth.route("/daftar/izin", methods=["GET", "POST"])
@public
def register_consents() -> ResponseReturnValue:
    """Ask for each consent on its own, then open the account."""
    answers = WAY.proved()
    if answers is None or not (answers.password_hash and answers.nik):
        return _finished() or _back_to_password(answers)
    form = ConsentsForm()
    if form.validate_on_submit():
        registration.finish(
            phone=answers.phone,
            password_hash=answers.password_hash,
            nik=parse_nik(answers.nik, today=clock.today()),
            full_name=answers.full_name,
            consents=form.consents,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
        steps.keep(WAY.name, Steps(subject=answers.subject, phone="", is_done=True))
        return redirect(url_for("auth.registered"), 303)
    return render_template("auth/register_consents.html", form=form), 422 if form.errors else 200


@auth.get("/daftar/selesai")
@public
def registered() -> ResponseReturnValue:
    """Say how to go on, in words that fit a new account and an old one alike."""
    return render_template("auth/registered.html")


def _finished() -> ResponseReturnValue | None:
    """Lead on whoever comes back to a registration that is over; nothing happens twice."""
    found = steps.known(WAY.name)
    is_done = found is not None and found.is_done
    return redirect(url_for("auth.registered"), 303) if is_done else None


def _back_to_password(answers: Steps | None) -> ResponseReturnValue:
    """Lead to the page whose answer is missing."""
    if answers is None:
        return WAY.start_again()
    is_made = bool(answers.password_hash)
    return redirect(url_for("auth.register_identity" if is_made else WAY.after), 303)


def _phone_so_far() -> str | None:
    found = steps.known(WAY.name) if request.method == "GET" else None
    return (found.phone or None) if found is not None else None


def _is_guessable(answers: Steps) -> bool:
    """Tell whether the password is made of the name or the NIK, which came after it."""
    nik = parse_nik(answers.nik, today=clock.today())
    return own_account.is_made_of(answers.password_marks, full_name=answers.full_name, nik=nik)
