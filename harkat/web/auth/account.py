"""The own account: its password, and the places where it is signed in."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.passwords import SHORTEST, SHORTEST_FOR_STAFF, WeakPassword
from harkat.domain.roles import Role
from harkat.queries import own_sessions
from harkat.services import accounts, own_account
from harkat.web.access import signed_in, viewer
from harkat.web.auth import auth
from harkat.web.auth.forms import ChangePasswordForm, password_sentence
from harkat.web.navigation import home_endpoint
from harkat.web.sessions import BrowserSession

_LONGEST_ID = 12  # digits


@auth.get("/akun")
@signed_in
def account() -> ResponseReturnValue:
    """Show what can be changed about the account and where it is signed in."""
    return render_template(
        "auth/account.html",
        sessions=own_sessions.open_sessions(viewer(), token=_own_token(), at=clock.now()),
        is_owner=viewer().role is Role.BUSINESS_OWNER,
        home_url=url_for(home_endpoint(viewer().role)),
    )


@auth.post("/akun/keluarkan")
@signed_in
def end_session() -> ResponseReturnValue:
    """End one of the own sessions; somebody else's is left alone."""
    asked = request.form.get("session", "")
    if asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_ID:
        own_account.end_own_session(
            actor_id=viewer().user_id, session_id=int(asked), at=clock.now()
        )
        flash("Perangkat itu sudah dikeluarkan.", "success")
    return redirect(url_for("auth.account"), 303)


@auth.route("/akun/kata-sandi", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Ask for the old password and take a new one; every other session ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and _changed(form):
        _renew_session()
        flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.", "success")
        return redirect(url_for("auth.account"), 303)
    page = render_template("auth/change_password.html", form=form, shortest=_shortest())
    return page, 422 if form.errors else 200


def _changed(form: ChangePasswordForm) -> bool:
    """Change the password, or say beside the field why not."""
    actor_id, at = viewer().user_id, clock.now()
    if not accounts.confirm_password(
        actor_id=actor_id, password=form.old_password.data or "", at=at
    ):
        form.refuse("Kata sandi tidak cocok.", field=form.old_password)
        return False
    try:
        own_account.change_password(
            actor_id=actor_id,
            password=form.password.data or "",
            keep_token=_own_token(),
            at=at,
        )
    except WeakPassword as weak:
        form.refuse(password_sentence(weak, shortest=_shortest()), field=form.password)
        return False
    return True


def _renew_session() -> None:
    """Go on under a new id: whoever copied the old one is out, too."""
    assert isinstance(session, BrowserSession)
    session.renew()


def _own_token() -> str:
    assert isinstance(session, BrowserSession)
    return session.token or ""


def _shortest() -> int:
    return SHORTEST if viewer().role is Role.BUSINESS_OWNER else SHORTEST_FOR_STAFF
