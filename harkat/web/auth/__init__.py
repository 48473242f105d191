"""Pages of registering, signing in and out, and looking after the own account."""

from flask import Blueprint

auth = Blueprint("auth", __name__)

from harkat.web.auth import (  # noqa: E402, F401
    account,
    activation,
    forgotten_password,
    phone_change,
    registration,
    signing_in,
)
