"""An owner's loan: what comes next, what is left and what was paid."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import own_loans
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant


@applicant.get("/pinjaman/<public_id>")
@requires(Permission.OWN_APPLY)
def loan(public_id: str) -> ResponseReturnValue:
    """Show the own loan as it stands now."""
    found = own_loans.loan(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return render_template("applicant/loan.html", loan=found, shown_at=clock.now())
