"""Coming into a group by its code or link, and the answers to those who ask."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import time_of_day
from harkat.domain.join_codes import UnclearCode, parse_code
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import group_finding, group_standing
from harkat.services import group_codes, joining, membership
from harkat.services.group_codes import CodeAnswer
from harkat.web.access import requires, viewer
from harkat.web.agreed_texts import JOINT_LIABILITY
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm, JoiningForm
from harkat.web.applicant.group_forms import UNCLEAR_CODE, CodeSearchForm
from harkat.web.applicant.joining_answers import NO_SUCH, joined
from harkat.web.applicant.witnessed_joining import ask_witness_to_join
from harkat.web.helping import running_without_phone

_ONLY_LEADER = "Hanya ketua kelompok yang bisa melakukan ini."
_GONE = "Permintaan ini sudah dijawab, dibatalkan, atau lewat waktu."


@applicant.route("/kelompok/gabung", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def enter_code() -> ResponseReturnValue:
    """Ask for the code."""
    form = CodeSearchForm()
    if form.validate_on_submit():
        code = form.code.data or ""
        answer = group_codes.find_by_code(actor_id=viewer().user_id, code=code, at=clock.now())
        if answer.group_public_id is not None:
            return redirect(url_for("applicant.join_group", code=code), 303)
        form.refuse(_sentence(answer), field=form.code)
    return _code_page(form, 422 if form.errors else 200)


@applicant.route("/kelompok/gabung/<code>", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def join_group(code: str) -> ResponseReturnValue:
    """Show the group behind a code and what one would agree to, and ask to join."""
    try:
        parsed = parse_code(code)
        answer = group_codes.find_by_code(actor_id=viewer().user_id, code=parsed, at=clock.now())
    except UnclearCode:
        return _not_found(UNCLEAR_CODE)
    if answer.group_public_id is None:
        return _not_found(_sentence(answer))
    form = JoiningForm()
    if form.validate_on_submit():
        return (ask_witness_to_join if running_without_phone() else _asked)(parsed, form)
    found = group_finding.preview(group_public_id=answer.group_public_id, at=clock.now())
    if found is None:
        return _not_found(NO_SUCH)
    page = render_template(
        "applicant/join_group.html",
        form=form,
        group=found,
        liability_text=JOINT_LIABILITY[LIABILITY_TEXT_VERSION],
    )
    return page, 422 if form.errors else 200


@applicant.post("/kelompok/kode")
@requires(Permission.OWN_APPLY)
def make_code() -> ResponseReturnValue:
    """Give the own group a fresh code."""
    form = ConfirmationForm()
    found = group_standing.own_group_of(viewer())
    if found is None or not form.validate_on_submit():
        return redirect(url_for("applicant.group"), 303)
    try:
        group_codes.make_code(
            actor_id=viewer().user_id,
            group_public_id=found.public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except NotPermitted:
        flash(_ONLY_LEADER, "error")
        return redirect(url_for("applicant.group"), 303)
    flash("Kode baru sudah jadi. Kode lama tidak berlaku lagi.", "success")
    return redirect(url_for("applicant.invite_page"), 303)


@applicant.post("/kelompok/permintaan/<public_id>/terima")
@requires(Permission.OWN_APPLY)
def accept_request(public_id: str) -> ResponseReturnValue:
    """Let somebody in who asked."""
    return _answered(public_id, is_accepted=True)


@applicant.post("/kelompok/permintaan/<public_id>/tolak")
@requires(Permission.OWN_APPLY)
def refuse_request(public_id: str) -> ResponseReturnValue:
    """Do not let somebody in who asked."""
    return _answered(public_id, is_accepted=False)


@applicant.post("/kelompok/permintaan/<public_id>/batal")
@requires(Permission.OWN_APPLY)
def withdraw_request(public_id: str) -> ResponseReturnValue:
    """Take the own request back."""
    try:
        joining.withdraw_request(
            actor_id=viewer().user_id, request_public_id=public_id, at=clock.now()
        )
    except joining.RequestGone:
        flash(_GONE, "info")
    else:
        flash("Permintaan Anda sudah dibatalkan.", "success")
    return redirect(url_for("applicant.group"), 303)


def _asked(code: str, form: JoiningForm) -> ResponseReturnValue:
    """Send the request, and say what came of it."""
    return joined(
        lambda: joining.ask_by_code(
            actor_id=viewer().user_id, code=code, key=form.idem_key.data or "", at=clock.now()
        )
    )


def _answered(public_id: str, *, is_accepted: bool) -> ResponseReturnValue:
    try:
        joining.answer_request(
            actor_id=viewer().user_id,
            request_public_id=public_id,
            is_accepted=is_accepted,
            at=clock.now(),
        )
    except joining.RequestGone:
        flash(_GONE, "info")
    except NotPermitted:
        flash(_ONLY_LEADER, "error")
    except membership.InGroupAlready:
        flash("Orang ini tidak bisa masuk lagi.", "info")
    except membership.GroupFull as full:
        flash(f"Kelompok sudah penuh, {full.args[0]} orang.", "error")
    else:
        flash("Diterima." if is_accepted else "Permintaan ditolak.", "success")
    return redirect(url_for("applicant.group"), 303)


def _sentence(answer: CodeAnswer) -> str:
    if answer.again_at is None:
        return NO_SUCH
    return f"Terlalu sering mencoba. Coba lagi besok pukul {time_of_day(answer.again_at)}."


def _not_found(sentence: str) -> ResponseReturnValue:
    form = CodeSearchForm(formdata=None)
    form.refuse(sentence, field=form.code)
    return _code_page(form, 404)


def _code_page(form: CodeSearchForm, status: int) -> ResponseReturnValue:
    return render_template("applicant/enter_code.html", form=form), status
