"""Pages of whoever helps owners at a desk: begin, register, end, and stand witness."""

from flask import Blueprint

assistant = Blueprint("assistant", __name__, url_prefix="/bantu")

from harkat.web.assistant import registering, starting, without_phone, witnessing  # noqa: E402, F401
