"""Blocking one part of a group's file with a reason for that member alone, and lifting it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.group_choice import BLOCKING
from harkat.domain.lifecycle import LINE, IllegalTransition
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.statuses import LineEvent
from harkat.queries.decision_file import DecisionFile
from harkat.queries.file_lines import FileLine
from harkat.services import blocked_parts
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.actions import actions_for
from harkat.web.officer.file_page import open_file, show_changed
from harkat.web.officer.forms import NEXT_STEPS, REASON_CHOICES, ReasonForm


@officer.route("/pengajuan/<public_id>/bagian/<line_public_id>/tahan", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def block_part(public_id: str, line_public_id: str) -> ResponseReturnValue:
    """Block one member's part; the others of the group are asked what to do."""
    file = open_file(public_id)
    line = _line(file, line_public_id)
    if not actions_for(viewer(), file).block or not LINE.allows(line.status, LineEvent.BLOCKED):
        return show_changed(public_id)
    form = ReasonForm()
    form.reason_code.choices = {str(code): REASON_CHOICES[str(code)] for code in BLOCKING}
    if form.validate_on_submit():
        try:
            blocked_parts.block(
                actor_id=viewer().user_id,
                application_public_id=public_id,
                line_public_id=line_public_id,
                reason=form.reason,
                at=clock.now(),
            )
        except (IllegalTransition, NotFound):
            return show_changed(public_id)
        flash(f"Bagian {line.name} ditahan. Kelompok diminta memilih.", "success")
        return redirect(url_for("officer.application", public_id=public_id), 303)
    page = render_template(
        "officer/reason.html",
        file=file,
        form=form,
        next_steps=NEXT_STEPS,
        title=f"Tahan bagian {line.name}",
        explanation=(
            f"Hanya {line.name} yang melihat alasan, langkah berikutnya, dan catatan ini. "
            "Peminjam lain hanya tahu bahwa satu anggota belum bisa, lalu memilih. "
            "Waktu bank berhenti selama itu. Jangan tulis nama pemberi pinjaman."
        ),
        button="Tahan bagian ini",
        look="",
    )
    return page, 422 if form.errors else 200


@officer.post("/pengajuan/<public_id>/bagian/<line_public_id>/lanjutkan")
@requires(Permission.APPLICATION_VERIFY)
def lift_block(public_id: str, line_public_id: str) -> ResponseReturnValue:
    """Let a blocked part be verified again."""
    line = _line(open_file(public_id), line_public_id)
    try:
        blocked_parts.lift(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            line_public_id=line_public_id,
            at=clock.now(),
        )
    except (IllegalTransition, NotFound, NotPermitted):
        return show_changed(public_id)
    flash(f"Bagian {line.name} diperiksa lagi.", "success")
    return redirect(url_for("officer.application", public_id=public_id), 303)


def _line(file: DecisionFile, line_public_id: str) -> FileLine:
    line = next((line for line in file.lines if line.public_id == line_public_id), None)
    if line is None:
        abort(404)
    return line
