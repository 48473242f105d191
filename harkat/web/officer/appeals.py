"""Objections to refusals: the list of the bank's checkers, and the answer of another one."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.queries import appeals as objections
from harkat.queries.appeals import AppealFile
from harkat.services import appeals as answers
from harkat.services.origination import OpenAlready
from harkat.services.underwriting import SamePerson
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.officer import officer
from harkat.web.officer.forms import NEXT_STEPS, ReasonForm, StepForm
from harkat.web.sentences import REASONS

_SAME_PERSON = "Anda ikut memutuskan berkas ini, jadi orang lain yang harus menjawab."
_ANSWERED = "Keberatan ini sudah dijawab."
_OPEN_ALREADY = (
    "Pemohon atau kelompoknya sudah punya pengajuan lain yang berjalan. "
    "Jawab dengan alasan GANDA-1, atau tunggu pengajuan itu selesai."
)


@officer.get("/keberatan")
@requires(Permission.APPLICATION_DECIDE)
def appeals() -> ResponseReturnValue:
    """Show the objections at the bank, those that wait first."""
    found = objections.appeals_of(viewer(), page=asked_page())
    return render_template(
        "officer/appeals.html",
        found=found,
        page_url=lambda page: url_for("officer.appeals", halaman=page if page > 1 else None),
        today=clock.today(),
    )


@officer.get("/keberatan/<public_id>")
@requires(Permission.APPLICATION_DECIDE)
def appeal(public_id: str) -> ResponseReturnValue:
    """Show one objection with the refusal it is about, and take an answer."""
    return _show(_file(public_id))


@officer.post("/keberatan/<public_id>/terima")
@requires(Permission.APPLICATION_DECIDE)
def uphold_appeal(public_id: str) -> ResponseReturnValue:
    """Agree with the owner; a rejected application is verified again."""
    file, form = _file(public_id), StepForm()
    if not form.validate_on_submit():
        return _show(file, uphold_form=form)
    return _answer(file, form, answers.uphold, done="Keberatan diterima.")


@officer.post("/keberatan/<public_id>/tetap")
@requires(Permission.APPLICATION_DECIDE)
def dismiss_appeal(public_id: str) -> ResponseReturnValue:
    """Stand by the refusal, with a reason and a next step."""
    file, form = _file(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(file, dismiss_form=form)
    return _answer(file, form, answers.dismiss, done="Keputusan tetap.", reason=form.reason)


def _answer(
    file: AppealFile, form: Any, answer: Any, *, done: str, **more: object
) -> ResponseReturnValue:
    try:
        answer(
            actor_id=viewer().user_id,
            appeal_public_id=file.row.public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
            **more,
        )
    except SamePerson:
        form.refuse(_SAME_PERSON)
    except IllegalTransition:
        form.refuse(_ANSWERED)
    except OpenAlready:
        form.refuse(_OPEN_ALREADY)
    if form.errors:
        is_dismissal = isinstance(form, ReasonForm)
        name = "dismiss_form" if is_dismissal else "uphold_form"
        return _show(_file(file.row.public_id), **{name: form})
    flash(f"{file.row.reference_no}: {done} Pemohon diberi tahu.", "success")
    return redirect(url_for("officer.appeals"), 303)


def _file(public_id: str) -> AppealFile:
    found = objections.appeal_file(viewer(), public_id)
    if found is None:
        abort(404)
    return found


def _show(
    file: AppealFile,
    *,
    uphold_form: StepForm | None = None,
    dismiss_form: ReasonForm | None = None,
) -> ResponseReturnValue:
    sent = uphold_form or dismiss_form
    page = render_template(
        "officer/appeal.html",
        file=file,
        form=sent,
        uphold_form=uphold_form or StepForm(formdata=None),
        dismiss_form=dismiss_form or ReasonForm(formdata=None),
        next_steps=NEXT_STEPS,
        reasons=REASONS,
        same_person=_SAME_PERSON,
        today=clock.today(),
    )
    return page, 422 if sent is not None else 200
