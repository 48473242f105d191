"""Complaints from every page: what it is about, then the words; the answer by number or account."""

import secrets
from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.complaints import ComplaintKind, ComplaintProblem
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.reference import read_reference_no
from harkat.queries import complaints as queries
from harkat.queries.complaints import OwnComplaint
from harkat.services import complaints as services
from harkat.web.access import public as everybody
from harkat.web.access import viewer
from harkat.web.forms import HarkatForm
from harkat.web.public import public
from harkat.web.public.complaint_forms import (
    AccountComplaintForm,
    ComplaintForm,
    NumberForm,
    ReopeningForm,
)

# The kind's word in the address.
KINDS: Mapping[str, ComplaintKind] = {
    "dipotong": ComplaintKind.DEDUCTED,
    "penipuan": ComplaintKind.FRAUD,
    "lama": ComplaintKind.SLOW,
    "perlakuan": ComplaintKind.TREATMENT,
    "data": ComplaintKind.DATA,
    "lain": ComplaintKind.OTHER,
}
_ASKS_AMOUNT = frozenset({ComplaintKind.DEDUCTED, ComplaintKind.FRAUD})
_OPENED, _SENDER, _MOST_OPENED = "aduan", "pengirim", 10
_NO_MATCH = "Nomor dan 4 angka itu tidak cocok. Periksa lagi, atau coba besok."
_TOO_MANY: Mapping[ComplaintProblem, str] = {
    ComplaintProblem.TOO_MANY_FROM_ONE: (
        "Hari ini sudah beberapa pengaduan dari Anda. Kirim lagi besok, atau hubungi Bantuan."
    ),
    ComplaintProblem.TOO_MANY_IN_ALL: (
        "Sedang terlalu banyak pengaduan masuk. Masuk dengan akun Anda, atau hubungi Bantuan."
    ),
}


@public.app_context_processor
def complaint_address() -> dict[str, str]:
    """Let the strip and the footer of every page lead to complaining."""
    return {"complaint_url": url_for("public.complaints")}


@public.get("/aduan")
@everybody
def complaints() -> ResponseReturnValue:
    """Ask what it is about, and lead to the answers."""
    return _entrance(NumberForm(formdata=None))


@public.post("/aduan/lihat")
@everybody
def find_complaint() -> ResponseReturnValue:
    """Open a complaint by its number and the last digits of the phone."""
    form = NumberForm()
    if form.validate_on_submit():
        number = read_reference_no(form.number.data or "")
        found = None
        if number:
            found = services.open_by_number(
                reference_no=number, digits=form.digits.data or "", at=clock.now()
            )
        if found is not None:
            _remember(found)
            return redirect(url_for("public.complaint", public_id=found), 303)
        form.refuse(_NO_MATCH, field=form.number)
    return _entrance(form)


@public.route("/aduan/baru/<kind>", methods=["GET", "POST"])
@everybody
def complain(kind: str) -> ResponseReturnValue:
    """Take the words of a complaint and give it its number."""
    about = KINDS.get(kind)
    if about is None:
        abort(404)
    form = AccountComplaintForm() if current_user.is_authenticated else ComplaintForm()
    if form.validate_on_submit():
        try:
            public_id = _complain(form, about)
        except services.TooManyComplaints as refusal:
            form.refuse(_TOO_MANY[refusal.problem])
            return _form_page(form, about), 429
        _remember(public_id)
        return redirect(url_for("public.complaint", public_id=public_id), 303)
    return _form_page(form, about), 422 if form.errors else 200


@public.get("/aduan/nomor/<public_id>")
@everybody
def complaint(public_id: str) -> ResponseReturnValue:
    """Show whoever sent it where a complaint stands."""
    return _show(_open(public_id), ReopeningForm(formdata=None))


@public.post("/aduan/nomor/<public_id>/lagi")
@everybody
def reopen_complaint(public_id: str) -> ResponseReturnValue:
    """Say once that the answer does not help."""
    found, form = _open(public_id), ReopeningForm()
    if not form.validate_on_submit():
        return _show(found, form), 422
    try:
        services.reopen(
            actor_id=_account_id(),
            complaint_public_id=public_id,
            words=form.words.data or "",
            at=clock.now(),
        )
    except IllegalTransition:
        flash("Pengaduan ini tidak bisa dibuka lagi. Kirim yang baru bila perlu.", "info")
    else:
        flash("Pengaduan dibuka lagi. Dinas menjawab sekali lagi.", "success")
    return redirect(url_for("public.complaint", public_id=public_id), 303)


@public.post("/aduan/nomor/<public_id>/selesai")
@everybody
def close_complaint(public_id: str) -> ResponseReturnValue:
    """Say that the answer helps."""
    _open(public_id)
    try:
        services.close(actor_id=_account_id(), complaint_public_id=public_id, at=clock.now())
    except IllegalTransition:
        flash("Pengaduan ini sudah selesai atau belum dijawab.", "info")
    else:
        flash("Terima kasih. Pengaduan selesai.", "success")
    return redirect(url_for("public.complaint", public_id=public_id), 303)


def _complain(form: AccountComplaintForm, about: ComplaintKind) -> str:
    sender = session.get(_SENDER) or secrets.token_urlsafe(16)
    session[_SENDER] = sender
    public_id: str = services.complain(
        actor_id=_account_id(),
        kind=about,
        words=form.words.data or "",
        about_whom=form.about_whom.data,
        amount=form.amount.data if about in _ASKS_AMOUNT else None,
        phone=form.phone.data if isinstance(form, ComplaintForm) else None,
        sender=sender,
        key=form.idem_key.data or "",
        at=clock.now(),
    )
    return public_id


def _account_id() -> int | None:
    return viewer().user_id if current_user.is_authenticated else None


def _remember(public_id: str) -> None:
    """Let this browser read the complaint until its session ends."""
    opened = [each for each in session.get(_OPENED, []) if each != public_id]
    session[_OPENED] = [*opened, public_id][-_MOST_OPENED:]


def _open(public_id: str) -> OwnComplaint:
    found = queries.own_complaint(
        public_id,
        account_id=_account_id(),
        is_opened=public_id in session.get(_OPENED, []),
        on=clock.today(),
    )
    return abort(404) if found is None else found


def _entrance(form: NumberForm) -> ResponseReturnValue:
    account_id = _account_id()
    page = render_template(
        "public/complaints.html",
        kinds=KINDS,
        form=form,
        own=queries.own_complaints(account_id, on=clock.today()) if account_id else [],
    )
    return page, 422 if form.errors else 200


def _form_page(form: HarkatForm, about: ComplaintKind) -> str:
    return render_template(
        "public/complain.html", form=form, kind=about, asks_amount=about in _ASKS_AMOUNT
    )


def _show(found: OwnComplaint, form: ReopeningForm) -> str:
    return render_template(
        "public/complaint.html", complaint=found, form=form, is_signed_in=bool(_account_id())
    )
