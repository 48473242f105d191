"""Paying a loan off early at the desk: the sum of the day, and its receipt."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import ValidationError

from harkat import clock
from harkat.domain.loan_events import ImpossibleHistory
from harkat.domain.loan_life import CannotHappen
from harkat.domain.money import MOST_DIGITS, Rupiah, format_rupiah
from harkat.domain.roles import Permission
from harkat.queries.loan_file import LoanFile
from harkat.services import repayment
from harkat.services.disbursement import DateOutOfRange
from harkat.services.repayment import ImpossibleRepayment, LoanEnded
from harkat.web.access import requires, viewer
from harkat.web.forms import HarkatForm
from harkat.web.officer import officer
from harkat.web.officer.loans import open_loan


class SettlementForm(HarkatForm):
    """The sum that was shown and is now in the cashier's hand."""

    shown = HiddenField()

    def validate_shown(self, field: HiddenField) -> None:
        """Refuse a page that does not say which sum it showed."""
        text = str(field.data or "")
        if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
            raise ValidationError("Muat ulang halaman ini, lalu lihat jumlahnya lagi.")


@officer.route("/pinjaman/<public_id>/pelunasan", methods=["GET", "POST"])
@requires(Permission.REPAYMENT_RECORD)
def settle(public_id: str) -> ResponseReturnValue:
    """Show what closes the loan today, and record that exactly this was paid."""
    file = open_loan(public_id)
    if file.settlement is None:
        abort(404)
    form = SettlementForm(data={"shown": str(int(file.settlement.total))})
    if form.validate_on_submit():
        receipt_public_id = _settled(form, file)
        if receipt_public_id is not None:
            flash("Pinjaman lunas. Surat lunas bisa dicetak di halaman pinjaman.", "success")
            return redirect(url_for("officer.receipt", public_id=receipt_public_id), 303)
        form.shown.data = str(int(file.settlement.total))
    page = render_template("officer/settle.html", file=file, quote=file.settlement, form=form)
    return page, 422 if form.errors else 200


def _settled(form: SettlementForm, file: LoanFile) -> str | None:
    """Record the payment and return its receipt, or say why it could not be recorded."""
    try:
        return repayment.settle(
            actor_id=viewer().user_id,
            loan_public_id=file.public_id,
            amount=Rupiah(int(form.shown.data or 0)),
            paid_on=clock.today(),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except CannotHappen as refused:
        right = refused.right
        now = format_rupiah(right) if isinstance(right, Rupiah) else "lain"
        form.refuse(f"Jumlahnya sudah berubah, sekarang {now}. Periksa lagi, lalu tekan lagi.")
    except LoanEnded:
        form.refuse("Tidak ada lagi yang dibayar pada pinjaman ini.")
    except (ImpossibleRepayment, DateOutOfRange, ImpossibleHistory):
        form.refuse("Pelunasan hari ini tidak bisa dicatat. Catat sebagai pembayaran biasa.")
    return None
