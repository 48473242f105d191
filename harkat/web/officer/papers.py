"""The papers of a loan as PDF."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.schedule_in_force import rows_in_force
from harkat.queries import loan_file
from harkat.queries import papers as paper_facts
from harkat.queries.settlement_letters import settlement_letter
from harkat.reports.documents.receipt import receipt_pdf as draw_receipt
from harkat.reports.documents.schedule_card import schedule_card_pdf as draw_schedule_card
from harkat.reports.documents.settlement_letter import (
    settlement_letter_pdf as draw_settlement_letter,
)
from harkat.services import papers as paper_numbers
from harkat.services import settlement_letters
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.papers import SCHEDULE_FILES, pdf_answer, schedule_answer, verify_url


@officer.get("/kuitansi/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def receipt_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a receipt."""
    facts = paper_facts.receipt(viewer(), public_id)
    if facts is None:
        abort(404)
    content = draw_receipt(facts, verify_url=verify_url(public_id))
    return pdf_answer(content, number=facts.number)


@officer.get("/pinjaman/<public_id>/jadwal.<layout>")
@requires(Permission.LOAN_READ)
def schedule_file(public_id: str, layout: str) -> ResponseReturnValue:
    """Give out the schedule in force as a file for a spreadsheet."""
    found = loan_file.loan_file(viewer(), public_id, on=clock.today())
    if found is None or layout not in SCHEDULE_FILES:
        abort(404)
    return schedule_answer(layout, rows_in_force(found.position), number=found.reference_no)


@officer.post("/pinjaman/<public_id>/kartu-jadwal")
@requires(Permission.LOAN_READ)
def issue_schedule_card(public_id: str) -> ResponseReturnValue:
    """Give the loan's schedule card its number, the first time, and show the card."""
    card_public_id = paper_numbers.issue_schedule_card(
        actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
    )
    return redirect(url_for("officer.schedule_pdf", public_id=card_public_id), 303)


@officer.get("/kartu-jadwal/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def schedule_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a schedule card."""
    facts = paper_facts.schedule_card(viewer(), public_id)
    if facts is None:
        abort(404)
    content = draw_schedule_card(facts, verify_url=verify_url(public_id))
    return pdf_answer(content, number=facts.number)


@officer.post("/pinjaman/<public_id>/surat-lunas")
@requires(Permission.LOAN_READ)
def issue_settlement_letter(public_id: str) -> ResponseReturnValue:
    """Give the settlement letter its number, the first time, and show it."""
    try:
        letter_public_id = settlement_letters.issue_settlement_letter(
            actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
        )
    except settlement_letters.NotPaidOff:
        flash("Pinjaman ini belum lunas.", "error")
        return redirect(url_for("officer.loan", public_id=public_id), 303)
    return redirect(url_for("officer.settlement_letter_pdf", public_id=letter_public_id), 303)


@officer.get("/surat-lunas/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def settlement_letter_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a settlement letter."""
    facts = settlement_letter(viewer(), public_id, on=clock.today())
    if facts is None:
        abort(404)
    content = draw_settlement_letter(facts, verify_url=verify_url(public_id))
    return pdf_answer(content, number=facts.number)
