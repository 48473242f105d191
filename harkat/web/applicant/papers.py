"""The numbered papers of an owner's loan, as PDF."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.services.papers import issue_schedule_card
from harkat.services.settlement_letters import NotPaidOff, issue_settlement_letter
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.paper_answers import (
    receipt_answer,
    schedule_card_answer,
    settlement_letter_answer,
)
from harkat.web.papers import issued_answer


@applicant.get("/bukti-bayar/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def receipt_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the receipt of one payment."""
    return receipt_answer(viewer(), public_id)


@applicant.post("/pinjaman/<public_id>/kartu")
@requires(Permission.OWN_APPLY)
def issue_card(public_id: str) -> ResponseReturnValue:
    """Give the loan's schedule card its number, the first time, and lead to it."""
    card_public_id = issue_schedule_card(
        actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
    )
    return issued_answer("applicant.schedule_pdf", card_public_id)


@applicant.get("/kartu-jadwal/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def schedule_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the schedule card of a loan."""
    return schedule_card_answer(viewer(), public_id)


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
    return issued_answer("applicant.letter_pdf", letter_public_id)


@applicant.get("/surat-lunas/<public_id>.pdf")
@requires(Permission.OWN_APPLY)
def letter_pdf(public_id: str) -> ResponseReturnValue:
    """Give out the settlement letter of a loan."""
    return settlement_letter_answer(viewer(), public_id)
