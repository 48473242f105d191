"""The owner's bank account; changing it asks for the password again."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import own_file
from harkat.queries.own_file import PayoutAccount
from harkat.services import accounts, registration
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import PayoutAccountForm
from harkat.web.applicant.way_back import after_saving
from harkat.web.helping import running_without_phone

_LOCKED = (
    "Rekening tidak bisa diganti setelah pinjaman disetujui. "
    "Ganti setelah uang diterima, atau hubungi bank."
)
_NAME_DIFFERS = (
    'Nama rekening "{holder}" beda dengan KTP "{full_name}". Pakai rekening sendiri atau jelaskan.'
)


@applicant.route("/saya/rekening", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def payout_account() -> ResponseReturnValue:
    """Say where the money is to go; a holder's name unlike the KTP needs an explanation."""
    known = own_file.payout_account(viewer())
    if known is None:
        abort(404)
    form = PayoutAccountForm(data={"bank_name": known.bank_name, "holder": known.holder})
    form.ask_password(is_needed=_needs_password(known))
    differs = _differs(form.holder.data, known.full_name)
    if form.validate_on_submit() and _may_be_stored(form, known) and _store(form):
        flash("Rekening tersimpan.", "success")
        return redirect(after_saving(), 303)
    page = render_template(
        "applicant/payout_account.html", form=form, known=known, asks_explanation=differs
    )
    return page, 422 if form.errors else 200


def _store(form: PayoutAccountForm) -> bool:
    """Store the account, unless money is promised to the one the bank has checked."""
    try:
        registration.set_payout_account(
            actor_id=viewer().user_id,
            bank_name=form.bank_name.data or "",
            account_no=form.account_no.data or "",
            holder=form.holder.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except registration.PayoutLocked:
        form.refuse(_LOCKED, field=form.account_no)
        return False
    return True


def _may_be_stored(form: PayoutAccountForm, known: PayoutAccount) -> bool:
    """Ask for the explanation of another name, and for the password when a number changes."""
    if _differs(form.holder.data, known.full_name) and not form.is_explained.data:
        sentence = _NAME_DIFFERS.format(holder=form.holder.data, full_name=known.full_name)
        form.refuse(sentence, field=form.holder)
    if _needs_password(known) and not accounts.confirm_password(
        actor_id=viewer().user_id, password=form.password.data or "", at=clock.now()
    ):
        form.refuse("Kata sandi tidak cocok.", field=form.password)
    return not form.errors


def _needs_password(known: PayoutAccount) -> bool:
    """Tell whether a number would change; who has no phone has no password, but a witness."""
    return known.account_no_masked is not None and not running_without_phone()


def _differs(holder: str | None, full_name: str) -> bool:
    """Tell whether the names are unlike beyond capitals, spaces and points."""
    return bool(holder) and _letters(holder or "") != _letters(full_name)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
