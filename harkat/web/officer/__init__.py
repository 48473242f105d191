"""Pages of the bank's officers: queue, decision file, disbursement, loans and repayments."""

from flask import Blueprint

from harkat.web.addresses import refuse_impossible_ids

officer = Blueprint("officer", __name__, url_prefix="/petugas")
officer.url_value_preprocessor(refuse_impossible_ids)

from harkat.web.officer import (  # noqa: E402, F401 - their routes
    appeals,
    blocking,
    changes,
    decision,
    disbursement,
    documents,
    file_page,
    identity,
    key_facts,
    loans,
    papers,
    queue,
    relief,
    repayment,
    settling,
    verification,
    visits,
    whatsapp,
    words,
)
