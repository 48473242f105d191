"""The approved terms: reading them, agreeing with a code from the own phone, or refusing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import moment
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.phone_codes import CodeVerdict
from harkat.domain.roles import Permission
from harkat.domain.statuses import LineStatus
from harkat.queries.own_offer import Offer, was_answer_missed
from harkat.reports.documents.key_facts import fees_in_words
from harkat.services import consent
from harkat.services.files import ChangedMeanwhile
from harkat.services.phone_codes import TooManyCodes
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.offer_forms import OfferForm, RefusalForm, SendCodeForm
from harkat.web.applicant.opened import opened_application, opened_offer
from harkat.web.code_sentences import SENT_ANEW, too_soon, wrong_code
from harkat.web.helping import running_without_phone
from harkat.web.key_facts_words import words_of

_CHANGED = "Jumlah, tanggal, atau daftar peminjam berubah. Baca lagi, lalu minta kode baru."
_LATE = "Waktu untuk menjawab sudah lewat. Hubungi bank, atau ajukan lagi."
_ENDED = "Bagian Anda di pengajuan ini sudah berakhir."
_AGREED = "Terima kasih. Persetujuan Anda sudah tercatat."
_REFUSED = "Anda sudah menjawab tidak. Uangnya tidak dikirim."
_ANSWERS = {
    LineStatus.CONSENTED: _AGREED,
    LineStatus.DISBURSED: _AGREED,
    LineStatus.REFUSED: _REFUSED,
    LineStatus.LAPSED: _ENDED,
}
_CODE_SENT = "terkirim"


@applicant.route("/pengajuan/<public_id>/persetujuan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def offer(public_id: str) -> ResponseReturnValue:
    """Show everything the loan costs and with whom one answers for it, and take the yes."""
    answer = _answer_given(public_id)
    if answer and (request.method == "POST" or answer != _AGREED):
        return _said(answer, public_id)
    found = opened_offer(public_id)
    if request.method == "POST" and running_without_phone():
        return redirect(url_for("applicant.offer", public_id=public_id), 303)
    form = OfferForm(data=_shown(found))
    if form.validate_on_submit():
        if _agreed(form, public_id):
            return _said(_AGREED, public_id)
        if answer := _answer_given(public_id):
            return _said(answer, public_id)
        found = opened_offer(public_id)
    return _page(found, form, is_code_sent=_is_code_asked())


@applicant.post("/pengajuan/<public_id>/persetujuan/kode")
@requires(Permission.OWN_APPLY)
def send_consent_code(public_id: str) -> ResponseReturnValue:
    """Send the code for exactly the terms shown, and ask for it."""
    if answer := _answer_given(public_id):
        return _said(answer, public_id)
    found = opened_offer(public_id)
    form = SendCodeForm()
    if not form.validate_on_submit():
        return _page(found, form, is_code_sent=False)
    try:
        _send_code(form, found)
    except ChangedMeanwhile:
        form.refuse(_CHANGED)
    except consent.ConsentLate:
        form.refuse(_LATE)
    except consent.PhoneChangedLately as lately:
        form.refuse(_too_new(lately))
    if form.form_errors:
        return _page(opened_offer(public_id), form, is_code_sent=False)
    return redirect(
        url_for("applicant.offer", public_id=public_id, kode=_CODE_SENT, _anchor="jawaban"), 303
    )


def _send_code(form: SendCodeForm, found: Offer) -> None:
    """Send a code, or say when one can be sent: the one sent a moment ago is as good."""
    try:
        consent.send_code(
            actor_id=viewer().user_id,
            application_public_id=found.progress.public_id,
            version=int(form.version.data or 0),
            at=clock.now(),
        )
    except TooManyCodes as refused:
        flash(too_soon(refused.again_at, now=clock.now()), "info")
    else:
        flash(f"Kode terkirim ke {found.phone_masked}.", "success")


@applicant.route("/pengajuan/<public_id>/persetujuan/tidak", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def refuse_offer(public_id: str) -> ResponseReturnValue:
    """Refuse the terms after saying so twice."""
    if answer := _answer_given(public_id):
        return _said(answer, public_id)
    found = opened_offer(public_id)
    form = RefusalForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        if _refused(form, public_id):
            return _said(_REFUSED, public_id)
        if answer := _answer_given(public_id):
            return _said(answer, public_id)
        form.version.data = str(opened_offer(public_id).version)
    page = render_template("applicant/refuse_offer.html", form=form, offer=found)
    return page, 422 if form.errors else 200


def _shown(found: Offer) -> dict[str, str]:
    return {"version": str(found.version), "digest": found.facts.digest}


def _page(found: Offer, form: OfferForm | SendCodeForm, *, is_code_sent: bool) -> tuple[str, int]:
    """Show the terms with the form that was sent; its unseen parts are those of the terms shown."""
    agree = form if isinstance(form, OfferForm) else OfferForm(formdata=None, data=_shown(found))
    code = form if isinstance(form, SendCodeForm) else SendCodeForm(formdata=None)
    agree.version.data, agree.digest.data = str(found.version), found.facts.digest
    code.version.data = str(found.version)
    page = render_template(
        "applicant/offer.html",
        form=form,
        agree_form=agree,
        code_form=code,
        offer=found,
        words=words_of(found.facts),
        fees=fees_in_words(found.facts),
        may_answer=_may_answer(found),
        is_code_sent=is_code_sent,
    )
    return page, 422 if form.errors else 200


def _is_code_asked() -> bool:
    return request.method == "POST" or request.args.get("kode") == _CODE_SENT


def _may_answer(found: Offer) -> bool:
    own = found.progress.own
    return own is not None and own.status is LineStatus.APPROVED


def _answer_given(public_id: str) -> str | None:
    """Return what to say of the answer given or missed, or None while one is asked for.

    Whoever taps twice or goes back is told the same as whoever answered once.
    """
    own = opened_application(public_id).progress.own
    if own is None:
        return None
    answer = _ANSWERS.get(own.status)
    return _LATE if answer == _ENDED and was_answer_missed(own.line_id) else answer


def _said(answer: str, public_id: str) -> ResponseReturnValue:
    flash(answer, "info" if answer in {_LATE, _ENDED} else "success")
    return redirect(url_for("applicant.application", public_id=public_id), 303)


def _agreed(form: OfferForm, public_id: str) -> bool:
    """Agree to the terms shown, or say on the form why it was not possible."""
    try:
        consent.consent(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            digest=form.digest.data or "",
            code=form.code.data or "",
            at=clock.now(),
        )
    except consent.CodeRefused as refused:
        form.refuse(_wrong_code(form, public_id, refused), field=form.code)
    except ChangedMeanwhile:
        form.refuse(_CHANGED)
    except consent.ConsentLate:
        form.refuse(_LATE)
    except consent.PhoneChangedLately as lately:
        form.refuse(_too_new(lately))
    except IllegalTransition:
        return False  # answered in the same moment from another tab
    return not form.errors


def _too_new(lately: consent.PhoneChangedLately) -> str:
    return f"Nomor HP baru diganti. Anda bisa setuju mulai {moment(lately.until)}."


def _wrong_code(form: OfferForm, public_id: str, refused: consent.CodeRefused) -> str:
    """Return what to say about a code; an old one is followed by a new one at once."""
    if refused.answer.verdict is not CodeVerdict.EXPIRED:
        return wrong_code(refused.answer)
    try:
        consent.send_code(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            at=clock.now(),
        )
    except TooManyCodes:
        return wrong_code(refused.answer)
    return SENT_ANEW


def _refused(form: RefusalForm, public_id: str) -> bool:
    """Refuse the terms shown, or say on the form why it was not possible."""
    try:
        consent.refuse(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            version=int(form.version.data or 0),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except ChangedMeanwhile:
        form.refuse(_CHANGED)
    except IllegalTransition:
        return False  # answered in the same moment from another tab
    return not form.errors
