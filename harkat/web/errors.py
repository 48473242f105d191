"""What people see when something cannot be done: a sentence and a way on, never a trace."""

import secrets

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from harkat.domain.roles import NotPermitted
from harkat.services.files import NotFound
from harkat.services.transaction import KeyReused

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
    return render_template("errors/400.html", is_expired=True), 400


def _not_found(_error: NotFound | NotPermitted) -> ResponseReturnValue:
    """Say the same of what is not there and of what is not for this account."""
    return render_template("errors/404.html"), 404


def _sent_before(_error: KeyReused) -> ResponseReturnValue:
    return render_template("errors/409.html"), 409


def _unexpected(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(2).upper()
    current_app.logger.error("incident %s", incident, exc_info=error)
    return render_template("errors/500.html", incident=incident), 500
