"""The checker's steps: approve after reading the sums once more, give back, reject."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import format_rupiah
from harkat.domain.product import RefusedTerms
from harkat.domain.roles import Permission
from harkat.queries import decision_file
from harkat.queries.decision_file import DecisionFile
from harkat.services import underwriting
from harkat.services.files import ChangedMeanwhile
from harkat.services.posting import BoundReached
from harkat.services.underwriting import SamePerson
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.file_page import (
    is_usable,
    new_form,
    open_file,
    proposed_amounts,
    sent_form,
    show,
    show_changed,
)
from harkat.web.officer.forms import NEXT_STEPS, AmountsForm, ReasonForm
from harkat.web.officer.refusals import REFUSED_AMOUNTS, refuse_amounts, slice_sentence

_IMPOSSIBLE_TERMS = (
    "Syarat produk hari ini tidak bisa untuk jumlah dan lama pinjaman ini. "
    "Kembalikan ke pengusul, atau tanyakan ke pengelola program."
)
_OWN_PROPOSAL = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."


@officer.post("/pengajuan/<public_id>/setujui")
@requires(Permission.APPLICATION_DECIDE)
def approve(public_id: str) -> ResponseReturnValue:
    """Show the amounts and names once more, then approve and commit them."""
    file = open_file(public_id)
    form = sent_form(file)
    if not is_usable(form, file, limits=proposed_amounts(file)):
        return show(file, form), 422
    if "edit" in request.form:
        return show(file, form)
    if form.confirmed.data != "1":
        is_as_seen = form.version_seen == file.version
        return _ask_again(file, form) if is_as_seen else show_changed(public_id)
    return _approve(file, form)


@officer.route("/pengajuan/<public_id>/kembalikan-ke-pengusul", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def return_to_maker(public_id: str) -> ResponseReturnValue:
    """Give a proposal back to the maker with a reason."""
    return _with_reason(
        public_id,
        underwriting.return_to_maker,
        title="Kembalikan ke pengusul",
        explanation="Pengusul melihat alasan ini dan memeriksa berkas lagi.",
        done="dikembalikan ke pengusul",
    )


@officer.route("/pengajuan/<public_id>/tolak", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def reject(public_id: str) -> ResponseReturnValue:
    """Reject an application with a coded reason and a next step."""
    return _with_reason(
        public_id,
        underwriting.reject,
        title="Tolak pengajuan",
        explanation="Semua peminjam melihat alasan dan langkah berikutnya ini.",
        done="ditolak",
        look="danger",
    )


def _with_reason(
    public_id: str,
    decide: Callable[..., None],
    *,
    title: str,
    explanation: str,
    done: str,
    look: str = "",
) -> ResponseReturnValue:
    """Ask for the reason of a decision, then take it."""
    file, form = open_file(public_id), ReasonForm()
    if form.validate_on_submit():
        try:
            decide(
                actor_id=viewer().user_id,
                application_public_id=public_id,
                reason=form.reason,
                at=clock.now(),
            )
        except SamePerson:
            return _refuse_own_proposal(public_id)
        except IllegalTransition:
            return show_changed(public_id)
        flash(f"{file.reference_no} {done}.", "success")
        return redirect(url_for("officer.queue"), 303)
    page = render_template(
        "officer/reason.html",
        file=file,
        form=form,
        next_steps=NEXT_STEPS,
        title=title,
        explanation=explanation,
        button=title,
        look=look,
    )
    return page, 422 if form.errors else 200


def _approve(file: DecisionFile, form: AmountsForm) -> ResponseReturnValue:
    """Approve, or say why not; amounts that cannot stand are kept to be changed."""
    try:
        underwriting.approve(
            actor_id=viewer().user_id,
            application_public_id=file.public_id,
            version=form.version_seen,
            amounts=form.amounts,
            reasons=form.reasons,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except (ChangedMeanwhile, IllegalTransition):
        return show_changed(file.public_id)
    except SamePerson:
        return _refuse_own_proposal(file.public_id)
    except BoundReached as refusal:
        available = decision_file.available_to(viewer())
        form.refuse(slice_sentence(refusal, available=available))
    except REFUSED_AMOUNTS as refusal:
        refuse_amounts(form, refusal, file)
    except RefusedTerms:
        form.refuse(_IMPOSSIBLE_TERMS)
    else:
        flash(f"{file.reference_no} disetujui {format_rupiah(form.sum)}.", "success")
        return redirect(url_for("officer.queue"), 303)
    return show(open_file(file.public_id), form), 422


def _ask_again(file: DecisionFile, form: AmountsForm) -> str:
    """Return the page that says in words what is about to be promised."""
    form.confirmed.data = "1"
    return render_template("officer/approve.html", file=file, form=form, now=clock.now())


def _refuse_own_proposal(public_id: str) -> ResponseReturnValue:
    flash(_OWN_PROPOSAL, "error")
    file = open_file(public_id)
    return show(file, new_form(file)), 409
