"""Standing witness for somebody without a phone: the list, reading out, yes or no."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.key_facts import KeyFacts
from harkat.domain.roles import Permission
from harkat.domain.witnessing import DeclineReason, WitnessedStep
from harkat.queries import witnessing as testimonies
from harkat.queries.witnessing import StepToRead
from harkat.reports.documents.key_facts import fees_in_words
from harkat.services import witnessing
from harkat.services.witnessing import NotWaiting
from harkat.web.access import requires, viewer
from harkat.web.assistant import assistant
from harkat.web.assistant.forms import DeclineForm, WitnessForm
from harkat.web.key_facts_words import words_of
from harkat.web.witness_words import rows_of, sentences_of

_OTHER_NIK = "NIK tidak sama dengan yang diminta. Lihat lagi KTP-nya. Sisa {left} kali."
_OVER = "NIK tiga kali tidak sama. Pendamping harus minta saksi lagi."
_GONE = "Sudah dijawab, atau waktunya habis."
_DONE = "Terima kasih. Kesaksian Anda tercatat atas nama Anda."


@assistant.get("/kesaksian")
@requires(Permission.OWNER_WITNESS)
def testimonies_waiting() -> ResponseReturnValue:
    """List what waits for a witness other than whoever asked."""
    found = testimonies.waiting(viewer(), at=clock.now())
    return render_template("assistant/waiting.html", waiting=found)


@assistant.route("/kesaksian/<public_id>", methods=["GET", "POST"])
@requires(Permission.OWNER_WITNESS)
def testimony(public_id: str) -> ResponseReturnValue:
    """Let the witness read out what is agreed to, type the NIK and say yes."""
    found = _step(public_id)
    if found is None:
        return _gone()
    form = WitnessForm()
    if form.validate_on_submit():
        answer = _confirmed(form, public_id)
        if answer is not None:
            return answer
    else:
        witnessing.open_waiting(
            actor_id=viewer().user_id, testimony_public_id=public_id, at=clock.now()
        )
    page = render_template(
        "assistant/testimony.html",
        form=form,
        found=found,
        rows=rows_of(found.step, found.told),
        sentences=sentences_of(found.step, found.told),
        **_key_facts(found),
    )
    return page, 422 if form.errors else 200


@assistant.route("/kesaksian/<public_id>/tidak", methods=["GET", "POST"])
@requires(Permission.OWNER_WITNESS)
def decline_testimony(public_id: str) -> ResponseReturnValue:
    """Say no, with the reason."""
    found = _step(public_id)
    if found is None:
        return _gone()
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            witnessing.decline(
                actor_id=viewer().user_id,
                testimony_public_id=public_id,
                reason=DeclineReason(form.reason.data),
                note=form.note.data or "",
                at=clock.now(),
            )
        except NotWaiting:
            return _gone()
        flash("Jawaban tidak tercatat. Pendamping melihat alasannya.", "success")
        return redirect(url_for("assistant.testimonies_waiting"), 303)
    page = render_template("assistant/decline.html", form=form, found=found)
    return page, 422 if form.errors else 200


def _key_facts(found: StepToRead) -> dict[str, object]:
    """Return what the template shows of a loan's terms, where these are to be read out."""
    if found.step is not WitnessedStep.CONSENT:
        return {}
    facts = KeyFacts.from_json(found.told["facts"])
    return {"key_facts": facts, "words": words_of(facts), "fees": fees_in_words(facts)}


def _confirmed(form: WitnessForm, public_id: str) -> ResponseReturnValue | None:
    """Confirm, or say on the form that the NIK is another one."""
    try:
        left = witnessing.confirm(
            actor_id=viewer().user_id,
            testimony_public_id=public_id,
            nik=form.nik.data or "",
            at=clock.now(),
        )
    except NotWaiting:
        return _gone()
    if left:
        form.refuse(_OTHER_NIK.format(left=left), field=form.nik)
        return None
    flash(_DONE if left is None else _OVER, "success" if left is None else "error")
    return redirect(url_for("assistant.testimonies_waiting"), 303)


def _step(public_id: str) -> StepToRead | None:
    """Return what waits for the viewer; None if it was answered or is over meanwhile."""
    found = testimonies.step_to_read(viewer(), public_id, at=clock.now())
    if found is None and not testimonies.was_asked_of(viewer(), public_id):
        abort(404)
    return found


def _gone() -> ResponseReturnValue:
    flash(_GONE, "info")
    return redirect(url_for("assistant.testimonies_waiting"), 303)
