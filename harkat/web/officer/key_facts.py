"""The summaries of loans that borrowers read and agreed to, as PDF for the bank."""

from flask import abort
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.services import key_facts
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.paper_answers import key_facts_answer
from harkat.web.papers import issued_answer


@officer.post("/pengajuan/<public_id>/ringkasan/<line_public_id>")
@requires(Permission.APPLICATION_READ)
def issue_key_facts(public_id: str, line_public_id: str) -> ResponseReturnValue:
    """Give a borrower's summary a number, the first time, and show it."""
    try:
        sheet_public_id = key_facts.issue_for_bank(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            line_public_id=line_public_id,
            at=clock.now(),
        )
    except NotFound:
        abort(404)
    return issued_answer("officer.key_facts_pdf", sheet_public_id)


@officer.get("/ringkasan/<public_id>/pdf")
@requires(Permission.APPLICATION_READ)
def key_facts_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a borrower's summary."""
    return key_facts_answer(viewer(), public_id)
