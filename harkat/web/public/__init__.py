"""Pages for everybody, without an account and without a cookie."""

from flask import Blueprint

from harkat.web.addresses import refuse_impossible_ids

public = Blueprint("public", __name__)
public.url_value_preprocessor(refuse_impossible_ids)

from harkat.web.public import (  # noqa: E402, F401
    arrears,
    calculator,
    certificate,
    complaints,
    components,
    demo_inbox,
    health,
    papers,
    precheck,
    start,
    training,
)
