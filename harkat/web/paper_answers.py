"""Papers that more than one audience may open: whoever may see the record gets the same PDF."""

from flask import Response, abort

from harkat.domain.roles import Viewer
from harkat.queries import key_facts
from harkat.queries.certificates import certificate_facts
from harkat.reports.documents.certificate import certificate_pdf
from harkat.reports.documents.key_facts import key_facts_pdf
from harkat.web.key_facts_words import words_of
from harkat.web.papers import certificate_url, pdf_answer, verify_url


def key_facts_answer(viewer: Viewer, public_id: str) -> Response:
    """Return the summary of a loan as the viewer may see it, or answer that there is none."""
    found = key_facts.sheet(viewer, public_id)
    if found is None:
        abort(404)
    content = key_facts_pdf(found, words_of(found.facts), verify_url=verify_url(public_id))
    return pdf_answer(content, number=found.number)


def certificate_answer(viewer: Viewer, public_id: str) -> Response:
    """Return a Balikat certificate the viewer may see, or answer that there is none."""
    facts = certificate_facts(viewer, public_id)
    if facts is None:
        abort(404)
    content = certificate_pdf(facts, verify_url=certificate_url(public_id))
    return pdf_answer(content, number=facts.number)
