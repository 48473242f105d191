"""Who may enter: every route states its policy, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat.domain.roles import Permission, Viewer

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

_POLICY = "harkat_policy"


class RouteWithoutPolicy(RuntimeError):
    """A route does not say who may enter."""


def public(view: View[P]) -> View[P]:
    """Let everybody in."""
    return _with_policy(view, "public")


def signed_in(view: View[P]) -> View[P]:
    """Let in whoever has signed in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _to_sign_in()
        return view(*args, **kwargs)

    return _with_policy(guarded, "signed in")


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let in whoever's role grants the permission; to others the page does not exist."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if not viewer().has(permission):
                abort(404)
            return view(*args, **kwargs)

        return _with_policy(guarded, str(permission))

    return guard


def viewer() -> Viewer:
    """Return whoever is signed in, as queries ask for it; while helping, the helped owner."""
    found: Viewer = g.get("stands_for") or current_user.viewer
    return found


def policies(app: Flask) -> dict[str, str]:
    """Return the policy of every endpoint."""
    return {endpoint: getattr(view, _POLICY, "") for endpoint, view in app.view_functions.items()}


def is_public(endpoint: str | None) -> bool:
    """Tell whether an endpoint is for everybody; one that is not there is."""
    view = current_app.view_functions.get(endpoint or "")
    return view is None or getattr(view, _POLICY, "") == "public"


def open_static(app: Flask) -> None:
    """State that stylesheets and scripts are for everybody."""
    setattr(app.view_functions["static"], _POLICY, "public")


def refuse_routes_without_policy(app: Flask) -> None:
    """Stop the start if a route forgot to say who may enter.

    :raises RouteWithoutPolicy: naming the endpoints
    """
    bare = sorted(endpoint for endpoint, policy in policies(app).items() if not policy)
    if bare:
        raise RouteWithoutPolicy(", ".join(bare))


def _with_policy(view: View[P], policy: str) -> View[P]:
    setattr(view, _POLICY, policy)
    return view


def _to_sign_in() -> ResponseReturnValue:
    wanted: dict[str, Any] = {"next": request.full_path} if request.method == "GET" else {}
    if wanted:
        # Whoever registers first comes by other pages; the browser's session remembers.
        session["wanted"] = request.full_path
    return redirect(url_for("auth.sign_in", **wanted))
