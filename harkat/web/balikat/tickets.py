"""Attendance by QR code: a camera opens the address, and one button notes who came."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import long_date
from harkat.domain.roles import Permission
from harkat.queries.class_tickets import Ticket, class_of_own_place
from harkat.queries.class_tickets import ticket as find_ticket
from harkat.services import attendance, training
from harkat.web.access import requires, signed_in, viewer
from harkat.web.balikat import balikat


@balikat.get("/hadir/<public_id>")
@signed_in
def ticket(public_id: str) -> ResponseReturnValue:
    """Show staff whose place it is, with the button if the class is held today.

    Whoever holds the place is led to the own class; for all others it does not exist.
    """
    if not viewer().has(Permission.TRAINING_RECORD):
        own_class = class_of_own_place(viewer=viewer(), public_id=public_id)
        if own_class is None:
            abort(404)
        return redirect(url_for("applicant.training_class", public_id=own_class), 303)
    found = _open(public_id)
    return render_template("balikat/ticket.html", ticket=found, hindrance=_hindrance(found))


@balikat.post("/hadir/<public_id>")
@requires(Permission.TRAINING_RECORD)
def mark_ticket(public_id: str) -> ResponseReturnValue:
    """Note that this person is there today; reading the code again notes it once."""
    found = _open(public_id)
    try:
        is_new = attendance.mark_one(
            actor_id=viewer().user_id, place_public_id=public_id, at=clock.now()
        )
    except (attendance.UnknownPlace, training.DateOutsideClass):
        flash(_hindrance(found) or "Belum bisa dicatat. Coba lagi.", "error")
    else:
        name = found.full_name
        flash(f"{name} dicatat hadir." if is_new else f"{name} sudah dicatat tadi.", "success")
    return redirect(url_for("balikat.ticket", public_id=public_id), 303)


def _open(public_id: str) -> Ticket:
    found = find_ticket(viewer=viewer(), public_id=public_id, on=clock.today())
    if found is None:
        abort(404)
    return found


def _hindrance(found: Ticket) -> str | None:
    """Say why nothing can be noted today, or return None."""
    today = clock.today()
    if found.is_cancelled:
        return "Tempat di kelas ini sudah dibatalkan. Minta peserta mendaftar lagi."
    if today < found.starts_on:
        return f"Kelas ini baru mulai {long_date(found.starts_on)}. Hadir dicatat pada hari kelas."
    if today > found.ends_on:
        return f"Kelas ini sudah selesai {long_date(found.ends_on)}. Pakai daftar peserta."
    return None
