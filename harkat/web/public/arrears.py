"""The way out of arrears for everybody: its steps, letters to lenders, asking for a companion."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.arrears import ArrearsWish
from harkat.domain.arrears_letters import TITLES, letter
from harkat.domain.kolektibilitas import Kolektibilitas
from harkat.domain.roles import Role
from harkat.reports.letters import letter_pdf
from harkat.reports.paper_size import SHEETS, PaperSize
from harkat.services import arrears as cases
from harkat.web.access import public as everybody
from harkat.web.access import viewer
from harkat.web.papers import pdf_answer
from harkat.web.public import public
from harkat.web.public.forms import GuestCaseForm, LetterForm

_LAYOUT, _CHANGE, _LOOK = "bentuk", "ubah", "lihat"
_WISHES = {str(wish): wish for wish in ArrearsWish}
GRADES = {
    Kolektibilitas.CURRENT: "Lancar. Tidak ada yang telat.",
    Kolektibilitas.SPECIAL_MENTION: "Telat 1 sampai 90 hari.",
    Kolektibilitas.SUBSTANDARD: "Telat 91 sampai 120 hari.",
    Kolektibilitas.DOUBTFUL: "Telat 121 sampai 180 hari.",
    Kolektibilitas.LOSS: "Telat lebih dari 180 hari (macet).",
}
"""What the five grades of a credit record mean, in plain words."""


@public.get("/tunggakan")
@everybody
def arrears() -> ResponseReturnValue:
    """Show the way out of arrears, step by step."""
    return render_template("public/arrears.html", grades=GRADES, is_owner=_is_owner())


@public.route("/tunggakan/surat/<wish>", methods=["GET", "POST"])
@everybody
def arrears_letter(wish: str) -> ResponseReturnValue:
    """Write the draft of a letter from what is typed, as a page or a PDF; keep nothing."""
    asked = _WISHES.get(wish)
    if asked is None:
        abort(404)
    form = LetterForm()
    form.ask_for(asked)
    layout = request.form.get(_LAYOUT, _LOOK)
    if layout == _CHANGE or not form.validate_on_submit():
        page = render_template("public/letter_form.html", form=form, title=TITLES[asked], wish=wish)
        return page, 422 if form.errors else 200
    draft = letter(asked, form.facts(written_on=clock.today()))
    if layout in set(SHEETS):
        return _named(letter_pdf(draft, size=PaperSize(layout)), wish)
    return render_template("public/letter.html", form=form, letter=draft, wish=wish)


@public.route("/tunggakan/pendamping", methods=["GET", "POST"])
@everybody
def ask_companion() -> ResponseReturnValue:
    """Let somebody without an account ask for a companion; owners have a page of their own."""
    if _is_owner():
        return redirect(url_for("applicant.arrears"), 303)
    form = GuestCaseForm()
    form.offer_kecamatan()
    form.suggest_reminder()
    if form.validate_on_submit() and _opened(form):
        return redirect(url_for("public.companion_asked"), 303)
    page = render_template("public/companion_form.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@public.get("/tunggakan/pendamping/terima-kasih")
@everybody
def companion_asked() -> ResponseReturnValue:
    """Say what comes next, in the same words whether the phone had asked before or not."""
    return render_template("public/companion_asked.html")


def _opened(form: GuestCaseForm) -> bool:
    try:
        cases.open_case_as_guest(
            full_name=form.full_name.data or "",
            phone=form.phone.data or "",
            kecamatan_code=form.kecamatan.data,
            **form.told,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except cases.TooManyGuests:
        form.refuse("Hari ini terlalu banyak yang meminta. Hubungi Bantuan di bawah.")
        return False
    return True


def _is_owner() -> bool:
    return current_user.is_authenticated and viewer().role is Role.BUSINESS_OWNER


def _named(content: bytes, wish: str) -> Response:
    return pdf_answer(content, number=f"surat-{wish}")
