"""The pages: each audience has its own way in; what they share is bound to the application here."""

from flask import Flask

from harkat.web import (
    access,
    errors,
    filters,
    headers,
    helping,
    labels,
    navigation,
    people,
    sessions,
    transfer,
)
from harkat.web.admin import admin
from harkat.web.applicant import applicant
from harkat.web.assistant import assistant
from harkat.web.auth import auth
from harkat.web.balikat import balikat
from harkat.web.dinas import dinas
from harkat.web.officer import officer
from harkat.web.public import public

__all__ = ["init_app", "people"]

_AUDIENCES = (public, auth, applicant, officer, dinas, balikat, admin, assistant)
_LARGEST_FORM_BYTES = 256 * 1024
_MOST_FORM_PARTS = 500


def init_app(app: Flask) -> None:
    """Bind the pages of all audiences to the application.

    :raises RouteWithoutPolicy: if a route does not say who may enter
    """
    # Flask has these settings from the start, the first without a limit.
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"] or _LARGEST_FORM_BYTES
    app.config["MAX_FORM_PARTS"] = _MOST_FORM_PARTS
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.session_interface = sessions.DatabaseSessions()
    headers.init_app(app)
    transfer.init_app(app)
    errors.init_app(app)
    filters.register(app)
    labels.register(app)
    navigation.register(app)
    helping.register(app)
    for audience in _AUDIENCES:
        app.register_blueprint(audience)
    access.open_static(app)
    access.refuse_routes_without_policy(app)
