"""The agreement of a group: who paid which month, who is asked to help, and who owes whom."""

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.joint_liability import AmountNotAboveZero, BeyondClaim
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.roles import Permission
from harkat.queries import liability
from harkat.queries.liability import ClaimRow, Liability
from harkat.services import member_claims
from harkat.services.bank_money import DayOutOfRange
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.opened import lead_to
from harkat.web.forms import DateFieldId, HarkatForm, NotInFuture, RupiahField

_MOST_MONTHS = 12
_NOTHING_OWED = "Tidak ada lagi utang antara Anda berdua."


class SettledForm(HarkatForm):
    """Cash that went from one member to another."""

    amount = RupiahField("Berapa?")
    paid_on = DateFieldId("Tanggal", [NotInFuture()], default=clock.today)


class WaiverForm(HarkatForm):
    """What a member gives up of a claim."""

    given_up = RupiahField("Berapa yang direlakan?")


@applicant.get("/perjanjian/<public_id>")
@requires(Permission.OWN_APPLY)
def agreement(public_id: str) -> ResponseReturnValue:
    """Show the members' months, open calls and claims."""
    found = _open(public_id)
    return render_template(
        "applicant/agreement.html",
        found=found,
        public_id=public_id,
        months=found.months[-_MOST_MONTHS:][::-1],
        own=[claim for claim in found.claims if claim.is_own],
        own_id=_own_id(found),
        now=clock.now(),
    )


@applicant.post("/perjanjian/<public_id>/terima/<member_id>")
@requires(Permission.OWN_APPLY)
def confirm_member_payment(public_id: str, member_id: str) -> ResponseReturnValue:
    """Confirm that a member gave back what one paid; `member_id` is the payment's id."""
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    try:
        member_claims.confirm_settlement(
            actor_id=viewer().user_id, settlement_public_id=member_id, at=clock.now()
        )
    except BeyondClaim as beyond:
        flash(_beyond(beyond.claimed), "error")
    except NotFound:
        _open(public_id)  # a stranger is told nothing
        flash("Catatan ini sudah dibatalkan.", "info")
    else:
        flash("Tercatat: Anda sudah menerima uangnya.", "success")
    return redirect(url_for("applicant.agreement", public_id=public_id), 303)


@applicant.post("/perjanjian/<public_id>/terima/<member_id>/belum")
@requires(Permission.OWN_APPLY)
def refuse_member_payment(public_id: str, member_id: str) -> ResponseReturnValue:
    """Say that the money did not come, or take back that one paid it; `member_id` as above."""
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    try:
        member_claims.refuse_settlement(
            actor_id=viewer().user_id, settlement_public_id=member_id, at=clock.now()
        )
    except NotFound:
        flash("Catatan ini sudah dibenarkan atau dibatalkan.", "info")
    else:
        flash("Catatan itu dibatalkan. Utangnya tetap seperti semula.", "success")
    return redirect(url_for("applicant.agreement", public_id=public_id), 303)


@applicant.route("/perjanjian/<public_id>/anggota/<member_id>", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def member_payment(public_id: str, member_id: str) -> ResponseReturnValue:
    """Say that money went between oneself and another member."""
    claim = _claim(public_id, member_id)
    form = SettledForm(data={"amount": claim.amount})
    if form.validate_on_submit() and _said(public_id, member_id, form):
        return redirect(url_for("applicant.agreement", public_id=public_id), 303)
    return _claim_page(public_id, member_id, claim, form, WaiverForm(formdata=None))


@applicant.post("/perjanjian/<public_id>/anggota/<member_id>/relakan")
@requires(Permission.OWN_APPLY)
def waive_member_claim(public_id: str, member_id: str) -> ResponseReturnValue:
    """Give up what a member owes, or a part of it."""
    claim = _claim(public_id, member_id)
    form = WaiverForm()
    if form.validate_on_submit() and _waived(public_id, member_id, form):
        return redirect(url_for("applicant.agreement", public_id=public_id), 303)
    settled = SettledForm(formdata=None, data={"amount": claim.amount})
    return _claim_page(public_id, member_id, claim, settled, form)


def _said(public_id: str, member_id: str, form: SettledForm) -> bool:
    """Record the payment, or say beside the box why it cannot be."""
    assert form.amount.data is not None
    assert isinstance(form.paid_on.data, date)
    try:
        member_claims.propose_settlement(
            actor_id=viewer().user_id,
            agreement_public_id=public_id,
            other_public_id=member_id,
            amount=form.amount.data,
            paid_on=form.paid_on.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except BeyondClaim as beyond:
        form.refuse(_beyond(beyond.claimed), field=form.amount)
    except AmountNotAboveZero:
        form.refuse("Isi jumlah di atas Rp0.", field=form.amount)
    except DayOutOfRange:
        form.refuse(
            "Pilih tanggal setelah perjanjian ditandatangani sampai hari ini.", field=form.paid_on
        )
    else:
        flash("Tercatat. Yang menerima uang harus membenarkannya.", "success")
        return True
    return False


def _waived(public_id: str, member_id: str, form: WaiverForm) -> bool:
    assert form.given_up.data is not None
    try:
        member_claims.waive_claim(
            actor_id=viewer().user_id,
            agreement_public_id=public_id,
            debtor_public_id=member_id,
            amount=form.given_up.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except BeyondClaim as beyond:
        form.refuse(_beyond(beyond.claimed), field=form.given_up)
    except AmountNotAboveZero:
        form.refuse("Isi jumlah di atas Rp0.", field=form.given_up)
    else:
        flash("Tercatat: Anda merelakannya.", "success")
        return True
    return False


def _beyond(claimed: Rupiah) -> str:
    return f"Paling banyak {format_rupiah(claimed)}."


def _open(public_id: str) -> Liability:
    found = liability.liability(viewer(), public_id, on=clock.today())
    return abort(404) if found is None else found


def _own_id(found: Liability) -> str | None:
    return next((member.person_public_id for member in found.members if member.is_own), None)


def _claim(public_id: str, member_id: str) -> ClaimRow:
    """Return what is owed between oneself and a member, or lead to the agreement."""
    found = _open(public_id)
    for claim in found.claims:
        between = {claim.creditor_public_id, claim.debtor_public_id}
        if claim.is_own and between == {member_id, _own_id(found)}:
            return claim
    return lead_to(url_for("applicant.agreement", public_id=public_id), saying=_NOTHING_OWED)


def _claim_page(
    public_id: str, member_id: str, claim: ClaimRow, form: SettledForm, waiver: WaiverForm
) -> ResponseReturnValue:
    has_errors = bool(form.errors or waiver.errors)
    page = render_template(
        "applicant/member_payment.html",
        public_id=public_id,
        member_id=member_id,
        claim=claim,
        is_creditor=claim.debtor_public_id == member_id,
        settled=form,
        waiver=waiver,
        form=waiver if waiver.errors else form,
    )
    return page, 422 if has_errors else 200
