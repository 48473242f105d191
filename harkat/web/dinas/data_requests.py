"""What people asked about their own data, answered within three days."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import data_requests as asked
from harkat.queries.data_requests import AskedRequest
from harkat.services import personal_data
from harkat.services.files import NotFound
from harkat.services.personal_data import ConsentNeeded
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.dinas import dinas
from harkat.web.forms import ChoiceField, HarkatForm, LongTextField

_RUNNING = "Pinjaman masih berjalan, jadi belum bisa. Pilih Belum bisa dan jelaskan."
_ANSWERED = "Permintaan ini sudah dijawab."


class AnswerForm(HarkatForm):
    """Whether it is done, and what is said about it."""

    verdict = ChoiceField("Hasil", choices={"granted": "Sudah dikerjakan", "refused": "Belum bisa"})
    answer = LongTextField(
        "Jawaban untuk pemilik data",
        description="Kalimat pendek. Kalau belum bisa, tulis alasannya.",
        required="Tulis jawabannya.",
    )


@dinas.get("/permintaan-data")
@requires(Permission.DATA_REQUEST_ANSWER)
def data_requests() -> ResponseReturnValue:
    """Show the open requests, the most urgent first."""
    return render_template(
        "dinas/data_requests.html",
        found=asked.open_requests(viewer(), page=asked_page(), at=clock.now()),
        page_url=lambda page: url_for("dinas.data_requests", halaman=page),
    )


@dinas.get("/permintaan-data/<public_id>")
@requires(Permission.DATA_REQUEST_ANSWER)
def data_request(public_id: str) -> ResponseReturnValue:
    """Show one request; that it was opened is written down for its owner."""
    found = _request(public_id)
    personal_data.open_request(
        actor_id=viewer().user_id, request_public_id=public_id, at=clock.now()
    )
    return render_template("dinas/data_request.html", found=found, form=AnswerForm(formdata=None))


@dinas.post("/permintaan-data/<public_id>")
@requires(Permission.DATA_REQUEST_ANSWER)
def answer_data_request(public_id: str) -> ResponseReturnValue:
    """Answer the request; its owner gets a message."""
    found, form = _request(public_id), AnswerForm()
    if form.validate_on_submit() and _answered(form, public_id):
        flash("Jawaban terkirim.", "success")
        return redirect(url_for("dinas.data_requests"), 303)
    return render_template("dinas/data_request.html", found=found, form=form), 422


def _answered(form: AnswerForm, public_id: str) -> bool:
    """Answer, or say why it cannot be."""
    try:
        personal_data.answer(
            actor_id=viewer().user_id,
            request_public_id=public_id,
            is_granted=form.verdict.data == "granted",
            answer=form.answer.data or "",
            at=clock.now(),
        )
    except ConsentNeeded:
        form.refuse(_RUNNING, field=form.verdict)
    except NotFound:
        form.refuse(_ANSWERED)
    return not form.errors


def _request(public_id: str) -> AskedRequest:
    found = asked.request(viewer(), public_id, at=clock.now())
    if found is None:
        abort(404)
    return found
