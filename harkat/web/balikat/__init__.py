"""Pages of Balikat's staff: classes and who completed them; nothing about money."""

from flask import Blueprint

from harkat.web.addresses import refuse_impossible_ids

balikat = Blueprint("balikat", __name__, url_prefix="/balikat")
balikat.url_value_preprocessor(refuse_impossible_ids)

from harkat.web.balikat import certificates, claims, classes, completions, roll, tickets  # noqa: E402, F401
