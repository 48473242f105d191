"""Complaints on the desk of the Dinas; the auditor reads those of fraud and of money cut off."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.domain.statuses import ComplaintStatus
from harkat.queries import complaints as queries
from harkat.queries.complaints import ComplaintFile
from harkat.services import complaints as services
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.dinas import dinas
from harkat.web.forms import HarkatForm, LongTextField

_ANSWERABLE = frozenset({ComplaintStatus.IN_PROGRESS, ComplaintStatus.REOPENED})


class AnswerForm(HarkatForm):
    """The answer, which whoever complained reads."""

    words = LongTextField(
        "Jawaban untuk pelapor",
        limit=1500,
        required="Tulis jawabannya: apa yang ditemukan, dan apa langkah berikutnya.",
    )


@dinas.get("/aduan")
@requires(Permission.COMPLAINT_READ)
def complaints() -> ResponseReturnValue:
    """Show the complaints, those overdue first."""
    return render_template(
        "dinas/complaints.html",
        found=queries.complaint_page(viewer(), on=clock.today(), page=asked_page()),
        page_url=lambda page: url_for("dinas.complaints", halaman=page if page > 1 else None),
        now=clock.now(),
    )


@dinas.get("/aduan/<public_id>")
@requires(Permission.COMPLAINT_READ)
def complaint(public_id: str) -> ResponseReturnValue:
    """Show one complaint with how to reach whoever sent it."""
    return _show(_open(public_id), AnswerForm(formdata=None))


@dinas.post("/aduan/<public_id>/periksa")
@requires(Permission.COMPLAINT_ANSWER)
def take_up_complaint(public_id: str) -> ResponseReturnValue:
    """Begin to look into a complaint."""
    try:
        services.take_up(actor_id=viewer().user_id, complaint_public_id=public_id, at=clock.now())
    except IllegalTransition:
        flash("Pengaduan ini sudah diperiksa orang lain.", "info")
    return redirect(url_for("dinas.complaint", public_id=public_id), 303)


@dinas.post("/aduan/<public_id>/jawab")
@requires(Permission.COMPLAINT_ANSWER)
def answer_complaint(public_id: str) -> ResponseReturnValue:
    """Answer a complaint."""
    found, form = _open(public_id), AnswerForm()
    if not form.validate_on_submit():
        return _show(found, form), 422
    try:
        services.answer(
            actor_id=viewer().user_id,
            complaint_public_id=public_id,
            words=form.words.data or "",
            at=clock.now(),
        )
    except IllegalTransition:
        flash("Pengaduan ini sudah dijawab.", "info")
    else:
        flash("Jawaban terkirim ke pelapor.", "success")
    return redirect(url_for("dinas.complaint", public_id=public_id), 303)


def _open(public_id: str) -> ComplaintFile:
    found = queries.complaint_file(viewer(), public_id, on=clock.today())
    return abort(404) if found is None else found


def _show(found: ComplaintFile, form: AnswerForm) -> str:
    answers = viewer().has(Permission.COMPLAINT_ANSWER)
    return render_template(
        "dinas/complaint.html",
        complaint=found,
        form=form,
        can_take_up=answers and found.status is ComplaintStatus.RECEIVED,
        can_answer=answers and found.status in _ANSWERABLE,
        now=clock.now(),
    )
