"""Papers that more than one audience may open: whoever may see the record gets the same PDF.

Nothing of a paper is kept but its number and its facts, so every size is drawn anew from them and
says the same; a fingerprint on a paper is that of the facts, never of a file.
"""

from flask import Response, abort

from harkat import clock
from harkat.domain.roles import Viewer
from harkat.queries import key_facts, papers
from harkat.queries.certificates import certificate_facts
from harkat.queries.settlement_letters import settlement_letter
from harkat.reports.documents.certificate import certificate_pdf
from harkat.reports.documents.key_facts import key_facts_pdf
from harkat.reports.documents.receipt import receipt_pdf
from harkat.reports.documents.schedule_card import schedule_card_pdf
from harkat.reports.documents.settlement_letter import settlement_letter_pdf
from harkat.web.key_facts_words import words_of
from harkat.web.papers import asked_size, certificate_url, pdf_answer, verify_url


def receipt_answer(viewer: Viewer, public_id: str) -> Response:
    """Return the receipt of a payment the viewer may see, on a roll too."""
    facts = papers.receipt(viewer, public_id)
    if facts is None:
        abort(404)
    content = receipt_pdf(facts, verify_url=verify_url(public_id), size=asked_size(on_roll=True))
    return pdf_answer(content, number=facts.number)


def schedule_card_answer(viewer: Viewer, public_id: str) -> Response:
    """Return the schedule card of a loan the viewer may see, or answer that there is none."""
    facts = papers.schedule_card(viewer, public_id)
    if facts is None:
        abort(404)
    content = schedule_card_pdf(facts, verify_url=verify_url(public_id), size=asked_size())
    return pdf_answer(content, number=facts.number)


def settlement_letter_answer(viewer: Viewer, public_id: str) -> Response:
    """Return the settlement letter of a loan the viewer may see, or answer that there is none."""
    facts = settlement_letter(viewer, public_id, on=clock.today())
    if facts is None:
        abort(404)
    content = settlement_letter_pdf(facts, verify_url=verify_url(public_id), size=asked_size())
    return pdf_answer(content, number=facts.number)


def key_facts_answer(viewer: Viewer, public_id: str) -> Response:
    """Return the summary of a loan as the viewer may see it, or answer that there is none."""
    found = key_facts.sheet(viewer, public_id)
    if found is None:
        abort(404)
    content = key_facts_pdf(
        found, words_of(found.facts), verify_url=verify_url(public_id), size=asked_size()
    )
    return pdf_answer(content, number=found.number)


def certificate_answer(viewer: Viewer, public_id: str) -> Response:
    """Return a Balikat certificate the viewer may see, or answer that there is none."""
    facts = certificate_facts(viewer, public_id)
    if facts is None:
        abort(404)
    content = certificate_pdf(facts, verify_url=certificate_url(public_id), size=asked_size())
    return pdf_answer(content, number=facts.number)
