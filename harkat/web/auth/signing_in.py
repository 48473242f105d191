"""Signing in with phone number and password, and out again."""

from datetime import datetime, timedelta

from flask import current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from harkat import clock
from harkat.domain.indonesian import time_of_day
from harkat.queries import demo_accounts
from harkat.services import accounts
from harkat.web import kept_answers, people
from harkat.web.access import public, signed_in, viewer
from harkat.web.auth import auth
from harkat.web.auth.devices import device_of
from harkat.web.auth.forms import SignInForm
from harkat.web.auth.known_browsers import leave_mark, this_browser
from harkat.web.auth.return_path import own_path
from harkat.web.navigation import home_endpoint
from harkat.web.sessions import BrowserSession

_NO_MATCH = "Nomor HP atau kata sandi tidak cocok."
_MINUTE = timedelta(minutes=1)


@auth.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in and go to the page that was asked for, or to the role's own first page."""
    if current_user.is_authenticated:
        return redirect(url_for(home_endpoint(viewer().role)), 303)
    form = SignInForm()
    if form.validate_on_submit():
        answer = accounts.sign_in(
            phone=form.phone.data or "",
            password=form.password.data or "",
            allow_demo=bool(current_app.config["DEMO"]),
            at=clock.now(),
            browser=this_browser(),
        )
        if answer.account_id is not None:
            return _enter(answer.account_id)
        if answer.blocked_until is not None:
            return _have_patience(form, until=answer.blocked_until)
        form.refuse(_NO_MATCH, field=form.password)
    return _page(form), 422 if form.errors else 200


@auth.before_app_request
def lead_home() -> ResponseReturnValue | None:
    """Lead whoever is signed in from the bare start page to the own first page.

    A start page that was asked something is a calculator, and stays one for everybody.
    """
    if request.endpoint != "public.start" or request.args or not current_user.is_authenticated:
        return None
    return redirect(url_for(home_endpoint(viewer().role)), 303)


@auth.post("/keluar")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server, and let the browser forget what it saw."""
    session.clear()
    answer = make_response(redirect(url_for("public.start"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _enter(account_id: int) -> ResponseReturnValue:
    person = people.load(str(account_id))
    if person is None:  # the account was closed in this very moment
        return redirect(url_for("auth.sign_in"), 303)
    assert isinstance(session, BrowserSession)
    kept = kept_answers.taken_along()
    wanted = request.args.get("next") or session.get("wanted")
    session.clear()
    session.renew()
    login_user(person)
    kept_answers.hand_to(person.public_id, kept)
    session["role"] = str(person.viewer.role)
    session["device"] = device_of(request.user_agent.string)
    home = url_for(home_endpoint(person.viewer.role))
    answer = redirect(own_path(wanted) or home, 303)
    leave_mark(answer, person.public_id)
    return answer


def _have_patience(form: SignInForm, *, until: datetime) -> ResponseReturnValue:
    """Say the minute from which trying makes sense again."""
    whole_minute = until.replace(second=0, microsecond=0)
    if whole_minute < until:
        whole_minute += _MINUTE
    again = time_of_day(whole_minute)
    form.refuse(f"Terlalu sering mencoba. Coba lagi pukul {again}, atau hubungi Bantuan.")
    return _page(form), 429, {"Retry-After": str(int((until - clock.now()).total_seconds()) + 1)}


def _page(form: SignInForm) -> str:
    is_demo = bool(current_app.config["DEMO"])
    return render_template(
        "auth/sign_in.html",
        form=form,
        demo_accounts=demo_accounts.by_role() if is_demo else (),
        demo_password=demo_accounts.PASSWORD if is_demo else None,
    )
