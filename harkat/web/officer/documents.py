"""Shows an officer the photos sent with a file; each look is written down for their owner."""

import re

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import file_documents
from harkat.services import document_views
from harkat.web.access import requires, viewer
from harkat.web.file_answers import file_answer
from harkat.web.officer import officer
from harkat.web.officer.file_page import open_file

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@officer.get("/pengajuan/<public_id>/berkas/<document_public_id>")
@requires(Permission.APPLICATION_READ)
def document(public_id: str, document_public_id: str) -> ResponseReturnValue:
    """Show a photo with what is known of it, and the way to the next one."""
    file = open_file(public_id)
    names = {line.person_id: line.name for line in file.lines}
    found = [
        document
        for documents in file_documents.documents_of(viewer(), public_id).values()
        for document in documents
        if document.may_be_shown and document.person_id in names
    ]
    own = next((row for row in found if row.public_id == document_public_id), None)
    if own is None:
        abort(404)
    of_person = [row for row in found if row.person_id == own.person_id]
    place = of_person.index(own)
    return render_template(
        "officer/document.html",
        file=file,
        document=own,
        name=names[own.person_id],
        next_document=of_person[place + 1] if place + 1 < len(of_person) else None,
    )


@officer.get("/pengajuan/<public_id>/berkas/<document_public_id>/gambar")
@requires(Permission.APPLICATION_READ)
def document_image(public_id: str, document_public_id: str) -> ResponseReturnValue:
    """Give the photo for the page that shows it."""
    return _file(public_id, document_public_id, is_inline=True)


@officer.get("/pengajuan/<public_id>/berkas/<document_public_id>/simpan")
@requires(Permission.APPLICATION_READ)
def document_file(public_id: str, document_public_id: str) -> ResponseReturnValue:
    """Give the file to be kept."""
    return _file(public_id, document_public_id, is_inline=False)


def _file(public_id: str, document_public_id: str, *, is_inline: bool) -> Response:
    if not _PUBLIC_ID.fullmatch(document_public_id):
        abort(404)
    opened = document_views.open_for_bank(
        actor_id=viewer().user_id,
        application_public_id=public_id,
        document_public_id=document_public_id,
        at=clock.now(),
    )
    return file_answer(opened, is_inline=is_inline)
