"""Payments at the desk: recorded once each with a receipt, and taken back by a second person."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.loan_events import EventKind, ImpossibleHistory
from harkat.domain.roles import Permission
from harkat.queries import papers
from harkat.queries.loan_file import LoanFile, LoanStep
from harkat.reports.documents.receipt import what_is_left
from harkat.services import repayment
from harkat.services.disbursement import DateOutOfRange
from harkat.services.loan_credit import SuspenseSpent
from harkat.services.repayment import ImpossibleRepayment, LoanEnded, ReversedAlready
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.forms import RepaymentForm, ReversalForm
from harkat.web.officer.loans import open_loan, show_loan


@officer.post("/pinjaman/<public_id>/bayar")
@requires(Permission.REPAYMENT_RECORD)
def record_repayment(public_id: str) -> ResponseReturnValue:
    """Record a payment and show its receipt."""
    file, form = open_loan(public_id), RepaymentForm()
    if not form.validate_on_submit():
        return show_loan(file, form), 422
    assert form.amount.data is not None
    assert form.paid_on.data is not None
    try:
        receipt_public_id = repayment.record_repayment(
            actor_id=viewer().user_id,
            loan_public_id=public_id,
            amount=form.amount.data,
            paid_on=form.paid_on.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except LoanEnded:
        flash("Tidak ada lagi yang dibayar pada pinjaman ini.", "error")
        return show_loan(open_loan(public_id), None), 409
    except ImpossibleRepayment:
        form.refuse("Isi jumlah di atas Rp0, paling banyak Rp1.000.000.000.", field=form.amount)
    except (DateOutOfRange, ImpossibleHistory):
        form.refuse("Tanggal bayar di antara hari uang dikirim dan hari ini.", field=form.paid_on)
    else:
        return redirect(url_for("officer.receipt", public_id=receipt_public_id), 303)
    return show_loan(file, form), 422


@officer.get("/kuitansi/<public_id>")
@requires(Permission.LOAN_READ)
def receipt(public_id: str) -> ResponseReturnValue:
    """Show a receipt with the figures that stand on its paper."""
    facts = papers.receipt(viewer(), public_id)
    if facts is None:
        abort(404)
    return render_template("officer/receipt.html", facts=facts, left=what_is_left(facts))


@officer.route("/pinjaman/<public_id>/koreksi/<int:seq>", methods=["GET", "POST"])
@requires(Permission.REPAYMENT_REVERSE)
def reverse_repayment(public_id: str, seq: int) -> ResponseReturnValue:
    """Take back a payment that was recorded by mistake, with a reason."""
    file, form = open_loan(public_id), ReversalForm()
    payment = _payment(file, seq)
    if form.validate_on_submit():
        try:
            repayment.reverse_event(
                actor_id=viewer().user_id,
                loan_public_id=public_id,
                seq=seq,
                reason_note=form.reason_note.data or "",
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except ReversedAlready:
            flash("Pembayaran ini sudah dikoreksi sebelumnya.", "error")
            return redirect(url_for("officer.loan", public_id=public_id), 303)
        except SuspenseSpent:
            form.refuse("Kelebihan bayarnya sudah dipakai. Koreksi pemakaian itu dulu.")
        else:
            flash("Pembayaran dikoreksi. Catatan lama tetap terlihat di bawah.", "success")
            return redirect(url_for("officer.loan", public_id=public_id), 303)
    page = render_template("officer/reverse.html", file=file, payment=payment, form=form)
    return page, 422 if form.errors else 200


def _payment(file: LoanFile, seq: int) -> LoanStep:
    """Return the payment with this number; anything else cannot be taken back."""
    payments = (step for step in file.steps if step.kind is EventKind.REPAID)
    found = next((payment for payment in payments if payment.seq == seq), None)
    return abort(404) if found is None else found
