"""A new member of staff chooses the first password by a link that works once."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.passwords import SHORTEST_FOR_STAFF, WeakPassword
from harkat.queries import activation_links
from harkat.services import staff_accounts
from harkat.web.access import public
from harkat.web.auth import auth
from harkat.web.auth.forms import ActivationForm, password_sentence


@auth.get("/aktivasi/<token>")
@public
def activation(token: str) -> ResponseReturnValue:
    """Ask for the first password, if the link still opens anything."""
    if not activation_links.is_open(token=token, at=clock.now()):
        return _spent()
    return render_template("auth/activate.html", form=ActivationForm())


@auth.post("/aktivasi/<token>")
@public
def activate(token: str) -> ResponseReturnValue:
    """Set the first password."""
    form = ActivationForm()
    if form.validate_on_submit():
        try:
            staff_accounts.activate(token=token, password=form.password.data or "", at=clock.now())
        except staff_accounts.LinkSpent:
            return _spent()
        except WeakPassword as weak:
            sentence = password_sentence(weak, shortest=SHORTEST_FOR_STAFF)
            form.refuse(sentence, field=form.password)
        else:
            flash("Kata sandi tersimpan. Masuk dengan nomor HP Anda.", "success")
            return redirect(url_for("auth.sign_in"), 303)
    return render_template("auth/activate.html", form=form), 422


def _spent() -> ResponseReturnValue:
    return render_template("auth/link_spent.html"), 410
