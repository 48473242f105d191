"""Pages of whoever helps owners at a desk: begin with the owner's code, register, and end."""

from flask import Blueprint

assistant = Blueprint("assistant", __name__, url_prefix="/bantu")

from harkat.web.assistant import registering, starting  # noqa: E402, F401
