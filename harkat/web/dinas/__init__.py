"""Pages of Dinas Koperasi: how much has been absorbed, and the lists behind every number."""

from flask import Blueprint

dinas = Blueprint("dinas", __name__, url_prefix="/dinas")

from harkat.web.dinas import lists, overview  # noqa: E402, F401 - their routes
