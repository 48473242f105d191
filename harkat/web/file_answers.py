"""Hands out uploaded files: named by the server, for nobody's cache, and able to do nothing."""

from flask import Response

from harkat.domain.documents import MediaType
from harkat.services.document_views import OpenedFile
from harkat.web.document_words import SLUGS

_ENDINGS = {MediaType.JPEG: "jpg", MediaType.PDF: "pdf"}
_POWERLESS = "sandbox; default-src 'none'"


def file_answer(file: OpenedFile, *, is_inline: bool = False) -> Response:
    """Return a file to be kept; only a photo, which was made anew here, may stand in a page."""
    place = "inline" if is_inline and file.media_type is MediaType.JPEG else "attachment"
    name = f"{SLUGS[file.kind]}.{_ENDINGS[file.media_type]}"
    return Response(
        file.content,
        content_type=str(file.media_type),
        headers={
            "Content-Disposition": f'{place}; filename="{name}"',
            "Content-Security-Policy": _POWERLESS,
            "Cache-Control": "no-store",
        },
    )
