"""An owner registers; the answer is the same whether the number is known or not."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.services import registration
from harkat.web.access import public, viewer
from harkat.web.auth import auth
from harkat.web.auth.forms import RegistrationForm
from harkat.web.navigation import home_endpoint


@auth.route("/daftar", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Open an owner's account."""
    if current_user.is_authenticated:
        return redirect(url_for(home_endpoint(viewer().role)), 303)
    form = RegistrationForm()
    if form.validate_on_submit():
        assert form.nik.nik
        registration.register(
            phone=form.phone.data or "",
            password=form.password.data or "",
            nik=form.nik.nik,
            full_name=form.full_name.data or "",
            consents=form.consents,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
        return redirect(url_for("auth.registered"), 303)
    return render_template("auth/register.html", form=form), 422 if form.errors else 200


@auth.get("/daftar/selesai")
@public
def registered() -> ResponseReturnValue:
    """Say how to go on, in words that fit a new account and an old one alike."""
    return render_template("auth/registered.html")
