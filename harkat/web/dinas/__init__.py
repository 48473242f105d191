"""Pages of Dinas Koperasi: how much has been absorbed, and the lists behind every number."""

from flask import Blueprint

from harkat.web.addresses import refuse_impossible_ids

dinas = Blueprint("dinas", __name__, url_prefix="/dinas")
dinas.url_value_preprocessor(refuse_impossible_ids)

from harkat.web.dinas import (  # noqa: E402, F401 - their routes  # noqa: E402, F401 - their routes
    arrears,
    complaints,
    data_requests,
    lists,
    overview,
    phone_changes,
    precheck,
    signs,
)
