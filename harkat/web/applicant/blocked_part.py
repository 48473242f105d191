"""A part of the group's application is blocked: the other borrowers choose what to do."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.group_choice import BlockedChoice
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries.group_choices import OwnChoice
from harkat.services import group_choices
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.group_forms import BlockedPartForm
from harkat.web.applicant.opened import opened_application
from harkat.web.labels import label

_OVER = "Kelompok sudah memilih, atau waktunya sudah lewat."
_TOO_FEW = "Pilihan ini tidak bisa lagi. Pilih yang lain."
_MEANINGS: Mapping[BlockedChoice, str] = {
    BlockedChoice.GO_ON: (
        "Bagian yang belum bisa dihapus. Bank langsung memeriksa yang lain, tanpa kirim ulang."
    ),
    BlockedChoice.REPLACE: (
        "Anggota lain mengisi bagiannya sendiri, lalu ketua mengirim lagi. "
        "Pemeriksaan yang lain tetap berlaku."
    ),
    BlockedChoice.WAIT: "Paling lama {days} hari. Waktu bank berhenti selama itu.",
}


@applicant.route("/pengajuan/<public_id>/pilihan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def group_choice(public_id: str) -> ResponseReturnValue:
    """Ask what the group should do; a voice may be changed until more than half agree."""
    file = opened_application(public_id)
    choice = file.progress.choice
    if choice is None or not choice.has_voice:
        flash(_OVER if choice is None else "Peminjam lain yang memilih.", "info")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    form = _form(choice)
    if form.validate_on_submit():
        answer = _chosen(form, public_id)
        if answer is not None:
            return answer
    page = render_template("applicant/group_choice.html", form=form, file=file, choice=choice)
    return page, 422 if form.errors else 200


def _form(choice: OwnChoice) -> BlockedPartForm:
    form = BlockedPartForm(choice=choice.wanted)
    form.choice.choices = {str(each): label(each) for each in choice.offered}
    form.choice.hints = {
        str(each): f"{_MEANINGS[each].format(days=choice.wait_days)} "
        f"Sekarang {choice.voices.get(each, 0)} suara."
        for each in choice.offered
    }
    return form


def _chosen(form: BlockedPartForm, public_id: str) -> ResponseReturnValue | None:
    """Note the voice and lead on, or say beside the field why it cannot be noted."""
    try:
        is_decided = group_choices.choose(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            choice=BlockedChoice(str(form.choice.data)),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except group_choices.NotOffered:
        form.refuse(_TOO_FEW, field=form.choice)
        return None
    except (group_choices.NothingToChoose, NotPermitted, NotFound):
        flash(_OVER, "info")
    else:
        done = "Lebih dari separuh memilih ini. Kelompok sudah memutuskan."
        noted = "Pilihan Anda sudah dicatat. Boleh diganti sampai lebih dari separuh sepakat."
        flash(done if is_decided else noted, "success")
    return redirect(url_for("applicant.application", public_id=public_id), 303)
