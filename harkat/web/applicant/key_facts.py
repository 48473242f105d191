"""The summary of an offered or agreed loan, as PDF."""

from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.services import key_facts
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.opened import nothing_offered
from harkat.web.paper_answers import key_facts_answer
from harkat.web.papers import issued_answer


@applicant.post("/pengajuan/<public_id>/ringkasan")
@requires(Permission.OWN_APPLY)
def issue_key_facts(public_id: str) -> ResponseReturnValue:
    """Give the summary of the own part a number, the first time, and lead to it."""
    try:
        sheet_public_id = key_facts.issue_own(
            actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
        )
    except NotFound:
        nothing_offered(public_id)
    return issued_answer("applicant.key_facts_pdf", sheet_public_id)


@applicant.get("/ringkasan/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def key_facts_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a summary of the own part."""
    return key_facts_answer(viewer(), public_id)
