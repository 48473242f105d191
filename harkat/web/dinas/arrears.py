"""Officers of the Dinas follow people held up by arrears: lists, one case, and what was done."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.arrears import CloseReason
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import Permission
from harkat.queries import arrears as queries
from harkat.queries.arrears import CasePage, Which
from harkat.services import arrears_following as following
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.dinas import dinas
from harkat.web.dinas.forms import CloseForm, HandOverForm, KecamatanForm, NoteForm, PressForm

WHICH = {
    Which.WITHOUT_COMPANION: "Belum ada pendamping",
    Which.OWN: "Saya dampingi",
    Which.ALL: "Semua",
}
_REFUSALS: dict[type[Exception], str] = {
    following.TakenAlready: "Petugas lain sudah mengambil kasus ini.",
    following.NotYourCase: "Ambil kasus ini dulu, atau minta diserahkan kepada Anda.",
    following.CaseEnded: "Kasus ini sudah selesai.",
    following.UnknownCompanion: "Pilih petugas Dinas yang lain.",
    IllegalTransition: "Kasus ini berubah sejak Anda buka. Periksa lagi.",
}


@dinas.get("/tunggakan")
@requires(Permission.ARREARS_FOLLOW)
def arrears_list() -> ResponseReturnValue:
    """Show the cases that are followed, the oldest first."""
    which = _which()
    kecamatan = request.args.get("kecamatan")
    found = queries.case_list(
        viewer=viewer(), which=which, kecamatan_code=kecamatan, page=asked_page()
    )
    form = KecamatanForm()
    form.kecamatan.choices = list(found.kecamatan_choices)

    def url(shown: Which, page: int = 1) -> str:
        return url_for(
            "dinas.arrears_list",
            lihat=str(shown),
            kecamatan=kecamatan or None,
            halaman=page if page > 1 else None,
        )

    return render_template(
        "dinas/arrears_list.html",
        found=found,
        form=form,
        which=which,
        views=[
            {"label": words, "url": url(shown), "is_current": shown is which}
            for shown, words in WHICH.items()
        ],
        figures=queries.figures(viewer=viewer(), on=clock.today()),
        page_url=lambda page: url(which, page),
    )


@dinas.get("/tunggakan/<public_id>")
@requires(Permission.ARREARS_FOLLOW)
def arrears_case(public_id: str) -> ResponseReturnValue:
    """Show one case with its notes and what can be done."""
    return _page(_found(public_id))


@dinas.post("/tunggakan/<public_id>/ambil")
@requires(Permission.ARREARS_FOLLOW)
def take_case(public_id: str) -> ResponseReturnValue:
    """Become the companion of somebody."""
    return _pressed(public_id, following.take, "Kasus ini sekarang Anda dampingi.")


@dinas.post("/tunggakan/<public_id>/lunas")
@requires(Permission.ARREARS_FOLLOW)
def mark_case_paid(public_id: str) -> ResponseReturnValue:
    """Note that the person paid."""
    return _pressed(public_id, following.mark_paid, "Dicatat lunas. Orangnya diingatkan nanti.")


@dinas.post("/tunggakan/<public_id>/bersih")
@requires(Permission.ARREARS_FOLLOW)
def clear_case(public_id: str) -> ResponseReturnValue:
    """Note that the record is clean."""
    return _pressed(public_id, following.clear, "Dicatat bersih. Orangnya sudah diberi tahu.")


@dinas.post("/tunggakan/<public_id>/serahkan")
@requires(Permission.ARREARS_FOLLOW)
def hand_case_over(public_id: str) -> ResponseReturnValue:
    """Give the case to another officer."""
    case = _found(public_id)
    form = HandOverForm()
    form.companion.choices = list(case.companions)
    if not form.validate_on_submit():
        return _page(case, handing=form)
    return _done(
        public_id,
        lambda: following.hand_over(
            actor_id=viewer().user_id,
            case_public_id=public_id,
            companion_public_id=form.companion.data,
            at=clock.now(),
        ),
        "Kasus diserahkan.",
    )


@dinas.post("/tunggakan/<public_id>/catatan")
@requires(Permission.ARREARS_FOLLOW)
def note_case(public_id: str) -> ResponseReturnValue:
    """Write down what was talked about and when to talk again."""
    case = _found(public_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(case, noting=form)
    return _done(
        public_id,
        lambda: following.add_note(
            actor_id=viewer().user_id,
            case_public_id=public_id,
            note=form.note.data or "",
            next_on=form.next_on.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        ),
        "Catatan tersimpan.",
    )


@dinas.post("/tunggakan/<public_id>/tutup")
@requires(Permission.ARREARS_FOLLOW)
def close_case(public_id: str) -> ResponseReturnValue:
    """End a case without a clean record."""
    case = _found(public_id)
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(case, closing=form)
    return _done(
        public_id,
        lambda: following.close(
            actor_id=viewer().user_id,
            case_public_id=public_id,
            reason=CloseReason(form.reason.data),
            at=clock.now(),
        ),
        "Kasus ditutup.",
    )


def _which() -> Which:
    asked = request.args.get("lihat", "")
    return Which(asked) if asked in set(Which) else Which.WITHOUT_COMPANION


def _found(public_id: str) -> CasePage:
    found = queries.case_page(viewer=viewer(), public_id=public_id)
    if found is None:
        abort(404)
    return found


def _pressed(public_id: str, deed: Callable[..., None], sentence: str) -> ResponseReturnValue:
    """Do what a button of the page says."""
    form = PressForm()
    if not form.validate_on_submit():
        return _page(_found(public_id))
    return _done(
        public_id,
        lambda: deed(actor_id=viewer().user_id, case_public_id=public_id, at=clock.now()),
        sentence,
    )


def _done(public_id: str, deed: Callable[[], None], sentence: str) -> ResponseReturnValue:
    try:
        deed()
    except tuple(_REFUSALS) as refused:
        flash(_REFUSALS[type(refused)], "error")
    else:
        flash(sentence, "success")
    return redirect(url_for("dinas.arrears_case", public_id=public_id), 303)


def _page(
    case: CasePage,
    *,
    noting: NoteForm | None = None,
    handing: HandOverForm | None = None,
    closing: CloseForm | None = None,
) -> ResponseReturnValue:
    spoiled = noting or handing or closing
    handing = handing or HandOverForm(formdata=None)
    handing.companion.choices = list(case.companions)
    if noting is None:
        noting = NoteForm(formdata=None)
        noting.next_on.data = case.row.next_on
    page = render_template(
        "dinas/arrears_case.html",
        case=case,
        form=spoiled,
        noting=noting,
        handing=handing,
        closing=closing or CloseForm(formdata=None),
    )
    return page, 422 if request.method == "POST" else 200
