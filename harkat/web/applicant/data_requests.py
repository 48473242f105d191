"""What owners ask about their own data: a correction, an end of a consent, a deletion."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.people import CONSENT_TEXT_VERSION, REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.personal_data import DataRequestKind
from harkat.domain.roles import Permission
from harkat.services import personal_data
from harkat.services.personal_data import TooManyRequests
from harkat.web.access import requires, viewer
from harkat.web.agreed_texts import CONSENTS
from harkat.web.applicant import applicant
from harkat.web.forms import HarkatForm, HiddenField, LongTextField

_TOO_MANY = "Masih ada lima permintaan Anda yang belum dijawab. Tunggu jawabannya dulu."
_FILED = "Permintaan terkirim. Jawaban paling lambat tiga hari."


class CorrectionForm(HarkatForm):
    """What is not right, in the owner's words."""

    note = LongTextField(
        "Apa yang perlu diperbaiki?",
        description="Sebut yang tertulis sekarang, dan yang benar.",
        required="Tulis apa yang perlu diperbaiki.",
    )


class DeletionForm(HarkatForm):
    """Why the data should go; it may be left out."""

    note = LongTextField("Alasan Anda", required=None)


class WithdrawalForm(HarkatForm):
    """Which consent is to end, and why."""

    purpose = HiddenField()
    note = LongTextField("Alasan Anda", required=None)


@applicant.route("/saya/data/perbaiki", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def correct_data() -> ResponseReturnValue:
    """Ask for a correction of something the owner cannot change alone."""
    form = CorrectionForm()
    if form.validate_on_submit() and _filed(form, DataRequestKind.CORRECT, form.note.data):
        return redirect(url_for("applicant.own_data"), 303)
    return render_template("applicant/correct_data.html", form=form), 422 if form.errors else 200


@applicant.route("/saya/data/hapus", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def delete_data() -> ResponseReturnValue:
    """Explain what must stay, and ask for everything else to be deleted."""
    form = DeletionForm()
    if form.validate_on_submit() and _filed(form, DataRequestKind.DELETE, form.note.data):
        return redirect(url_for("applicant.own_data"), 303)
    return render_template("applicant/delete_data.html", form=form), 422 if form.errors else 200


@applicant.route("/saya/izin/tarik", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def withdraw_consent() -> ResponseReturnValue:
    """Take back a free consent at once; for a required one explain, and file a request."""
    purpose = _asked_purpose()
    form = WithdrawalForm(data={"purpose": purpose.value})
    if form.validate_on_submit():
        if purpose not in REQUIRED_CONSENTS:
            personal_data.withdraw_consent(
                actor_id=viewer().user_id, purpose=purpose, at=clock.now()
            )
            flash("Izin sudah ditarik.", "success")
            return redirect(url_for("applicant.consents"), 303)
        if _filed(form, DataRequestKind.WITHDRAW, form.note.data, purpose=purpose):
            return redirect(url_for("applicant.own_data"), 303)
    page = render_template(
        "applicant/withdraw_consent.html",
        form=form,
        purpose=purpose,
        text=CONSENTS[CONSENT_TEXT_VERSION][purpose],
        is_required=purpose in REQUIRED_CONSENTS,
    )
    return page, 422 if form.errors else 200


def _asked_purpose() -> ConsentPurpose:
    """Return which consent the address or the form means; anything else is no page."""
    asked = request.form.get("purpose") or request.args.get("izin", "")
    try:
        return ConsentPurpose(asked)
    except ValueError:
        abort(404)


def _filed(
    form: HarkatForm,
    kind: DataRequestKind,
    note: str | None,
    *,
    purpose: ConsentPurpose | None = None,
) -> bool:
    """File the request, or say why it cannot be."""
    try:
        personal_data.ask(
            actor_id=viewer().user_id,
            kind=kind,
            purpose=purpose,
            note=note or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except TooManyRequests:
        form.refuse(_TOO_MANY)
        return False
    flash(_FILED, "success")
    return True
