"""Recording who completed a class: first whose NIK it is, then, with the name in sight, that."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import training as classes_read
from harkat.queries.training import Trainee
from harkat.services import training
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.balikat import balikat
from harkat.web.balikat.forms import CompletionForm
from harkat.web.training_words import hours

_UNKNOWN = "NIK ini belum terdaftar. Minta peserta mendaftar dulu, gratis."


@balikat.get("/kelas/<public_id>")
@requires(Permission.TRAINING_RECORD)
def class_page(public_id: str) -> ResponseReturnValue:
    """Show a class with those who completed it, and ask for the next."""
    return _page(public_id, None)


@balikat.post("/kelas/<public_id>/periksa")
@requires(Permission.TRAINING_RECORD)
def check(public_id: str) -> ResponseReturnValue:
    """Show whose NIK was typed, before anything is recorded."""
    form = CompletionForm()
    if form.validate_on_submit():
        trainee = classes_read.trainee(
            viewer=viewer(), class_public_id=public_id, nik=form.nik.data or ""
        )
        if trainee is None:
            form.refuse(_UNKNOWN, field=form.nik)
        elif trainee.certificate_no:
            form.refuse(_recorded(trainee), field=form.nik)
        else:
            return render_template(
                "balikat/confirm.html", form=form, trainee=trainee, public_id=public_id
            )
    return _page(public_id, form)


@balikat.post("/kelas/<public_id>/catat")
@requires(Permission.TRAINING_RECORD)
def record(public_id: str) -> ResponseReturnValue:
    """Record the completion that was confirmed."""
    form = CompletionForm()
    if form.validate_on_submit():
        assert form.completed_on.data
        try:
            certificate_no = training.record_completion(
                actor_id=viewer().user_id,
                class_public_id=public_id,
                nik=form.nik.data or "",
                completed_on=form.completed_on.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training.UnknownClass:
            abort(404)
        except training.UnknownPerson:
            form.refuse(_UNKNOWN, field=form.nik)
        except training.CompletedAlready:
            form.refuse("Peserta ini sudah tercatat di kelas ini.", field=form.nik)
        except training.DateOutsideClass:
            sentence = "Tanggal selesai tidak boleh sebelum hari pertama kelas."
            form.refuse(sentence, field=form.completed_on)
        else:
            flash(f"Tercatat. Nomor sertifikat {certificate_no}.", "success")
            return redirect(url_for("balikat.class_page", public_id=public_id), 303)
    return _page(public_id, form)


def _page(public_id: str, form: CompletionForm | None) -> ResponseReturnValue:
    today = clock.today()
    found = classes_read.class_page(viewer=viewer(), public_id=public_id, page=asked_page())
    if found is None:
        abort(404)
    if form is None:
        form = CompletionForm(completed_on=min(found.training_class.ends_on, today))

    def page_url(page: int) -> str:
        return url_for("balikat.class_page", public_id=public_id, halaman=page)

    page = render_template(
        "balikat/class.html",
        found=found,
        form=form,
        page_url=page_url,
        has_begun=found.training_class.starts_on <= today,
        hours=hours,
    )
    return page, 422 if form.errors else 200


def _recorded(trainee: Trainee) -> str:
    return f"{trainee.full_name} sudah tercatat, sertifikat {trainee.certificate_no}."
