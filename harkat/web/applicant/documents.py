"""The photos of an owner's papers: the list, a page for each kind, and the files themselves."""

from dataclasses import dataclass
from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from harkat import clock
from harkat.domain.documents import (
    LARGEST_UPLOAD_BYTES,
    DocumentKind,
    FileRefused,
    warning_for,
)
from harkat.domain.roles import Permission
from harkat.queries import own_documents
from harkat.services import document_views
from harkat.services import documents as document_changes
from harkat.services.document_intake import made_ready
from harkat.services.documents import DocumentsLocked
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.opened import lead_to
from harkat.web.document_words import HOW_TO, KINDS_BY_SLUG, PHOTO_OF, REFUSALS, SLUGS, WARNINGS
from harkat.web.file_answers import file_answer
from harkat.web.forms import HarkatForm, MultipleFileField

_MOST_AT_ONCE = 5
_LARGEST_SENDING_BYTES = 3 * LARGEST_UPLOAD_BYTES
_LOCKED = (
    "Berkas sedang diperiksa bank, jadi belum bisa diganti. Bisa lagi kalau bank meminta perbaikan."
)
_GONE = "Foto ini sudah dihapus atau diganti."
_TOO_MANY_AT_ONCE = f"Paling banyak {_MOST_AT_ONCE} foto sekali kirim. Pilih lebih sedikit."


class PhotoForm(HarkatForm):
    """Photos of one kind, taken now or chosen from the phone."""

    photo = MultipleFileField("Foto")


@dataclass(kw_only=True)
class _Sending:
    """What became of the photos of one form."""

    stored: int = 0
    waits: bool = False


@applicant.url_value_preprocessor
def take_photos(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let signed-in owners send photos where photos are asked for; other forms stay small."""
    if endpoint == "applicant.photos" and current_user.is_authenticated:
        request.max_content_length = _LARGEST_SENDING_BYTES


@applicant.get("/saya/berkas")
@requires(Permission.OWN_APPLY)
def documents() -> ResponseReturnValue:
    """List the kinds of papers, which of them must be shown, and who looked at them."""
    found = own_documents.documents(viewer(), on=clock.today())
    return render_template(
        "applicant/documents.html",
        documents=found,
        views=own_documents.document_views(viewer()),
        slugs=SLUGS,
        locked=_LOCKED,
    )


@applicant.route("/saya/berkas/foto/<slug>", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def photos(slug: str) -> ResponseReturnValue:
    """Show the photos of a kind and take new ones; a refused one alone is sent again."""
    kind, form = _kind(slug), PhotoForm()
    if form.validate_on_submit():
        sent = form.photo.data or []
        if not sent:
            form.refuse(f'Foto {PHOTO_OF[kind]} belum ada. Ketuk "Ambil foto".', field=form.photo)
        elif len(sent) > _MOST_AT_ONCE:
            form.refuse(_TOO_MANY_AT_ONCE, field=form.photo)
        else:
            sending = _keep(kind, sent, form)
            if sending.stored and not sending.waits:
                flash(_stored_sentence(kind, sending.stored), "success")
            if not form.errors:
                stays = sending.waits
                return redirect(
                    url_for("applicant.photos", slug=slug)
                    if stays
                    else url_for("applicant.documents"),
                    303,
                )
    found = own_documents.documents(viewer(), on=clock.today())
    page = render_template(
        "applicant/photos.html",
        form=form,
        own=found.of_kind(kind),
        is_locked=found.is_locked,
        locked=_LOCKED,
        how_to=HOW_TO[kind],
        photo_of=PHOTO_OF[kind],
        warnings=WARNINGS,
        action=url_for("applicant.photos", slug=slug),
    )
    return page, 422 if form.errors else 200


@applicant.get("/saya/berkas/<public_id>")
@requires(Permission.OWN_APPLY)
def document_file(public_id: str) -> ResponseReturnValue:
    """Give the owner a file."""
    return file_answer(
        document_views.open_own(
            actor_id=viewer().user_id, document_public_id=public_id, at=clock.now()
        )
    )


@applicant.post("/saya/berkas/<public_id>/pakai")
@requires(Permission.OWN_APPLY)
def keep_photo(public_id: str) -> ResponseReturnValue:
    """Let an unclear photo count all the same."""
    try:
        document_changes.accept(
            actor_id=viewer().user_id, document_public_id=public_id, at=clock.now()
        )
    except DocumentsLocked:
        flash(_LOCKED, "error")
    except FileRefused as refusal:
        flash(REFUSALS[refusal.reason], "error")
    except NotFound:
        _gone(public_id)
    else:
        flash("Foto dipakai.", "success")
    return redirect(url_for("applicant.documents"), 303)


@applicant.post("/saya/berkas/<public_id>/hapus")
@requires(Permission.OWN_APPLY)
def remove_photo(public_id: str) -> ResponseReturnValue:
    """Take a file away."""
    try:
        document_changes.remove(
            actor_id=viewer().user_id, document_public_id=public_id, at=clock.now()
        )
    except DocumentsLocked:
        flash(_LOCKED, "error")
    except NotFound:
        _gone(public_id)
    else:
        flash("Foto dihapus.", "success")
    return redirect(url_for("applicant.documents"), 303)


def _gone(public_id: str) -> NoReturn:
    """Lead to the list from a photo that the viewer had; anybody else's does not exist."""
    if not own_documents.was_added(viewer(), public_id):
        abort(404)
    lead_to(url_for("applicant.documents"), saying=_GONE)


def _kind(slug: str) -> DocumentKind:
    if slug not in KINDS_BY_SLUG:
        abort(404)
    return KINDS_BY_SLUG[slug]


def _keep(kind: DocumentKind, sent: list[FileStorage], form: PhotoForm) -> _Sending:
    """Keep each photo on its own, so that one that is refused does not take the others with it."""
    sending = _Sending()
    for number, upload in enumerate(sent, start=1):
        where = f"Foto ke-{number}: " if len(sent) > 1 else ""
        try:
            file = made_ready(upload.stream.read(LARGEST_UPLOAD_BYTES + 1))
            waits = warning_for(kind, file.warnings) is not None and len(sent) == 1
            document_changes.add(
                actor_id=viewer().user_id,
                kind=kind,
                file=file,
                is_accepted=not waits,
                # The same page may send another photo after a refused one: a key for each file.
                key=f"{(form.idem_key.data or '')[:31]}-{file.digest[:32]}",
                at=clock.now(),
            )
        except FileRefused as refusal:
            form.refuse(where + REFUSALS[refusal.reason], field=form.photo)
        except DocumentsLocked:
            form.refuse(_LOCKED)
            break
        else:
            sending.stored += 1
            sending.waits = waits
    return sending


def _stored_sentence(kind: DocumentKind, stored: int) -> str:
    many = f"{stored} foto" if stored > 1 else "Foto"
    return f"{many} {PHOTO_OF[kind]} tersimpan."
