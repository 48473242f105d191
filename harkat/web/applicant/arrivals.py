"""Whether the money arrived whole: asked until the borrower has answered."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.money import format_rupiah
from harkat.domain.roles import Permission
from harkat.queries import arrivals as queries
from harkat.queries import loan_changes
from harkat.queries.arrivals import ToConfirm
from harkat.services import arrivals as services
from harkat.services.complaints import TooManyComplaints
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.forms import HarkatForm, LongTextField, RupiahField, ShortTextField

_ANSWERED = "Pertanyaan ini sudah Anda jawab. Terima kasih."


class ShortForm(HarkatForm):
    """How much arrived, and what happened; only the Dinas and the auditor read it."""

    came = RupiahField("Berapa yang masuk ke rekening?", required=None)
    about_whom = ShortTextField("Siapa yang memotong?", limit=120, required=None)
    words = LongTextField(
        "Ceritakan apa yang terjadi",
        limit=1000,
        required="Ceritakan dengan satu atau dua kalimat.",
    )


@applicant.context_processor
def what_is_asked() -> dict[str, Callable[[], object]]:
    """Let every page of the owner show what waits for an answer, if it wants to."""
    return {
        "money_to_confirm": lambda: queries.to_confirm(viewer()),
        "changes_to_answer": lambda: loan_changes.asking(viewer()),
    }


@applicant.post("/uang/<public_id>/utuh")
@requires(Permission.OWN_APPLY)
def money_arrived(public_id: str) -> ResponseReturnValue:
    """Say that the money arrived whole."""
    return _answer(public_id, services.confirm, "Terima kasih. Uang tercatat masuk utuh.")


@applicant.post("/uang/<public_id>/belum")
@requires(Permission.OWN_APPLY)
def money_missing(public_id: str) -> ResponseReturnValue:
    """Say that nothing arrived yet."""
    return _answer(
        public_id,
        services.report_missing,
        "Petugas pencairan bank sudah diberi tahu. Kami tanya lagi sampai uang masuk.",
    )


@applicant.route("/uang/<public_id>/kurang", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def money_short(public_id: str) -> ResponseReturnValue:
    """Report to the Dinas that less arrived than was sent; the bank does not learn of it."""
    form = ShortForm()
    if form.validate_on_submit():
        complaint = _reported(public_id, form)
        if complaint is not None:
            flash("Laporan terkirim ke Dinas Koperasi. Bank tidak melihatnya.", "success")
            return redirect(url_for("public.complaint", public_id=complaint), 303)
    asked = _asked(public_id)
    if asked is None:
        flash(_ANSWERED, "info")
        return redirect(url_for("applicant.home"), 303)
    page = render_template("applicant/money_short.html", asked=asked, form=form)
    return page, 422 if form.errors else 200


def _reported(public_id: str, form: ShortForm) -> str | None:
    """Return the complaint that came of a report, or say on the form why there is none."""
    try:
        return str(
            services.report_short(
                actor_id=viewer().user_id,
                disbursement_public_id=public_id,
                words=form.words.data or "",
                came=form.came.data,
                about_whom=form.about_whom.data,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        )
    except services.NotLess as refusal:
        form.refuse(
            f"Yang dikirim {format_rupiah(refusal.sent)}. Kalau masuk utuh, jawab Ya, utuh.",
            field=form.came,
        )
    except TooManyComplaints:
        form.refuse("Hari ini sudah beberapa laporan. Kirim lagi besok, atau hubungi Bantuan.")
    except NotFound:
        pass
    return None


def _answer(public_id: str, deed: Callable[..., object], sentence: str) -> ResponseReturnValue:
    form = ConfirmationForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        deed(
            actor_id=viewer().user_id,
            disbursement_public_id=public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except NotFound:
        flash(_ANSWERED, "info")
    else:
        flash(sentence, "success")
    return redirect(url_for("applicant.home"), 303)


def _asked(public_id: str) -> ToConfirm | None:
    return next(
        (each for each in queries.to_confirm(viewer()) if each.public_id == public_id), None
    )
