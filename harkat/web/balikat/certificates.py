"""Certificates on paper, for those who ask Balikat for theirs."""

from flask import abort
from flask.typing import ResponseReturnValue

from harkat.domain.roles import Permission
from harkat.queries.certificates import certificate_facts
from harkat.reports.documents.certificate import certificate_pdf
from harkat.web.access import requires, viewer
from harkat.web.balikat import balikat
from harkat.web.papers import certificate_url, pdf_answer


@balikat.get("/sertifikat/<public_id>.pdf")
@requires(Permission.TRAINING_RECORD)
def certificate(public_id: str) -> ResponseReturnValue:
    """Give out a certificate."""
    facts = certificate_facts(viewer(), public_id)
    if facts is None:
        abort(404)
    content = certificate_pdf(facts, verify_url=certificate_url(public_id))
    return pdf_answer(content, number=facts.number)
