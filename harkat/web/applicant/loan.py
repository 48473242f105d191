"""An owner's loan: what comes next, what is left and what was paid."""

from datetime import date

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.settlement import SettlementQuote
from harkat.queries import arrivals, own_loans, relief
from harkat.queries.own_loans import OwnLoan
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.loan_words import ending, status_word
from harkat.web.applicant.relief_forms import SettlementForm


@applicant.get("/pinjaman/<public_id>")
@requires(Permission.OWN_APPLY)
def loan(public_id: str) -> ResponseReturnValue:
    """Show the own loan as it stands now, and what pays it off on a day."""
    today = clock.today()
    found = own_loans.loan(viewer(), public_id, on=today)
    if found is None:
        abort(404)
    form = SettlementForm()
    later = _later(found, form, today=today)
    page = render_template(
        "applicant/loan.html",
        loan=found,
        status_word=status_word(found.status),
        ending=None if found.position.next_instalment else ending(found),
        relief_request=relief.latest_request(viewer(), public_id),
        to_confirm=arrivals.to_confirm(viewer(), public_id),
        settlement=own_loans.settlement(viewer(), public_id, on=today),
        later=later,
        settlement_form=form,
        has_errors=bool(form.errors),
        shown_at=clock.now(),
    )
    return page, 422 if form.errors else 200


def _later(found: OwnLoan, form: SettlementForm, *, today: date) -> SettlementQuote | None:
    """Return what pays the loan off on the day that is asked for, or say why there is none."""
    if not form.is_asked or not form.validate() or form.on.data is None:
        return None
    last = max(today, found.position.instalments[-1].due_on)
    if not today <= form.on.data <= last:
        form.on.errors = ["Pilih tanggal dari hari ini sampai cicilan terakhir."]
        return None
    return own_loans.settlement(viewer(), found.public_id, on=form.on.data)
