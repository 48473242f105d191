"""The roll of a class: who came on a day, and who completed it by having come."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import count, long_date
from harkat.domain.roles import Permission
from harkat.queries import class_roll
from harkat.queries import training as classes_read
from harkat.queries.class_roll import ClassRoll
from harkat.queries.training import ClassRow
from harkat.services import attendance, training
from harkat.web.access import requires, viewer
from harkat.web.balikat import balikat
from harkat.web.balikat.forms import AttendanceForm, CompleteForm


@balikat.get("/kelas/<public_id>/peserta")
@requires(Permission.TRAINING_RECORD)
def roll(public_id: str) -> ResponseReturnValue:
    """Show who has a place, the list of one day, and who can be recorded as finished."""
    return _page(public_id)


@balikat.post("/kelas/<public_id>/hadir")
@requires(Permission.TRAINING_RECORD)
def mark_attendance(public_id: str) -> ResponseReturnValue:
    """Note who came on a day."""
    _training_class, found = _open(public_id)
    form = AttendanceForm()
    form.offer(found)
    if form.validate_on_submit():
        assert form.day.data
        try:
            came = attendance.mark(
                actor_id=viewer().user_id,
                class_public_id=public_id,
                day=form.day.data,
                present=frozenset(form.present.data or ()),
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training.DateOutsideClass:
            form.refuse("Hari ini bukan hari kelas, atau belum tiba.", field=form.day)
        else:
            flash(f"{long_date(form.day.data)}: {count(came)} orang hadir.", "success")
            day = form.day.data.isoformat()
            return redirect(url_for("balikat.roll", public_id=public_id, hari=day), 303)
    return _page(public_id, attendance_form=form)


@balikat.post("/kelas/<public_id>/selesai")
@requires(Permission.TRAINING_RECORD)
def complete(public_id: str) -> ResponseReturnValue:
    """Record those who were chosen as having completed the class."""
    _training_class, found = _open(public_id)
    form = CompleteForm()
    form.offer(found)
    if form.validate_on_submit():
        assert form.completed_on.data
        try:
            new = attendance.complete(
                actor_id=viewer().user_id,
                class_public_id=public_id,
                enrolments=frozenset(form.finished.data or ()),
                completed_on=form.completed_on.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except training.DateOutsideClass:
            sentence = "Tanggal selesai tidak boleh sebelum hari pertama kelas."
            form.refuse(sentence, field=form.completed_on)
        except (attendance.NobodyChosen, attendance.NeverCame):
            form.refuse("Pilih peserta yang hadir.", field=form.finished)
        else:
            flash(f"{count(new)} orang dicatat selesai. Mereka sudah dikabari.", "success")
            return redirect(url_for("balikat.roll", public_id=public_id), 303)
    return _page(public_id, complete_form=form)


def _page(
    public_id: str,
    *,
    attendance_form: AttendanceForm | None = None,
    complete_form: CompleteForm | None = None,
) -> ResponseReturnValue:
    training_class, found = _open(public_id)
    sent = attendance_form or complete_form
    if attendance_form is None:
        attendance_form = _attendance_form(found)
    if complete_form is None:
        complete_form = _complete_form(training_class, found)
    page = render_template(
        "balikat/roll.html",
        training_class=training_class,
        roll=found,
        attendance_form=attendance_form,
        complete_form=complete_form,
        form=sent,
    )
    return page, 422 if sent and sent.errors else 200


def _open(public_id: str) -> tuple[ClassRow, ClassRoll]:
    page = classes_read.class_page(viewer=viewer(), public_id=public_id)
    found = class_roll.class_roll(viewer=viewer(), public_id=public_id, on=clock.today())
    if page is None or found is None:
        abort(404)
    return page.training_class, found


def _attendance_form(found: ClassRoll) -> AttendanceForm | None:
    """Return the list of the day that the address names, else of the last day there was."""
    if not found.days:
        return None
    asked = request.args.get("hari", "")
    day = next((day for day in found.days if day.isoformat() == asked), found.days[-1])
    came = [row.public_id for row in found.people if day in row.came]
    form = AttendanceForm(formdata=None, data={"day": day, "present": came})
    form.offer(found)
    return form


def _complete_form(training_class: ClassRow, found: ClassRoll) -> CompleteForm | None:
    if not found.to_complete:
        return None
    last: date = min(training_class.ends_on, clock.today())
    always = [row.public_id for row in found.to_complete if found.came_always(row)]
    form = CompleteForm(formdata=None, data={"completed_on": last, "finished": always})
    form.offer(found)
    return form
