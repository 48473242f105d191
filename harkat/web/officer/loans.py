"""The bank's loans: the list, and one loan with all that happened to it."""

from collections.abc import Mapping

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Permission
from harkat.domain.statuses import LoanStatus
from harkat.queries import bank_loans, loan_file
from harkat.queries.bank_loans import LoanView
from harkat.queries.loan_file import LoanFile
from harkat.services import data_openings
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.navigation import Link
from harkat.web.officer import officer
from harkat.web.officer.forms import RepaymentForm, SearchForm

# The view's word in the address, and what its chip says.
VIEWS: Mapping[str, tuple[LoanView, str]] = {
    "berjalan": (LoanView.RUNNING, "Berjalan"),
    "telat": (LoanView.LATE, "Telat"),
    "lunas": (LoanView.PAID_OFF, "Lunas"),
    "semua": (LoanView.ALL, "Semua"),
}
_FIRST = "berjalan"


@officer.get("/pinjaman")
@requires(Permission.LOAN_READ)
def loans() -> ResponseReturnValue:
    """Show one view of the bank's loans."""
    form = SearchForm()
    search = form.asked
    word = request.args.get("lihat", _FIRST)
    word = word if word in VIEWS else _FIRST
    found = bank_loans.loan_list(
        viewer(), view=VIEWS[word][0], search=search, page=asked_page(), on=clock.today()
    )
    return render_template(
        "officer/loans.html",
        form=form,
        found=found,
        chips=_chips(word, search, found.counts),
        title=VIEWS[word][1],
        page_url=lambda page: _url(word, search, page=page),
        now=clock.now(),
    )


@officer.get("/pinjaman/<public_id>")
@requires(Permission.LOAN_READ)
def loan(public_id: str) -> ResponseReturnValue:
    """Show where a loan stands and what happened to it."""
    file = open_loan(public_id)
    data_openings.note(
        actor_id=viewer().user_id,
        person_ids=[file.borrower_id],
        what=OpenedData.LOAN,
        reference_no=file.reference_no,
        at=clock.now(),
    )
    return show_loan(file, _repayment_form(file))


def open_loan(public_id: str) -> LoanFile:
    """Return the loan as it stands today; another bank's does not exist."""
    file = loan_file.loan_file(viewer(), public_id, on=clock.today())
    if file is None:
        abort(404)
    return file


def show_loan(file: LoanFile, form: RepaymentForm | None) -> str:
    """Return the loan's page with a form for a payment, new or as it was sent."""
    return render_template(
        "officer/loan.html",
        file=file,
        form=form,
        can_reverse=viewer().has(Permission.REPAYMENT_REVERSE),
        can_write=viewer().has(Permission.IDENTITY_REVEAL),
        can_open_application=viewer().has(Permission.APPLICATION_READ),
        now=clock.now(),
    )


def _repayment_form(file: LoanFile) -> RepaymentForm | None:
    """Return the cashier's form with what is due, if the loan can be paid by this viewer.

    Its key names what had happened until then: sent from two tabs, a payment is recorded once.
    """
    if not viewer().has(Permission.REPAYMENT_RECORD) or file.status is not LoanStatus.ACTIVE:
        return None
    key = f"{file.public_id}-{max(step.seq for step in file.steps)}"
    known = {"idem_key": key, "amount": file.due_now, "paid_on": clock.today()}
    return RepaymentForm(formdata=None, data=known)


def _chips(current: str, search: str, counts: Mapping[LoanView, int]) -> list[Link]:
    return [
        Link(label=f"{text} ({counts[view]})", url=_url(word, search), is_current=word == current)
        for word, (view, text) in VIEWS.items()
    ]


def _url(word: str, search: str, *, page: int = 1) -> str:
    return url_for(
        "officer.loans",
        lihat=word,
        cari=search or None,
        halaman=page if page > 1 else None,
    )
