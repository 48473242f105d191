"""One class: taking a place in it, waiting for one, and giving it back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.domain.statuses import EnrolmentStatus
from harkat.queries.training_classes import coming_class
from harkat.reports.qr import svg_path
from harkat.services import enrolment
from harkat.services.training import CompletedAlready, UnknownClass
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.training_forms import PlaceForm
from harkat.web.sharing import official_url
from harkat.web.training_words import hours


@applicant.get("/saya/pelatihan/kelas/<public_id>")
@requires(Permission.OWN_APPLY)
def training_class(public_id: str) -> ResponseReturnValue:
    """Show a class with the button that can be pressed now."""
    return _page(public_id, PlaceForm(formdata=None))


@applicant.post("/saya/pelatihan/kelas/<public_id>/daftar")
@requires(Permission.OWN_APPLY)
def enrol(public_id: str) -> ResponseReturnValue:
    """Take a seat, or a place in line."""
    form = PlaceForm()
    if not form.validate_on_submit():
        return _page(public_id, form)
    try:
        came_of_it = enrolment.enrol(
            actor_id=viewer().user_id,
            class_public_id=public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except UnknownClass:
        abort(404)
    except enrolment.ClassBegun:
        form.refuse("Kelas ini sudah mulai. Pilih kelas lain.")
    except enrolment.TooManyEnrolments as most:
        form.refuse(f"Anda sudah terdaftar di {most.args[0]} kelas. Batalkan satu dulu.")
    except CompletedAlready:
        form.refuse("Anda sudah selesai di kelas ini.")
    else:
        is_seated = came_of_it == EnrolmentStatus.SEATED
        flash(
            "Anda terdaftar di kelas ini." if is_seated else "Anda masuk daftar tunggu.", "success"
        )
        return redirect(url_for("applicant.training_class", public_id=public_id), 303)
    return _page(public_id, form)


@applicant.post("/saya/pelatihan/kelas/<public_id>/batal")
@requires(Permission.OWN_APPLY)
def cancel_place(public_id: str) -> ResponseReturnValue:
    """Give the place back."""
    try:
        enrolment.cancel(actor_id=viewer().user_id, class_public_id=public_id, at=clock.now())
    except IllegalTransition:
        flash("Anda sudah selesai di kelas ini.", "info")
    else:
        flash("Dibatalkan. Tidak apa-apa, Anda boleh daftar lagi kapan saja.", "success")
    return redirect(url_for("applicant.training_class", public_id=public_id), 303)


def _page(public_id: str, form: PlaceForm) -> ResponseReturnValue:
    found = coming_class(viewer=viewer(), public_id=public_id, on=clock.today())
    if found is None:
        abort(404)
    comes = found.own_status is EnrolmentStatus.SEATED and not found.is_over
    page = render_template(
        "applicant/training_class.html",
        row=found,
        form=form,
        hours=hours,
        code=_code(found.own_place) if comes and found.own_place else None,
    )
    return page, 422 if form.errors else 200


def _code(place_public_id: str) -> tuple[int, str]:
    """Return the QR code of a place: its modules a side and its path.

    The id of a place is random, so the address cannot be guessed, and only staff can do anything
    with it; it ends when the place is given back.
    """
    return svg_path(official_url("balikat.ticket", public_id=place_public_id))
