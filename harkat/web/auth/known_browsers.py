"""What a browser keeps of the accounts it has entered, so that a holder hears of a new one only.

The cookie goes with the page of signing in alone, outlives signing out, and says to nobody whose
accounts they are.
"""

from datetime import timedelta

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from harkat.services import browsers
from harkat.services.browsers import Browser
from harkat.web.auth.devices import device_of

_COOKIE = "harkat-kenal"
_KEPT = timedelta(days=365)
_MOST_MARKS = 8  # a family's telephone, or the computer of a desk


def this_browser() -> Browser:
    """Return the browser that asks, with the marks it was left."""
    return Browser(device=device_of(request.user_agent.string), marks=frozenset(_marks()))


def leave_mark(answer: Response, account_public_id: str) -> None:
    """Let the browser know the account again; the one it knew longest without use goes first."""
    mark = browsers.mark_of(account_public_id)
    marks = [mark, *(other for other in _marks() if other != mark)]
    answer.set_cookie(
        _COOKIE,
        ".".join(marks[:_MOST_MARKS]),
        max_age=_KEPT,
        path=url_for("auth.sign_in"),
        secure=str(current_app.config["BASE_URL"]).startswith("https://"),
        httponly=True,
        samesite="Lax",
    )


def _marks() -> list[str]:
    return request.cookies.get(_COOKIE, "").split(".")[:_MOST_MARKS]
