"""Pages of the owners: their own file, group, applications, loans and messages."""

import re

from flask import Blueprint, abort

applicant = Blueprint("applicant", __name__)

_POSSIBLE = {
    "public_id": re.compile(r"[A-Za-z0-9_-]{22}"),
    "member_id": re.compile(r"[A-Za-z0-9_-]{22}"),
    "product_code": re.compile(r"[a-z0-9-]{1,40}"),
}


@applicant.url_value_preprocessor
def refuse_impossible_ids(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Answer an address whose parts cannot name anything as if there were no such page."""
    for name, value in (values or {}).items():
        if name in _POSSIBLE and not _POSSIBLE[name].fullmatch(str(value)):
            abort(404)


from harkat.web.applicant import (  # noqa: E402, F401
    agreement,
    appeal,
    application,
    arrears,
    arrivals,
    assisted_sending,
    blocked_part,
    business,
    business_pin,
    changes,
    circumstances,
    class_place,
    consents,
    data_requests,
    documents,
    group,
    group_application,
    group_codes,
    group_search,
    group_votes,
    helps,
    home,
    invitation,
    key_facts,
    loan,
    messages,
    money,
    offer,
    own_data,
    own_part,
    papers,
    payout_account,
    relief,
    sending,
    training,
    training_claim,
    visit,
    witnessed_consent,
    witnessed_joining,
    witnessed_sending,
)
