"""Pages of those who set the programme (facility, rules) and of those who open accounts."""

from flask import Blueprint

from harkat.web.addresses import refuse_impossible_ids

admin = Blueprint("admin", __name__, url_prefix="/admin")
admin.url_value_preprocessor(refuse_impossible_ids)

from harkat.web.admin import (  # noqa: E402, F401
    accounts,
    facility,
    facility_changes,
    holidays,
    settings,
)
