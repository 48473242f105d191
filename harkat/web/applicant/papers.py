"""The numbered papers of an owner's loan, as PDF."""

from flask import Response, abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import papers
from harkat.queries.settlement_letters import settlement_letter
from harkat.reports.documents.receipt import receipt_pdf as receipt_document
from harkat.reports.documents.schedule_card import schedule_card_pdf
from harkat.reports.documents.settlement_letter import settlement_letter_pdf
from harkat.services.papers import issue_schedule_card
from harkat.services.settlement_letters import NotPaidOff, issue_settlement_letter
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant


@applicant.get("/bukti-bayar/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def receipt_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the receipt of one payment."""
    facts = papers.receipt(viewer(), public_id)
    if facts is None:
        abort(404)
    return _pdf(receipt_document(facts, verify_url=_verify_url(public_id)), number=facts.number)


@applicant.post("/pinjaman/<public_id>/kartu")
@requires(Permission.OWN_APPLY)
def issue_card(public_id: str) -> ResponseReturnValue:
    """Give the loan's schedule card its number, the first time, and lead to it."""
    card_public_id = issue_schedule_card(
        actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
    )
    return redirect(url_for("applicant.schedule_pdf", public_id=card_public_id), 303)


@applicant.get("/kartu-jadwal/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def schedule_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the schedule card of a loan."""
    facts = papers.schedule_card(viewer(), public_id)
    if facts is None:
        abort(404)
    return _pdf(schedule_card_pdf(facts, verify_url=_verify_url(public_id)), number=facts.number)


@applicant.post("/pinjaman/<public_id>/surat-lunas")
@requires(Permission.OWN_APPLY)
def issue_letter(public_id: str) -> ResponseReturnValue:
    """Give the settlement letter its number, the first time, and lead to it."""
    try:
        letter_public_id = issue_settlement_letter(
            actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
        )
    except NotPaidOff:
        flash("Surat lunas ada setelah semua cicilan dibayar.", "info")
        return redirect(url_for("applicant.loan", public_id=public_id), 303)
    return redirect(url_for("applicant.letter_pdf", public_id=letter_public_id), 303)


@applicant.get("/surat-lunas/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def letter_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the settlement letter of a loan."""
    facts = settlement_letter(viewer(), public_id, on=clock.today())
    if facts is None:
        abort(404)
    content = settlement_letter_pdf(facts, verify_url=_verify_url(public_id))
    return _pdf(content, number=facts.number)


def _verify_url(public_id: str) -> str:
    """Return the address that verifies a paper, at the official host whatever the request says."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for("public.paper", public_id=public_id)


def _pdf(content: bytes, *, number: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response
