"""Pages of registering, signing in and out, and choosing the first password."""

from flask import Blueprint

auth = Blueprint("auth", __name__)

from harkat.web.auth import activation, registration, signing_in  # noqa: E402, F401
