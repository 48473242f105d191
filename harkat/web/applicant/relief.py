"""Who cannot pay this month asks the bank for relief, seeing the effect of each way first."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.relief import Relief, ReliefReason
from harkat.domain.roles import Permission
from harkat.queries import relief as queries
from harkat.queries.relief import ReliefChoices
from harkat.services import relief as services
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.relief_forms import AbilityForm, ReliefForm, names_of

_WAITING = "Permintaan Anda yang lalu masih menunggu jawaban bank."
_CHANGED = "Keadaan pinjaman baru saja berubah. Pilih lagi dari daftar di bawah."


@applicant.get("/pinjaman/<public_id>/keringanan")
@requires(Permission.OWN_APPLY)
def relief(public_id: str) -> ResponseReturnValue:
    """Show what could be changed on the own loan, and what each change would do."""
    return _page(public_id, ReliefForm())


@applicant.post("/pinjaman/<public_id>/keringanan")
@requires(Permission.OWN_APPLY)
def ask_relief(public_id: str) -> ResponseReturnValue:
    """Ask the bank for one of the ways."""
    form, ability = ReliefForm(), AbilityForm()
    said = ability.said if ability.validate() else {}
    found = queries.choices(viewer(), public_id, on=clock.today(), **said)
    if found is None:
        abort(404)
    ways = names_of(found.choices)
    form.offer(ways)
    if form.validate_on_submit():
        try:
            _ask(public_id, form, ways[form.way.data], said)
        except services.RequestWaiting:
            flash(_WAITING, "info")
        except services.NoSuchRelief:
            flash(_CHANGED, "error")
            return redirect(url_for("applicant.relief", public_id=public_id), 303)
        else:
            flash("Permintaan terkirim ke bank. Jawabannya kami kabari di Pesan.", "success")
        return redirect(url_for("applicant.loan", public_id=public_id), 303)
    return _page(public_id, form)


@applicant.post("/keringanan/<public_id>/batal")
@requires(Permission.OWN_APPLY)
def withdraw_relief(public_id: str) -> ResponseReturnValue:
    """Take the own request back."""
    try:
        services.withdraw(actor_id=viewer().user_id, request_public_id=public_id, at=clock.now())
    except IllegalTransition:
        flash("Permintaan ini sudah dijawab bank.", "info")
    else:
        flash("Permintaan keringanan sudah ditarik.", "success")
    return redirect(url_for("applicant.home"), 303)


def _ask(public_id: str, form: ReliefForm, way: Relief, said: Mapping[str, Rupiah]) -> None:
    services.ask(
        actor_id=viewer().user_id,
        loan_public_id=public_id,
        reason=ReliefReason(form.reason.data),
        wish=way.wish,
        count=way.count,
        can_pay=said.get("can_pay", ZERO),
        pays=way.pays,
        note=form.note.data,
        key=form.idem_key.data or "",
        at=clock.now(),
    )


def _page(public_id: str, form: ReliefForm) -> ResponseReturnValue:
    ability = AbilityForm()
    is_readable = ability.validate()
    found = queries.choices(
        viewer(), public_id, on=clock.today(), **(ability.said if is_readable else {})
    )
    if found is None:
        abort(404)
    form.offer(names_of(found.choices))
    page = render_template(
        "applicant/relief.html",
        found=found,
        form=form,
        ability=ability,
        has_errors=not is_readable,
        address=_address(found),
    )
    return page, 422 if form.errors or not is_readable else 200


def _address(found: ReliefChoices) -> str:
    """Return where the form is sent: with what was said, so that the same ways are offered."""
    return url_for(
        "applicant.ask_relief",
        public_id=found.loan_public_id,
        sanggup=request.args.get("sanggup"),
        sekarang=request.args.get("sekarang"),
    )
