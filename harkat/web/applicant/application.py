"""An owner's application: starting one, and the page on which it is followed."""

from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.statuses import ApplicationStatus
from harkat.queries import assisting, own_start, own_tasks, testimony_checks
from harkat.queries.own_start import Start
from harkat.services import origination
from harkat.web.access import requires, viewer
from harkat.web.applicant import after_sending, applicant, tasks, tracker
from harkat.web.applicant.forms import StartForm
from harkat.web.applicant.helped_view import shown
from harkat.web.applicant.opened import opened_application
from harkat.web.labels import label
from harkat.web.sentences import REASONS, obstacle_sentence
from harkat.web.term_words import length_in_words


@applicant.get("/pengajuan/baru")
@requires(Permission.OWN_APPLY)
def choose_product() -> ResponseReturnValue:
    """Ask whether the loan is for a group or for one person."""
    found = own_start.open_products(on=clock.today())
    return render_template("applicant/choose_product.html", products=found)


@applicant.route("/pengajuan/baru/<product_code>", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def start_application(product_code: str) -> ResponseReturnValue:
    """Start an application: at which bank, and for how long."""
    found = own_start.start(viewer(), product_code=product_code, on=clock.today())
    if found is None:
        abort(404)
    form = StartForm()
    form.bank_code.choices = dict(found.banks)
    form.bank_code.hints = {code: label(room) for code, room in found.bank_rooms.items()}
    lengths: dict[Any, str] = {
        number: length_in_words(instalments=number, every=found.every)
        for number in found.instalment_choices
    }
    form.instalments.choices = lengths
    if found.may_start and form.validate_on_submit():
        public_id = _started(form, found)
        if public_id is not None:
            return redirect(url_for("applicant.application", public_id=public_id), 303)
    page = render_template("applicant/start_application.html", form=form, start=found)
    return page, 422 if form.errors else 200


@applicant.get("/pengajuan/<public_id>")
@requires(Permission.OWN_APPLY)
def application(public_id: str) -> ResponseReturnValue:
    """Show the application: what is to be done while it is filled in, then how far it is."""
    found = opened_application(public_id)
    found = replace(found, progress=shown(found.progress))
    is_draft = found.progress.status is ApplicationStatus.DRAFT
    to_do = own_tasks.tasks(viewer(), found, at=clock.now()) if found.may_fill else None
    return render_template(
        "applicant/application.html",
        file=found,
        helps=assisting.helps_with(viewer(), public_id),
        witnessed=testimony_checks.steps_of(viewer(), public_id),
        tasks=to_do,
        task_rows=tasks.rows(to_do) if to_do else (),
        next_url=tasks.next_url(to_do) if to_do else None,
        stages=() if is_draft else tracker.stages(found.progress),
        after=None if is_draft else after_sending.news_of(viewer(), found, on=clock.today()),
        reasons=REASONS,
    )


def _started(form: StartForm, found: Start) -> str | None:
    """Start the application and return its public id, or say why it cannot be started."""
    try:
        return origination.start_application(
            actor_id=viewer().user_id,
            product_code=found.product_code,
            bank_code=form.bank_code.data,
            instalments=form.instalments.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except origination.NoSuchOffer:
        form.refuse("Pilihan ini tidak ditawarkan lagi. Pilih yang lain.", field=form.bank_code)
    except origination.LeaderStarts:
        form.refuse("Pengajuan kelompok dimulai oleh ketua kelompok.")
    except origination.NotReady as not_ready:
        for obstacle in not_ready.obstacles:
            form.refuse(obstacle_sentence(obstacle))
    except origination.OpenAlready:
        form.refuse("Selesaikan atau batalkan pengajuan kelompok yang berjalan dulu.")
    return None
