"""Sending an application, the proof of it, and withdrawing."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import APPLICATION, IllegalTransition
from harkat.domain.roles import Permission
from harkat.domain.statuses import ApplicationEvent, ApplicationStatus
from harkat.queries import circumstances, own_file
from harkat.services import helping, origination
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.assisted_sending import confirm_by_other_way
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.opened import opened_application
from harkat.web.applicant.way_back import READING_OVER
from harkat.web.helping import running
from harkat.web.sentences import obstacle_sentence
from harkat.web.sharing import whatsapp_url

_NUMBER = "Nomor pengajuan Bank Harkat: {}"
_ONLY_LEADER = "Pengajuan kelompok dikirim dan dibatalkan oleh ketua kelompok."


@applicant.route("/pengajuan/<public_id>/kirim", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def send_application(public_id: str) -> ResponseReturnValue:
    """Let the sender read everything over, then send it."""
    found = opened_application(public_id)
    if not found.may_fill:
        is_sent = found.submitted_at is not None and found.is_sender
        page = "applicant.proof" if is_sent else "applicant.application"
        return redirect(url_for(page, public_id=public_id), 303)
    form = ConfirmationForm()
    if form.validate_on_submit():
        if running() is not None and found.is_sender and found.may_be_sent:
            return confirm_by_other_way(public_id)
        if _sent(form, public_id):
            return redirect(url_for("applicant.proof", public_id=public_id), 303)
    page = render_template(
        "applicant/send_application.html",
        form=form,
        file=found,
        details=circumstances.details(viewer()),
        business=own_file.business(viewer()),
        money=circumstances.money(viewer()),
        account=own_file.payout_account(viewer()),
        back={READING_OVER: public_id},
        obstacle_sentence=obstacle_sentence,
    )
    return page, 422 if form.errors else 200


@applicant.get("/pengajuan/<public_id>/bukti")
@requires(Permission.OWN_APPLY)
def proof(public_id: str) -> ResponseReturnValue:
    """Show that the application was sent, with its number; printable, and good to come back to."""
    found = opened_application(public_id)
    if found.submitted_at is None:
        abort(404)
    if found.progress.status is ApplicationStatus.DRAFT:  # it came back, and waits to be sent anew
        flash("Pengajuan ini belum dikirim lagi.", "info")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    return render_template(
        "applicant/proof.html",
        file=found,
        details=circumstances.details(viewer()),
        share_url=whatsapp_url(_NUMBER.format(found.progress.reference_no)),
    )


@applicant.route("/pengajuan/<public_id>/batal", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw the application after saying so twice."""
    found = opened_application(public_id)
    if not APPLICATION.allows(found.progress.status, ApplicationEvent.WITHDRAWN):
        flash("Pengajuan ini tidak bisa dibatalkan lagi.", "info")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    form = ConfirmationForm()
    if form.validate_on_submit():
        try:
            origination.withdraw(
                actor_id=viewer().user_id, application_public_id=public_id, at=clock.now()
            )
        except origination.LeaderStarts:
            form.refuse(_ONLY_LEADER)
        except IllegalTransition:
            form.refuse("Pengajuan ini tidak bisa dibatalkan lagi.")
        else:
            flash("Pengajuan sudah dibatalkan.", "success")
            return redirect(url_for("applicant.application", public_id=public_id), 303)
    page = render_template("applicant/withdraw.html", form=form, file=found)
    return page, 422 if form.errors else 200


def _sent(form: ConfirmationForm, public_id: str) -> bool:
    """Send the application, or say what stands in the way: one's own in detail, no others'."""
    try:
        origination.submit(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except origination.NotReady as not_ready:
        own = [
            obstacle_sentence(obstacle)
            for obstacle in not_ready.obstacles
            if obstacle.person_id in {None, viewer().person_id}
        ]
        for sentence in own or ["Ada anggota yang belum siap. Lihat daftarnya di bawah."]:
            form.refuse(sentence)
    except origination.LeaderStarts:
        form.refuse(_ONLY_LEADER)
    except IllegalTransition:
        form.refuse("Pengajuan ini sudah dikirim.")
    except helping.OwnCodeMissing:
        form.refuse("Ketuk Kirim sekali lagi. Kami kirim kode ke HP pemilik.")
    return not form.errors
