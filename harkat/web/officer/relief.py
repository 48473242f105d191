"""Requests for relief at the desk: the maker proposes a change with one tap, or says why not."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.relief import ReliefDecline
from harkat.domain.roles import Permission
from harkat.domain.statuses import ReliefStatus
from harkat.queries import loan_changes as change_queries
from harkat.queries import relief as queries
from harkat.queries.relief import RequestFile
from harkat.services import relief as services
from harkat.services.loan_changes import ChangeWaiting, TooManyRestructurings
from harkat.services.months import MonthClosed
from harkat.web.access import requires, viewer
from harkat.web.labels import label
from harkat.web.officer import officer
from harkat.web.officer.forms import StepForm
from harkat.web.officer.relief_forms import DeclineForm
from harkat.web.relief_words import compared, effect_sentences, wish_label

_ANSWERED = "Permintaan ini sudah dijawab atau ditarik."


@officer.get("/keringanan")
@requires(Permission.APPLICATION_READ)
def relief() -> ResponseReturnValue:
    """Show the requests that wait, and the changes that wait for a decision."""
    return render_template(
        "officer/relief_list.html",
        found=queries.waiting_requests(viewer()),
        changes=change_queries.waiting_changes(viewer()),
        now=clock.now(),
    )


@officer.get("/keringanan/<public_id>")
@requires(Permission.APPLICATION_READ)
def relief_request(public_id: str) -> ResponseReturnValue:
    """Show one request with its effect as the loan stands today."""
    return _show(_open(public_id))


@officer.post("/keringanan/<public_id>/usulkan")
@requires(Permission.APPLICATION_VERIFY)
def propose_relief(public_id: str) -> ResponseReturnValue:
    """Propose what was asked for."""
    found, form = _open(public_id), StepForm()
    if not form.validate_on_submit():
        return _show(found), 422
    try:
        change_public_id = services.propose(
            actor_id=viewer().user_id,
            request_public_id=public_id,
            reason_note=f"Diminta peminjam: {label(found.reason).lower()}",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except services.NoSuchRelief:
        flash("Cara ini tidak cocok lagi dengan keadaan pinjaman hari ini.", "error")
    except ChangeWaiting:
        flash("Ada perubahan lain pinjaman ini yang menunggu keputusan.", "error")
    except TooManyRestructurings as full:
        flash(f"Pinjaman ini sudah {full.most} kali direstrukturisasi tahun ini.", "error")
    except MonthClosed:
        flash("Bulan ini sudah ditutup. Usulkan pada bulan berikutnya.", "error")
    except IllegalTransition:
        flash(_ANSWERED, "error")
    else:
        flash("Perubahan diusulkan. Peminjam dan penanggung diminta setuju.", "success")
        return redirect(url_for("officer.change", public_id=change_public_id), 303)
    return _show(_open(public_id)), 409


@officer.route("/keringanan/<public_id>/tolak", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def decline_relief(public_id: str) -> ResponseReturnValue:
    """Say why not, and what the borrower can do."""
    found, form = _open(public_id), DeclineForm()
    if form.validate_on_submit():
        try:
            services.decline(
                actor_id=viewer().user_id,
                request_public_id=public_id,
                code=ReliefDecline(form.code.data),
                next_step=form.next_step.data or "",
                note=form.note.data,
                at=clock.now(),
            )
        except IllegalTransition:
            flash(_ANSWERED, "error")
        else:
            flash("Jawaban terkirim ke peminjam.", "success")
        return redirect(url_for("officer.relief"), 303)
    page = render_template("officer/decline_relief.html", file=found, form=form)
    return page, 422 if form.errors else 200


def _open(public_id: str) -> RequestFile:
    found = queries.request_file(viewer(), public_id, on=clock.today())
    return abort(404) if found is None else found


def _show(found: RequestFile) -> str:
    way = found.way
    return render_template(
        "officer/relief_request.html",
        file=found,
        wish=wish_label(found.wish, count=found.count, pays=found.pays),
        effect=effect_sentences(way) if way else None,
        rows=compared(found.now, way.after if way else None),
        can_answer=viewer().has(Permission.APPLICATION_VERIFY)
        and found.status is ReliefStatus.OPEN,
        now=clock.now(),
    )
