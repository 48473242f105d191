"""Where to go after saving: back to the page that reads all over, if one came from there."""

import re
from typing import Any

from flask import request, url_for

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")
READING_OVER = "periksa"
"""The part of an address that names the application being read over."""


def reading_over() -> dict[str, Any]:
    """Return what an address carries on from this one: the application being read over."""
    wanted = request.args.get(READING_OVER, "")
    return {READING_OVER: wanted} if _PUBLIC_ID.fullmatch(wanted) else {}


def after_saving() -> str:
    """Return the page to go on to: the one that reads over, or the list of tasks."""
    wanted = reading_over().get(READING_OVER)
    if wanted is None:
        return url_for("applicant.home")
    return url_for("applicant.send_application", public_id=wanted)
