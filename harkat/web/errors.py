"""What people see when something cannot be done: a sentence and a way on, never a trace."""

import secrets

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from harkat.domain.roles import NotPermitted
from harkat.services.files import NotFound
from harkat.services.transaction import KeyReused
from harkat.web import access, kept_answers

_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 503})


def init_app(app: Flask) -> None:
    """Let the application answer errors with its own pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotPermitted, _not_found)
    app.register_error_handler(KeyReused, _sent_before)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    page = code if code in _PAGES else (400 if code < 500 else 500)
    if page == 500:
        return _unexpected(error)
    answer = error.get_response()
    answer.set_data(render_template(f"errors/{page}.html"))
    answer.content_type = "text/html; charset=utf-8"
    answer.status_code = code
    return answer


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    """Ask whoever's session has ended to sign in again, with what was typed kept where it can be.

    A form without any token was not ours, and one of a page for everybody needs nobody signed in.
    """
    is_ours = bool(request.form.get("csrf_token"))
    if current_user.is_authenticated or not is_ours or access.is_public(request.endpoint):
        return render_template("errors/400.html", is_expired=True), 400
    if kept_answers.keep():
        flash(kept_answers.SESSION_OVER_KEPT, "info")
        return redirect(url_for("auth.sign_in", next=request.full_path), 303)
    flash(kept_answers.SESSION_OVER, "info")
    return redirect(url_for("auth.sign_in"), 303)


def _not_found(_error: NotFound | NotPermitted) -> ResponseReturnValue:
    """Say the same of what is not there and of what is not for this account."""
    return render_template("errors/404.html"), 404


def _sent_before(_error: KeyReused) -> ResponseReturnValue:
    return render_template("errors/409.html"), 409


def _unexpected(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(2).upper()
    current_app.logger.error("incident %s", incident, exc_info=error)
    return render_template("errors/500.html", incident=incident), 500
