"""The papers of a loan as PDF."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.schedule_in_force import rows_in_force
from harkat.queries import loan_file
from harkat.services import papers as paper_numbers
from harkat.services import settlement_letters
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.paper_answers import (
    receipt_answer,
    schedule_card_answer,
    settlement_letter_answer,
)
from harkat.web.papers import SCHEDULE_FILES, issued_answer, schedule_answer


@officer.get("/kuitansi/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def receipt_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a receipt."""
    return receipt_answer(viewer(), public_id)


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
    return issued_answer("officer.schedule_pdf", card_public_id)


@officer.get("/kartu-jadwal/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def schedule_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a schedule card."""
    return schedule_card_answer(viewer(), public_id)


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
    return issued_answer("officer.settlement_letter_pdf", letter_public_id)


@officer.get("/surat-lunas/<public_id>/pdf")
@requires(Permission.LOAN_READ)
def settlement_letter_pdf(public_id: str) -> ResponseReturnValue:
    """Give out a settlement letter."""
    return settlement_letter_answer(viewer(), public_id)
